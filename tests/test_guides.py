"""Who guides whom: a lead notes it, with its days; whoever guides sees the names, and says when they met."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from mentoring import clock, guiding, people, supervision, trail
from models import AuditEvent, Guiding, Member, User
from tests import makers

TUESDAY = datetime(2026, 11, 24, 11, tzinfo=UTC)
DAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def on_tuesday():
    with clock.at(TUESDAY):
        yield


@pytest.fixture
def staff(school, lead, mentor, midday):
    """Sunita leads, Amara and Ben are mentors, Denise and Ted contributors."""
    return {
        "sunita": lead.user, "amara": mentor.user, "denise": midday.user,
        "ben": makers.member(school, "Ben Shaw", "mentor").user,
        "ted": makers.member(school, "Ted Lowe", "contributor").user,
    }  # fmt: skip


def note(browser, guide, *users, day="2026-09-03"):
    return browser.post(f"/guides/{guide.id}", data={"user": [str(one.id) for one in users], "starts_on": day})


def as_mentor_of(app, school, user):
    """A browser in which a mentor of the school is signed in."""
    return makers.client(app, Member(user, school, frozenset({"mentor"})))


def going_on() -> set[tuple[str, str]]:
    """(guide, guided) of every row that has no end."""
    guide = User.alias()
    rows = Guiding.select(guide.name, User.name).join(guide, on=(Guiding.guide == guide.id)).switch(Guiding)
    return set(rows.join(User, on=(Guiding.user == User.id)).where(Guiding.ends_on.is_null()).tuples())


def test_a_lead_sees_first_whom_they_guide_and_of_the_others_who_does(as_lead, staff):
    page = as_lead.get("/supervisions").text
    assert "It is not noted yet whom you guide" in page and page.count("Guided by nobody yet") == 4
    assert note(as_lead, staff["sunita"], staff["amara"], staff["ted"]).status_code == 303
    assert note(as_lead, staff["amara"], staff["denise"]).location == "/guides"
    own, rest = as_lead.get("/supervisions").text.split("Other mentors")
    assert own.index("You guide") < own.index("Amara Bello") < own.index("Ted Lowe") and "Denise" not in own
    mentors, contributors = rest.split("Other LSAs and contributors")
    assert "Ben Shaw" in mentors and "Guided by nobody yet" in mentors and "Amara" not in mentors
    assert "Guided by Amara Bello" in contributors and "Ted" not in contributors
    page = as_lead.get("/guides").text
    assert "Amara Bello, Ted Lowe" in page and "Ben Shaw" in page.split("Guided by nobody yet")[1]


def test_the_page_of_somebodys_load_says_who_guides_them_and_whom_they_guide(as_lead, staff):
    note(as_lead, staff["sunita"], staff["amara"])
    note(as_lead, staff["amara"], staff["denise"])
    page = as_lead.get(f"/supervisions/people/{staff['amara'].id}").text
    assert "You, since 3 September 2026" in page and f'/supervisions/people/{staff["denise"].id}">Denise' in page
    page = as_lead.get(f"/supervisions/people/{staff['denise'].id}").text
    assert "Amara Bello, since 3 September 2026" in page


def test_one_guide_at_a_time_and_those_before_are_kept(as_lead, staff):
    note(as_lead, staff["amara"], staff["denise"], staff["ted"])
    assert "guided by Amara Bello since 3 September 2026" in as_lead.get(f"/guides/{staff['ben'].id}/edit").text
    note(as_lead, staff["ben"], staff["denise"], day="2026-11-02")
    assert going_on() == {("Amara Bello", "Ted Lowe"), ("Ben Shaw", "Denise Whitlow")}
    page = as_lead.get(f"/supervisions/people/{staff['denise'].id}").text
    assert "Ben Shaw, since 2 November 2026" in page and "Amara Bello, 3 September 2026 to 2 November 2026" in page
    note(as_lead, staff["ben"], day="2026-11-24")
    assert going_on() == {("Amara Bello", "Ted Lowe")} and Guiding.select().count() == 3


def test_saved_twice_it_is_once_and_what_was_noted_by_mistake_is_not_told(as_lead, staff):
    for _ in range(2):
        note(as_lead, staff["amara"], staff["denise"], day="2026-11-24")
    assert Guiding.select().count() == 1
    note(as_lead, staff["ben"], staff["denise"], day="2026-11-24")
    page = as_lead.get(f"/supervisions/people/{staff['denise'].id}").text
    assert "Ben Shaw, since 24 November 2026" in page and "Amara" not in page.split("Guidance")[1].split("</dl>")[0]


@pytest.mark.parametrize(("day", "said"), [
    ("2026-11-25", "Choose today or a day before"), ("", "Write the day"),
    ("2026-08-31", "Amara Bello has guided Denise Whitlow since 3 September 2026. Choose that day or a later one"),
])  # fmt: skip
def test_a_day_that_cannot_be_is_refused_and_the_ticks_stay(as_lead, staff, day, said):
    note(as_lead, staff["amara"], staff["denise"])
    reply = note(as_lead, staff["ben"], staff["denise"], staff["ted"], day=day)
    assert reply.status_code == 422 and said in reply.text
    assert reply.text.count("checked") == 2 and going_on() == {("Amara Bello", "Denise Whitlow")}


def test_only_mentors_and_leads_guide_and_nobody_themselves_or_somebody_elsewhere(as_lead, staff, dsl):
    stranger = makers.member(makers.school("Elsewhere"), "Sam Stranger", "mentor").user
    for user in (staff["denise"], dsl.user, stranger):
        assert note(as_lead, user, staff["ted"]).status_code == 404
        assert as_lead.get(f"/guides/{user.id}/edit").status_code == 404
    for user in (staff["amara"], dsl.user, stranger):
        assert note(as_lead, staff["amara"], user).status_code == 422
    assert Guiding.select().count() == 0


def test_who_is_no_lead_notes_nothing(app, school, staff, as_mentor, as_dsl, as_head, as_admin):
    for browser in (as_mentor, as_dsl, as_head, as_admin, makers.client(app, makers.member(school, "Cy Orr", "slt"))):
        assert note(browser, staff["amara"], staff["denise"]).status_code == 403
        assert browser.get("/guides").status_code == browser.get(f"/guides/{staff['amara'].id}/edit").status_code == 403
    assert Guiding.select().count() == 0


def test_a_mentor_sees_the_names_of_whom_they_guide_and_says_that_they_met(app, as_lead, as_mentor, lead, staff):
    note(as_lead, staff["amara"], staff["denise"])
    note(as_lead, staff["ben"], staff["ted"])
    page = as_mentor.get("/supervisions/mine").text
    assert "Denise Whitlow" in page and "No meeting noted yet" in page and "Ted Lowe" not in page
    assert f'href="/supervisions/people/{staff["denise"].id}' not in page, "the load is for leads"
    row = Guiding.get(Guiding.user == staff["denise"])
    for _ in range(2):
        assert as_mentor.post(f"/guides/{row.id}/meetings").status_code == 303
    assert AuditEvent.select().where(AuditEvent.action == "guiding.meet").count() == 1
    page = as_mentor.get("/supervisions/mine").text
    assert "Last met 24 November 2026" in page and "We met today" not in page
    assert "last met 24 November 2026" in as_lead.get(f"/supervisions/people/{staff['denise'].id}").text
    with clock.at(TUESDAY + timedelta(days=1)):
        assert "We met today" in as_mentor_of(app, lead.school, staff["amara"]).get("/supervisions/mine").text


def test_nobody_says_that_somebody_else_met_or_that_they_did_after_it_ended(app, as_lead, as_mentor, school, staff):
    note(as_lead, staff["ben"], staff["ted"])
    row = Guiding.get()
    assert as_mentor.post(f"/guides/{row.id}/meetings").status_code == 404
    assert as_lead.post(f"/guides/{row.id}/meetings").status_code == 404
    note(as_lead, staff["ben"], day="2026-11-24")
    assert as_mentor_of(app, school, staff["ben"]).post(f"/guides/{row.id}/meetings").status_code == 404
    assert Guiding.get().met_on is None


def test_who_is_guided_sees_by_whom_and_nobody_elses(app, as_lead, midday, staff):
    note(as_lead, staff["amara"], staff["denise"])
    note(as_lead, staff["ben"], staff["ted"])
    page = makers.client(app, midday).get("/supervisions/mine").text
    assert "<b>Amara Bello</b> guides you" in page and "Ben Shaw" not in page and "You guide" not in page
    assert [row.user for row in Guiding.visible_to(midday)] == [staff["denise"]]


def test_a_day_of_a_note_is_seen_by_the_two_who_met_only(app, as_lead, lead, school, staff):
    note(as_lead, staff["sunita"], staff["amara"])
    chip = makers.option(school, "supervision_topic", "Workload")
    sent = {"client_id": makers.client_id(), "held_on": "2026-11-20", "supervision_topic": [chip], "said": "Duties"}
    assert as_lead.post(f"/supervisions/people/{staff['amara'].id}/notes", data=sent).status_code == 303
    assert "Last met 20 November 2026" in as_lead.get("/supervisions").text
    member = makers.member(school, "Ola Grant", "lead")
    assert supervision.last_met(member) == {} and supervision.last_met(lead) == {staff["amara"].id: date(2026, 11, 20)}
    other = makers.client(app, member)
    for path in ("/supervisions", "/guides", f"/supervisions/people/{staff['amara'].id}"):
        assert "20 November" not in other.get(path).text, path


def test_it_ends_with_the_role_and_with_leaving_and_does_not_come_back(as_lead, lead, admin, staff):
    note(as_lead, staff["sunita"], staff["amara"])
    note(as_lead, staff["amara"], staff["denise"])
    note(as_lead, staff["ben"], staff["ted"])
    people.change(admin, staff["amara"], staff["amara"].name, {"contributor"})
    assert going_on() == {("Sunita Rao", "Amara Bello"), ("Ben Shaw", "Ted Lowe")}
    people.leave(admin, staff["ben"])
    people.come_back(admin, staff["ben"])
    assert going_on() == {("Sunita Rao", "Amara Bello")}
    assert Guiding.get(Guiding.guide == staff["ben"]).ends_on == DAY
    people.leave(admin, staff["amara"])
    assert going_on() == set() and guiding.now(lead) == []


def test_the_trail_says_that_and_not_whom(as_lead, head, staff):
    note(as_lead, staff["amara"], staff["denise"])
    note(as_lead, staff["amara"], day="2026-11-24")
    said = [one.words for one in trail.page(head, trail.Filters(), "", trail.WHOLE).entries][:2]
    assert said == ["noted that somebody no longer guides somebody", "noted who guides whom"]


def test_of_two_leads_the_later_is_told_and_undoes_nothing(as_lead, staff):
    note(as_lead, staff["amara"], staff["denise"])
    opened = re.search(r'name="seen"[^>]*value="([^"]*)"', as_lead.get(f"/guides/{staff['amara'].id}/edit").text)[1]
    note(as_lead, staff["amara"], staff["denise"], staff["ted"])
    mine = {"user": [str(staff["ben"].id)], "starts_on": "2026-11-02", "seen": opened}
    reply = as_lead.post(f"/guides/{staff['amara'].id}", data=mine)
    assert reply.status_code == 409 and "Somebody else changed whom Amara Bello guides" in reply.text
    assert re.search(rf'value="{staff["ben"].id}" checked', reply.text) and reply.text.count("checked") == 1
    assert going_on() == {("Amara Bello", "Denise Whitlow"), ("Amara Bello", "Ted Lowe")}
    again = re.search(r'name="seen"[^>]*value="([^"]*)"', reply.text)[1]
    assert as_lead.post(f"/guides/{staff['amara'].id}", data=mine | {"seen": again}).status_code == 303
    assert going_on() == {("Amara Bello", "Ben Shaw")}


def test_nobody_had_two_guides_on_a_day_that_is_over(as_lead, staff):
    note(as_lead, staff["amara"], staff["denise"])
    note(as_lead, staff["amara"], day="2026-11-13")
    reply = note(as_lead, staff["ben"], staff["denise"], day="2026-10-04")
    assert reply.status_code == 422
    assert "Amara Bello guided Denise Whitlow until 13 November 2026. Choose that day or a later one." in reply.text
    assert note(as_lead, staff["ben"], staff["denise"], day="2026-11-13").status_code == 303

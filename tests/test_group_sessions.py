"""Group sessions over real requests: the register, what stands where, what did not run."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

import database
from mentoring import caseload, clock
from models import Choice, GroupSession, Option, Participation, Pupil, Record
from tests import makers


@pytest.fixture
def group(mentor, school):
    """A programme of three pupils, the first on the mentor's caseload."""
    pupils = [makers.pupil(school, "Jayden Okafor", on=mentor), makers.pupil(school, "Leo Price"),
              makers.pupil(school, "Ruby Bell")]  # fmt: skip
    return makers.programme(mentor, *pupils, aims="Spot the signs\nName them"), pupils


def test_the_register_is_ready_with_everyone_in(as_mentor, group):
    programme, pupils = group
    page = " ".join(as_mentor.get(f"/group-sessions/new?programme={programme.id}").text.split())
    for pupil in pupils:
        assert f'name="role-{pupil.id}" value="in" checked' in page and f'name="pupil" value="{pupil.id}"' in page
    assert "Session 1 of 6" in page and "Aim: Spot the signs" in page


def test_a_session_with_one_absent(as_mentor, mentor, school, group):
    programme, (one, two, three) = group
    form = makers.group_form(programme, one, two, three, roles={two.id: "absent", three.id: "late"},
                             note="Practised breathing", next_time="Bring the cards",
                             aim_met=str(makers.option(school, "aim_met", "Partly")),
                             **{f"mark-{one.id}": "4", f"mark-{two.id}": "5",
                                f"line-{one.id}": "Led the warm-up"})  # fmt: skip
    assert as_mentor.post("/group-sessions", data=form).status_code == 303
    parts = {row.pupil_id: row for row in Participation.select()}
    assert [parts[pupil.id].role for pupil in (one, two, three)] == ["in", "absent", "late"]
    assert [parts[pupil.id].seen for pupil in (one, two, three)] == [True, False, True]
    assert (parts[one.id].engagement, parts[two.id].engagement) == (4, None)
    assert (GroupSession.get().number, GroupSession.get().programme) == (1, programme)
    page = as_mentor.get(f"/pupils/{one.id}").text
    for said in ("Managing anger · 1 of 6", "Practised breathing", "Led the warm-up", "Came", "Aim met: partly"):
        assert said in page, said
    other = as_mentor.get(f"/pupils/{two.id}").text
    assert "Absent" in other and "Practised breathing" in other and "Led the warm-up" not in other
    assert "Aim met" not in other.split('class="entry"')[1], "what was done was not done with who was away"
    page = " ".join(as_mentor.get(f"/group-sessions/new?programme={programme.id}").text.split())
    for said in ("Session 2 of 6", "Aim: Name them", "Bring the cards", "1 of 1", "0 of 1"):
        assert said in page, said


def test_a_private_line_stands_on_that_pupils_timeline_only(app, as_mentor, mentor, school, group):
    programme, (one, two, three) = group
    colleague = makers.member(school, "Nasreen Akhtar", "mentor")
    makers.put_on(colleague, two)
    form = makers.group_form(programme, one, two, three, **{f"line-{one.id}": "canary", f"line-{two.id}": "for Leo"})
    as_mentor.post("/group-sessions", data=form)
    browser = makers.client(app, colleague)
    for path in (f"/pupils/{two.id}", f"/group-sessions/{Record.get().id}", f"/records/{Record.get().id}/versions/1"):
        page = browser.get(path).text
        assert "for Leo" in page and "canary" not in page and "Jayden" not in page, path
    assert browser.post(f"/pupils/{two.id}/searches", data={"words": "canary"}).text.count("Nothing matches") == 1


def test_did_not_run_needs_a_reason_and_counts_for_nothing(as_mentor, mentor, school, group):
    programme, (one, two, three) = group
    form = makers.group_form(programme, one, two, three, did_not_run="y", note="keep me", **{f"mark-{one.id}": "4"})
    reply = as_mentor.post("/group-sessions", data=form)
    assert reply.status_code == 422 and "Choose why it did not run" in reply.text and "keep me" in reply.text
    form |= {"not_run": str(makers.option(school, "not_run", "No room")),
             "aim_met": str(makers.option(school, "aim_met", "Yes"))}  # fmt: skip
    assert as_mentor.post("/group-sessions", data=form).status_code == 303
    assert GroupSession.get().number is None
    assert {(row.role, row.seen, row.engagement) for row in Participation.select()} == {("", False, None)}
    assert [row.option.list for row in Choice.select(Choice, Option).join(Option)] == ["not_run"]
    assert caseload.board(mentor)[0].seen_at is None
    assert "Did not run: no room" in as_mentor.get(f"/pupils/{one.id}").text
    assert "Session 1 of 6" in as_mentor.get(f"/group-sessions/new?programme={programme.id}").text
    assert "not_run" in (page := as_mentor.get(f"/group-sessions/{Record.get().id}/edit").text)
    assert "checked" in page.split('name="did_not_run"')[0][-120:] + page.split('name="did_not_run"')[1][:60]


def test_somebody_else_came(as_mentor, school, group):
    programme, pupils = group
    guest = makers.pupil(school, "Omar Said")
    form = makers.group_form(programme, *pupils, guest)
    assert as_mentor.post("/group-sessions", data=form).status_code == 303
    assert Participation.select().where(Participation.pupil == guest).count() == 1


def test_which_programme_may_block_and_words_are_kept(as_mentor, group):
    programme, pupils = group
    form = makers.group_form(programme, *pupils, note="keep me", **{f"line-{pupils[0].id}": "and me"}) | {
        "programme": ""
    }
    reply = as_mentor.post("/group-sessions", data=form)
    assert reply.status_code == 422 and "Choose the programme" in reply.text
    assert "keep me" in reply.text and "and me" in reply.text


def test_another_mentors_programme_is_not_offered(app, school, group):
    programme, pupils = group
    colleague = makers.member(school, "Nasreen Akhtar", "mentor")
    browser = makers.client(app, colleague)
    assert "Managing anger" not in browser.get(f"/group-sessions/new?programme={programme.id}").text
    assert browser.post("/group-sessions", data=makers.group_form(programme, *pupils)).status_code == 422
    assert "Jayden" not in browser.post("/group-sessions/register", data={"programme": str(programme.id)}).text
    assert Record.select().count() == 0


def test_families_attend_and_the_pupil_is_not_seen(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    makers.family(pupil, "Declan Okafor", restriction="Court order", priority=1)
    person = makers.family(pupil, priority=2)
    programme = makers.programme(mentor, pupil, name="Parent workshop", for_families=True)
    page = as_mentor.get(f"/group-sessions/new?programme={programme.id}").text
    assert f"{person.forename} for Jayden O" in page and "Declan" not in page
    as_mentor.post("/group-sessions", data=makers.group_form(programme, pupil))
    assert (Participation.get().role, Participation.get().seen) == ("in", False)


def test_amending_keeps_the_number_and_who_was_there(as_mentor, group):
    programme, pupils = group
    for _ in range(2):
        as_mentor.post("/group-sessions", data=makers.group_form(programme, *pupils))
    first = Record.select().order_by(Record.id).first()
    form = makers.group_form(programme, *pupils[:2], version="1", reason="Ruby was away", when="now")
    assert as_mentor.post(f"/group-sessions/{first.id}", data=form).status_code == 303
    assert GroupSession.get_by_id(first.id).number == 1
    assert Participation.select().where(Participation.record == first).count() == 2


def test_who_left_since_the_session_can_still_be_in_it(as_mentor, mentor, school, group):
    programme, (one, two, three) = group
    day = clock.today(school.zone)
    Pupil.update(left_on=day - timedelta(days=3)).where(Pupil.id == two.id).execute()
    form = makers.group_form(programme, one, two, three, **{f"line-{two.id}": "Said goodbye"})
    assert as_mentor.post("/group-sessions", data=form).status_code == 303
    assert Participation.get(Participation.pupil == two).private_line == "Said goodbye"
    Pupil.update(left_on=day - timedelta(days=60)).where(Pupil.id == three.id).execute()
    form = makers.group_form(programme, one, three)
    assert as_mentor.post("/group-sessions", data=form).status_code == 422


def test_a_retry_of_what_was_saved_is_answered_as_saved_whatever_changed_since(as_mentor, mentor, school, group):
    programme, (one, two, three) = group
    form = makers.group_form(programme, one, two, three)
    assert as_mentor.post("/group-sessions", data=form).status_code == 303
    Pupil.update(left_on="2020-01-01").where(Pupil.id == two.id).execute()
    assert as_mentor.post("/group-sessions", data=form).status_code == 303
    assert Record.select().count() == 1
    assert as_mentor.post("/group-sessions", data=form | {"note": "changed"}).status_code == 422


def test_leaders_who_save_at_once_get_numbers_of_their_own(app, mentor, group):
    programme, pupils = group
    browsers = [makers.client(app, mentor) for _ in range(6)]

    def post(browser):
        try:
            return browser.post("/group-sessions", data=makers.group_form(programme, *pupils)).status_code
        finally:
            database.db.close()

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(post, browsers)) == {303}
    numbers = [row.number for row in GroupSession.select()]
    assert sorted(numbers) == [1, 2, 3, 4, 5, 6]

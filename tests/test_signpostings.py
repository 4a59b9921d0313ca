"""Signposting and referrals over real requests."""

from datetime import date, timedelta

import pytest

from mentoring import calendar, referrals
from models import Choice, Option, Record, ReferralStatus, Signposting, Todo
from tests import makers


@pytest.fixture
def mine(school, mentor):
    return makers.pupil(school, on=mentor)


@pytest.fixture
def person(mine):
    return makers.family(mine)


@pytest.fixture
def agency(lead):
    return makers.agency(lead)


@pytest.fixture
def sent(as_mentor, school, mine, agency, person):
    """A referral that the mentor sent today."""
    assert as_mentor.post("/signpostings", data=makers.referral_form(school, mine, agency, person)).status_code == 303
    return Record.get()


def status(school, code: str) -> str:
    return str(Option.get((Option.school == school) & (Option.list == "referral_status") & (Option.code == code)).id)


def chips(record: Record) -> set[str]:
    return {row.option.name for row in Choice.select(Choice, Option).join(Option).where(Choice.record == record)}


def test_signposting_takes_who_and_which_agency_and_shares_nothing(as_mentor, school, mine, agency):
    form = {"client_id": makers.client_id(), "pupil": [str(mine.id)], "when": "now", "follow_up": "none",
            "way": "told", "agency": str(agency.id), "form_from": str(mine.id)}  # fmt: skip
    left_over = {"sharing_basis": str(makers.option(school, "sharing_basis", "Consent to share")), "agreed": "yes",
                 "agreed_by": "Nan", "shared": "All of it", "why_without": "Because"}  # fmt: skip
    reply = as_mentor.post("/signpostings", data=form | left_over)
    assert (reply.status_code, reply.location) == (303, f"/pupils/{mine.id}")
    one = Signposting.get()
    assert (one.agency, one.agency_name, one.referred, one.agreed) == (agency, agency.name, False, None)
    assert (one.agreed_by, one.shared, one.why_without, chips(Record.get())) == ("", "", "", set())
    assert Todo.select().count() == 0
    assert f"Told of {agency.name}" in as_mentor.get(f"/pupils/{mine.id}").text


def test_a_referral_says_who_agreed_what_was_shared_and_on_what_basis(as_mentor, sent, agency, person, today):
    one = Signposting.get()
    assert (one.referred, one.agreed, one.family_contact, one.agreed_on) == (True, True, person, today)
    assert chips(sent) == {"The school’s task", "What the worry is"}
    page = as_mentor.get(f"/signpostings/{sent.id}").text
    for words in (f"Referred to {agency.name}", "Yes: Chioma (mother)", "The school’s task", "What the worry is"):
        assert words in page


@pytest.mark.parametrize(("without", "sentence"), [
    ("agency", "Choose the agency"), ("agreed", "Say whether they agreed"), ("family_contact", "Choose who agreed"),
    ("sharing_basis", "Choose on what basis"), ("shared_what", "Choose what you shared"),
])  # fmt: skip
def test_what_a_referral_needs_is_asked_for_unless_finished_later(
    as_mentor, school, mine, agency, person, without, sentence
):
    form = makers.referral_form(school, mine, agency, person, note="Half a sentence")
    del form[without]
    reply = as_mentor.post("/signpostings", data=form)
    assert reply.status_code == 422 and sentence in reply.text and "Half a sentence" in reply.text
    assert as_mentor.post("/signpostings", data=form | {"finish_later": "1"}).status_code == 303


def test_without_their_agreement_it_takes_a_reason(as_mentor, school, mine, agency, person):
    form = makers.referral_form(school, mine, agency, person, agreed="no")
    assert "Say why it was shared" in as_mentor.post("/signpostings", data=form).text
    as_mentor.post("/signpostings", data=form | {"why_without": "Telling them first would have put him at risk"})
    one = Signposting.get()
    assert (one.agreed, one.family_contact, one.agreed_on) == (False, None, None)
    assert "would have put him at risk" in as_mentor.get(f"/signpostings/{one.record_id}").text


def test_an_agency_that_is_not_in_the_directory_is_typed_and_found_by_search(as_mentor, school, mine, agency, person):
    form = makers.referral_form(school, mine, agency, person, agency="0")
    assert "Write which agency" in as_mentor.post("/signpostings", data=form).text
    as_mentor.post("/signpostings", data=form | {"other_agency": "Hilltop Riders"})
    assert (Signposting.get().agency, Signposting.get().agency_name) == (None, "Hilltop Riders")
    assert "Referred to <mark>Hilltop</mark> Riders" in as_mentor.post("/searches", data={"words": "hilltop"}).text


def test_the_day_to_chase_it_is_a_to_do_of_its_author_on_a_school_day(as_mentor, mentor, sent, agency, today, school):
    todo = Todo.get()
    assert (todo.owner, todo.reason, todo.record) == (mentor.user, "chase", sent)
    assert todo.what == f"Chase {agency.name}: Jayden O"
    assert todo.due_on >= today + timedelta(days=14) and calendar.of(school).is_school_day(todo.due_on)
    assert f"/signpostings/{sent.id}" in as_mentor.get("/todos").text


def test_one_tap_says_where_it_stands_and_what_was_said_before_stays(as_mentor, mentor, sent, school, mine, today):
    due = Todo.get().due_on
    for code in ("acknowledged", "waiting"):
        reply = as_mentor.post(f"/signpostings/{sent.id}/statuses", data={"status": status(school, code)})
        assert reply.status_code == 303
    said = list(ReferralStatus.select().order_by(ReferralStatus.id))
    assert [(one.status.name, one.since, one.author) for one in said] == [
        ("Acknowledged", today, mentor.user), ("Waiting", today, mentor.user)]  # fmt: skip
    page = as_mentor.get(f"/signpostings/{sent.id}").text
    assert page.index("<b>Waiting</b>") < page.index("<b>Acknowledged</b>") < page.index("<b>Sent</b>")
    assert "Waiting since Today" in as_mentor.get(f"/pupils/{mine.id}").text
    assert (Todo.get().done_at, Todo.get().due_on) == (None, due), "nothing was chased yet"
    assert Record.get().version == 1


def test_one_that_is_due_comes_again_once_it_was_chased(as_mentor, sent, school, today):
    Todo.update(due_on=today).execute()
    as_mentor.post(f"/signpostings/{sent.id}/statuses", data={"status": status(school, "waiting")})
    first, second = Todo.select().order_by(Todo.id)
    assert (first.done_at is None, first.outcome) == (False, "Waiting")
    assert second.done_at is None and second.due_on >= today + timedelta(days=14)


@pytest.mark.parametrize("code", ["closed", "declined"])
def test_what_is_over_is_chased_no_more(as_mentor, sent, school, mine, agency, code):
    assert agency.name in as_mentor.get("/signpostings").text
    as_mentor.post(f"/signpostings/{sent.id}/statuses", data={"status": status(school, code), "chase": "week"})
    assert [todo.done_at is None for todo in Todo.select()] == [False]
    assert agency.name not in as_mentor.get("/signpostings").text
    assert "Referrals</h2>" not in as_mentor.get(f"/pupils/{mine.id}").text


def test_another_day_can_be_given_but_none_before_it_was_sent(as_mentor, sent, school, today):
    path, form = f"/signpostings/{sent.id}/statuses", {"status": status(school, "accepted"), "chase": "keep"}
    for day in (today - timedelta(days=1), today + timedelta(days=1)):
        assert as_mentor.post(path, data=form | {"since": day.isoformat()}).status_code == 422
    assert as_mentor.post(path, data={"since": today.isoformat()}).status_code == 422
    assert as_mentor.post(path, data=form | {"chase": "day"}).status_code == 422
    assert ReferralStatus.select().count() == 0
    day = today + timedelta(days=3)
    as_mentor.post(path, data=form | {"since": today.isoformat(), "chase": "day", "chase_on": day.isoformat()})
    assert [todo.due_on for todo in Todo.select().where(Todo.done_at.is_null())] == [day]


def test_whoever_supports_the_pupil_says_where_it_stands_and_nobody_else(app, sent, school, mine):
    form = {"status": status(school, "accepted")}
    colleague = makers.member(school, "Priya Nair", "mentor")
    path = f"/signpostings/{sent.id}/statuses"
    assert makers.client(app, colleague).post(path, data=form).status_code == 404
    makers.put_on(colleague, mine)
    assert makers.client(app, colleague).post(path, data=form).status_code == 303
    assert makers.client(app, makers.member(school, "Owen Pritchard", "slt")).post(path, data=form).status_code == 403


def test_where_signposting_stands_is_not_asked(as_mentor, mentor, mine, school):
    record = makers.record(mentor, mine, kind="signposting", detail={"agency_name": "Riverside"})
    assert "Where it stands" not in as_mentor.get(f"/signpostings/{record.id}").text
    form = {"status": status(school, "waiting")}
    assert as_mentor.post(f"/signpostings/{record.id}/statuses", data=form).status_code == 404


def test_amending_keeps_where_it_stands_and_its_chase(as_mentor, sent, school, mine, agency, person):
    as_mentor.post(f"/signpostings/{sent.id}/statuses", data={"status": status(school, "waiting")})
    page = as_mentor.get(f"/signpostings/{sent.id}/edit").text
    assert f'value="{agency.id}" checked' in " ".join(page.split()) and 'name="chase"' not in page
    form = makers.referral_form(school, mine, agency, person, version="1", reason="A word more", note="Rang them")
    assert as_mentor.post(f"/signpostings/{sent.id}", data=form).status_code == 303
    assert (Record.get().version, ReferralStatus.select().count()) == (2, 1)
    assert [todo.done_at for todo in Todo.select()] == [None]
    assert "Rang them" in as_mentor.get(f"/signpostings/{sent.id}").text


def test_a_chip_that_has_the_number_of_an_agency_is_kept(as_mentor, school, mine, lead, person):
    """Agencies, families and chips are numbered each by themselves."""
    agency = makers.agency(lead, id=makers.option(school, "shared_what", "Attendance"))
    shared = [str(agency.id)]
    as_mentor.post("/signpostings", data=makers.referral_form(school, mine, agency, person, shared_what=shared))
    assert "Attendance" in chips(Record.get())


def test_a_restricted_referral_is_on_nobodys_list(as_mentor, app, sent, school, mine, dsl, lead):
    Record.update(tier="restricted").execute()
    assert referrals.open_ones(lead) == [] and len(referrals.open_ones(dsl)) == 1
    assert "Referrals</h2>" not in makers.client(app, lead).get(f"/pupils/{mine.id}").text


def test_days_to_chase_fall_on_school_days(school):
    makers.term_date(school)
    monday = date(2026, 10, 12)
    assert referrals.chase_day(school, "week", None, monday) == date(2026, 10, 19)
    assert referrals.chase_day(school, "two_weeks", None, monday) == date(2026, 11, 2)
    assert referrals.chase_day(school, "none", None, monday) is None

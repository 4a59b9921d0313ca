"""Terms, holidays and closed days, as the school office keeps them."""

from datetime import UTC, date, datetime

import pytest

from mentoring import clock
from models import AuditEvent, TermDate
from tests import makers


def form(**changes) -> dict:
    """What a browser posts for a half-term."""
    return {"what": "closed", "name": "October half-term", "starts_on": "2026-10-26", "ends_on": "2026-10-30"} | changes


def test_a_holiday_and_a_term_are_entered(as_admin, school):
    reply = as_admin.post("/term-dates", data=form())
    assert (reply.status_code, reply.location) == (303, "/term-dates")
    as_admin.post("/term-dates", data=form(what="term", name=" Autumn  term", starts_on="2026-09-02",
                                           ends_on="2026-12-18"))  # fmt: skip
    page = as_admin.get("/term-dates").text
    assert "Closed, Mon 26 Oct to Fri 30 Oct 2026" in page and "Term, Wed 2 Sep to Fri 18 Dec 2026" in page
    assert page.index("<b>Autumn term") < page.index("<b>October half-term") and "2026–27" in page
    assert AuditEvent.select().where(AuditEvent.action == "term_date.add").count() == 2


def test_a_single_day_needs_no_last_day(as_admin):
    as_admin.post("/term-dates", data=form(name="INSET day", ends_on=""))
    assert TermDate.get().ends_on == date(2026, 10, 26)
    assert "Closed, Mon 26 Oct 2026" in as_admin.get("/term-dates").text


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"what": ""}, "Choose whether it is a term"), ({"name": " "}, "Write what it is called."),
    ({"name": "x" * 81}, "Use at most 80 characters."), ({"starts_on": ""}, "Give its first day."),
    ({"starts_on": "soon"}, "Write the day with its month and year"), ({"starts_on": "1926-10-26"}, "Check the year"),
    ({"ends_on": "2026-10-25"}, "It ends before it begins."), ({"ends_on": "2027-10-30"}, "That is 370 days long."),
    ({"ends_on": "2027-02-10"}, "That is 108 days long."),
])  # fmt: skip
def test_a_fault_is_told_and_what_was_typed_is_kept(as_admin, changes, sentence):
    sent = form(**{"name": "Our own name", **changes})
    reply = as_admin.post("/term-dates", data=sent)
    assert reply.status_code == 422 and reply.text.count(sentence) == 2
    assert all(value in reply.text for value in (sent["name"], sent["starts_on"], sent["ends_on"]))
    assert TermDate.select().count() == 0


def test_one_is_changed_and_removed(as_admin, school):
    row = makers.term_date(school, uid="from-a-file")
    page = as_admin.get(f"/term-dates/{row.id}/edit").text
    assert 'value="2026-10-26"' in page and "October half-term" in page
    as_admin.post(f"/term-dates/{row.id}", data=form(name="Autumn half-term", ends_on="2026-11-02"))
    saved = TermDate.get()
    assert (saved.name, saved.ends_on, saved.uid) == ("Autumn half-term", date(2026, 11, 2), "from-a-file")
    assert as_admin.post(f"/term-dates/{row.id}", data=form(name="")).status_code == 422
    assert as_admin.post(f"/term-dates/{row.id}/removal").status_code == 303
    assert TermDate.select().count() == 0
    assert AuditEvent.select().where(AuditEvent.action == "term_date.remove").count() == 1


def test_another_schools_are_out_of_reach(as_admin, school):
    row = makers.term_date(makers.school("Elsewhere"), "Canary")
    assert "Canary" not in as_admin.get("/term-dates").text
    assert as_admin.get(f"/term-dates/{row.id}/edit").status_code == 404
    assert as_admin.post(f"/term-dates/{row.id}/removal").status_code == 404 and TermDate.select().count() == 1


def test_nothing_entered_says_what_to_do(as_admin):
    assert "every Monday to Friday counts as a school day" in as_admin.get("/term-dates").text


@pytest.mark.parametrize(("ends_on", "warned"), [("2026-12-18", True), ("2027-03-25", True), ("2027-07-21", False)])
def test_terms_that_stop_short_are_pointed_out(app, admin, school, ends_on, warned):
    makers.term_date(school, "Term", "2026-09-02", ends_on, is_term=True)
    with clock.at(datetime(2026, 11, 24, 9, tzinfo=UTC)):
        page = makers.client(app, admin).get("/term-dates").text
    assert ("The last term that you have entered ends on" in page) is warned

"""The DSL's desk over real requests: acknowledged, decided, promised, told, shared, closed; only ever added to."""

from datetime import timedelta

import pytest

from mentoring import clock, handling
from models import AuditEvent, Handling, Record, Relationship, Todo
from tests import makers
from tests.test_house import Outline


@pytest.fixture
def record(midday, pupil):
    return makers.concern(midday, pupil)


def do(browser, record, action, **form):
    return browser.post(f"/handlings/{record.id}/{action}", data={"client_id": makers.client_id()} | form)


def chip(school, name):
    return str(makers.option(school, "concern_decision", name))


def test_each_thing_is_kept_with_who_and_when_and_an_event(as_dsl, dsl, record):
    assert do(as_dsl, record, "acknowledged").status_code == 303
    row = Handling.get()
    assert (row.action, row.author, row.record) == ("acknowledged", dsl.user, record)
    assert AuditEvent.select().where(AuditEvent.action == "concern.acknowledged").count() == 1
    page = as_dsl.get(f"/concerns/{record.id}").text
    assert "Acknowledged" in page and "Nobody has acknowledged it yet" not in page


def test_every_control_of_the_desk_has_a_name_of_its_own(as_dsl, midday, dsl, pupil, record):
    own = makers.concern(dsl, pupil)
    makers.concern(midday, pupil)
    ids = Outline(as_dsl.get(f"/concerns/{own.id}").text).ids
    assert len(ids) == len(set(ids)) > 20 and {"decided-text", "told-text", "text"} <= set(ids)


def test_a_second_tap_is_the_first(as_dsl, record):
    form = {"client_id": makers.client_id(), "text": "Thank you"}
    for _ in range(2):
        assert as_dsl.post(f"/handlings/{record.id}/told", data=form).status_code == 303
    assert Handling.select().count() == 1


def test_several_decisions_each_with_its_reasons(as_dsl, school, record):
    refused = do(as_dsl, record, "decided", concern_decision=chip(school, "Monitor"), text="")
    assert refused.status_code == 422 and "a decision is kept with its reasons" in refused.text
    assert "Choose what is decided." in do(as_dsl, record, "decided", text="kept words").text
    for name in ("Monitor", "Refer to social care"):
        assert do(as_dsl, record, "decided", concern_decision=chip(school, name), text=f"Why {name}").status_code == 303
    page = as_dsl.get(f"/concerns/{record.id}").text
    assert page.index("Why Monitor") < page.index("Why Refer to social care")


def test_what_was_refused_keeps_its_words(as_dsl, record):
    page = do(as_dsl, record, "referred", agency="", reference="REF-7", text="Spoke with the duty worker").text
    assert "Say which agency it went to." in page and "REF-7" in page and "Spoke with the duty worker" in page
    late = str(clock.today("Europe/London") + timedelta(days=3))
    assert "today or before" in do(as_dsl, record, "referred", agency="Front door", day=late).text


def test_an_action_is_a_todo_that_its_owner_reads_without_the_concern(app, as_dsl, mentor, record):
    day = str(clock.today("Europe/London") + timedelta(days=2))
    form = {"text": "Meet her at the gate", "person": str(mentor.user.id), "day": day}
    assert do(as_dsl, record, "acted", **form).status_code == 303
    todo = Todo.get()
    assert (todo.owner, todo.record, todo.pupil, todo.what) == (mentor.user, None, None, "Meet her at the gate")
    browser = makers.client(app, mentor)
    page = browser.get("/todos").text
    assert "Meet her at the gate" in page and f"/concerns/{record.id}" not in page
    assert browser.post(f"/todos/{todo.id}/outcome", data={"outcome": "She came in smiling"}).status_code == 303
    assert "She came in smiling" in as_dsl.get(f"/concerns/{record.id}").text
    again = form | {"day": "2001-01-01", "person": "999"}
    assert "today or a later day" in do(as_dsl, record, "acted", **again).text


def test_closed_with_an_outcome_and_opened_again(as_dsl, record):
    assert "Write what came of it" in do(as_dsl, record, "closed", text="").text
    assert do(as_dsl, record, "acknowledged").status_code == 303
    assert do(as_dsl, record, "closed", text="Settled with the family").status_code == 303
    assert do(as_dsl, record, "closed", text="Twice").status_code == 409
    name = "Florence Nuttall"
    assert name not in as_dsl.get("/concerns").text and name in as_dsl.get("/concerns?state=closed").text
    assert do(as_dsl, record, "reopened", text="It happened again").status_code == 303
    assert do(as_dsl, record, "reopened", text="Twice").status_code == 409
    assert name in as_dsl.get("/concerns").text and name not in as_dsl.get("/concerns?state=closed").text


def test_what_its_author_adds_waits_to_be_acknowledged_anew(app, as_dsl, midday, record):
    do(as_dsl, record, "acknowledged")
    do(as_dsl, record, "closed", text="Settled")
    assert "concern waits" not in as_dsl.get("/").text
    form = {"client_id": makers.client_id(), "text": "It happened again"}
    makers.client(app, midday).post(f"/concerns/{record.id}/additions", data=form)
    page = as_dsl.get("/").text
    assert "concern waits" in page and "Added to" in page and "Added to" in as_dsl.get("/concerns").text
    do(as_dsl, record, "acknowledged")
    assert "concern waits" not in as_dsl.get("/").text


def test_assigned_to_who_may_handle_it_and_to_nobody_else(app, as_dsl, dsl, mentor, head, record):
    assert do(as_dsl, record, "assigned", person=str(mentor.user.id)).status_code == 422
    second = makers.member(dsl.school, "Second Dsl", "dsl")
    for person in (dsl, second):
        assert do(as_dsl, record, "assigned", person=str(person.user.id)).status_code == 303
    assert "with Second Dsl" in as_dsl.get("/concerns").text
    assert "Florence" not in as_dsl.get("/concerns?mine=1").text
    assert "Florence" in makers.client(app, second).get("/concerns?mine=1").text


def test_shared_with_somebody_who_may_read_it_and_not_with_family(app, as_dsl, mentor, admin, pupil, record):
    assert do(as_dsl, record, "shared", person=str(admin.user.id), text="x").status_code == 422
    makers.relate(mentor, pupil)
    assert do(as_dsl, record, "shared", person=str(mentor.user.id), text="x").status_code == 422
    Relationship.delete().execute()
    assert "Say why" in do(as_dsl, record, "shared", person=str(mentor.user.id), text="").text
    assert do(as_dsl, record, "shared", person=str(mentor.user.id), text="Her mentor").status_code == 303
    assert makers.client(app, mentor).get(f"/concerns/{record.id}").status_code == 200


def test_linked_with_another_of_the_same_pupil_only(as_dsl, midday, school, pupil, record):
    second, other = makers.concern(midday, pupil), makers.concern(midday, makers.pupil(school, "Somebody Else"))
    assert do(as_dsl, record, "linked", other=str(other.id)).status_code == 422
    assert do(as_dsl, record, "linked", other=str(second.id)).status_code == 303
    assert f'href="/concerns/{second.id}"' in as_dsl.get(f"/concerns/{record.id}").text


@pytest.mark.parametrize("role", ["mentor", "contributor", "lead", "slt", "admin", "trust"])
def test_nobody_else_handles_one_not_even_its_author(app, school, pupil, role):
    person = makers.member(school, "Any Body", role)
    record = makers.concern(person, pupil)
    assert do(makers.client(app, person), record, "acknowledged").status_code == 403


def test_a_head_handles_one_about_an_adult_and_a_dsl_does_not(app, as_dsl, head, mentor, dsl, pupil):
    record = makers.concern(dsl, pupil, tier="adult", about=mentor)
    assert do(as_dsl, record, "acknowledged").status_code == 404
    assert do(makers.client(app, head), record, "acknowledged").status_code == 303
    page = makers.client(app, head).get(f"/concerns/{record.id}").text
    assert "Let somebody read it" not in page


def test_what_is_no_action_or_out_of_date_is_no_fault(as_dsl, record):
    assert do(as_dsl, record, "nonsense").status_code == 404
    assert do(as_dsl, record, "told", text="x", client_id="stale").status_code == 422
    assert Handling.select().count() == 0


def test_filters_counts_and_pages_of_many(app, as_dsl, dsl, midday, school, pupil):
    neglect = makers.option(school, "concern_category", "Neglect")
    for number in range(60):
        chosen = frozenset({neglect}) if number % 3 == 0 else frozenset()
        record = makers.concern(midday, pupil, danger=number % 10 == 0, chosen=chosen)
        if number < 20:
            handling.handle(dsl, record, "acknowledged", makers.client_id())
            handling.handle(dsl, record, "closed", makers.client_id(), text="Done")
    page = as_dsl.get("/concerns")
    for word in ('Open <span class="num">40', 'New <span class="num">40', 'Closed <span class="num">20'):
        assert word in page.text
    found, address = set(), "/concerns"
    while address:
        text = as_dsl.get(address).text
        rows = [line.split('"')[0] for line in text.split('href="/concerns/')[1:]]
        found |= {row for row in rows if row.isdecimal()}
        older = [
            line.split('"')[0] for line in text.split('<a class="btn s" href="')[1:] if "before=" in line.split('"')[0]
        ]
        address = older[0].replace("&amp;", "&") if older else ""
    assert len(found) == 40
    closed = as_dsl.get(f"/concerns?state=closed&category={neglect}").text
    assert 'Closed <span class="num">7' in closed
    assert 'Open <span class="num">4' in as_dsl.get("/concerns?danger=1").text
    assert Record.select().count() == 60

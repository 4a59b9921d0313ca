"""What works: responses that ended well, counted from records; the mentor's words, kept, printed, read by few."""

from datetime import timedelta

import pytest

from mentoring import assigning, clock, recording, restricting, what_works
from models import AuditEvent, Caseload, ClassStaff, Option, Todo, WhatWorks, WhatWorksVersion
from tests import makers

TEXTS = {"strengths": "Draws dragons", "triggers": "Loud rooms", "helps": "A quiet word", "worse": "Shouting back"}


@pytest.fixture
def pupil(school, mentor):
    return makers.pupil(school, "Jayden Okafor", on=mentor)


@pytest.fixture
def form(school):
    day = clock.today(school.zone) + timedelta(days=42)
    return TEXTS | {"version": "0", "review_on": day.isoformat()}


@pytest.fixture
def contributor(midday, pupil):
    """A contributor who works with the pupil's class."""
    start = clock.today(midday.school.zone)
    ClassStaff.create(school=midday.school, user=midday.user, school_class=pupil.school_class, starts_on=start)
    return midday


def incident(mentor, pupil, response="Time and space", ending="Resolved", **more):
    school = mentor.school
    chosen = frozenset({makers.option(school, "response", response), makers.option(school, "ending", ending)})
    return makers.record(mentor, pupil, chosen=chosen, **more)


def said(school, pupil, member=None):
    return [(one.name, one.well, one.used) for one in what_works.ended_well(school, pupil, member)]


def test_responses_that_ended_well_more_than_once_are_counted(school, mentor, pupil):
    for _ in range(3):
        incident(mentor, pupil)
    incident(mentor, pupil, ending="Still going")
    for ending in ("Resolved", "Resolved", "Referred on"):
        incident(mentor, pupil, response="Key adult", ending=ending)
    incident(mentor, pupil, response="Separated")  # once could be anything
    assert said(school, pupil, mentor) == [("Time and space", 3, 4), ("Key adult", 2, 3)]


def test_what_is_restricted_withdrawn_old_or_only_seen_counts_for_nobody(school, mentor, dsl, pupil):
    kept = [incident(mentor, pupil), incident(mentor, pupil)]
    for _ in range(2):
        incident(mentor, pupil, roles=("saw",))
        incident(mentor, pupil, days_ago=400)
        restricting.restrict(dsl, incident(mentor, pupil), {mentor.user.id})
        recording.withdraw(mentor, incident(mentor, pupil), "Not so")
    for member in (mentor, dsl, None):
        assert said(school, pupil, member) == [("Time and space", 2, 2)]
    found = what_works.ended_well(school, pupil, dsl)[0]
    assert set(found.records) == {one.id for one in kept}


def test_an_ending_that_the_school_renamed_still_counts(school, mentor, pupil, as_mentor):
    Option.update(name="All sorted").where(Option.code == "resolved").execute()
    chosen = {makers.option(school, "response", "Key adult"), makers.option(school, "ending", "All sorted")}
    for _ in range(2):
        makers.record(mentor, pupil, chosen=frozenset(chosen))
    assert said(school, pupil) == [("Key adult", 2, 2)]


def test_the_pupils_page_leads_to_the_records(as_mentor, mentor, pupil):
    ids = [incident(mentor, pupil).id for _ in range(2)]
    page = as_mentor.get(f"/pupils/{pupil.id}").text
    assert "2 of 2" in page and "it does not say why" in page
    assert all(f'href="/incidents/{number}"><span class="sr">Time and space: </span>' in page for number in ids)


def test_it_is_written_versioned_and_promised(as_mentor, mentor, pupil, form):
    reply = as_mentor.post(f"/what-works/{pupil.id}", data=form)
    assert (reply.status_code, reply.location) == (303, f"/what-works/{pupil.id}")
    assert all(text in as_mentor.get(reply.location).text for text in TEXTS.values())
    todo = Todo.get()
    assert (todo.owner, todo.due_on.isoformat(), todo.path) == (mentor.user, form["review_on"], reply.location)
    as_mentor.post(f"/what-works/{pupil.id}", data=form | {"version": "1", "helps": "A drink of water"})
    assert [row.number for row in WhatWorksVersion.select()] == [1, 2] and Todo.select().count() == 1
    old = as_mentor.get(f"/what-works/{pupil.id}/versions").text
    assert "A quiet word" in old and "A drink of water" in old
    assert AuditEvent.select().where(AuditEvent.action == "what_works.save").count() == 2


def test_sent_twice_is_once(as_mentor, pupil, form):
    for _ in range(2):
        assert as_mentor.post(f"/what-works/{pupil.id}", data=form).status_code == 303
    assert WhatWorksVersion.select().count() == 1


def test_two_at_once_keep_both_in_sight(as_mentor, as_lead, lead, pupil, form):
    as_mentor.post(f"/what-works/{pupil.id}", data=form)
    reply = as_lead.post(f"/what-works/{pupil.id}", data=form | {"helps": "Music"})
    assert reply.status_code == 409
    assert "Music" in reply.text and "A quiet word" in reply.text and "Amara Bello" in reply.text
    again = form | {"version": "1", "helps": "Music", "take-helps": "both"}
    assert as_lead.post(f"/what-works/{pupil.id}", data=again).status_code == 303
    assert WhatWorks.get().helps == "Music\n\nA quiet word"


@pytest.mark.parametrize(("change", "cure"), [
    (dict.fromkeys(TEXTS, ""), "at least one of the four"), ({"helps": "x" * 601}, "stays one page"),
    ({"review_on": "2001-01-01"}, "within a year"), ({"review_on": "soon"}, "day"),
])  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_lost(as_mentor, pupil, form, change, cure):
    reply = as_mentor.post(f"/what-works/{pupil.id}", data=form | change)
    assert reply.status_code == 422 and cure in reply.text
    assert all(text in reply.text for name, text in (form | change).items() if name in TEXTS)
    assert not WhatWorks.select().exists()


def test_a_contributor_of_the_class_reads_the_card_and_no_record(app, mentor, pupil, contributor):
    makers.works(mentor, pupil, **TEXTS)
    ids = [incident(mentor, pupil, note="canary").id for _ in range(2)]
    browser = makers.client(app, contributor)
    assert f'href="/what-works/{pupil.id}"' in browser.get(f"/pupils/{pupil.id}").text
    page = browser.get(f"/what-works/{pupil.id}").text
    assert "A quiet word" in page and "Time and space" in page and "Confidential" in page
    assert "canary" not in page and not any(f"/incidents/{number}" in page for number in ids)
    assert "versions" not in page and browser.get(f"/what-works/{pupil.id}/edit").status_code == 403


def test_nobody_else_does(app, school, mentor, pupil, contributor):
    makers.works(mentor, pupil, **TEXTS)
    path = f"/what-works/{pupil.id}"
    status = {"lead": 200, "dsl": 200, "mentor": 404, "contributor": 404, "head": 404, "slt": 403, "admin": 403}
    for role, expected in status.items():
        assert makers.client(app, makers.member(school, f"{role} one", role)).get(path).status_code == expected, role
    makers.relate(contributor, pupil)
    assert makers.client(app, contributor).get(path).status_code == 404
    stranger = makers.member(makers.school("Elsewhere"), "Sam Stranger", "mentor", "lead", "contributor")
    assert makers.client(app, stranger).get(path).status_code == 404


def test_a_mentor_whose_caseload_ended_writes_no_more(as_mentor, mentor, pupil, form, school):
    assigning.take_off(mentor, Caseload.get(), clock.today(school.zone))
    assert as_mentor.post(f"/what-works/{pupil.id}", data=form).status_code == 404


def test_the_page_to_print_names_no_other_pupil(as_mentor, mentor, pupil, school):
    makers.pupil(school, "Florence Nuttall", on=mentor)
    makers.works(mentor, pupil, worse="Sitting beside Florence")
    page = as_mentor.get(f"/what-works/{pupil.id}").text
    assert "Sitting beside another pupil" in page and "Florence" not in page and "Check before you print" in page
    assert f"look at it again by {WhatWorks.get().review_on:%-d %B %Y}" in page

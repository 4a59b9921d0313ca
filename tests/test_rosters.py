"""The names that a tablet may hold: one's own pupils and groups, no more of each than the picker shows, for a day."""

from datetime import UTC, datetime, timedelta

import pytest

from mentoring import clock
from models import AuditEvent, ClassStaff, Login, SchoolClass
from tests import makers

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def pupils(school, mentor):
    """Jayden is on Amara's caseload, Leo and Mia are in Kestrel with him, Ada in Wren."""
    return {
        "jayden": makers.pupil(school, "Jayden Okafor", mentor), "leo": makers.pupil(school, "Leo Park"),
        "mia": makers.pupil(school, "Mia Stone"), "ada": makers.pupil(school, "Ada Wells", class_name="Wren"),
        "gone": makers.pupil(school, "Ben Left", mentor, left_on=NOW.date() - timedelta(days=9)),
    }  # fmt: skip


def roster(app, member, at=NOW):
    with clock.at(at):
        reply = makers.client(app, member).post("/rosters")
    assert reply.status_code == 200 and reply.headers["Cache-Control"] == "no-store"
    return reply.json


def named(found) -> set[str]:
    return {one["name"] for one in found["pupils"]}


def test_a_mentor_has_their_caseload_as_the_picker_shows_it(app, mentor, pupils):
    found = roster(app, mentor)
    assert found == {
        "until": "2026-11-24T21:00:00.000+00:00", "programmes": [], "targets": [], "plans": [],
        "pupils": [{"id": pupils["jayden"].id, "name": "Jayden O", "class": "Kestrel"}],
    }  # fmt: skip


def test_whole_names_are_in_it_nowhere(app, mentor, pupils):
    with clock.at(NOW):
        assert "Okafor" not in makers.client(app, mentor).post("/rosters").text


def test_the_targets_of_ones_own_caseload_in_few_words_that_name_nobody_else(app, mentor, lead, pupils):
    long = "I want to stop shouting at Leo Park when he takes the ball and everybody looks at me"
    makers.plan(mentor, pupils["jayden"], {"own_words": long}, {"own_words": "Met", "state": "met"},
                {"own_words": "Days", "measure": "count"})  # fmt: skip
    makers.plan(lead, pupils["leo"], {"own_words": "Leo’s own"})
    makers.programme(mentor, pupils["jayden"], pupils["leo"])
    found = roster(app, mentor, clock.now())["targets"]
    assert [one["pupil"] for one in found] == [pupils["jayden"].id] and len(found[0]["title"]) <= 60
    assert found[0]["title"].startswith("I want to stop shouting at another pupil when") and "Leo" not in str(found)
    assert roster(app, lead, clock.now())["targets"] == []
    makers.relate(mentor, pupils["jayden"])
    assert roster(app, mentor, clock.now())["targets"] == []


def test_the_plans_of_ones_own_caseload_that_go_on_with_every_open_target(app, mentor, lead, pupils):
    counted = {"own_words": "Be on time with Leo Park", "measure": "count", "baseline": None, "aim": 4}
    plan = makers.plan(mentor, pupils["jayden"], {}, counted, {"own_words": "Over", "state": "met"})
    bare = makers.plan(mentor, pupils["jayden"], {"own_words": "Stopped", "state": "stopped"}, plan_type=None)
    makers.plan(mentor, pupils["jayden"], ended_on=clock.today("Europe/London"))
    makers.plan(lead, pupils["leo"])
    makers.programme(mentor, pupils["jayden"], pupils["leo"])
    assert roster(app, mentor, clock.now())["plans"] == [
        {"id": plan.id, "pupil": pupils["jayden"].id, "name": "Mentor plan", "cycle": 1, "targets": [
            {"id": 1, "title": "I want to stop shouting", "measure": "rating",
             "stands": "baseline 3 of 10 · aim 8 of 10"},
            {"id": 2, "title": "Be on time with another pupil", "measure": "count", "stands": "aim 4 a week"}]},
        {"id": bare.id, "pupil": pupils["jayden"].id, "name": "Plan", "cycle": 1, "targets": []},
    ]  # fmt: skip
    makers.programme(lead, pupils["leo"], name="Social skills")
    assert named(roster(app, lead, clock.now())) == {"Leo P"} and roster(app, lead, clock.now())["plans"] == []
    makers.relate(mentor, pupils["jayden"])
    assert roster(app, mentor, clock.now())["plans"] == []


def test_the_groups_that_one_leads_with_who_is_in_them(app, mentor, lead, pupils):
    anger = makers.programme(mentor, pupils["jayden"], pupils["leo"], pupils["gone"])
    makers.programme(lead, pupils["ada"], name="Social skills")
    makers.programme(mentor, pupils["ada"], name="Over", ends_on=clock.today("Europe/London") - timedelta(days=1))
    found = roster(app, mentor, clock.now())
    assert found["programmes"] == [
        {"id": anger.id, "name": "Managing anger", "pupils": [pupils["jayden"].id, pupils["leo"].id]}
    ]
    assert named(found) == {"Jayden O", "Leo P"}


def test_who_reads_the_whole_school_holds_their_own_only(app, school, lead, dsl, head, pupils):
    both = makers.member(school, "Mo Both", "mentor", "lead")
    makers.put_on(both, pupils["mia"])
    makers.programme(lead, pupils["ada"], name="Social skills")
    assert named(roster(app, both, clock.now())) == {"Mia S"}
    found = roster(app, lead, clock.now())
    assert named(found) == {"Ada W"} and len(found["programmes"]) == 1
    assert named(roster(app, dsl)) == named(roster(app, head)) == set()


def test_a_contributor_has_their_classes(app, school, midday, pupils):
    assert named(roster(app, midday)) == set()
    room = SchoolClass.get(SchoolClass.name == "Kestrel")
    ClassStaff.create(school=school, user=midday.user, school_class=room, starts_on=NOW.date() - timedelta(days=9))
    assert named(roster(app, midday)) == {"Jayden O", "Leo P", "Mia S"}
    ClassStaff.update(ends_on=NOW.date()).execute()
    assert named(roster(app, midday)) == set()


def test_nobody_to_whom_they_declared_a_relationship(app, mentor, pupils):
    makers.programme(mentor, pupils["jayden"], pupils["leo"])
    makers.relate(mentor, pupils["leo"])
    found = roster(app, mentor, clock.now())
    assert named(found) == {"Jayden O"} and found["programmes"][0]["pupils"] == [pupils["jayden"].id]


def test_another_schools_are_not_in_it(app, mentor, pupils):
    stranger = makers.member(makers.school("Elsewhere"), "Sam Stranger", "mentor")
    assert named(roster(app, stranger)) == set()


def test_it_is_to_be_gone_with_the_login(app, mentor, pupils):
    with clock.at(NOW):
        browser = makers.client(app, mentor)
    with clock.at(NOW + timedelta(hours=3)):
        Login.update(seen_at=clock.now()).execute()
        assert browser.post("/rosters").json["until"] == "2026-11-24T21:00:00.000+00:00"


def test_signed_out_or_locked_there_is_none(app, nobody, mentor, pupils):
    assert nobody.post("/rosters").status_code == 401
    browser = makers.client(app, mentor)
    browser.post("/lock")
    assert browser.post("/rosters").status_code == 423
    assert browser.get("/rosters").status_code == 405


def test_asking_is_no_use_of_the_login_and_no_event(app, mentor, pupils):
    with clock.at(NOW):
        browser = makers.client(app, mentor)
        before = AuditEvent.select().count()
    with clock.at(NOW + timedelta(seconds=60)):
        assert browser.post("/rosters").status_code == 200
    assert Login.get().seen_at == NOW and AuditEvent.select().count() == before

"""What every reply says of itself."""

import re

import database
from tests import makers

TIMING = re.compile(r"total;dur=(\d+\.\d), db;dur=(\d+\.\d)")


def timing(reply) -> tuple[float, float]:
    found = TIMING.fullmatch(reply.headers["Server-Timing"])
    assert found, reply.headers["Server-Timing"]
    return float(found[1]), float(found[2])


def test_a_page_says_what_it_cost_and_how_much_of_that_was_the_database(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    total, db = timing(as_mentor.get(f"/pupils/{pupil.id}"))
    assert 0 < db < total < 10_000


def test_a_save_counts_its_commit(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    total, db = timing(as_mentor.post("/incidents", data=makers.incident_form(school, pupil)))
    assert 0 < db < total


def test_a_commit_is_waiting_for_the_database(app):
    before = database.waited()
    with database.write():
        during = database.waited()
    assert before <= during < database.waited()


def test_strangers_and_other_sites_are_told_no_times(as_mentor, nobody, mentor, school):
    wrong = nobody.post("/sign-in", data={"email": mentor.user.email, "password": "not the password"})
    for reply in (wrong, nobody.get("/sign-in"), nobody.get("/pupils/1")):
        assert "Server-Timing" not in reply.headers
    assert "Timing-Allow-Origin" not in as_mentor.get("/").headers

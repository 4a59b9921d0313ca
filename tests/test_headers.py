"""What every reply says of itself."""

import gzip
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


def test_a_page_is_packed_for_who_can_unpack_it(as_mentor, mentor, school):
    path = f"/pupils/{makers.pupil(school, on=mentor).id}"
    plain, packed = as_mentor.get(path), as_mentor.get(path, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers and packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data and len(packed.data) < len(plain.data) / 2
    assert "Accept-Encoding" in packed.headers["Vary"] and "Accept-Encoding" in plain.headers["Vary"]


def test_the_size_of_a_packed_page_is_not_the_same_twice(as_mentor):
    sizes = {len(as_mentor.get("/incidents/new?draft=x", headers={"Accept-Encoding": "gzip"}).data) for _ in range(12)}
    assert max(sizes) - min(sizes) > 10

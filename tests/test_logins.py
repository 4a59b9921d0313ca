"""How a login ends: handed over, run out, signed out from elsewhere, its person gone."""

import pytest

from mentoring import clock, tokens
from models import Login
from tests import makers
from tests.locking import at_nine, later, unlock, with_pin  # noqa: F401  fixtures


def test_hand_over_ends_the_login_keeps_the_drafts_and_names_nobody(app, pinned, mentor, school):
    form = makers.incident_form(school, note="mine", form_path="/incidents/new", form_title="Incident")
    pinned.post("/drafts", data=form)
    token = pinned.get_cookie("login").value
    pinned.post("/lock")
    reply = pinned.post("/lock/hand-overs")
    assert (reply.status_code, reply.location) == (303, "/sign-in")
    assert reply.headers["Clear-Site-Data"] == '"cache"'
    assert "Amara" not in pinned.get("/sign-in").text
    assert Login.get(Login.token_hash == tokens.token_hash(token)).ended_at
    ben = makers.member(school, "Ben Shaw", "mentor")
    pinned.post("/sign-in", data={"email": ben.user.email, "password": makers.PASSWORD})
    assert "Not saved yet" not in pinned.get("/").text
    assert "Not saved yet" in makers.client(app, mentor).get("/").text


def test_signing_in_on_top_of_a_login_ends_it(app, as_mentor, mentor, lead):
    token = as_mentor.get_cookie("login").value
    as_mentor.post("/sign-in", data={"email": lead.user.email, "password": makers.PASSWORD})
    assert Login.get(Login.token_hash == tokens.token_hash(token)).ended_at


@pytest.mark.parametrize(("minutes", "over"), [(30, False), (30 + 1 / 60, True)])
def test_a_login_runs_out_after_half_an_hour_unused_to_the_second(pinned, minutes, over):
    with later(minutes=minutes):
        assert pinned.get("/").location.startswith("/sign-in" if over else "/lock")


@pytest.mark.parametrize(("seconds", "over"), [(0, False), (1, True)])
def test_a_login_runs_out_after_twelve_hours_used_or_not(pinned, seconds, over):
    with later(hours=12, seconds=seconds):
        Login.update(seen_at=clock.now()).execute()
        assert pinned.get("/todos").status_code == (303 if over else 200)


def test_to_unlock_is_use_and_does_not_lengthen_the_twelve_hours(pinned):
    with later(minutes=29):
        pinned.get("/")
        unlock(pinned)
    with later(minutes=30):
        assert pinned.get("/").status_code == 200
    with later(hours=12, seconds=1):
        Login.update(seen_at=clock.now()).execute()
        assert unlock(pinned).location.startswith("/sign-in")


def test_changed_roles_and_leaving_count_at_the_next_request_even_while_locked(app, pinned, mentor, admin):
    as_admin = makers.client(app, admin)
    as_admin.post(f"/people/{mentor.user.id}", data={"name": "Amara Bello", "roles": ["contributor"]})
    assert pinned.get("/notes/new").status_code == 403 and pinned.get("/incidents/new").status_code == 200
    pinned.post("/lock")
    as_admin.post(f"/people/{mentor.user.id}/leaving")
    assert unlock(pinned).location.startswith("/sign-in")


def test_all_other_sign_ins_end_at_once(app, as_mentor, mentor, admin):
    others = [makers.client(app, mentor) for _ in range(3)]
    colleague = makers.client(app, admin)
    assert "End all of these" in as_mentor.get("/more/sign-ins").text
    as_mentor.post("/more/sign-ins/others/ending")
    assert as_mentor.get("/").status_code == colleague.get("/").status_code == 200
    assert [browser.get("/").status_code for browser in others] == [303] * 3

"""More: what each role is shown, one's own sign-ins, what Alongside says of itself."""

import re
from datetime import timedelta

import pytest

from mentoring import about, clock, logins, tokens
from models import AuditEvent, Login
from tests import makers

IPAD = "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0"
TABLET = "Mozilla/5.0 (Linux; Android 14; SM-X200) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"
PHONE = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
CHROMEBOOK = "Mozilla/5.0 (X11; CrOS x86_64 15917) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"


def login_of(member, device=IPAD, minutes_ago=5):
    seen = clock.now() - timedelta(minutes=minutes_ago)
    token = tokens.token_hash(f"{member.user.id}-{device}-{minutes_ago}")
    return Login.create(
        user=member.user, school=member.school, token_hash=token, device=device,
        created_at=seen, seen_at=seen,
    )  # fmt: skip


def test_an_admin_is_led_to_everything_that_is_the_schools(as_admin):
    page = as_admin.get("/more").text
    for path in ("/people", "/lists", "/school", "/more/sign-ins", "/more/about"):
        assert f'href="{path}"' in page
    assert 'href="/caseloads/mine"' not in page


def test_a_mentor_is_led_to_their_own_things_only(as_mentor):
    page = as_mentor.get("/more").text
    assert 'href="/caseloads/mine"' in page
    for path in ("/people", "/caseloads", "/lists", "/school"):
        assert f'href="{path}"' not in page


@pytest.mark.parametrize("path", ["/people", "/caseloads", "/lists", "/school", "/people/new", "/lists/place"])
def test_what_is_the_admins_is_refused_to_a_mentor(as_mentor, path):
    assert as_mentor.get(path).status_code == 403


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (IPAD, "iPad, Safari"), (EDGE, "Windows computer, Edge"), (TABLET, "Android tablet, Chrome"),
        (PHONE, "Android phone, Chrome"), (CHROMEBOOK, "Chromebook, Chrome"),
        ("curl/8", "A device that does not say what it is"), ("", "A device that does not say what it is"),
    ],
)  # fmt: skip
def test_a_device_is_said_in_plain_words(agent, words):
    assert logins.device_words(agent) == words


def test_sign_ins_show_where_and_whether_they_are_open(as_mentor, mentor):
    login_of(mentor, IPAD)
    login_of(mentor, EDGE, minutes_ago=60)
    page = as_mentor.get("/more/sign-ins").text
    assert "iPad, Safari" in page
    assert "ran out, last seen" in page
    assert page.count("End it<span") == 1


@pytest.mark.parametrize(("role", "path", "place"), [
    ("lead", "/weeks", "Today"), ("admin", "/people", "More"), ("lead", "/caseloads", "More"),
    ("lead", "/insights", "More"), ("slt", "/insights", "Insights"), ("lead", "/incidents/new", ""),
])  # fmt: skip
def test_the_bar_says_to_which_of_its_places_a_page_belongs(app, school, role, path, place):
    page = makers.client(app, makers.member(school, "Any Body", role)).get(path).text
    bar = re.search(r'<nav class="bar".*?</nav>', page, re.S)[0]
    assert "".join(re.findall(r'aria-current="page"><svg.*?</svg>(\w+)', bar)) == place
    assert bar.count("<a ") <= 5


def test_a_sign_in_says_what_stood_as_its_second_step(as_admin, as_mentor):
    assert "with a code from an app · since" in as_admin.get("/more/sign-ins").text
    assert "this one · since" in as_mentor.get("/more/sign-ins").text


def test_ending_another_sign_in_shuts_that_device_out_at_once(app, as_mentor, mentor):
    other = makers.client(app, mentor)
    login = Login.select().where(Login.user == mentor.user).order_by(Login.id.desc()).get()
    reply = as_mentor.post(f"/more/sign-ins/{login.id}/ending")
    assert (reply.status_code, reply.location) == (303, "/more/sign-ins")
    assert other.get("/").location.startswith("/sign-in")
    assert as_mentor.get("/").status_code == 200
    assert AuditEvent.select().where((AuditEvent.action == "login.end") & (AuditEvent.subject_id == login.id)).exists()


def test_ending_a_sign_in_twice_ends_it_once(as_mentor, mentor):
    login = login_of(mentor)
    for _ in range(2):
        assert as_mentor.post(f"/more/sign-ins/{login.id}/ending").status_code == 303
    assert AuditEvent.select().where(AuditEvent.action == "login.end").count() == 1


def test_ending_ones_own_sign_in_is_signing_out(as_mentor, mentor):
    login = Login.get(Login.user == mentor.user)
    reply = as_mentor.post(f"/more/sign-ins/{login.id}/ending")
    assert reply.location == "/sign-in"
    assert "login=;" in "".join(reply.headers.getlist("Set-Cookie"))
    assert as_mentor.get("/more").status_code == 303


def test_nobody_ends_a_colleagues_sign_in(as_mentor, admin):
    login = login_of(admin)
    assert as_mentor.post(f"/more/sign-ins/{login.id}/ending").status_code == 404
    assert Login.get_by_id(login.id).ended_at is None


def test_about_tells_the_version_the_counts_and_whom_to_ask(as_mentor, mentor, admin):
    makers.record(mentor, makers.pupil(mentor.school, "Leo Price", on=mentor))
    page = as_mentor.get("/more/about").text
    assert about.version() in page
    assert "1 pupil in 1 class" in page
    assert admin.user.email in page
    assert "start-afresh" not in page
    assert "Leo" not in page


def test_a_demo_tells_how_to_start_for_real(as_admin, school):
    type(school).update(demo=True).execute()
    assert "flask --app app start-afresh" in as_admin.get("/more/about").text

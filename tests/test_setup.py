"""The first run."""

from mentoring import schools
from models import BellTime, Membership, Option, School, User
from tests import makers
from views.setup import token

GOOD = {"school": "Kestrel Park", "name": "Amara Bello", "email": "amara@school.example",
        "password": "orchard lantern ferry", "mentor": "y", "bells-0-name": "Morning", "bells-0-starts": "08:50",
        "bells-0-ends": "10:30", "bells-1-name": "", "bells-1-starts": "", "bells-1-ends": ""}  # fmt: skip


def link(app):
    return f"/setup/{token(app.config['SECRET_KEY'])}"


def test_until_there_is_a_school_every_page_leads_to_the_link(app, nobody):
    assert nobody.get("/").location == "/setup"
    assert "one-time set-up link" in nobody.get("/setup").text
    assert nobody.get("/setup/wrong").status_code == 404
    page = nobody.get(link(app)).text
    assert all(name in page for name, _, _ in schools.USUAL_DAY)


def test_it_makes_the_school_its_lists_and_the_first_account_signed_in(app, nobody):
    reply = nobody.post(link(app), data=GOOD)
    assert reply.location == "/setup/first-pupils"
    assert (School.get().name, BellTime.get().starts, User.get().email) == (
        "Kestrel Park", "08:50", "amara@school.example")  # fmt: skip
    assert {row.role for row in Membership.select()} == {"admin", "mentor"}
    assert Option.select().where(Option.list == "place").count() == 10
    assert nobody.get("/setup/first-pupils").location == "/factors/new?next=/setup/first-pupils"
    codes = makers.set_up_app(nobody, onward="/setup/first-pupils")
    assert codes.status_code == 200 and 'href="/setup/first-pupils"' in codes.text
    assert "Import your pupils" in nobody.get("/setup/first-pupils").text


def test_who_only_looks_round_gets_the_demo_school_at_once_and_needs_no_second_step(app, nobody):
    assert nobody.post(link(app), data=GOOD | {"demo": "1"}).location == "/"
    assert School.get().demo and "Demo school" in nobody.get("/").text


def test_the_link_works_once(app, nobody):
    nobody.post(link(app), data=GOOD)
    assert nobody.get(link(app)).status_code == 404
    assert makers.client(app).post(link(app), data=GOOD | {"email": "x@y.example"}).status_code == 404
    assert School.select().count() == 1


def test_bad_input_gets_a_cure_and_keeps_what_was_typed(app, nobody):
    for field, value, sentence in (
        ("password", "short", "Use at least 12 characters"), ("email", "amara", "Write the whole address"),
        ("school", " ", "Write the school"), ("bells-0-ends", "08:10", "ends before it begins"),
        ("bells-0-starts", "25:00", "hours and minutes"),
    ):  # fmt: skip
        reply = nobody.post(link(app), data=GOOD | {field: value})
        assert reply.status_code == 422 and sentence in reply.text, field
        assert "amara" in reply.text and School.select().count() == 0


def test_an_admin_only_is_not_a_mentor(app, nobody):
    nobody.post(link(app), data={name: value for name, value in GOOD.items() if name != "mentor"})
    assert {row.role for row in Membership.select()} == {"admin"}
    makers.set_up_app(nobody)
    assert nobody.get("/incidents/new").status_code == 403

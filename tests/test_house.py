"""Walks the whole house: every route guarded, every page whole, every form keeps what was typed."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Blueprint
from werkzeug.routing import IntegerConverter

import database
from app import create_app
from cli_routes import PAGE, page, permissions
from models import KINDS, Pupil, Record
from models.school import ROLES
from settings import SETTINGS
from tests import makers

HERE = Path(__file__).parent
LEAVING = {"signing_in.destroy", "locks.create", "locks.hand_overs_create"}  # after them, no page is the same
MATRIX = HERE / "permissions.txt"


def test_permissions_are_as_written_down(app):
    found = "\n".join(permissions(app)) + "\n"
    assert found == MATRIX.read_text(), "Access changed: read the difference, then `make routes`"
    assert page(app) == PAGE.read_text(), (
        "docs/routes-by-role.md is not what `flask routes-by-role` prints: `make routes`"
    )


def test_every_route_carries_a_mark(app):
    assert [line for line in permissions(app) if line.endswith("NOBODY")] == []


def test_a_route_without_a_mark_is_refused_to_everybody(url):
    app = create_app(DATABASE_URL=url, SECRET_KEY="x", ARGON2_KIB="8")
    planted = Blueprint("planted", __name__)
    planted.add_url_rule("/planted", "show", lambda: "open")
    app.register_blueprint(planted)
    database.migrate()
    school = makers.school()
    for role in ROLES:
        assert makers.client(app, makers.member(school, role, role)).get("/planted").status_code == 403


def paths(app, number: int = 1):
    """(rule, path, methods) of every route, its identifiers filled with `number` or a word."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "assets.show":
            continue
        values = {name: number if isinstance(rule._converters[name], IntegerConverter) else "word"
                  for name in rule.arguments}  # fmt: skip
        yield rule, rule.build(values)[1], rule.methods - {"HEAD", "OPTIONS"}


def test_nobody_gets_in_without_signing_in(app, nobody, school):
    for rule, path, methods in paths(app):
        if app.view_functions[rule.endpoint].allowed == {"public"}:
            continue
        for method in methods:
            reply = nobody.open(path, method=method)
            if hasattr(app.view_functions[rule.endpoint], "for_scripts"):
                assert reply.status_code == 401, f"{method} {path}"
                continue
            assert reply.status_code == 303 and reply.location.startswith("/sign-in"), f"{method} {path}"


def test_every_role_is_kept_out_of_what_is_not_its_own(app, school):
    for role in ROLES:
        browser = makers.client(app, makers.member(school, f"{role} only", role))
        for rule, path, methods in paths(app):
            marks = app.view_functions[rule.endpoint].allowed
            if "public" in marks or role in marks:
                continue
            for method in methods:
                assert browser.open(path, method=method).status_code == 403, f"{role}: {method} {path}"


def test_another_schools_rows_do_not_exist(app, mentor, admin, school):
    """Identifiers of a full school, asked for by somebody of another: never a page, never a change."""
    pupil = makers.pupil(school, "Canary Okafor", mentor)
    makers.family(pupil, "Canary Parent")
    makers.record(mentor, pupil, note="canary words", finish_later=True)
    makers.slot(mentor, kind="session", pupil=pupil)
    makers.term_date(school, "Canary half-term")
    makers.agency(mentor, "Canary agency")
    makers.plan(mentor, pupil, {"own_words": "Canary target"})
    makers.other_plan(mentor, pupil, keeper="Canary keeper")
    makers.nomination(mentor, pupil, tried="Canary talk")
    makers.entry_check(mentor, pupil)
    makers.client(app, mentor)
    other = makers.school("Elsewhere")
    browser = makers.client(app, makers.member(other, "Sam Stranger", "mentor", "admin"))
    for rule, path, methods in paths(app):
        if "public" in app.view_functions[rule.endpoint].allowed:
            continue
        if rule.endpoint in LEAVING:
            continue
        for method in methods:
            ids = {"pupil": "1", "record": "1", "number": "1", "family_contact": "1"}
            reply = browser.open(path, method=method, data=ids if method == "POST" else None,
                                 query_string={"pupil": "1", "class": "1"})  # fmt: skip
            assert reply.status_code < 500, f"{method} {path}"
            assert "canary" not in reply.text.lower(), f"{method} {path}"
            if rule.arguments and "number" in rule.arguments:
                assert reply.status_code in (403, 404), f"{method} {path} answered {reply.status_code}"


class Outline(HTMLParser):
    """What a page is made of: headings, controls and their names."""

    def __init__(self, text):
        super().__init__()
        self.headings, self.faults, self.inline = [], [], []
        self.labels, self.controls, self.ids = set(), [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        said = dict(attributes)
        if tag == "h1":
            self.headings.append(tag)
        if said.get("id"):
            self.ids.append(said["id"])
        if tag == "label" and said.get("for"):
            self.labels.add(said["for"])
        if "style" in said or any(name.startswith("on") for name in said) or "hx-on" in said:
            self.inline.append(f"<{tag} {said}>")
        if tag in ("style",) or (tag == "script" and not said.get("src")):
            self.inline.append(f"<{tag}>")


def pages(app):
    """Every page that takes no more than a school with one pupil and one record of each kind."""
    for rule, path, methods in paths(app):
        if methods == {"GET"} and "public" not in app.view_functions[rule.endpoint].allowed:
            yield rule.endpoint, path


@pytest.fixture
def everybody(app, school):
    """Somebody with every role, with a row of everything numbered 1."""
    member = makers.member(school, "Eve Everybody", *ROLES)
    pupil = makers.pupil(school, on=member)
    makers.family(pupil)
    trip = makers.option(school, "programme_type", "Trip")
    makers.programme(member, pupil, question="How sure do I feel?", programme_type=trip)
    for kind in KINDS:
        makers.record(member, pupil, kind=kind, note="Something seen", finish_later=True)
    makers.slot(member, kind="session", pupil=pupil)
    makers.term_date(school)
    makers.agency(member)
    makers.plan(member, pupil)
    makers.other_plan(member, pupil)
    makers.nomination(member, pupil)
    makers.entry_check(member, pupil)
    return member


def test_every_page_has_one_h1_unique_ids_and_nothing_inline(app, everybody):
    browser = makers.client(app, everybody)
    seen = 0
    for endpoint, path in pages(app):
        reply = browser.get(path)
        assert reply.status_code in (200, 303, 404), f"{endpoint} {path}: {reply.status_code}"
        if "text/html" not in reply.content_type or reply.status_code == 303 or "<html" not in reply.text:
            continue
        outline = Outline(reply.text)
        assert len(outline.headings) == 1, f"{endpoint}: {len(outline.headings)} h1"
        assert outline.inline == [], endpoint
        assert len(outline.ids) == len(set(outline.ids)), f"{endpoint}: {sorted(outline.ids)}"
        seen += reply.status_code == 200
    assert seen > 12


def test_every_icon_that_a_page_asks_for_is_drawn(app, everybody):
    browser, files = makers.client(app, everybody), app.config["ASSETS"].files
    named = re.compile(r'href="[^"]+(vendor/icons[a-z-]*\.svg)#([a-z0-9-]+)"')
    asked = {one for _, path in pages(app) for one in named.findall(browser.get(path).text)}
    assert len(asked) > 20 and [one for one in asked if f'id="{one[1]}"' not in files[one[0]].decode()] == []


def test_every_page_says_it_is_not_to_be_kept(app, everybody, nobody):
    for browser in (makers.client(app, everybody), nobody):
        for _, path in pages(app):
            headers = browser.get(path).headers
            assert headers["Cache-Control"] == "no-store", path
            assert "unsafe" not in headers["Content-Security-Policy"], path
            assert headers["X-Content-Type-Options"] == "nosniff", path


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_every_kind_has_its_whole_room(app, kind):
    templates = HERE.parent / "templates" / kind.room
    # What is sealed is never changed, so that there is nothing to edit it by.
    edited = () if kind.sealed else ("edit",)
    for name in ("new.html", "show.html", "_record.html", *(f"{verb}.html" for verb in edited)):
        assert (templates / name).exists(), f"{kind.room} lacks {name}"
    for verb in ("new", "create", "show"):
        assert f"{kind.room}.{verb}" in app.view_functions, f"{kind.room} lacks {verb}"
    for verb in ("edit", "update"):
        assert (f"{kind.room}.{verb}" in app.view_functions) != kind.sealed, f"{kind.room}: {verb}"
    assert (HERE / f"test_{kind.room}.py").exists()
    assert (HERE.parent / "forms" / f"{kind.room}.py").exists()


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_every_kinds_form_keeps_every_word_that_was_typed(app, everybody, kind):
    """Each box of the form filled with words of its own, sent with nothing chosen: refused, and every word is there."""
    browser = makers.client(app, everybody)
    page = browser.get(f"/{kind.path}/new").text
    boxes = re.findall(r'<textarea[^>]*name="([^"]+)"', page) + re.findall(
        r'<input[^>]*name="([^"]+)"[^>]*type="text"', page
    )
    boxes += re.findall(r'<input[^>]*type="text"[^>]*name="([^"]+)"', page)
    words = {name: f"typed {place}" for place, name in enumerate(sorted(set(boxes)))}
    assert len(words) >= 2
    reply = browser.post(f"/{kind.path}", data=words | {"client_id": "x", "when": "now", "call_again": "tomorrow"})
    assert reply.status_code == 422
    assert [name for name, text in words.items() if text not in reply.text] == []


@pytest.mark.parametrize("fields", [
    {"pupil": ["1", "01", "\u0661"]}, {"statements-\u00b2-adult": "x"}, {f"statements-{'9' * 5000}-adult": "x"},
    {"form_from": "\u00b2"}, {"form_from": "9" * 30}, {"version": "9" * 5000},
    {"pupil": [str(number) for number in range(1, 40_000)]},
])  # fmt: skip
def test_no_strange_number_in_a_form_is_a_fault(app, everybody, school, fields):
    form = makers.incident_form(school, Pupil.get()) | fields
    assert makers.client(app, everybody).post("/incidents", data=form).status_code in (303, 422)


def test_no_number_in_an_address_is_too_large(app, everybody):
    browser = makers.client(app, everybody)
    for rule, path, methods in paths(app, 10**24):
        if "number" in rule.arguments:
            for method in methods:
                assert browser.open(path, method=method).status_code in (404, 405), f"{method} {path}"


def test_every_setting_is_documented():
    page = (HERE.parent / "docs" / "deploying.md").read_text()
    assert set(re.findall(r"^\| `([A-Z0-9_]+)`", page, re.M)) == set(SETTINGS)


def test_server_facts_are_not_taken_from_the_form(as_mentor, mentor, school):
    extra = {"author": "99", "school": "99", "recorded_at": "2001-01-01", "state": "withdrawn", "tier": "open",
             "kind": "parent_contact", "id": "77", "body_hash": "x", "words": "x", "owner": "99"}  # fmt: skip
    as_mentor.post("/incidents", data=makers.incident_form(school, makers.pupil(school, on=mentor)) | extra)
    record = Record.get()
    assert (record.author, record.school, record.kind, record.state, record.tier) == (
        mentor.user, school, "incident", "complete", "support")  # fmt: skip
    assert record.recorded_at.year > 2020


def test_what_was_written_is_escaped_everywhere(app, everybody, school):
    bad = "<img src=x onerror=alert(1)>"
    pupil = Pupil.get()
    Pupil.update(known_as=bad[:120]).execute()
    browser = makers.client(app, everybody)
    browser.post("/incidents", data=makers.incident_form(school, pupil, note=bad, opinion=bad, follow_up="today",
                                                         follow_up_what=bad))  # fmt: skip
    for _, path in pages(app):
        assert "<img" not in browser.get(path).text, path

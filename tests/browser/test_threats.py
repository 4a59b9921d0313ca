"""Threats 8 and 18 in a real browser: no text runs on any page, and no page asks anything of anybody else."""

import secrets
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

import database
from app import create_app
from mentoring import clock, signing_in
from models import Login
from tests import full_school, walking
from tests.browser.conftest import as_admin, as_amara, start, stop
from tests.full_school import APART
from tests.threats import scripts

pytestmark = pytest.mark.security
HEARD = "window.heard = []; window.xss = number => window.heard.push(number); window.alert = window.xss;"


@pytest.fixture
def hostile_school(tmp_path):
    """A server on a school in whose every text stand all the payloads; (site, token of a login, pages)."""
    url = f"sqlite:///{tmp_path / 'hostile.db'}"
    app = create_app(DATABASE_URL=url, SECRET_KEY="only for tests", ARGON2_KIB="8")
    database.migrate()
    full_school.fill(app)
    full_school.double(scripts.ALL, APART)
    token = secrets.token_urlsafe(16)
    Login.create(user=1 + APART, school=1 + APART, token_hash=signing_in.token_hash(token), device="test",
                 created_at=clock.now(), seen_at=clock.now())  # fmt: skip
    browser = app.test_client()
    browser.set_cookie("login", token)
    starts = [path for _, path, methods in walking.paths(app, 1 + APART) if "GET" in methods]
    seen = walking.walk(app, browser, ["/", *starts, f"/incidents/new?pupil={1 + APART}"])
    database.db.close()
    site = start(url)
    yield site, token, [path for path, text in seen.pages.items() if "<html" in text]
    stop(site)


def test_no_text_runs_in_a_browser(page: Page, hostile_school):
    site, token, paths = hostile_school
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: pytest.fail(f"A text opened a dialog: {dialog.message}"))
    page.add_init_script(HEARD)
    page.context.add_cookies([{"name": "login", "value": token, "url": site.address}])
    assert len(paths) > 60
    shown = 0
    for path in paths:
        page.goto(site.address + path)
        assert page.evaluate("window.heard") == [], path
        assert "/sign-in?" not in page.url, path
        shown += "xss(2)" in page.content()
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        page.mouse.move(300, 300)
        page.keyboard.press("Tab")
        assert page.evaluate("window.heard") == [], path
    assert shown > 30
    assert {urlsplit(url).netloc for url in asked} - {""} == {urlsplit(site.address).netloc}


def test_pages_ask_nothing_of_anybody_else(page: Page, demo_site):
    """Typeface, icons, scripts and pictures all come from the school's own server."""
    asked: set[str] = set()
    page.context.on("request", lambda request: asked.add(request.url))
    for enter, paths in ((as_amara, ("/", "/pupils", "/incidents/new", "/parent-contacts/new", "/searches", "/todos",
                                     "/programmes", "/weeks", "/more")),
                         (as_admin, ("/people", "/lists", "/imports/new", "/school", "/term-dates"))):  # fmt: skip
        enter(page, demo_site)
        for path in paths:
            page.goto(demo_site.address + path)
            page.wait_for_load_state("networkidle")
        page.context.clear_cookies()
    assert len(asked) > 20
    assert {urlsplit(url).netloc for url in asked if not url.startswith("data:")} == {
        urlsplit(demo_site.address).netloc
    }


def test_what_a_running_server_logs_names_nobody(page: Page, own_demo):
    as_amara(page, own_demo)
    page.goto(f"{own_demo.address}/notes/new")
    page.get_by_role("textbox", name="What").first.fill("Zedekiah Quokka told me")
    page.get_by_role("button", name="Finish later").click()
    expect(page.get_by_text("Note saved")).to_be_visible()
    page.goto(f"{own_demo.address}/nowhere/Zedekiah?words=Quokka")
    lines = own_demo.log.read_text()
    assert lines.count("INFO alongside request=") > 8 and "endpoint=notes.create" in lines
    assert not any(word in lines for word in ("Zedekiah", "Quokka", "Amara", "kestrel-park", "words="))

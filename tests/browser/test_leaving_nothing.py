"""After signing out no name is left: not behind Back, not in the browser's profile on the tablet's disk."""

import gzip
import re
import zlib
from pathlib import Path

import pytest
from playwright.sync_api import BrowserType, Page, expect

import database
from app import create_app
from tests import makers
from tests.browser.conftest import start, stop

CANARIES = ("Zebulon", "Quillfeather", "Ottoline", "Fernsby", "Marigoldine", "crumpled umbrella")
GZIP = re.compile(rb"\x1f\x8b\x08")


@pytest.fixture
def quiet_console():
    """This test's browser is its own."""


@pytest.fixture
def site(tmp_path):
    """A school with pupils whose names are in no dictionary; and how its mentor signs in."""
    url = f"sqlite:///{tmp_path / 'alongside.db'}"
    create_app(DATABASE_URL=url, SECRET_KEY="only for tests", ARGON2_KIB="8")
    database.migrate()
    mentor = makers.member(makers.school(), "Amara Bello", "mentor")
    one = makers.pupil(mentor.school, "Zebulon Quillfeather", on=mentor)
    two = makers.pupil(mentor.school, "Ottoline Fernsby", on=mentor)
    makers.family(one, "Marigoldine Quillfeather")
    makers.record(mentor, one, two, note="Zebulon and Ottoline with a crumpled umbrella", finish_later=True)
    makers.record(mentor, one, kind="praise", note="Zebulon put it right")
    makers.programme(mentor, one, two)
    makers.slot(mentor, kind="session", pupil=one)
    database.db.close()
    site = start(url)
    yield site, mentor.user.email
    stop(site)


PAGES = ("/", "/pupils", "/pupils/1", "/incidents/1", "/records/1/versions/1", "/todos", "/programmes/1",
         "/caseloads/mine", "/incidents/1/edit", "/parent-contacts/new?pupil=1", "/group-sessions/new?programme=1",
         "/incidents/new")  # fmt: skip


def walk(page: Page, address: str) -> None:
    """Ten pages and more, each with names on it; words typed and not saved, something looked for."""
    for path in PAGES:
        page.goto(address + path)
        assert [one for one in CANARIES if one in page.content()], path
    page.get_by_role("textbox", name=re.compile("What you saw and heard")).fill("crumpled umbrella again")
    page.get_by_label(re.compile("Add a pupil")).press_sequentially("Quillfeather")
    expect(page.get_by_role("list", name="Found")).to_be_visible()
    expect(page.locator("#status")).to_contain_text("Draft kept")
    page.goto(f"{address}/searches")
    page.get_by_role("searchbox").first.fill("crumpled umbrella")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Zebulon").first).to_be_visible()
    page.goto(address)


def traces(folder: Path, canaries: tuple[str, ...] = CANARIES) -> list[str]:
    """Files of the profile in which a canary stands: as it is, in UTF-16, or within what is compressed."""
    found = []
    for path in folder.rglob("*"):
        if not path.is_file() or path.is_symlink():
            continue
        body = path.read_bytes()
        for text in (body, *unpacked(body)):
            for canary in canaries:
                if any(form in text.lower() for form in (canary.lower().encode(), canary.lower().encode("utf-16-le"))):
                    found.append(f"{path.relative_to(folder)}: {canary}")
    return found


def unpacked(body: bytes):
    """What the gzip members within a file hold, as far as they can be read."""
    for start_of in GZIP.finditer(body):
        try:
            yield zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(body[start_of.start() :])
        except zlib.error:
            continue


def test_ten_times_back_and_on_disk_there_is_no_name(
    browser_type: BrowserType, browser_type_launch_args, site, tmp_path
):
    (site, email), profile = site, tmp_path / "profile"
    context = browser_type.launch_persistent_context(profile, **browser_type_launch_args, locale="en-GB")
    page = context.pages[0]
    page.goto(f"{site.address}/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(makers.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    walk(page, site.address)
    page.get_by_label(re.compile("You: Amara Bello")).click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    for _ in range(10):
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Sign in|Nothing to see"))
        assert not [one for one in CANARIES if one in page.content() + page.title() + page.url]
    context.close()
    assert len(list(profile.rglob("*"))) > 50
    assert traces(profile) == []


def test_the_scan_sees_what_it_looks_for(tmp_path):
    for name, body in {
        "plain": b"x Zebulon y", "wide": "Fernsby".encode("utf-16-le"), "packed": b"..." + gzip.compress(b"Ottoline"),
        "clean": b"nothing here",
    }.items():  # fmt: skip
        (tmp_path / name).write_bytes(body)
    assert sorted(traces(tmp_path)) == ["packed: Ottoline", "plain: Zebulon", "wide: Fernsby"]

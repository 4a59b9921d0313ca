"""What was typed into a form that the tablet kept is back, without signal: after a reload, and after the lock."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.kept_forms import (
    chip,
    group_session,
    pick,
    without_signal,  # noqa: F401  fixture
)
from tests.browser.tablets import (  # noqa: F401  fixtures
    NAMES,
    Tablet,
    note_box,
    own_console,
    own_tablet,
    status,
    typed_to_disk,
)
from tests.browser.test_locks import unlock, with_pin
from tests.browser.test_service_worker import ON_SHELF, again


def test_what_was_typed_into_a_kept_form_is_back_after_a_reload_without_signal(off: Page, own_demo: Site):
    off.goto(f"{own_demo.address}/incidents/new")
    pick(off, "Leo P")
    off.get_by_role("button", name="Add a name").click()
    off.get_by_label(re.compile("Pupil’s name")).fill("Somebody Else")
    off.get_by_role("button", name="Add a name").click()
    off.get_by_label(re.compile("Pupil’s name")).last.fill("A Third")
    chip(off, "What did you do", "Physical intervention")
    for number in (1, 2):
        off.get_by_role("group", name=f"Statement {number}").get_by_label("Adult's name").fill(f"Adult {number}")
        off.get_by_role("button", name="Add another adult").click()
    note_box(off).fill("Half a sentence")
    expect(status(off)).to_have_text("Draft kept on this tablet")
    typed_to_disk(off, "Half a sentence")  # the status may still be of what was typed before
    off.reload()
    expect(off.get_by_text("Your words from before are back")).to_be_visible()
    expect(note_box(off)).to_have_value("Half a sentence")
    expect(off.locator("#chosen").get_by_role("checkbox", name=re.compile("Leo P"))).to_be_checked()
    names = off.get_by_label(re.compile("Pupil’s name"))
    expect(names).to_have_count(2)
    assert [names.nth(0).input_value(), names.nth(1).input_value()] == ["Somebody Else", "A Third"]
    for number in (1, 2):
        statement = off.get_by_role("group", name=f"Statement {number}")
        expect(statement.get_by_label("Adult's name")).to_have_value(f"Adult {number}")


def test_a_register_is_back_after_a_reload_without_signal(off: Page, own_demo: Site):
    off.goto(f"{own_demo.address}/group-sessions/new")
    group_session(off, "Half a session")
    absent = off.get_by_role("radiogroup", name=re.compile(" was$")).nth(1).get_by_label("Absent")
    absent.check(force=True)
    expect(status(off)).to_have_text("Draft kept on this tablet")
    off.reload()
    expect(off.get_by_text("Your words from before are back")).to_be_visible()
    expect(off.get_by_role("radiogroup", name=re.compile(" was$")).first.get_by_label("Late")).to_be_checked()
    expect(absent).to_be_checked()


def test_a_kept_form_locks_and_the_pin_brings_names_and_words_back(tablet: Tablet, own_demo: Site):
    page = tablet.page
    with_pin(page, own_demo)
    page.evaluate(NAMES)
    page.evaluate(ON_SHELF)
    tablet.context.set_offline(True)
    page.goto(f"{own_demo.address}/incidents/new")
    pick(page, "Leo P")
    note_box(page).fill("Half a sentence")
    expect(status(page)).to_have_text("Draft kept on this tablet")
    page.get_by_role("button", name="Lock").click()
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    assert "Leo P" not in page.content() and "Half a sentence" not in page.content()
    unlock(page)
    expect(note_box(page)).to_have_value("Half a sentence")
    page = again(tablet)
    page.goto(f"{own_demo.address}/incidents/new")
    expect(note_box(page).or_(page.get_by_role("heading", name="Locked"))).to_be_visible()


def test_a_kept_form_that_opens_locked_has_names_once_its_pin_is_given(tablet: Tablet, own_demo: Site):
    page = tablet.page
    with_pin(page, own_demo)
    page.evaluate(NAMES)
    page.evaluate(ON_SHELF)
    tablet.context.set_offline(True)
    page.get_by_role("button", name="Lock").click()
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    page.goto(f"{own_demo.address}/incidents/new")
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    expect(page.get_by_role("link", name="999")).to_be_visible()
    unlock(page)
    pick(page, "Leo P")
    expect(page.locator("#chosen").get_by_role("checkbox", name=re.compile("Leo P"))).to_be_checked()

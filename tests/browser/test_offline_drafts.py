"""What is typed survives: a reload, a closed tab, a flat battery, the lock; and comes back to its author only."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, as_amara, as_person
from tests.browser.tablets import (
    WORDS,
    Tablet,
    expect_waiting,
    fill_incident,
    note_box,
    own_console,  # noqa: F401  fixture
    ready,
    records,
    save,
    shelved,
    status,
    stored,
    typed_to_disk,
)
from tests.browser.test_locks import PIN, unlock, with_pin

BACK = "Your words from before are back"


@pytest.fixture
def tablet(browser_type, browser_type_launch_args, own_demo: Site, tmp_path):
    """A mentor's tablet with all that it needs without signal; she has a PIN, and is at a new incident's form."""
    tablet = Tablet(browser_type, browser_type_launch_args, tmp_path / "profile")
    with_pin(tablet.page, own_demo)
    shelved(tablet.page)
    ready(tablet.page, own_demo)
    yield tablet
    tablet.stop()


def whole_incident(page: Page) -> str:
    """Everything that a form can hold, typed without signal; the pupil's name."""
    page.context.set_offline(True)
    fill_incident(page)
    name = page.locator("#chosen .name").first.evaluate("element => element.firstChild.textContent").strip()
    page.locator("#chosen").get_by_role("radio", name="Affected").check()
    page.get_by_role("radio", name="Pick a time").check()
    page.get_by_label("Time", exact=True).fill("00:01")
    page.get_by_role("radio", name="Tomorrow").or_(page.get_by_role("radio", name="Monday")).first.check()
    page.get_by_label("What will you do?").fill("Ask again")
    typed_to_disk(page, "Ask again")
    return name


def expect_whole(page: Page, name: str) -> None:
    expect(page.get_by_text(BACK)).to_be_visible()
    expect(note_box(page)).to_have_value(WORDS)
    chosen = page.locator("#chosen")
    expect(chosen.get_by_role("checkbox", name=re.compile(re.escape(name)))).to_be_checked()
    expect(chosen.get_by_role("radio", name="Affected")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Verbal")).to_be_checked()
    expect(page.get_by_label("Time", exact=True)).to_have_value("00:01")
    expect(page.get_by_label("What will you do?")).to_have_value("Ask again")


def test_a_reload_and_a_closed_tab_without_signal_give_it_back_and_it_is_saved_once(tablet: Tablet, own_demo: Site):
    page = tablet.page
    name = whole_incident(page)
    page.reload()
    expect_whole(page, name)
    other = tablet.context.new_page()
    page.close()
    other.goto(f"{own_demo.address}/incidents/new")
    expect_whole(other, name)
    save(other)
    expect_waiting(other, 1)
    other.reload()
    expect(note_box(other)).to_have_value("")
    tablet.context.set_offline(False)
    other.goto(own_demo.address)
    expect(status(other)).to_have_text("All saved")
    assert [author for author, _ in records(own_demo)] == ["Amara Bello"]
    other.reload()
    expect(other.get_by_text("Not saved yet")).to_be_hidden()


def test_a_flat_battery_takes_less_than_a_second(tablet: Tablet, own_demo: Site):
    name = whole_incident(tablet.page)
    tablet.kill()
    tablet.start()
    tablet.context.set_offline(True)
    tablet.page.goto(f"{own_demo.address}/incidents/new")
    expect_whole(tablet.page, name)


def test_what_the_tablet_held_when_it_died_waits_for_its_author_at_the_next_sign_in(tablet: Tablet, own_demo: Site):
    whole_incident(tablet.page)
    tablet.kill()
    tablet.start()
    page = tablet.page
    with page.expect_response("**/outbox"):
        page.goto(f"{own_demo.address}/sign-in")
    as_person(page, own_demo, "Tom Hargreaves")
    assert WORDS not in page.content() and "Not saved yet" not in page.content()
    page.goto(f"{own_demo.address}/incidents/new")
    expect(note_box(page)).to_have_value("")
    expect(page.get_by_text(BACK)).to_be_hidden()
    page.get_by_label(re.compile("You: Tom")).click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    as_amara(page, own_demo)
    page.get_by_role("link", name=re.compile("Carry on")).click()
    expect(note_box(page)).to_have_value(WORDS)


def test_locked_it_is_nobodys_and_the_pin_gives_it_back_without_signal(tablet: Tablet, own_demo: Site):
    page = tablet.page
    name = whole_incident(page)
    lock = tablet.context.new_page()
    page.close()
    lock.clock.install(time=datetime.now(UTC) + timedelta(minutes=3))
    lock.goto(f"{own_demo.address}/incidents/new")
    expect(lock.get_by_role("heading", name="Locked")).to_be_visible()
    assert name not in lock.content() and WORDS not in lock.content()
    unlock(lock, PIN)
    expect_whole(lock, name)


def test_five_wrong_pins_take_the_list_and_the_words_but_not_what_waits(tablet: Tablet, own_demo: Site):
    page = tablet.page
    page.context.set_offline(True)
    fill_incident(page)
    save(page)
    expect_waiting(page, 1)
    note_box(page).fill("The next one")
    typed_to_disk(page, "The next one")
    page.get_by_role("button", name="Lock").click()
    for left in ("4 tries are", "3 tries are", "2 tries are", "1 try is"):
        unlock(page, "111222")
        expect(page.get_by_text(f"{left} left")).to_be_visible()
    unlock(page, "111222")
    expect(page.get_by_text("There is no signal")).to_be_visible()
    unlock(page, PIN)
    expect(page.get_by_text("There is no signal")).to_be_visible()
    state = stored(page, "state")
    assert not [one for one in state if isinstance(one, dict) and (one.get("names") or one.get("copy"))]
    assert [one["local"] for one in stored(page, "drafts")] == [None]
    assert len(stored(page, "outbox")) == 1
    page.context.set_offline(False)
    unlock(page, PIN)
    expect(note_box(page)).to_have_value("The next one")


def test_an_empty_one_can_be_started_and_the_other_waits_for_the_server(tablet: Tablet, own_demo: Site):
    page = tablet.page
    whole_incident(page)
    page.reload()
    page.get_by_role("button", name="Start an empty one").click()
    expect(note_box(page)).to_have_value("")
    expect(page.locator("#chosen").get_by_role("checkbox")).to_have_count(0)
    page.reload()
    expect(note_box(page)).to_have_value("")
    page.context.set_offline(False)
    with page.expect_response("**/outbox"):
        page.goto(own_demo.address)
    page.reload()
    page.get_by_role("link", name=re.compile("Carry on")).click()
    expect(note_box(page)).to_have_value(WORDS)


def test_marks_on_the_body_map_come_back(tablet: Tablet, own_demo: Site):
    page = tablet.page
    page.context.set_offline(True)
    page.goto(f"{own_demo.address}/concerns/new")
    page.get_by_text("Body map: where is there a mark?").click()
    page.get_by_role("img", name="Front of a body").click(position={"x": 40, "y": 60})
    page.get_by_role("img", name="Back of a body").click(position={"x": 60, "y": 100})
    mark = page.locator("#marks > li").nth(1)
    mark.get_by_role("radio", name="Bruise").check()
    mark.get_by_label(re.compile("Note on mark")).fill("thumb-sized")
    words = mark.locator("p").first.inner_text()
    typed_to_disk(page, "thumb-sized")
    page.reload()
    expect(page.locator("#marks > li")).to_have_count(2)
    mark = page.locator("#marks > li").nth(1)
    expect(mark).to_contain_text(words.split(":")[0])
    expect(mark.get_by_role("radio", name="Bruise")).to_be_checked()
    expect(mark.get_by_label(re.compile("Note on mark"))).to_have_value("thumb-sized")
    expect(page.locator("svg.figure .dot")).to_have_count(2)

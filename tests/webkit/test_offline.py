"""The way of a record without signal in WebKit, which iPads have: the journeys of tests/browser/test_offline*.py."""

import re

from models import KINDS
from tests import makers
from tests.browser.tablets import NAMES, SHELF, TYPED, WAITING, records
from tests.browser.test_leaving_nothing import CANARIES
from tests.browser.traces import on_disk
from tests.webkit.conftest import School, sign_in
from tests.webkit.tablets import Tablet

PIN = "274918"
CANARY = "crumpled umbrella"
FIRST, SECOND, THIRD = (f"{CANARY} {number}" for number in (1, 2, 3))
PUPIL = "Zebulon Q"
NOTE = re.compile("What you saw and heard")
IN_THE_LIST = re.compile(r"Incident\s+today \d\d:\d\d")
BACK = "Your words from before are back"
AMARAS = [("Amara Bello", "complete")]
HOLD = "navigator.locks.request('outbox', () => new Promise(() => {}))"


def ready(tablet: Tablet) -> None:
    """Wait until all that opens without signal is on the tablet."""
    tablet.wait_in_page(NAMES)
    tablet.wait_in_page(SHELF)


def incident(tablet: Tablet, words: str) -> None:
    for answer in (PUPIL, "Verbal", "Resolved"):
        tablet.choose(answer)
    tablet.write(NOTE, words)


def save(tablet: Tablet) -> None:
    tablet.tap("button", "Save incident")


def expect_clean_disk(tablet: Tablet) -> None:
    """No word of a record and no name stands in a file of the profile, which otherwise can be read."""
    assert on_disk(tablet.profile, ("/incidents",)), "the scan sees nothing at all"
    assert on_disk(tablet.profile, CANARIES) == []


def expect_nobody(tablet: Tablet) -> None:
    """The page names nobody, seen or not."""
    assert [one for one in (*CANARIES, "Amara") if tablet.shows(one)] == []


def test_records_are_delivered_once_over_a_dead_line_a_good_one_and_a_dying_one(tablet: Tablet, school: School):
    ready(tablet)
    school.away()
    tablet.kill()
    tablet.start()
    everything_opens(tablet, school)
    on_a_dead_line(tablet, school)
    tablet.kill()
    expect_clean_disk(tablet)
    school.back()
    assert records(school, FIRST) == []
    tablet.start()
    tablet.open(f"{school.address}/waiting")
    tablet.expect("Nothing waits")
    assert records(school, FIRST) == AMARAS
    sign_in(tablet, school, school.amara)
    on_a_good_line(tablet, school)
    on_a_dying_line(tablet, school)


def everything_opens(tablet: Tablet, school: School) -> None:
    """Every form, one tap from the first page; a timeline does not, and says so."""
    tablet.open(school.address)
    tablet.find("heading", "No signal")
    for kind in KINDS.values():
        tablet.tap("link", kind.word)
        tablet.find("button", re.compile("^(Save|Send) "))
        tablet.find("button", "Add a name")
        tablet.tap("link", re.compile("Back"))
        tablet.find("heading", "No signal")
    tablet.open(f"{school.address}/pupils/1")
    tablet.find("heading", "The timeline needs signal")


def on_a_dead_line(tablet: Tablet, school: School) -> None:
    tablet.open(f"{school.address}/incidents/new")
    incident(tablet, FIRST)
    save(tablet)
    tablet.expect(WAITING.format(1))
    tablet.expect_value(NOTE, "")
    tablet.tap("link", re.compile("waiting"))
    tablet.expect(IN_THE_LIST)
    tablet.expect("This browser does not say whether it keeps what waits")
    expect_nobody(tablet)


def on_a_good_line(tablet: Tablet, school: School) -> None:
    tablet.open(f"{school.address}/incidents/new")
    incident(tablet, SECOND)
    save(tablet)
    tablet.expect("Incident saved")
    assert records(school, SECOND) == AMARAS


def on_a_dying_line(tablet: Tablet, school: School) -> None:
    """The server takes what comes and says nothing, and it arrives late; nobody can hand over meanwhile."""
    tablet.open(f"{school.address}/incidents/new")
    incident(tablet, THIRD)
    school.is_silent()
    save(tablet)
    tablet.expect("Saving…")
    tablet.expect(WAITING.format(1))
    tablet.expect_value(NOTE, "")
    tablet.tap("button", re.compile("You: Amara"))
    tablet.tap("button", "Hand over")
    tablet.expect("There is no signal, so nobody else can sign in yet")
    school.speaks()
    tablet.open(f"{school.address}/waiting")
    tablet.expect("Nothing waits")
    assert records(school, THIRD) == AMARAS


def test_words_come_back_to_their_author_only(tablet: Tablet, school: School):
    set_pin(tablet, school)
    tablet.open(school.address)
    ready(tablet)
    school.away()
    after_a_reload_and_a_flat_battery(tablet, school)
    locked_and_opened(tablet)
    tablet.tap("button", "Start an empty one")
    tablet.expect_value(NOTE, "")
    incident(tablet, FIRST)
    save(tablet)
    tablet.expect(WAITING.format(1))
    somebody_else_sends_it(tablet, school)
    sign_in(tablet, school, school.amara)
    tablet.tap("link", re.compile("Carry on"))
    tablet.expect_value(NOTE, SECOND)


def after_a_reload_and_a_flat_battery(tablet: Tablet, school: School) -> None:
    tablet.open(f"{school.address}/incidents/new")
    incident(tablet, SECOND)
    tablet.wait_in_page(TYPED, SECOND)
    tablet.expect("Draft kept on this tablet")
    tablet.reload()
    tablet.expect(BACK)
    tablet.kill()
    tablet.start()
    tablet.open(f"{school.address}/incidents/new")
    tablet.expect(BACK)
    tablet.expect_value(NOTE, SECOND)
    assert tablet.find("checkbox", re.compile(PUPIL)).is_selected()
    expect_clean_disk(tablet)


def set_pin(tablet: Tablet, school: School) -> None:
    tablet.open(f"{school.address}/lock/pin/edit")
    tablet.write(re.compile("^PIN"), PIN)
    tablet.write(re.compile("Your password"), makers.PASSWORD)
    tablet.tap("button", "Save the PIN")
    tablet.expect("Your PIN is set")


def unlock(tablet: Tablet, pin: str) -> None:
    tablet.write(re.compile("Your PIN"), pin)
    tablet.tap("button", "Unlock")


def locked_and_opened(tablet: Tablet) -> None:
    """Without signal: locked, nothing of the page is left; the PIN, and it only, brings it back."""
    tablet.tap("button", "Lock")
    tablet.find("heading", "Locked")
    expect_nobody(tablet)
    expect_clean_disk(tablet)
    unlock(tablet, "999999")
    tablet.expect("4 tries are left")
    unlock(tablet, PIN)
    tablet.expect_value(NOTE, SECOND)


def somebody_else_sends_it(tablet: Tablet, school: School) -> None:
    """Another window is still busy with sending when the next mentor signs in, so it is theirs that delivers."""
    tablet.open(f"{school.address}/waiting")
    busy = tablet.driver.current_window_handle
    tablet.driver.execute_script(HOLD)
    tablet.driver.switch_to.new_window("tab")
    window = tablet.driver.current_window_handle
    school.back()
    sign_in(tablet, school, school.tom)
    expect_none_of_it(tablet, school)
    tablet.driver.switch_to.window(busy)
    tablet.open("about:blank")
    tablet.driver.switch_to.window(window)
    tablet.tap("button", "Send now")
    tablet.expect("All of it is sent")
    assert records(school, FIRST) == AMARAS
    tablet.open(school.address)
    tablet.tap("button", re.compile("^You: "))
    tablet.tap("button", "Sign out")
    tablet.find("heading", "Sign in")
    expect_clean_disk(tablet)


def expect_none_of_it(tablet: Tablet, school: School) -> None:
    """Who is here now sees that something waits, and nothing of it; nor what was typed."""
    assert not tablet.all("link", re.compile("Carry on"))
    tablet.open(f"{school.address}/incidents/new")
    tablet.expect_value(NOTE, "")
    tablet.tap("link", re.compile("waiting"))
    tablet.expect(IN_THE_LIST)
    expect_nobody(tablet)
    assert records(school, FIRST) == []

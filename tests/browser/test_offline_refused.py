"""What could not be saved, refused by the server or by the tablet itself, says so, and its words are still there."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, accessible
from tests.browser.tablets import (
    AMARA,
    WORDS,
    fill_incident,
    new_incident,  # noqa: F401  fixtures
    note_box,
    records,
    save,
    status,
    stored,
)

NO_ROOM = """
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...given) {
    if (this.name === "outbox" || this.name === "drafts") throw new DOMException("Full", "QuotaExceededError");
    return put.apply(this, given);
  };
"""
# A transaction on the tablet's store that has no end.
ENDLESS = """() => new Promise((begun) => (indexedDB.open("alongside").onsuccess = ({ target }) => {
  const store = target.result.transaction(["outbox", "drafts"], "readwrite").objectStore("outbox");
  const again = () => {
    begun();
    store.get("").onsuccess = again;
  };
  again();
}))"""


def test_what_the_server_refuses_comes_back_with_the_words(form: Page, own_demo: Site):
    fill_incident(form)
    form.get_by_role("radio", name="Pick a time").check()
    form.get_by_label("Day", exact=True).fill("2099-01-01")
    form.get_by_label("Time", exact=True).fill("10:00")
    save(form)
    expect(form.get_by_role("alert").filter(has_text="still to come")).to_be_focused()
    expect(note_box(form)).to_have_value(WORDS)
    assert stored(form, "outbox") == [] and records(own_demo) == []
    form.get_by_role("radio", name="Just now").check()
    save(form)
    expect(form.get_by_text("Incident saved")).to_be_visible()
    assert records(own_demo) == [(AMARA, "complete")]


def test_a_sign_in_that_ran_out_gives_the_words_back(form: Page, own_demo: Site):
    fill_incident(form)
    form.context.clear_cookies()
    save(form)
    expect(form.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    assert records(own_demo) == []


def test_changing_a_record_needs_signal_and_says_so(form: Page, own_demo: Site):
    fill_incident(form)
    save(form)
    number = form.get_by_role("link", name="Create another").get_attribute("href").split("=")[1]
    form.goto(f"{own_demo.address}/incidents/{number}/edit")
    form.context.set_offline(True)
    note_box(form).fill("Eighteen, on a second count")
    form.get_by_label("Why are you changing it?").fill("Counted again")
    form.get_by_role("button", name="Save changes").click()
    expect(form.get_by_role("alert").filter(has_text="Changing a record needs signal")).to_be_visible()
    expect(status(form)).to_have_text("Not saved: no signal")
    form.set_viewport_size({"width": 390, "height": 844})
    assert form.get_by_role("button", name="Save changes").bounding_box()["height"] < 80, "its words stand in one line"
    expect(note_box(form)).to_have_value("Eighteen, on a second count")
    form.context.set_offline(False)
    form.get_by_role("button", name="Save changes").click()
    expect(form.get_by_text("Incident amended")).to_be_visible()


def test_a_full_tablet_says_not_saved_and_keeps_the_words_on_the_screen(form: Page, own_demo: Site):
    form.add_init_script(NO_ROOM)
    form.goto(f"{own_demo.address}/incidents/new")
    fill_incident(form)
    form.context.set_offline(True)
    save(form)
    expect(status(form)).to_have_text("Not saved: no room on this tablet")
    expect(form.get_by_role("alert").filter(has_text="Your words are still here")).to_be_visible()
    expect(note_box(form)).to_have_value(WORDS)
    assert form.get_by_role("button", name="Finish later").bounding_box()["height"] < 60  # one line
    accessible(form)
    form.context.set_offline(False)
    save(form)
    expect(form.get_by_text("Incident saved")).to_be_visible()
    assert records(own_demo) == [(AMARA, "complete")]


def test_a_store_that_is_stuck_says_not_saved_and_holds_up_nothing_with_signal(form: Page, own_demo: Site):
    other = form.context.new_page()
    other.goto(own_demo.address)
    fill_incident(form)
    other.evaluate(ENDLESS)
    form.clock.install()
    form.context.set_offline(True)
    save(form)
    expect(status(form)).to_have_text("Saving…")
    form.clock.fast_forward(6_000)
    expect(status(form)).to_have_text("Not saved: this tablet’s store is stuck", timeout=20_000)
    expect(note_box(form)).to_have_value(WORDS)
    form.context.set_offline(False)
    save(form)
    form.clock.fast_forward(6_000)
    expect(form.get_by_text("Incident saved")).to_be_visible(timeout=20_000)
    assert records(own_demo) == [(AMARA, "complete")]


def test_one_that_is_not_taken_holds_up_no_other_and_says_why(form: Page, own_demo: Site):
    form.context.set_offline(True)
    for words in ("one", "two", "three"):
        fill_incident(form, words)
        save(form)
        expect(note_box(form)).to_have_value("")
    second = sorted(stored(form, "outbox"), key=lambda one: one["envelope"]["sequence"])[1]["client_id"]
    spoil = """([id]) => new Promise((resolve) => {
      indexedDB.open("alongside").onsuccess = ({ target: { result: base } }) => {
        const store = base.transaction("outbox", "readwrite").objectStore("outbox");
        store.get(id).onsuccess = ({ target: { result } }) => {
          const envelope = { ...result.envelope, iv: 7 };
          store.put({ ...result, envelope }).onsuccess = () => (base.close(), resolve());
        };
      };
    })"""
    form.evaluate(spoil, [second])
    form.context.set_offline(False)
    expect(status(form)).to_have_text("Not saved: 1 of 1, see why")
    assert len(records(own_demo, "one")) == len(records(own_demo, "three")) == 1
    form.get_by_role("link", name=re.compile("Not saved")).click()
    expect(form.get_by_text("could not read it")).to_be_visible()
    accessible(form)

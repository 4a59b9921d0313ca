"""The way of a record without signal: saved on the tablet, said so, delivered once, whatever happens in between."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, accessible, as_amara, as_person
from tests.browser.tablets import (  # noqa: F401  fixtures
    AMARA,
    WORDS,
    Tablet,
    expect_waiting,
    fill_incident,
    new_incident,
    note_box,
    own_tablet,
    ready,
    records,
    save,
    status,
    stored,
)

TOM = "Tom Hargreaves"


def delivered(page: Page) -> None:
    expect(status(page)).to_have_text("All saved")


def test_with_signal_a_save_goes_on_as_ever(form: Page, own_demo: Site):
    fill_incident(form)
    save(form)
    expect(form.get_by_text("Incident saved")).to_be_visible()
    delivered(form)
    assert records(own_demo) == [(AMARA, "complete")]
    assert stored(form, "outbox") == [] and stored(form, "drafts") == []
    assert [WORDS in str(one) for one in stored(form, "held")] == [False]


def test_a_network_lost_and_a_browser_killed_mid_incident_make_one_record(tablet: Tablet, own_demo: Site):
    page = tablet.page
    as_amara(page, own_demo)
    ready(page, own_demo)
    tablet.context.set_offline(True)
    fill_incident(page)
    save(page)
    expect_waiting(page, 1)
    expect(note_box(page)).to_have_value("")
    expect(page.locator("p", has_text="It is saved on this tablet")).to_be_focused()
    tablet.kill()
    assert records(own_demo) == []
    tablet.start()
    tablet.page.goto(f"{own_demo.address}/waiting")
    expect(tablet.page.get_by_text("Nothing waits")).to_be_visible()
    assert records(own_demo) == [(AMARA, "complete")]
    as_amara(tablet.page, own_demo)
    delivered(tablet.page)


def test_a_browser_killed_between_the_tablet_and_the_answer_sends_it_at_the_next_start(tablet: Tablet, own_demo: Site):
    page = tablet.page
    as_amara(page, own_demo)
    ready(page, own_demo)
    with page.expect_request("**/incidents") as asked:
        page.route("**/incidents", lambda route: None)  # nothing ever answers
        fill_incident(page)
        save(page)
    assert asked.value.headers["outbox"] == "1"
    tablet.kill()
    tablet.start()
    tablet.page.goto(f"{own_demo.address}/waiting")
    expect(tablet.page.get_by_text("Nothing waits")).to_be_visible()
    assert records(own_demo) == [(AMARA, "complete")]


def test_a_dying_network_is_none_after_three_seconds_and_its_late_arrival_makes_no_second_record(
    form: Page, own_demo: Site
):
    def swallow(route):
        route.fetch()  # the server has it; the answer never comes

    form.route("**/incidents", swallow)
    form.route("**/outbox", lambda route: route.abort())
    fill_incident(form)
    save(form)
    expect(status(form)).to_have_text("Saving…")
    expect_waiting(form, 1)
    assert records(own_demo) == [(AMARA, "complete")]
    form.unroute("**/outbox")
    form.goto(own_demo.address)
    delivered(form)
    assert records(own_demo) == [(AMARA, "complete")]


def test_two_saves_in_a_row_are_two_records_and_a_double_tap_is_one(form: Page, own_demo: Site):
    form.context.set_offline(True)
    for words in (WORDS, "The second, a moment later"):
        fill_incident(form, words)
        form.get_by_role("button", name="Save incident").dblclick()
        expect(note_box(form)).to_have_value("")
    expect_waiting(form, 2)
    first, second = sorted(stored(form, "outbox"), key=lambda one: one["envelope"]["sequence"])
    assert first["client_id"] != second["client_id"]
    form.context.set_offline(False)
    delivered(form)
    assert len(records(own_demo)) == len(records(own_demo, "The second, a moment later")) == 1


def test_the_next_record_starts_empty_and_finish_later_counts(form: Page, own_demo: Site):
    form.context.set_offline(True)
    fill_incident(form)
    form.get_by_role("button", name="Finish later").click()
    expect_waiting(form, 1)
    expect(form.locator("#chosen").get_by_role("checkbox")).to_have_count(0)
    expect(form.get_by_role("checkbox", name="Verbal")).not_to_be_checked()
    expect(form.get_by_role("radio", name="Just now")).to_be_checked()
    form.context.set_offline(False)
    delivered(form)
    assert records(own_demo) == [(AMARA, "open")]


def test_what_is_being_typed_does_not_move_when_signal_returns(form: Page, own_demo: Site):
    form.set_viewport_size({"width": 390, "height": 844})
    form.context.set_offline(True)
    fill_incident(form)
    save(form)
    expect_waiting(form, 1)
    box = note_box(form)
    box.fill("The next one, half wr")
    before = box.bounding_box()
    form.context.set_offline(False)
    expect(status(form)).not_to_contain_text("waiting")
    assert box.bounding_box() == before
    expect(box).to_be_focused()
    expect(box).to_have_value("The next one, half wr")
    assert records(own_demo) == [(AMARA, "complete")]


def test_who_comes_next_sends_it_as_the_first_ones_and_sees_none_of_it(form: Page, own_demo: Site):
    page = form
    page.route("**/outbox", lambda route: route.abort())
    page.route("**/incidents", lambda route: route.abort())
    fill_incident(page)
    save(page)
    expect_waiting(page, 1)
    page.get_by_label(re.compile("You: Amara")).click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    as_person(page, own_demo, TOM)
    expect_waiting(page, 1)
    page.get_by_role("link", name=re.compile("waiting")).click()
    expect(page.get_by_role("listitem").filter(has_text="Incident")).to_be_visible()
    assert WORDS not in page.content() and "Amara" not in page.content()
    page.unroute("**/outbox")
    page.get_by_role("button", name="Send now").click()
    expect(page.get_by_text("All of it is sent")).to_be_visible()
    assert records(own_demo) == [(AMARA, "complete")]


def test_the_waiting_list_shows_kind_and_time_and_no_name(form: Page, own_demo: Site):
    form.route("**/outbox", lambda route: route.abort())
    name = form.locator("#choices .person .name").first.evaluate("element => element.firstChild.textContent").strip()
    form.context.set_offline(True)
    fill_incident(form)
    save(form)
    expect_waiting(form, 1)
    form.context.set_offline(False)
    form.get_by_role("link", name=re.compile("waiting")).click()
    expect(form.get_by_role("heading", name="On this tablet")).to_be_visible()
    expect(form.get_by_role("listitem").filter(has_text=re.compile(r"Incident\s+today \d\d:\d\d"))).to_be_visible()
    assert name not in form.content() and "Amara" not in form.content()
    for width in (390, 820):
        form.set_viewport_size({"width": width, "height": 844})
        accessible(form)


def test_what_the_server_lost_is_sent_again(form: Page, own_demo: Site):
    """The server says that it does not know what it took, as one does whose database was restored."""
    form.route("**/outbox/missing", lambda route: route.fulfill(
        json={"missing": route.request.post_data_json["client_ids"], "safe_until": None}))  # fmt: skip
    fill_incident(form)
    with form.expect_response("**/outbox") as sent:
        save(form)
    assert sent.value.status == 201
    delivered(form)
    assert [one["envelope"]["path"] for one in stored(form, "held")] == ["/incidents"]
    assert records(own_demo) == [(AMARA, "complete")]

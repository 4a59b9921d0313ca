"""A concern from a midday supervisor's first tap to the DSL's decision, by thumb and by keyboard alone."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site, Taps, accessible, as_person

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def phone(page: Page, own_demo: Site):
    page.set_viewport_size(PHONE)
    as_person(page, own_demo, "Denise Whitlow")
    return page


def test_a_midday_supervisor_raises_one_on_a_phone_in_a_dozen_taps(phone: Page, own_demo: Site):
    tap = Taps(phone)
    tap(phone.get_by_role("link", name="Concern", exact=True))
    tap(phone.get_by_role("radio", name="Yes"))
    ring = phone.get_by_role("link", name="999")
    expect(ring).to_have_attribute("href", "tel:999")
    expect(phone.get_by_role("link", name="01632 960142 Grace Adeyemi (DSL)")).to_be_visible()
    tap(phone.get_by_placeholder("Add a pupil: type two letters"))
    phone.keyboard.type("flo")
    tap(phone.locator("#choices").get_by_role("checkbox").first)
    tap(phone.get_by_role("radio", name="The child told me"))
    tap(phone.get_by_label("The exact words"))
    phone.keyboard.type("He grabs my arm when I’m slow.")
    expect(ring).to_be_in_viewport()
    tap(phone.get_by_text("Body map: where is there a mark?"))
    front = phone.get_by_role("img", name="Front of a body")
    box = front.bounding_box()
    assert box
    tap.count += 1
    front.tap(position={"x": box["width"] * 0.84, "y": box["height"] * 0.48})
    mark = phone.locator("#marks > li").first
    expect(mark).to_contain_text("Mark 1: left forearm (front)")
    tap(mark.get_by_role("radio", name="Bruise"))
    expect(ring).to_be_in_viewport()
    accessible(phone)
    phone.set_viewport_size(PHONE)
    tap(phone.get_by_role("button", name="Send concern"))
    expect(phone.get_by_text("Concern saved")).to_be_visible()
    expect(phone.get_by_text("Bruise, left forearm (front)")).to_be_visible()
    expect(phone.get_by_text("It is with the DSL.")).to_be_visible()
    assert tap.count <= 11
    accessible(phone)


def test_marks_are_taken_away_and_given_back_with_the_draft(phone: Page, own_demo: Site):
    phone.goto(own_demo.address + "/concerns/new")
    phone.get_by_text("Body map: where is there a mark?").tap()
    back = phone.get_by_role("img", name="Back of a body")
    box = back.bounding_box()
    assert box
    for share in (0.3, 0.43):
        back.tap(position={"x": box["width"] / 2, "y": box["height"] * share})
    expect(phone.locator("#marks > li")).to_have_count(2)
    phone.locator("#marks > li").first.get_by_text("Take away").tap()
    expect(phone.locator("#marks > li")).to_have_count(1)
    phone.get_by_label("Size and colour of mark 1").fill("as a hand")
    expect(phone.locator("#status")).to_contain_text("Draft kept")
    phone.goto(own_demo.address + "/")
    phone.get_by_role("link", name=re.compile("^Carry on")).click()
    expect(phone.locator("#marks > li")).to_contain_text("Mark 1: lower back (back)")
    expect(phone.get_by_label("Size and colour of mark 1")).to_have_value("as a hand")
    expect(phone.locator("svg.figure .dot")).to_have_count(1)


def test_by_keyboard_alone(page: Page, own_demo: Site):
    as_person(page, own_demo, "Denise Whitlow")
    page.goto(own_demo.address + "/concerns/new")
    press = page.keyboard.press

    def go_to(thing):
        for _ in range(80):
            if thing.evaluate("one => one === document.activeElement"):
                return
            press("Tab")
        raise AssertionError(f"Tab never reaches {thing}")

    go_to(page.get_by_role("radio", name="Yes"))
    press("ArrowRight")
    expect(page.get_by_role("radio", name="No", exact=True)).to_be_checked()
    go_to(page.get_by_placeholder("Add a pupil: type two letters"))
    page.keyboard.type("flo")
    expect(page.locator("#choices").get_by_role("checkbox").first).to_be_attached()
    go_to(page.locator("#choices").get_by_role("checkbox").first)
    press("Space")
    expect(page.locator("#chosen").get_by_role("checkbox")).to_be_checked()
    go_to(page.get_by_role("radio", name="I saw or heard it"))
    press("Space")
    go_to(page.get_by_label("The exact words"))
    page.keyboard.type("It hurts when I sit.")
    go_to(page.locator("details.part-of > summary"))
    press("Enter")
    go_to(page.get_by_label("Or choose the part"))
    page.keyboard.type("left forearm (f")
    go_to(page.get_by_role("button", name="Add a mark"))
    press("Enter")
    move = page.get_by_role("button", name="Move mark 1 with the arrow keys")
    expect(move).to_be_focused()
    expect(page.locator("#marks > li")).to_contain_text("Mark 1: left forearm (front)")
    for _ in range(6):
        press("ArrowDown")
    expect(page.locator("#marks > li")).to_contain_text("left wrist (front)")
    go_to(page.get_by_role("button", name="Send concern"))
    press("Enter")
    expect(page.get_by_text("Mark, left wrist (front)")).to_be_visible()


def test_the_dsl_has_it_at_once_acknowledges_and_decides(page: Page, own_demo: Site, browser: Browser):
    desk = browser.new_page(locale="en-GB", timezone_id="Europe/London", reduced_motion="reduce")
    as_person(desk, own_demo, "Grace Adeyemi")
    as_person(page, own_demo, "Denise Whitlow")
    page.goto(own_demo.address + "/concerns/new")
    page.get_by_role("radio", name="No", exact=True).check()
    page.get_by_text("A pupil I cannot name").click()
    page.get_by_label(re.compile("^Who is it, as far")).fill("A boy in a red coat")
    page.get_by_role("radio", name="I saw or heard it").check()
    page.get_by_label("The exact words").fill("I don’t want to go home")
    page.get_by_role("button", name="Send concern").click()
    expect(page.get_by_text("Not acknowledged yet")).to_be_visible()

    desk.goto(own_demo.address + "/")
    accessible(desk)
    desk.get_by_role("link", name="A boy in a red coat").click()
    accessible(desk)
    desk.get_by_role("button", name="Acknowledge").click()
    expect(desk.get_by_text("Acknowledged").first).to_be_visible()
    desk.get_by_text("Decide, with reasons").click()
    desk.get_by_role("radio", name="Talk with family").check()
    desk.get_by_label(re.compile("^Why")).first.fill("He stayed at the gate until his sister came.")
    desk.get_by_role("button", name="Keep the decision").click()
    expect(desk.get_by_text("Decided: Talk with family")).to_be_visible()
    accessible(desk)
    for path in ("/concerns", "/concerns/new", "/school"):
        desk.goto(own_demo.address + path)
        accessible(desk)
    page.reload()
    expect(page.get_by_text("Received by Grace Adeyemi")).to_be_visible()
    expect(page.get_by_text("Decided")).to_have_count(0)
    desk.close()


def test_the_count_comes_by_itself_and_no_page_is_wider_than_a_phone(page: Page, own_demo: Site):
    page.set_viewport_size(PHONE)
    page.clock.install()
    as_person(page, own_demo, "Grace Adeyemi")
    with page.expect_response(lambda reply: reply.url.endswith("/concerns/waiting")) as asked:
        page.clock.run_for(45_000)
    assert asked.value.status == 200
    expect(page.get_by_role("status").filter(has_text="to be acknowledged")).to_be_visible()
    number = page.locator(".desk a.cover").first.get_attribute("href")
    page.goto(own_demo.address + (number or ""))
    chronology = page.get_by_role("link", name=re.compile("^Chronology of")).get_attribute("href")
    for path in ("/", "/concerns", "/concerns/new", number, chronology, "/parent-contacts/new", "/group-sessions/new"):
        page.goto(own_demo.address + (path or ""))
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, path
    page.goto(own_demo.address + (chronology or ""))
    accessible(page)

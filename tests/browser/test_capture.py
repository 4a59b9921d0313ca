"""Capture as it is done: one thumb, a bad moment, a second thought."""

import re

from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import Site, Taps, as_amara


def test_what_is_typed_survives_a_closed_tab(page: Page, own_demo: Site):
    as_amara(page, own_demo)
    page.get_by_role("link", name="Incident", exact=True).click()
    name = page.locator("#choices .person .name").first.evaluate("element => element.firstChild.textContent")
    page.locator("#choices").get_by_role("checkbox").first.check()
    page.get_by_role("textbox", name=re.compile("saw and heard")).fill("Half a sentence about")
    expect(page.get_by_role("status").filter(has_text="Draft kept")).to_be_visible()
    page.goto("about:blank")
    page.goto(own_demo.address)
    page.get_by_role("link", name=re.compile("Carry on")).click()
    expect(page.get_by_role("textbox", name=re.compile("saw and heard"))).to_have_value("Half a sentence about")
    expect(page.locator("#chosen").get_by_role("checkbox", name=name)).to_be_checked()


def test_a_double_tap_makes_one_record(page: Page, own_demo: Site):
    as_amara(page, own_demo)
    pupil = page.locator(".caseload a").first.get_attribute("href")
    page.goto(own_demo.address + pupil)
    before = page.locator("article").count()
    page.get_by_role("link", name="Incident", exact=True).click()
    page.get_by_role("checkbox", name="Verbal").check()
    page.get_by_role("radio", name="Resolved").check()
    page.get_by_role("button", name="Save incident").dblclick()
    expect(page.get_by_text("Incident saved")).to_be_visible()
    page.goto(own_demo.address + pupil + "?period=2")
    first = page.locator(".entry h3").first
    expect(first).to_contain_text("Verbal")
    assert page.locator("article").count() <= before + 1
    assert page.locator(".entry time", has_text=re.compile(r"^Today")).count() == 1


def test_a_slow_answer_for_the_pupil_before_does_not_take_what_was_found(page: Page, demo_site: Site):
    held: list[Route] = []

    def answer(route: Route) -> None:
        route.continue_() if "find=ma" in (route.request.post_data or "") else held.append(route)

    page.route("**/pupils/picker", answer)
    as_amara(page, demo_site)
    page.get_by_role("link", name="Incident", exact=True).click()
    page.locator("#choices").get_by_role("checkbox").first.check()
    page.get_by_role("searchbox", name=re.compile("Add a pupil")).press_sequentially("ma")
    expect(page.get_by_role("list", name="Found").get_by_role("checkbox").first).to_be_visible()
    assert held and all(route.request.failure for route in held)


def test_the_picker_finds_and_keeps_who_was_chosen(page: Page, demo_site: Site):
    as_amara(page, demo_site)
    page.get_by_role("link", name="Incident", exact=True).click()
    page.locator("#choices").get_by_role("checkbox").first.check()
    find = page.get_by_role("searchbox", name=re.compile("Add a pupil"))
    find.press_sequentially("ma")
    found = page.get_by_role("list", name="Found").get_by_role("checkbox")
    expect(found.first).to_be_visible()
    found.first.check()
    expect(page.locator("#chosen").get_by_role("checkbox")).to_have_count(2)
    expect(find).to_have_value("")
    page.locator("#chosen").get_by_role("checkbox").first.tap()
    expect(page.locator("#chosen").get_by_role("checkbox")).to_have_count(1)


def test_a_choice_that_need_not_be_made_lets_go_at_the_second_tap(page: Page, demo_site: Site):
    as_amara(page, demo_site)
    page.get_by_role("link", name="Incident", exact=True).click()
    major = page.get_by_role("radio", name="Major")
    major.tap()
    expect(major).to_be_checked()
    major.tap()
    expect(major).not_to_be_checked()


def test_the_family_follows_the_pupil_in_a_contact_from_today(page: Page, own_demo: Site):
    as_amara(page, own_demo)
    tap = Taps(page)
    tap(page.get_by_role("link", name="Parent contact"))
    tap(page.locator("#choices").get_by_role("checkbox").first)
    expect(page.get_by_role("group", name="With").get_by_role("radio").first).to_be_checked()
    tap(page.get_by_role("radio", name="No answer"))
    expect(page.get_by_role("group", name="Call again?")).to_be_visible()
    tap(page.get_by_role("checkbox", name="Wellbeing"))
    tap(page.get_by_role("button", name="Save contact"))
    expect(page.get_by_text("Parent contact saved")).to_be_visible()
    assert tap.count == 5
    page.get_by_role("link", name="To do", exact=True).click()
    expect(page.get_by_role("link", name=re.compile("^Call .* again$")).first).to_be_visible()


def pupil_with(page: Page, site: Site, what: Locator, filters: str = "") -> None:
    """Open a pupil of Amara's in whose timeline `what` stands."""
    as_amara(page, site)
    for path in page.locator(".caseload a").evaluate_all("links => links.map(link => link.pathname)"):
        page.goto(site.address + path + filters)
        if what.count():
            return
    raise AssertionError("No pupil of the caseload has it.")


def test_older_records_load_as_the_end_is_reached(page: Page, own_demo: Site):
    older = page.get_by_role("link", name="Older", exact=True)
    pupil_with(page, own_demo, older)
    before = page.locator("article").count()
    older.scroll_into_view_if_needed()
    expect(page.locator("article").nth(before)).to_be_visible()


def test_an_earlier_school_year_unfolds_in_place(page: Page, demo_site: Site):
    fold = page.get_by_text(re.compile("^School year"))
    pupil_with(page, demo_site, fold, "?kind=incident")
    fold.first.click()
    expect(page.locator(".fold article").first).to_be_visible()

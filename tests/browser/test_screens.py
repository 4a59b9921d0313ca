"""Every screen for everybody: axe in light and dark, keyboard alone, 200 % zoom, no scripts, print."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, accessible, as_admin, as_amara, as_person

MENTOR = [
    "/",
    "/pupils",
    "/todos",
    "/more",
    "/more/sign-ins",
    "/more/about",
    "/factors",
    "/factors/new",
    "/checks/new",
    "/incidents/new",
    "/parent-contacts/new",
    "/sessions/new",
    "/group-sessions/new",
    "/signpostings/new",
    "/signpostings",
    "/praise/new",
    "/life-events/new",
    "/notes/new",
    "/agencies",
    "/agencies/1",
    "/agencies/5",
    "/programmes",
    "/programmes/new",
    "/slots",
    "/slots/new",
    "/slots/1/edit",
    "/weeks",
    "/searches",
    "/programmes/1",
    "/programmes/1/edit",
    "/programmes/2/ratings/start/edit",
    "/programmes/7/consents",
    "/programmes/7/contacts",
    "/passwords/edit",
    "/lock/pin/edit",
    "/arrivals",
    "/signals",
    "/waiting",
    "/nominations",
    "/nominations/new",
    "/entry-checks",
    "/supervisions/mine",
    "/trainings",
    "/trainings/new",
    "/reminders",
]
ADMIN = ["/", "/pupils", "/more", "/lists", "/lists/place", "/people", "/people/new", "/imports",
         "/imports/new", "/school", "/people/2/edit", "/people/2/leaving/new", "/factor-resets/2/new",
         "/people/2/links/new", "/mails", "/agencies/new", "/agencies/1/edit", "/term-dates", "/term-dates/new",
         "/term-dates/1/edit", "/term-dates/imports/new"]  # fmt: skip


def first_pupil(page: Page) -> str:
    return page.locator(".caseload a").first.get_attribute("href")


def no_wider_than_the_screen(page: Page) -> None:
    usual = page.viewport_size
    for width in (390, 410, 820, 1180):
        page.set_viewport_size({"width": width, "height": 844})
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{page.url} at {width}"
    page.set_viewport_size(usual)


def test_axe_finds_nothing_on_a_mentors_pages_and_none_is_wider_than_the_screen(page: Page, demo_site: Site):
    for path in ("/sign-in", "/passwords/new", "/one-time-links"):
        page.goto(demo_site.address + path)
        accessible(page)
    as_amara(page, demo_site)
    pupil = first_pupil(page)
    page.goto(demo_site.address + pupil)
    record = page.locator(".entry h3 a").first.get_attribute("href")
    number = record.split("/")[-1]
    own = page.locator(".entry", has_text="Amara Bello").locator("h3 a").first.get_attribute("href")
    mine = own.split("/")[-1]
    for path in [*MENTOR, pupil, record, f"/parent-contacts/new?pupil={pupil.split('/')[-1]}", f"{pupil}?kind=note",
                 f"/what-works/{pupil.split('/')[-1]}", f"/what-works/{pupil.split('/')[-1]}/edit",
                 f"/records/{number}/versions", f"/records/{number}/versions/1", f"{own}/edit",
                 f"/records/{mine}/withdrawal/new", "/caseloads/mine",
                 "/nothing-here"]:  # fmt: skip
        page.goto(demo_site.address + path)
        accessible(page)
        no_wider_than_the_screen(page)


def test_axe_finds_nothing_on_an_admins_pages(page: Page, demo_site: Site):
    as_admin(page, demo_site)
    for path in ADMIN:
        assert page.goto(demo_site.address + path).status == 200, path
        accessible(page)


def test_axe_finds_nothing_on_a_heads_pages(page: Page, own_demo: Site):
    as_admin(page, own_demo)
    page.goto(f"{own_demo.address}/people/2/links/new")
    page.get_by_role("button", name="Ask for one to be handed over").click()
    expect(page.get_by_text("Asked for.")).to_be_visible()
    page.context.clear_cookies()
    as_person(page, own_demo, "Helen Marsh")
    for path in ("/people", "/people/2/roles/new", "/link-requests"):
        assert page.goto(own_demo.address + path).status == 200, path
        accessible(page)
    expect(page.get_by_role("button", name="Yes, show it")).to_be_visible()


def test_axe_finds_nothing_on_the_signals_of_a_lead(page: Page, demo_site: Site):
    as_person(page, demo_site, "Sunita Rao")
    for path in ("/guides", "/guides/1/edit", "/supervisions", "/supervisions/people/1",
                 "/supervisions/people/1/notes/new", "/supervisions/notes/1", "/entry-checks/1", "/signal-lines",
                 "/signals"):  # fmt: skip
        assert page.goto(demo_site.address + path).status == 200, path
        accessible(page)
    page.get_by_role("link", name=re.compile("I have seen it")).first.click()
    expect(page.get_by_role("heading", name="I have seen it")).to_be_visible()
    accessible(page)


def test_axe_finds_nothing_while_setting_up_or_putting_right(page: Page, empty_site: Site):
    page.goto(empty_site.setup)
    accessible(page)
    page.get_by_role("button", name="Set up the school").click()
    expect(page.get_by_role("alert")).to_be_focused()
    accessible(page)


def test_axe_finds_nothing_on_a_form_that_is_open_and_wrong(page: Page, demo_site: Site):
    as_amara(page, demo_site)
    page.get_by_role("link", name="Incident", exact=True).click()
    page.get_by_role("checkbox", name="Restorative talk").check()
    page.get_by_role("checkbox", name="Physical intervention").check()
    page.locator("#choices").get_by_role("checkbox").first.check()
    page.get_by_role("radiogroup", name="When?").or_(page.get_by_role("group", name="When?")).get_by_label(
        "Pick a time"
    ).check()
    accessible(page)
    page.get_by_role("button", name="Save incident").click()
    expect(page.get_by_role("alert")).to_be_focused()
    accessible(page)


def test_an_incident_by_keyboard_alone(page: Page, own_demo: Site):
    as_amara(page, own_demo)

    def reach(thing, key="Tab", most=80):
        for _ in range(most):
            if thing.evaluate("element => element === document.activeElement"):
                return
            page.keyboard.press(key)
        raise AssertionError(f"{thing} cannot be reached with {key}")

    reach(page.get_by_role("link", name="Incident", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="New incident")).to_be_visible()
    first = page.locator("#choices").get_by_role("checkbox").first
    reach(first)
    page.keyboard.press("Space")
    expect(page.locator("#chosen").get_by_role("checkbox")).to_be_checked()
    reach(page.get_by_role("checkbox", name="Verbal"))
    page.keyboard.press("Space")
    reach(page.get_by_role("radio", name="Resolved"))
    page.keyboard.press("Space")
    reach(page.get_by_role("button", name="Save incident"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Incident saved")).to_be_visible()


def test_targets_are_large_enough_for_a_thumb(page: Page, demo_site: Site):
    page.set_viewport_size({"width": 390, "height": 844})
    as_amara(page, demo_site)
    for path in ("/", "/incidents/new", "/parent-contacts/new", "/sessions/new", first_pupil(page)):
        page.goto(demo_site.address + path)
        small = page.evaluate(
            """() => [...document.querySelectorAll(
                   '.chip, .btn, nav.bar a, .tile, .back, .input, summary.more, .check')]
                 .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 47.5)
                 .map(e => e.className + ' ' + e.textContent.trim().slice(0, 30))"""
        )
        assert small == [], path


def test_it_all_works_without_scripts(browser, browser_context_args, own_demo: Site):
    page = browser.new_context(**browser_context_args, java_script_enabled=False).new_page()
    as_amara(page, own_demo)
    page.get_by_role("link", name="Incident", exact=True).click()
    page.get_by_label("Add a pupil: type two letters").fill("se")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_text(re.compile("pupils? found"))).to_be_visible()
    page.get_by_role("list", name="Found").get_by_role("checkbox").first.check()
    page.get_by_role("checkbox", name="Verbal").check()
    page.get_by_role("radio", name="Resolved").check()
    page.get_by_role("button", name="Save incident").click()
    expect(page.get_by_text("Incident saved")).to_be_visible()
    page.locator(".caseload a").first.click()
    page.get_by_label("Incidents", exact=True).check()
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("kind=incident"))


def test_print_is_a_page(page: Page, demo_site: Site):
    as_amara(page, demo_site)
    page.goto(demo_site.address + first_pupil(page))
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.get_by_text(re.compile("printed .* by Amara Bello"))).to_be_visible()
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"

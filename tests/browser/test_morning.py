"""A mentor's first morning, from the set-up link to signing out, with the files of a school's own system."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD, Site, Taps, set_up_app

DATA = Path(__file__).parents[3] / "shared" / "data"
TWELVE = 12


@pytest.fixture
def files(tmp_path):
    """The pupil and contact files: the sample exports where they are beside the checkout, else small ones like them."""
    if DATA.exists():
        return DATA / "sims_pupils.csv", DATA / "bromcom_contacts.csv"
    pupils, contacts = tmp_path / "pupils.csv", tmp_path / "contacts.csv"
    letters = "ABCDEFGHJKLMNPQR"
    rows = [
        f"{n:06},A{201100024000 + n},Sur{letters[n]},Fore{letters[n]},12/03/2016,F,Year  5,Kestrel" for n in range(14)
    ]
    pupils.write_text("Adno,UPN,Legal Surname,Legal Forename,DOB,Gender,Year,Reg\n" + "\n".join(rows), "utf-8-sig")
    lines = [
        f"A{201100024000 + n};Sur{one}, Fore{one};Ms;Mum{one};Sur{one};Mother;Yes;1;07700 900{n:03};;"
        for n, one in enumerate(letters[:14])
    ]
    contacts.write_text(
        "PupilUPN;PupilName;ContactTitle;ContactForename;ContactSurname;Relationship;ParentalResponsibility;Priority;"
        "Mobile;Email;CourtOrder\n" + "\n".join(lines), "windows-1252")  # fmt: skip
    return pupils, contacts


def set_up(page: Page, site: Site) -> None:
    page.goto(site.setup)
    page.get_by_label("School's name").fill("Kestrel Park")
    page.get_by_label("Your name").fill("Amara Bello")
    page.get_by_label("Your e-mail address").fill("amara@school.example")
    page.get_by_label("A password").fill(PASSWORD)
    page.get_by_label("A lead: I arrange the caseloads").check()
    page.get_by_role("button", name="Set up the school").click()
    set_up_app(page)
    expect(page.get_by_role("heading", name="Kestrel Park is set up")).to_be_visible()


def import_file(page: Page, path: Path) -> None:
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Show me what would change").click()
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Imported")).to_be_visible()


def put_twelve_on(page: Page) -> list[str]:
    """Twelve pupils of one class go on Amara's caseload; their names as the cards say them."""
    page.get_by_role("link", name="Today", exact=True).click()
    page.get_by_role("link", name="Put pupils on a caseload").click()
    page.get_by_role("main").get_by_role("link", name=re.compile("Put pupils on.*Amara Bello")).click()
    page.get_by_role("group", name=re.compile("class", re.I)).get_by_role("button").first.click()
    boxes = page.get_by_role("main").get_by_role("checkbox")
    for place in range(TWELVE):
        boxes.nth(place).check()
    page.get_by_role("button", name="Put them on").click()
    page.get_by_role("link", name="Today", exact=True).click()
    expect(page.get_by_role("heading", name="My caseload 12 pupils")).to_be_visible()
    return page.locator(".caseload .name").all_inner_texts()


def open_pupil(page: Page, name: str) -> None:
    page.get_by_role("link", name="Today", exact=True).click()
    page.get_by_role("link", name=re.compile(f"^{re.escape(name)}")).first.click()


def test_a_morning(page: Page, empty_site: Site, files):
    pupils, contacts = files
    set_up(page, empty_site)
    page.get_by_role("link", name="Import your pupils").click()
    import_file(page, pupils)
    page.goto(f"{empty_site.address}/imports/new")
    import_file(page, contacts)
    names = put_twelve_on(page)
    one, two, three, four = names[:4]

    tap = Taps(page)
    tap(page.get_by_role("link", name="Incident", exact=True))
    tap(page.get_by_role("checkbox", name=one))
    tap(page.get_by_role("checkbox", name="Physical", exact=True))
    tap(page.get_by_role("radio", name="Resolved"))
    tap(page.get_by_role("button", name="Save incident"))
    expect(page.get_by_text("Incident saved")).to_be_visible()
    assert tap.count <= 5

    page.get_by_role("link", name="Incident", exact=True).click()
    for name in (one, two, three):
        page.get_by_role("checkbox", name=name).check()
    page.get_by_role("radiogroup", name=f"{two} was").get_by_role("radio", name="Affected").check()
    page.get_by_role("checkbox", name="Verbal").check()
    page.get_by_role("radio", name="Still going").check()
    page.get_by_role("textbox", name=re.compile("saw and heard")).fill(
        "Words over whose turn it was on the trim trail."
    )
    page.get_by_role("button", name="Save incident").click()
    expect(page.get_by_text("Incident saved")).to_be_visible()

    open_pupil(page, one)
    tap = Taps(page)
    tap(page.get_by_role("link", name="Contact", exact=True))
    tap(page.get_by_role("checkbox", name="Good news"))
    tap(page.get_by_role("button", name="Save contact"))
    expect(page.get_by_text("Parent contact saved")).to_be_visible()
    assert tap.count <= 3

    timeline = page.get_by_role("region", name="Timeline")
    expect(timeline.get_by_role("article")).to_have_count(3)
    expect(timeline).to_contain_text(re.compile(r"Call with"))
    for name, count in ((two, 1), (three, 1), (four, 0)):
        open_pupil(page, name)
        expect(page.get_by_role("region", name="Timeline").get_by_role("article")).to_have_count(count)
    open_pupil(page, two)
    expect(page.get_by_role("region", name="Timeline")).to_contain_text("Affected")

    page.get_by_role("region", name="Timeline").get_by_role("link", name=re.compile("Verbal")).click()
    page.get_by_role("link", name="Amend").click()
    page.get_by_role("textbox", name=re.compile("saw and heard")).fill(
        "Words over whose turn it was on the trim trail. Both calm by lunch."
    )
    page.get_by_role("radio", name="Resolved").check()
    page.get_by_label(re.compile("Why are you changing it")).fill("How it ended")
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_text("Incident amended")).to_be_visible()
    page.get_by_role("link", name="2 versions").click()
    page.get_by_role("link", name="Version 2").click()
    expect(page.get_by_role("row", name=re.compile("Note changed"))).to_contain_text("Both calm by lunch.")

    open_pupil(page, one)
    page.get_by_role("checkbox", name="Contacts").check()
    expect(page).to_have_url(re.compile("kind=parent_contact"))
    expect(page.get_by_role("region", name="Timeline").get_by_role("article")).to_have_count(1)
    page.reload()
    expect(page.get_by_role("checkbox", name="Contacts")).to_be_checked()
    expect(page.get_by_role("region", name="Timeline").get_by_role("article")).to_have_count(1)
    page.get_by_role("checkbox", name="Contacts").uncheck()
    page.get_by_role("searchbox", name="Find words in the timeline").fill("trim trail")
    expect(page.get_by_role("region", name="Timeline").get_by_role("article")).to_have_count(1)

    seen = names
    page.get_by_label(re.compile("You: Amara Bello")).click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    for _ in range(10):
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Sign in|Nothing to see"))
        text = page.locator("body").inner_text()
        assert not [name for name in seen if name in text]

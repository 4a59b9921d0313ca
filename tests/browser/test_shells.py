"""A form that the tablet kept, without signal: whom one chooses, what it asks, what comes of it."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, accessible
from tests.browser.kept_forms import (
    KINDS,
    chip,
    pick,
    rows,
    with_signal,
    without_signal,  # noqa: F401  fixture
)
from tests.browser.tablets import (  # noqa: F401  fixtures
    Tablet,
    expect_waiting,
    own_console,
    own_tablet,
    save,
    status,
    stored,
)
from tests.browser.test_service_worker import again

LEO = ("Leo", "P")


def about(site: Site, words: str) -> list[tuple]:
    """(kind, state, role, pupil) for each pupil in the record whose note is `words`."""
    return rows(
        site,
        "SELECT record.kind, record.state, participation.role, pupil.known_as || ' ' || substr(pupil.surname, 1, 1)"
        " FROM record JOIN participation ON participation.record_id = record.id"
        " JOIN pupil ON pupil.id = participation.pupil_id WHERE record.note = ? ORDER BY 4",
        words,
    )


def test_every_kind_is_recorded_from_cold_and_arrives_as_it_was_written(tablet: Tablet, off: Page, own_demo: Site):
    page = again(tablet)
    for count, (path, write) in enumerate(KINDS.items(), 1):
        page.goto(f"{own_demo.address}/{path}/new")
        write(page, f"Seven conkers, {path}")
        page.get_by_role("button", name=re.compile("^(Save|Send) ")).click()
        expect_waiting(page, count)
    with_signal(tablet, page, own_demo)
    for path in KINDS:
        found = about(own_demo, f"Seven conkers, {path}")
        if path == "group-sessions":
            assert len(found) > 2 and [role for _, _, role, _ in found].count("late") == 1
        else:
            ((_, state, role, pupil),) = found
            assert (state, pupil) == ("complete", "Leo P"), path
            assert role == ("affected" if path == "incidents" else "")


def test_the_picker_finds_by_letters_of_either_name_and_by_class(off: Page, own_demo: Site):
    off.goto(f"{own_demo.address}/incidents/new")
    find = off.get_by_role("searchbox", name=re.compile("Add a pupil"))
    found = off.get_by_role("list", name="Found").get_by_role("checkbox")
    find.press_sequentially("l")
    expect(off.get_by_text("Type two letters.")).to_be_visible()
    find.press_sequentially("eo p")
    expect(found).to_have_count(1)
    found.first.check()
    expect(find).to_have_value("")
    expect(off.locator("#chosen").get_by_role("checkbox", name=re.compile("Leo P"))).to_be_checked()
    find.press_sequentially("zzz")
    expect(off.get_by_text("is not on this tablet’s list")).to_be_visible()
    find.fill("kestrel")
    expect(found.first).to_be_visible()
    assert found.count() <= 12


def test_a_name_that_is_not_on_the_list_is_typed_and_matched_when_it_arrives(tablet: Tablet, off: Page, own_demo: Site):
    ((forename, surname),) = rows(
        own_demo,
        "SELECT known_as, surname FROM pupil WHERE left_on IS NULL AND id NOT IN (SELECT pupil_id FROM caseload)"
        " AND id NOT IN (SELECT pupil_id FROM programme_member) GROUP BY known_as, surname HAVING COUNT(*) = 1 LIMIT 1",
    )
    off.goto(f"{own_demo.address}/notes/new")
    off.get_by_role("searchbox").press_sequentially(f"{forename} {surname}")
    expect(off.get_by_text("is not on this tablet’s list")).to_be_visible()
    off.get_by_role("button", name="Add a name").click()
    expect(off.get_by_label(re.compile("Pupil’s name"))).to_have_value(f"{forename} {surname}")
    off.get_by_role("button", name="Add a name").click()
    off.get_by_label(re.compile("Pupil’s name")).last.fill("Leo Nobodyknowswho")
    off.get_by_label(re.compile("What should be remembered")).fill("Nine conkers")
    expect(off.locator("[data-summary]")).to_contain_text("2 pupils")
    off.get_by_role("button", name="Save note").click()
    expect_waiting(off, 1)
    expect(off.get_by_label(re.compile("Pupil’s name"))).to_have_count(0)
    with_signal(tablet, off, own_demo)
    off.goto(f"{own_demo.address}/arrivals")
    expect(off.get_by_role("link", name="Look at it")).to_be_visible()
    accessible(off)
    off.goto(own_demo.address)
    off.get_by_role("link", name=re.compile("Carry on")).click()
    expect(off.locator("#chosen").get_by_role("checkbox", name=re.compile(forename))).to_be_checked()
    expect(off.get_by_role("searchbox", name=re.compile("Add a pupil"))).to_have_value("Leo Nobodyknowswho")


def test_the_pupil_whose_page_it_was_is_chosen(off: Page, own_demo: Site):
    ((number,),) = rows(own_demo, "SELECT id FROM pupil WHERE known_as = ? AND surname LIKE ? LIMIT 1", LEO[0], "P%")
    off.goto(f"{own_demo.address}/sessions/new?pupil={number}")
    expect(off.locator("#chosen").get_by_role("checkbox", name=re.compile("Leo P"))).to_be_checked()
    off.goto(f"{own_demo.address}/sessions/new?pupil=999999")
    expect(off.locator("#chosen").get_by_role("checkbox", name="The pupil of the page before")).to_be_checked()


def test_what_is_needed_is_asked_for_before_it_is_called_saved(off: Page, own_demo: Site):
    off.goto(f"{own_demo.address}/incidents/new")
    save(off)
    faults = off.get_by_role("alert")
    expect(faults).to_be_focused()
    expect(faults.get_by_role("link")).to_have_text([
        "Choose at least one pupil, or tap Finish later.", "Choose what happened, or tap Finish later.",
        "Choose how it ended, or tap Finish later.",
    ])  # fmt: skip
    assert stored(off, "outbox") == []
    chip(off, "When", "Pick a time")
    off.get_by_role("button", name="Finish later").click()
    expect(faults.get_by_role("link")).to_have_text(["Say the time it happened, such as 10:45, or choose Just now."])
    chip(off, "When", "Just now")
    off.get_by_role("button", name="Finish later").click()
    expect_waiting(off, 1)
    expect(faults).to_have_count(0)


def test_a_session_is_with_one_pupil_without_signal_too(off: Page, own_demo: Site):
    off.goto(f"{own_demo.address}/sessions/new")
    pick(off, "Leo P")
    off.get_by_role("button", name="Add a name").click()
    off.get_by_label(re.compile("Pupil’s name")).fill("Somebody Else")
    off.get_by_role("button", name="Save session").click()
    expect(off.get_by_role("alert").get_by_role("link")).to_contain_text("A 1:1 session is with one pupil")


def to_rate(site: Site) -> tuple[str, int, str]:
    """(pupil's name as the picker shows it, target, its words) of a target that Amara can rate."""
    return rows(
        site,
        "SELECT pupil.known_as || ' ' || substr(pupil.surname, 1, 1), target.id, target.own_words FROM target"
        " JOIN plan ON plan.id = target.plan_id JOIN pupil ON pupil.id = plan.pupil_id"
        " JOIN caseload ON caseload.pupil_id = pupil.id JOIN user ON user.id = caseload.mentor_id"
        " WHERE user.name = 'Amara Bello' AND caseload.ends_on IS NULL AND plan.ended_on IS NULL"
        " AND target.state = 'open' AND target.measure = 'rating' AND length(target.own_words) < 60 LIMIT 1",
    )[0]  # fmt: skip


def test_a_target_is_rated_without_signal_and_its_rating_arrives(tablet: Tablet, off: Page, own_demo: Site):
    name, target, words = to_rate(own_demo)
    off.goto(f"{own_demo.address}/sessions/new")
    expect(off.get_by_text("Choose a pupil of your caseload")).to_be_visible()
    off.get_by_role("searchbox", name=re.compile("Add a pupil")).press_sequentially(name)
    off.get_by_role("list", name="Found").get_by_role("checkbox", name=re.compile(name)).check()
    rate = off.get_by_role("group", name=words)
    rate.get_by_role("radio", name="7", exact=True).check()
    off.get_by_label(re.compile("What you did and noticed")).fill("Nine conkers, rated")
    accessible(off)
    expect(status(off)).to_have_text("Draft kept on this tablet")
    off.reload()
    expect(rate.get_by_role("radio", name="7", exact=True)).to_be_checked()
    off.get_by_role("button", name="Save session").click()
    expect_waiting(off, 1)
    expect(rate).to_have_count(0)
    with_signal(tablet, off, own_demo)
    assert rows(
        own_demo,
        "SELECT rating.target_id, rating.value FROM rating JOIN record ON record.id = rating.record_id"
        " WHERE record.note = 'Nine conkers, rated' AND rating.target_id = ?",
        target,
    ) == [(target, 7)]  # fmt: skip

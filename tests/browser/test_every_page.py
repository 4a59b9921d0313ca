"""axe on every page there is: on those that no other test in a browser comes to; and which test has which."""

import re
import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import HERE, Site, accessible, let_in
from tests.browser.kept_forms import rows

# The numbers that stand in the addresses, each as the demo has it for Amara Bello, the first of its people.
NUMBERS = {
    "plan": "SELECT id, pupil_id FROM plan WHERE ended_on IS NULL AND pupil_id IN (SELECT pupil_id FROM what_works)",
    "other": "SELECT id FROM other_plan",
    "training": "SELECT id FROM training WHERE user_id = 1",
    "going": "SELECT pupil_id FROM programme_consent WHERE programme_id = 7",
    "concern": "SELECT id FROM record WHERE kind = 'concern'",
    "record": "SELECT id FROM record WHERE kind = 'incident' AND author_id = 1",
} | {
    kind: f"SELECT id FROM record WHERE kind = '{kind}' AND author_id = 1 AND state = 'complete'"  # noqa: S608
    for kind in ("session", "group_session", "parent_contact", "note", "praise", "life_event", "signposting", "review")
}
PAGES = {
    "Amara Bello": [
        "/plans", "/plans/{plan}", "/plans/{plan}/edit", "/plans/{plan}/versions", "/plans/{plan}/printed",
        "/plans/new?pupil={pupil}", "/other-plans/new?pupil={pupil}", "/other-plans/{other}/edit",
        "/reviews/new?plan={plan}", "/reviews/{review}", "/reviews/{review}/edit",
        "/sessions/{session}", "/sessions/{session}/edit", "/group-sessions/{group_session}",
        "/group-sessions/{group_session}/edit", "/parent-contacts/{parent_contact}",
        "/parent-contacts/{parent_contact}/edit", "/notes/{note}", "/notes/{note}/edit", "/praise/{praise}",
        "/praise/{praise}/edit", "/life-events/{life_event}", "/life-events/{life_event}/edit",
        "/signpostings/{signposting}", "/signpostings/{signposting}/edit", "/tracking", "/tracking/pupils/{pupil}",
        "/tracking/pupils/{pupil}/baselines/attendance/edit", "/what-works/{pupil}/versions",
        "/trainings/{training}/edit", "/programmes/7/consents/{going}/edit", "/weeks/2026-11-16",
        "/post-16/pupils/{pupil}/edit", "/my-schools", "/audit-events/mine",
    ],
    "Sunita Rao": [
        "/caseloads", "/caseloads/1", "/caseloads/1/moves/new", "/caseloads/1/pupils/new", "/insights",
        "/pupils/{pupil}/readers", "/nominations/4",
    ],
    "Grace Adeyemi": [
        "/concerns", "/concerns/{concern}", "/chronologies/1", "/audit-events", "/relationships", "/relationships/new",
        "/records/{record}/restriction/edit", "/records/{record}/readers", "/records/{record}/move/new", "/break-glass",
    ],
    "Helen Marsh": ["/break-glass/pupils/1/new"],
    "Linda Prowse": ["/people/4/classes/edit"],
}  # fmt: skip
ELSEWHERE = {
    "test_concerns.py": ("concerns.new", "concerns.waiting_show"),
    "test_imports.py": ("imports.show", "imports.edit"),
    "test_locks.py": ("locks.show",),
    "test_own_screens.py": ("own_screens.show", "own_screens.read"),
    "test_security_keys.py": ("second_steps.new",),
    "test_service_worker.py": ("offline.show",),
    "test_shells.py": ("shells.show",),
    "test_screens.py": (
        "setup.new",
        "setup.choice",
        "signals.rests_new",
        "incidents.show",
        "incidents.edit",
        "pupils.show",
    ),
}
NO_PAGE = {
    "assets.show", "offline.manifest", "offline.worker", "imports.bad_rows", "trainings.file_show",  # files
    "reminders.feed_show", "single_sign_ons.new", "single_sign_ons.create", "setup.closed",  # and ways elsewhere
    "imports.progress_show", "tracking.figures_show",  # parts of pages
    "one_time_links.show",  # the page of a new password, whose form has its own tests
}  # fmt: skip


@pytest.mark.parametrize("person", PAGES)
def test_axe_finds_nothing(page: Page, own_demo: Site, person):
    numbers = {name: rows(own_demo, f"{sql} ORDER BY id LIMIT 1")[0] for name, sql in NUMBERS.items()}
    given = {name: found[0] for name, found in numbers.items()} | {"pupil": numbers["plan"][1]}
    with closing(sqlite3.connect(own_demo.database.removeprefix("sqlite:///"))) as base, base:
        base.execute("UPDATE pupil SET year_group = 10 WHERE id = ?", (given["pupil"],))  # the demo is a primary school
    let_in(page, own_demo, person)
    for path in PAGES[person]:
        assert page.goto(own_demo.address + path.format(**given)).status == 200, path
        accessible(page)


def test_every_page_there_is_has_been_looked_at(app):
    looked = [path for person in PAGES.values() for path in person]
    looked += re.findall(r'"(/[^"]*)"', (HERE / "tests/browser/test_screens.py").read_text())
    match = app.url_map.bind("alongside").match
    found = {
        match(re.sub(r"\{[^}]*\}", "1", path.partition("?")[0]), method="GET")[0]
        for path in looked
        if path != "/nothing-here"
    }
    for file, endpoints in ELSEWHERE.items():
        assert "accessible(" in (HERE / "tests/browser" / file).read_text(), file
        found |= set(endpoints)
    there = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}
    assert there - found == NO_PAGE

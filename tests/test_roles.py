"""The matrix of security.md §2, cell by cell: what each role reads, writes and may not know of."""

import re
from html import unescape

import pytest

from mentoring import signing_in
from models import KINDS, FamilyContact, Membership, Pupil, Record, Todo
from models.school import ROLES, STAFF
from tests import makers


@pytest.fixture
def people(school):
    """Somebody of each role, by role."""
    return {role: makers.member(school, f"{role.capitalize()} Person", role) for role in ROLES}


@pytest.fixture
def written(school, people):
    """A mentor's record about a pupil of their caseload, another pupil's in it too."""
    jayden = makers.pupil(school, on=people["mentor"], sen_status="EHCP", sen_need="Speech")
    makers.family(jayden)
    return makers.record(people["mentor"], jayden, note="He shouted at the gate")


READS = {"mentor", "lead", "dsl"}


@pytest.mark.parametrize("role", ROLES)
def test_who_reads_a_record_a_timeline_a_family(app, people, written, role):
    browser, pupil = makers.client(app, people[role]), Pupil.get()
    page = browser.get(f"/incidents/{written.id}")
    assert page.status_code == (200 if role in READS else 403 if role in ("admin", "trust") else 404)
    timeline = browser.get(f"/pupils/{pupil.id}").text
    assert ("He shouted" in timeline) == (role in READS)
    assert ("Chioma" in timeline) == (role in READS)
    assert FamilyContact.visible_to(people[role]).exists() == (role in READS)
    if role not in ("admin", "trust"):
        found = browser.post("/searches", data={"words": "shouted"}).text
        assert (f'id="record-{written.id}"' in found) == (role in READS)


@pytest.mark.parametrize("role", ROLES)
def test_who_finds_a_pupil_and_who_sees_their_need(app, people, written, role):
    browser, pupil = makers.client(app, people[role]), Pupil.get()
    reply = browser.get(f"/pupils/{pupil.id}")
    assert reply.status_code == (403 if role == "trust" else 200)
    assert ("EHCP" in reply.text) == (role in {"mentor", "lead", "dsl", "slt", "head", "admin"})


WRITERS = {
    "incidents": {"mentor", "contributor", "lead", "dsl", "slt", "head"},
    "praise": {"mentor", "contributor", "lead", "dsl", "slt", "head"},
    "sessions": READS, "group-sessions": READS, "parent-contacts": READS, "notes": READS, "programmes": READS,
}  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_who_writes_what_and_is_offered_nothing_else(app, people, role):
    browser = makers.client(app, people[role])
    today = browser.get("/").text
    for path, writers in WRITERS.items():
        assert browser.get(f"/{path}/new").status_code == (200 if role in writers else 403), path
        if path != "programmes":
            assert (f'href="/{path}/new"' in today) == (role in writers), path


@pytest.mark.parametrize("role", ROLES)
def test_no_page_leads_where_a_role_may_not_go(app, people, written, role):
    """Every link and form of every page that a role can open is open to it."""
    browser, seen, waiting = makers.client(app, people[role]), set(), ["/"]
    while waiting:
        path = waiting.pop()
        reply = browser.get(path)
        assert reply.status_code == 200, path
        for found in re.findall(r'href="(/[^"#]*)', reply.text):
            if (bare := found.partition("?")[0]) not in seen and not found.startswith("/static"):
                seen.add(bare)
                waiting.append(unescape(found))
    assert len(seen) >= 4


def test_a_contributor_sees_what_came_of_their_own(app, people, school):
    pupil = makers.pupil(school)
    record = makers.record(people["contributor"], pupil, note="Pushed in the queue")
    browser = makers.client(app, people["contributor"])
    assert "Pushed in the queue" in browser.get("/").text
    assert browser.get(f"/incidents/{record.id}").status_code == 200
    assert browser.get(f"/incidents/{record.id}/edit").status_code == 200
    assert "Pushed in the queue" not in makers.client(app, people["slt"]).get("/").text


@pytest.mark.parametrize(("role", "may"), [("lead", True), ("dsl", True), ("mentor", False), ("head", False)])
def test_a_lead_or_dsl_amends_any_support_record_with_a_reason(app, school, people, role, may):
    written = makers.record(people["contributor"], makers.pupil(school), note="As first said")
    browser = makers.client(app, people[role])
    form = makers.incident_form(school, Pupil.get(), note="Put right", version="1")
    reply = browser.post(f"/incidents/{written.id}", data=form)
    assert reply.status_code == (422 if may else 404)
    if may:
        assert "Say in a few words why you are changing it" in reply.text
        assert browser.post(f"/incidents/{written.id}", data=form | {"reason": "Wrong place"}).status_code == 303
        assert (Record.get().note, Record.get().author_id) == ("Put right", people["contributor"].user.id)


def test_nobody_outside_the_school_reads_anything(app, written):
    far = makers.school("Elsewhere")
    for role in ROLES:
        stranger = makers.member(far, f"Stranger {role}", role)
        assert not Record.visible_to(stranger).exists() and not Todo.visible_to(stranger).exists()
        assert not Pupil.findable_by(stranger).exists() and not Pupil.card_visible_to(stranger).exists()
        assert makers.client(app, stranger).get(f"/incidents/{written.id}").status_code in (403, 404)


# Roles that a head confirms


def grant(browser, user, *roles):
    return browser.post(f"/people/{user.id}", data={"name": user.name, "roles": list(roles)})


@pytest.mark.parametrize("role", ["lead", "dsl", "head"])
def test_a_role_that_reads_waits_for_a_head_and_counts_from_then(app, as_admin, people, written, role):
    other = makers.member(written.school, "Olga New", "contributor")
    makers.code_app(other.user)  # which a DSL and a head need
    browser = makers.client(app, other)
    assert grant(as_admin, other.user, "contributor", role).status_code == 303
    assert signing_in.member_at(other.user, other.school).roles == {"contributor"}
    assert browser.get(f"/incidents/{written.id}").status_code == 404
    row = Membership.get(Membership.user == other.user, Membership.role == role)
    assert as_admin.post(f"/people/roles/{row.id}/confirmation").status_code == 403
    head = makers.client(app, people["head"])
    assert "Olga New" in head.get("/people").text
    assert head.post(f"/people/roles/{row.id}/confirmation").status_code == 303
    assert signing_in.member_at(other.user, other.school).roles == {"contributor", role}


def test_a_refused_role_never_counts(app, as_admin, people):
    grant(as_admin, people["contributor"].user, "contributor", "dsl")
    row = Membership.get(Membership.user == people["contributor"].user, Membership.role == "dsl")
    head = makers.client(app, people["head"])
    assert head.post(f"/people/roles/{row.id}/refusal").status_code == 303
    assert head.post(f"/people/roles/{row.id}/confirmation").status_code == 404
    assert signing_in.member_at(people["contributor"].user, people["contributor"].school).roles == {"contributor"}


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"admin"}))
def test_no_admin_gives_themselves_a_role(as_admin, admin, role):
    reply = grant(as_admin, admin.user, "admin", role)
    assert reply.status_code == 403 and "Another admin or a headteacher gives it to you" in reply.text
    assert signing_in.member_at(admin.user, admin.school).roles == {"admin"}
    assert Membership.select().count() == 1


def test_a_head_gives_the_only_admin_a_role(as_head, admin, head):
    assert as_head.get(f"/people/{admin.user.id}/roles/new").text.count('name="role"') == len(ROLES) - 1
    for _ in range(2):
        as_head.post(f"/people/{admin.user.id}/roles", data={"role": "mentor"})
    assert signing_in.member_at(admin.user, admin.school).roles == {"admin", "mentor"}
    assert Membership.select().where(Membership.user == admin.user).count() == 2
    assert as_head.post(f"/people/{admin.user.id}/roles", data={"role": "lead"}).status_code == 303
    assert signing_in.member_at(admin.user, admin.school).roles == {"admin", "mentor"}  # lead waits as ever
    for sent in ({}, {"role": "king"}, {"role": "admin"}):
        reply = as_head.post(f"/people/{admin.user.id}/roles", data=sent)
        assert reply.status_code == 422 and reply.text.count("Choose a role.") == 2
    assert as_head.post(f"/people/{head.user.id}/roles", data={"role": "dsl"}).status_code == 403
    assert Membership.select().where(Membership.user == head.user).count() == 1


def test_a_head_confirms_no_role_of_their_own(app, as_admin, people):
    head = people["head"]
    grant(as_admin, head.user, "head", "dsl")
    row = Membership.get(Membership.user == head.user, Membership.role == "dsl")
    assert makers.client(app, head).post(f"/people/roles/{row.id}/confirmation").status_code == 403
    assert "dsl" not in signing_in.member_at(head.user, head.school).roles


def test_a_role_taken_or_somebody_who_left_is_out_on_the_next_request(app, as_admin, people, written):
    lead, dsl = makers.client(app, people["lead"]), makers.client(app, people["dsl"])
    makers.member(written.school, "Dora Deputy", "dsl")  # else the DSL would be the last
    assert lead.get(f"/incidents/{written.id}").status_code == dsl.get(f"/incidents/{written.id}").status_code == 200
    grant(as_admin, people["lead"].user, "contributor")
    as_admin.post(f"/people/{people['dsl'].user.id}/leaving")
    assert lead.get(f"/incidents/{written.id}").status_code == 404
    assert dsl.get(f"/incidents/{written.id}").location.startswith("/sign-in")


def test_a_leavers_drafts_pass_to_the_dsls_and_to_nobody_else(app, as_admin, people):
    mentor, words = people["mentor"], makers.client_id()
    draft = {"client_id": words, "form_path": "/notes/new", "form_title": "Note", "note": "half a sentence"}
    makers.client(app, mentor).post("/drafts", data=draft)
    browsers = {role: makers.client(app, people[role]) for role in STAFF if role != "mentor"}
    for browser in browsers.values():
        assert "half a sentence" not in browser.get(f"/notes/new?draft={words}").text
    as_admin.post(f"/people/{mentor.user.id}/leaving")
    for role, browser in browsers.items():
        assert ("half a sentence" in browser.get(f"/notes/new?draft={words}").text) == (role == "dsl"), role
        assert ("who has left, was" in browser.get("/").text) == (role == "dsl"), role


def test_every_kind_says_who_writes_it():
    assert all(set(kind.writers) <= set(STAFF) and kind.writers for kind in KINDS.values())

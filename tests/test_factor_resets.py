"""Somebody lost everything they sign in with."""

import pytest

from mentoring import clock, recovery_codes
from models import AuditEvent, CodeApp, Membership, RecoveryCode, User
from tests import makers


def holding(school, name, *roles):
    """Somebody of the school with an app and recovery codes."""
    member = makers.member(school, name, *roles)
    if not CodeApp.select().where(CodeApp.user == member.user).exists():
        makers.code_app(member.user)
    recovery_codes.renew(member.user)
    return member


def has_any(member):
    return any(table.select().where(table.user == member.user).exists() for table in (CodeApp, RecoveryCode))


@pytest.mark.parametrize(("by", "of", "may"), [
    ("admin", "mentor", True), ("admin", "contributor", True), ("admin", "lead", True), ("admin", "trust", True),
    ("admin", "dsl", False), ("admin", "head", False), ("admin", "admin", False),
    ("head", "dsl", True), ("head", "admin", True), ("head", "head", True), ("head", "mentor", True),
])  # fmt: skip
def test_who_may_do_it_for_whom(app, school, by, of, may):
    browser = makers.client(app, makers.member(school, "Bea By", by))
    lost = holding(school, "Lou Lost", of)
    theirs = makers.client(app, lost)
    page = browser.get(f"/factor-resets/{lost.user.id}/new")
    reply = browser.post(f"/factor-resets/{lost.user.id}")
    assert ("Take them away" in page.text, reply.status_code) == ((True, 303) if may else (False, 403))
    assert has_any(lost) is not may
    assert (theirs.get("/").status_code == 303) is may
    assert AuditEvent.select().where(AuditEvent.action == "factors.reset").count() == may


def test_a_role_that_waits_for_a_head_counts_too(app, school):
    lost = holding(school, "Lou Lost", "mentor")
    Membership.create(school=school, user=lost.user, role="dsl", created_at=clock.now())
    browser = makers.client(app, makers.member(school, "Ann Admin", "admin"))
    assert browser.post(f"/factor-resets/{lost.user.id}").status_code == 403 and has_any(lost)


def test_the_person_is_told_who_did_it_at_the_next_sign_in(app, school, as_admin, admin):
    lost = holding(school, "Lou Lost", "mentor")
    as_admin.post(f"/factor-resets/{lost.user.id}")
    browser = makers.client(app)
    browser.post("/sign-in", data={"email": lost.user.email, "password": makers.PASSWORD})
    assert "Olu Admin took away your second steps" in browser.get("/").text


def test_who_has_no_password_is_left_with_none_and_that_is_said(app, school, as_admin):
    lost = holding(school, "Lou Lost", "mentor")
    User.update(password_hash="").where(User.id == lost.user.id).execute()
    as_admin.post(f"/factor-resets/{lost.user.id}")
    assert "has no password: to come in again they need a one-time link" in as_admin.get("/people").text


def test_nobody_does_it_for_themselves_or_where_the_account_opens_another_school(app, school):
    head = makers.member(school, "Hana Head", "head")
    browser = makers.client(app, head)
    assert browser.post(f"/factor-resets/{head.user.id}").status_code == 403 and has_any(head)
    lost = holding(school, "Lou Lost", "mentor")
    Membership.create(school=makers.school("Elsewhere"), user=lost.user, role="dsl", created_at=clock.now())
    assert browser.post(f"/factor-resets/{lost.user.id}").status_code == 403 and has_any(lost)


def test_another_schools_people_are_not_there(app, school, as_admin):
    stranger = holding(makers.school("Elsewhere"), "Sam Stranger", "mentor")
    assert as_admin.post(f"/factor-resets/{stranger.user.id}").status_code == 404 and has_any(stranger)


def test_at_the_server_it_is_done_for_the_only_head(app, school):
    head = holding(school, "Hana Head", "head")
    runner = app.test_cli_runner()
    said = runner.invoke(args=["reset-factors", head.user.email.upper()])
    assert said.exit_code == 0 and "Hana Head" in said.output and not has_any(head)
    assert runner.invoke(args=["reset-factors", "nobody@school.example"]).exit_code == 1

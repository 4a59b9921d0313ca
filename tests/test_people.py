"""People: who works here in which role; leaving, coming back."""

from datetime import timedelta

import pytest

from mentoring import assigning, clock, people
from models import AuditEvent, Caseload, Login, Member, Membership, Record, Todo, User
from tests import makers


def person(**changes) -> dict:
    return {
        "name": "Ben Carter", "email": "ben@school.example", "roles": ["mentor"],
    } | changes  # fmt: skip


def signs_in(app, email, password) -> bool:
    reply = makers.client(app).post("/sign-in", data={"email": email, "password": password})
    return reply.status_code == 303


def roles_of(member, user) -> set[str]:
    return set(people.one(member, user).roles)


def test_people_stand_with_their_roles(as_admin, mentor):
    page = as_admin.get("/people").text
    assert "Amara Bello" in page
    assert "2 people can sign in" in page


def test_a_new_person_gets_a_link_and_no_password_of_somebody_elses(as_admin, admin):
    reply = as_admin.post("/people", data=person())
    assert reply.status_code == 201 and "/one-time-links/" in reply.text
    ben = User.get(User.email == "ben@school.example")
    assert roles_of(admin, ben) == {"mentor"} and ben.password_hash == ""
    assert AuditEvent.get(AuditEvent.action == "user.create").subject_id is not None


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": "  "}, "Write their name."),
        ({"name": "B" * 121}, "Use at most 120 characters."),
        ({"email": "ben"}, "Write the whole address"),
        ({"email": ""}, "Write the whole address"),
        ({"roles": []}, "Choose at least one role."),
        ({"roles": ["king"]}, "One of those roles is not offered."),
        ({"email": "amara"}, "Write the whole address"),
    ],
)
def test_a_fault_is_told_twice_and_what_was_typed_is_kept(as_admin, changes, sentence):
    sent = person(**changes)
    reply = as_admin.post("/people", data=sent)
    assert reply.status_code == 422
    assert reply.text.count(sentence) == 2
    for field in ("name", "email"):
        assert f'value="{sent[field].strip()}"' in reply.text
    assert not User.select().where(User.email == "ben@school.example").exists()


def test_an_address_that_has_an_account_is_told_at_the_address(as_admin, mentor):
    reply = as_admin.post("/people", data=person(email=mentor.user.email.upper()))
    assert reply.status_code == 422
    assert reply.text.count("Somebody has an account with that e-mail address") == 2


def test_name_and_roles_change_and_are_noted(as_admin, admin, mentor):
    form = {"name": "Amara Bello-Reid", "roles": ["mentor", "admin"]}
    assert as_admin.post(f"/people/{mentor.user.id}", data=form).status_code == 303
    assert User.get_by_id(mentor.user.id).name == "Amara Bello-Reid"
    assert roles_of(admin, mentor.user) == {"mentor", "admin"}
    assert AuditEvent.get(AuditEvent.action == "user.change").detail == "admin mentor"


def test_a_new_name_stands_beside_the_old_in_the_trail(as_admin, as_dsl, mentor):
    as_admin.post(f"/people/{mentor.user.id}", data={"name": "Amara Bello", "roles": ["mentor"]})
    assert not AuditEvent.select().where(AuditEvent.action == "user.rename").exists()
    as_admin.post(f"/people/{mentor.user.id}", data={"name": "Amara Reid", "roles": ["mentor"]})
    assert AuditEvent.get(AuditEvent.action == "user.rename").detail == "Amara Bello → Amara Reid"
    assert "changed a name: Amara Bello → Amara Reid" in as_dsl.get("/audit-events").text


def test_who_works_at_another_school_too_keeps_their_name(app, as_admin, mentor):
    other = makers.school("Elsewhere")
    Membership.create(school=other, user=mentor.user, role="head", created_at=clock.now(), confirmed_at=clock.now())
    reply = as_admin.post(f"/people/{mentor.user.id}", data={"name": "Other Head", "roles": ["mentor", "slt"]})
    assert reply.status_code == 422 and reply.text.count("They also work at another school") == 2
    assert User.get_by_id(mentor.user.id).name == "Amara Bello"
    assert not Membership.select().where(Membership.role == "slt").exists()
    same = as_admin.post(f"/people/{mentor.user.id}", data={"name": "Amara Bello", "roles": ["mentor", "slt"]})
    assert same.status_code == 303
    run = app.test_cli_runner().invoke
    assert run(args=["rename-person", mentor.user.email, " "]).exit_code == 1
    assert "called Amara Reid now" in run(args=["rename-person", mentor.user.email, " Amara  Reid "]).output
    assert User.get_by_id(mentor.user.id).name == "Amara Reid"
    told = AuditEvent.select().where(AuditEvent.action == "user.rename")
    assert {(row.school_id, row.detail) for row in told} == {
        (mentor.school.id, "Amara Bello → Amara Reid"), (other.id, "Amara Bello → Amara Reid")
    }  # fmt: skip


def test_a_role_given_again_is_a_new_time_of_it(as_admin, mentor):
    for roles in (["admin"], ["mentor"], ["mentor"]):
        as_admin.post(f"/people/{mentor.user.id}", data={"name": "Amara Bello", "roles": roles})
    held = Membership.select().where((Membership.user == mentor.user) & (Membership.role == "mentor"))
    assert [row.ended_at is None for row in held.order_by(Membership.id)] == [False, True]


def test_without_the_mentor_role_the_caseload_ends_today(app, as_admin, admin, school, mentor):
    pupil = makers.pupil(school, on=mentor)
    makers.code_app(mentor.user)  # which an admin needs
    browser = makers.client(app, mentor)
    as_admin.post(f"/people/{mentor.user.id}", data={"name": "Amara Bello", "roles": ["admin"]})
    assert Caseload.get().ends_on == clock.today(school.zone)
    assert browser.get("/searches").status_code == 403
    assert browser.get(f"/pupils/{pupil.id}").status_code == 200


@pytest.mark.parametrize("form", [{"name": "", "roles": ["mentor"]}, {"name": "Amara", "roles": []}])
def test_a_change_with_a_fault_changes_nothing(as_admin, admin, mentor, form):
    assert as_admin.post(f"/people/{mentor.user.id}", data=form).status_code == 422
    assert User.get_by_id(mentor.user.id).name == "Amara Bello"
    assert roles_of(admin, mentor.user) == {"mentor"}


def test_the_last_admin_stays_one(as_admin, admin, mentor):
    reply = as_admin.post(f"/people/{admin.user.id}", data={"name": "Olu A", "roles": ["mentor"]})
    assert reply.status_code == 422
    assert reply.text.count("is the school&#39;s only admin. Make somebody else an admin first.") == 2
    assert "Olu A" in reply.text
    reply = as_admin.post(f"/people/{admin.user.id}/leaving")
    assert reply.status_code == 422
    assert "Make somebody else an admin first." in reply.text
    assert roles_of(admin, admin.user) == {"admin"}
    assert as_admin.get("/people").status_code == 200


@pytest.mark.parametrize(("role", "cure"), [
    ("dsl", "is the school&#39;s only DSL. Make somebody else a DSL first"),
    ("head", "is the school&#39;s only headteacher. Make somebody else a headteacher first"),
])  # fmt: skip
def test_no_school_is_left_without_a_dsl_or_a_head(app, as_admin, school, role, cure):
    last = makers.member(school, "Lin Last", role)
    waiting = makers.member(school, "Wen Waits", "mentor")
    Membership.create(school=school, user=waiting.user, role=role, created_at=clock.now())
    reply = as_admin.post(f"/people/{last.user.id}", data={"name": "Lin Last", "roles": ["contributor"]})
    assert reply.status_code == 422 and reply.text.count(cure) == 2
    reply = as_admin.post(f"/people/{last.user.id}/leaving")
    assert reply.status_code == 422 and cure in reply.text
    assert roles_of(last, last.user) == {role} and User.holding(school, role).count() == 1
    # Who only waits for a head is none yet, and may go; with another, the first may.
    assert as_admin.post(f"/people/{waiting.user.id}/leaving").status_code == 303
    makers.member(school, "Sal Second", role)
    assert as_admin.post(f"/people/{last.user.id}/leaving").status_code == 303


def test_the_server_names_a_head_where_nobody_can(app, as_admin, admin, school, mentor):
    run = app.test_cli_runner().invoke
    as_admin.post(f"/people/{mentor.user.id}", data={"name": "Amara Bello", "roles": ["mentor", "head"]})
    assert not User.holding(school, "head").exists()
    for _ in range(2):
        said = run(args=["give-role", mentor.user.email.upper(), "--role", "head"])
        assert said.exit_code == 0 and "Amara Bello is Headteacher at Kestrel Park" in said.output
    assert "is DSL" in run(args=["give-role", mentor.user.email, "--role", "dsl"]).output
    held = Membership.select().where((Membership.user == mentor.user) & Membership.in_force())
    assert sorted(row.role for row in held) == ["dsl", "head", "mentor"]
    assert run(args=["give-role", "nobody@school.example", "--role", "head"]).exit_code == 1
    other = makers.school("Elsewhere")
    Membership.create(school=other, user=mentor.user, role="mentor", created_at=clock.now(), confirmed_at=clock.now())
    assert "Say with --school" in run(args=["give-role", mentor.user.email, "--role", "slt"]).output
    assert run(args=["give-role", mentor.user.email, "--role", "slt", "--school", "Elsewhere"]).exit_code == 0
    assert Membership.get(Membership.role == "slt").school == other


def test_with_another_admin_one_may_go(app, as_admin, admin, school):
    second = makers.member(school, "Eve Stone", "admin")
    for roles in (["mentor", "admin"], ["mentor"]):
        form = {"name": "Olu Admin", "roles": roles}
        assert makers.client(app, second).post(f"/people/{admin.user.id}", data=form).status_code == 303
    assert as_admin.get("/people").status_code == 403
    with pytest.raises(people.PersonError):
        people.leave(admin, second.user)


def test_leaving_oneself_is_signing_out(as_admin, admin, school):
    makers.member(school, "Eve Stone", "admin")
    assert as_admin.post(f"/people/{admin.user.id}/leaving").location == "/sign-in"
    assert as_admin.get("/people").status_code == 303


def test_who_leaves_is_shut_out_at_once_and_their_records_stay(app, as_admin, school, mentor):
    later = clock.today(school.zone) + timedelta(days=10)
    pupil = makers.pupil(school, on=mentor)
    makers.put_on(mentor, makers.pupil(school, "Leo Price"), starts_on=later)
    makers.record(mentor, pupil)
    browser = makers.client(app, mentor)
    assert "1 pupil" in as_admin.get(f"/people/{mentor.user.id}/leaving/new").text
    reply = as_admin.post(f"/people/{mentor.user.id}/leaving")
    assert (reply.status_code, reply.location) == (303, "/people")
    assert browser.get("/").location.startswith("/sign-in")
    assert not signs_in(app, mentor.user.email, makers.PASSWORD)
    assert not Login.select().where((Login.user == mentor.user) & Login.ended_at.is_null()).exists()
    assert [row.ends_on for row in Caseload.select().order_by(Caseload.id)] == [clock.today(school.zone), later]
    assert Record.get().author == mentor.user
    assert User.get_by_id(mentor.user.id).ended_at is not None
    assert AuditEvent.get(AuditEvent.action == "user.leave").detail == "mentor"


def test_leaving_twice_is_leaving_once(as_admin, mentor):
    for _ in range(2):
        assert as_admin.post(f"/people/{mentor.user.id}/leaving").status_code == 303
    assert AuditEvent.select().where(AuditEvent.action == "user.leave").count() == 1


def test_an_ended_time_on_a_caseload_keeps_its_dates_when_somebody_leaves(as_admin, admin, school, mentor):
    pupil, today = makers.pupil(school, on=mentor), clock.today(school.zone)
    ended = today - timedelta(days=5)
    assigning.take_off(admin, Caseload.get(), ended)
    as_admin.post(f"/people/{mentor.user.id}/leaving")
    assert (Caseload.get().pupil, Caseload.get().ends_on) == (pupil, ended)


def test_the_page_of_leaving_counts_what_is_in_hand_and_names_no_pupil(as_admin, school, mentor):
    pupil = makers.pupil(school, "Leo Price", on=mentor)
    today = clock.today(school.zone)
    Todo.create(school=school, owner=mentor.user, author=mentor.user, pupil=pupil, reason="follow_up",
                what="Check back: Leo P", due_on=today, created_at=clock.now())  # fmt: skip
    page = as_admin.get(f"/people/{mentor.user.id}/leaving/new").text
    assert "1 to-do" in page
    assert "Leo" not in page


def test_who_comes_back_has_their_roles_and_an_empty_caseload(app, as_admin, admin, school, mentor):
    makers.pupil(school, on=mentor)
    as_admin.post(f"/people/{mentor.user.id}/leaving")
    for _ in range(2):
        assert as_admin.post(f"/people/{mentor.user.id}/leaving/removal").status_code == 303
    assert roles_of(admin, mentor.user) == {"mentor"}
    assert signs_in(app, mentor.user.email, makers.PASSWORD)
    assert assigning.counts(admin)[mentor.user.id] == 0
    assert AuditEvent.select().where(AuditEvent.action == "user.return").count() == 1


def test_only_the_roles_left_with_come_back(as_admin, admin, mentor):
    as_admin.post(f"/people/{mentor.user.id}", data={"name": "Amara Bello", "roles": ["admin", "mentor"]})
    as_admin.post(f"/people/{mentor.user.id}", data={"name": "Amara Bello", "roles": ["mentor"]})
    as_admin.post(f"/people/{mentor.user.id}/leaving")
    as_admin.post(f"/people/{mentor.user.id}/leaving/removal")
    assert roles_of(admin, mentor.user) == {"mentor"}


def test_who_works_at_another_school_too_keeps_their_account(app, as_admin, mentor):
    other = makers.school("Elsewhere")
    Membership.create(school=other, user=mentor.user, role="mentor", created_at=clock.now(), confirmed_at=clock.now())
    there = makers.client(app, Member(mentor.user, other, frozenset({"mentor"})))
    as_admin.post(f"/people/{mentor.user.id}/leaving")
    assert User.get_by_id(mentor.user.id).ended_at is None
    assert there.get("/").status_code == 200


def test_a_role_taken_here_is_kept_at_another_school(as_admin, mentor):
    other = makers.school("Elsewhere")
    Membership.create(school=other, user=mentor.user, role="mentor", created_at=clock.now(), confirmed_at=clock.now())
    as_admin.post(f"/people/{mentor.user.id}", data={"name": "Amara Bello", "roles": ["admin"]})
    assert Membership.get(Membership.school == other).ended_at is None


def test_another_schools_people_are_not_there(as_admin):
    user = makers.member(makers.school("Elsewhere"), "Una Far", "admin").user
    assert "Una Far" not in as_admin.get("/people").text
    for path in ("edit", "links/new", "leaving/new"):
        assert as_admin.get(f"/people/{user.id}/{path}").status_code == 404
    for path in ("", "/links", "/leaving", "/leaving/removal"):
        assert as_admin.post(f"/people/{user.id}{path}", data=person()).status_code == 404
    assert User.get_by_id(user.id).name == "Una Far"


def test_who_has_left_is_not_edited_until_they_are_back(as_admin, mentor):
    as_admin.post(f"/people/{mentor.user.id}/leaving")
    assert as_admin.get(f"/people/{mentor.user.id}/edit").status_code == 404
    assert as_admin.post(f"/people/{mentor.user.id}/links").status_code == 404
    assert "Have left" in as_admin.get("/people").text


def test_no_mentor_reaches_any_of_it(as_mentor, mentor):
    for path in ("", f"/{mentor.user.id}", f"/{mentor.user.id}/links", f"/{mentor.user.id}/leaving"):
        assert as_mentor.post(f"/people{path}", data=person()).status_code == 403

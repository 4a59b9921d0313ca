"""Setting a second step up, who must, and changing it."""

import re
from datetime import timedelta

import pyotp
import pytest

import database
from app import create_app
from mentoring import clock, factors, recovery_codes
from mentoring.sealing import Seal
from models import AuditEvent, CodeApp, Login, Membership, RecoveryCode, School, SecurityKey
from tests import makers
from tests.test_house import LEAVING

CODE = re.compile(r"<code>((?:[2-9a-z]{4}-){5}[2-9a-z]{4})</code>")


def bare(school, name, *roles):
    """Somebody who has set nothing up yet."""
    member = makers.member(school, name, *roles)
    CodeApp.delete().where(CodeApp.user == member.user).execute()
    return member


@pytest.fixture
def new_head(school):
    return bare(school, "Hana Head", "head", "mentor")


@pytest.fixture
def as_new_head(app, new_head):
    return makers.client(app, new_head)


@pytest.mark.parametrize(("roles", "needs"), [
    ({"admin"}, True), ({"head"}, True), ({"dsl"}, True), ({"mentor", "dsl"}, True),
    ({"mentor"}, False), ({"contributor", "lead", "slt"}, False), ({"trust"}, False),
])  # fmt: skip
def test_who_opens_a_whole_school_needs_a_second_step(school, roles, needs):
    assert factors.needed(makers.member(school, "Ann One", *roles).user) is needs


def test_a_role_at_another_school_counts_and_one_that_ended_or_of_a_demo_does_not(app, school, mentor):
    elsewhere = makers.school("Elsewhere")
    row = Membership.create(school=elsewhere, user=mentor.user, role="dsl", created_at=clock.now())
    assert not factors.needed(mentor.user)  # it waits for a head
    Membership.update(confirmed_at=clock.now()).where(Membership.id == row.id).execute()
    assert factors.needed(mentor.user)
    Membership.update(ended_at=clock.now()).where(Membership.id == row.id).execute()
    assert not factors.needed(mentor.user)
    Membership.update(ended_at=None).where(Membership.id == row.id).execute()
    School.update(demo=True).where(School.id == elsewhere.id).execute()
    assert not factors.needed(mentor.user)


def test_until_it_is_set_up_nothing_else_is_reached(app, as_new_head, new_head, school):
    makers.pupil(school, "Canary Okafor", new_head)
    reached = set()
    for rule in app.url_map.iter_rules():
        with app.test_request_context():
            path = rule.build({name: 1 if rule._converters[name].__class__.__name__ == "Number" else "word"
                               for name in rule.arguments})[1]  # fmt: skip
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            if app.view_functions[rule.endpoint].allowed == {"public"} or rule.endpoint in LEAVING:
                continue
            reply = as_new_head.open(path, method=method)
            assert "canary" not in reply.text.lower(), path
            if reply.status_code == 401 and hasattr(app.view_functions[rule.endpoint], "for_scripts"):
                continue
            if reply.status_code != 303 or not reply.location.startswith("/factors/new"):
                reached.add(rule.endpoint)
    assert reached == {"factors.new", "factors.code_apps_create", "factors.challenges_create",
                       "factors.security_keys_create", "checks.new", "checks.create", "locks.show", "locks.destroy",
                       "locks.uses_create",
                       # a tablet in a pupil's hands is taken back whatever its adult has still to set up
                       "own_screens.show", "own_screens.update", "own_screens.destroy"}  # fmt: skip
    assert as_new_head.post("/sign-out").location == "/sign-in"


def test_it_says_why_and_shows_the_key_as_a_picture_and_in_letters(as_new_head, new_head):
    page = as_new_head.get("/factors/new").text
    assert "a stolen password alone must not open it" in page
    assert "<svg" in page and "style=" not in page and "<script>" not in page
    assert "Main" not in re.findall(r'<nav[^>]*aria-label="(\w+)"', page)
    htmx = as_new_head.get("/pupils", headers={"HX-Request": "true"})
    assert (htmx.status_code, htmx.headers["HX-Redirect"]) == (401, "/factors/new")


def test_the_first_code_turns_it_on_gives_ten_codes_once_and_opens_the_rest(app, as_new_head, new_head):
    before = as_new_head.get_cookie("login").value
    reply = makers.set_up_app(as_new_head, onward="/pupils")
    codes = CODE.findall(reply.text)
    assert reply.status_code == 200 and len(set(codes)) == 10 and 'href="/pupils"' in reply.text
    assert as_new_head.get_cookie("login").value != before
    old = makers.client(app)
    old.set_cookie("login", before)
    assert old.get("/pupils").location.startswith("/sign-in")
    assert as_new_head.get("/pupils").status_code == 200
    assert not any(code in str(list(RecoveryCode.select().dicts())) for code in codes)
    assert {row.action for row in AuditEvent.select()} >= {"factor.add", "recovery_codes.renew"}


def test_a_wrong_first_code_changes_nothing_and_keeps_the_same_secret(as_new_head, new_head):
    page = as_new_head.get("/factors/new").text
    sealed = re.search(r'name="offer" value="([^"]+)"', page)[1]
    for code, sentence in (("000000", "not the code that the app shows"), ("", "Write the six digits"), ("x", "not")):
        again = as_new_head.post("/factors/code-apps", data={"offer": sealed, "code": code})
        assert again.status_code == 422 and sentence in again.text and sealed in again.text
    assert not CodeApp.select().exists()


def test_a_secret_offered_to_somebody_else_or_long_ago_is_not_taken(app, as_new_head, new_head, school):
    other = makers.client(app, bare(school, "Dee Dsl", "dsl"))
    sealed = re.search(r'name="offer" value="([^"]+)"', other.get("/factors/new").text)[1]
    secret = makers.SEAL.open(sealed).split(":")[1]
    with clock.at(clock.now() + timedelta(minutes=5)):
        Login.update(seen_at=clock.now()).execute()
        code = pyotp.TOTP(secret).generate_otp(int(clock.now().timestamp()) // 30)
        assert as_new_head.post("/factors/code-apps", data={"offer": sealed, "code": code}).status_code == 422
    assert makers.SEAL.open(sealed, -1) is None


def test_the_secret_is_sealed_with_a_key_that_is_not_in_the_database(as_new_head):
    makers.set_up_app(as_new_head)
    kept = CodeApp.get().secret
    assert len(makers.SEAL.open(kept)) == 32 and makers.SEAL.open(kept) not in kept
    assert Seal("another key").open(kept) is None


def test_it_asks_for_the_password_again_when_the_sign_in_is_a_while_ago(as_new_head, new_head):
    Login.update(checked_at=clock.now() - timedelta(minutes=11)).execute()
    asked = as_new_head.get("/factors/new?next=/pupils")
    assert asked.location == "/checks/new?next=/factors/new?next%3D/pupils"
    assert (
        makers.set_up_app is not None and as_new_head.post("/factors/code-apps", data={"code": "1"}).status_code == 303
    )
    wrong = as_new_head.post("/checks", data={"password": "not the one", "next": "/factors/new"})
    assert wrong.status_code == 422 and "That is not your password" in wrong.text
    right = as_new_head.post("/checks", data={"password": makers.PASSWORD, "next": "/factors/new?next=/pupils"})
    assert right.location == "/factors/new?next=/pupils"
    assert as_new_head.get("/factors/new").status_code == 200


def test_others_are_offered_it_under_more(as_mentor):
    assert 'href="/factors"' in as_mentor.get("/more").text
    page = as_mentor.get("/factors").text
    assert "Set up a second step" in page and "Recovery codes" not in page
    makers.set_up_app(as_mentor)
    page = as_mentor.get("/factors").text
    assert "10 of 10" in page and "Authenticator app" in page


def test_setting_one_up_ends_the_sign_ins_elsewhere(app, as_mentor, mentor):
    other = makers.client(app, mentor)
    makers.set_up_app(as_mentor)
    assert other.get("/").location.startswith("/sign-in") and as_mentor.get("/").status_code == 200


def test_a_further_one_gives_no_new_codes_and_ends_the_sign_ins_elsewhere_too(app, as_admin, admin):
    other = makers.client(app, admin)
    assert makers.set_up_app(as_admin).location == "/factors"
    assert other.get("/").location.startswith("/sign-in") and as_admin.get("/").status_code == 200
    assert not RecoveryCode.select().exists()


def test_names_change_and_the_last_one_of_who_needs_it_stays(as_admin, admin):
    app = CodeApp.get(CodeApp.user == admin.user)
    assert as_admin.post(f"/factors/code-apps/{app.id}", data={"name": "Olu’s phone"}).status_code == 303
    assert "Olu’s phone" in as_admin.get("/factors").text
    as_admin.post(f"/factors/code-apps/{app.id}/removal")
    assert CodeApp.select().count() == 1
    assert "this is your only one" in as_admin.get("/factors").text
    makers.code_app(admin.user, "Second")
    as_admin.post(f"/factors/code-apps/{app.id}/removal")
    assert [one.name for one in CodeApp.select()] == ["Second"]
    assert AuditEvent.select().where(AuditEvent.action == "factor.remove").count() == 1


def test_removing_the_last_one_takes_the_codes_with_it_and_asks_first(app, as_mentor, mentor):
    makers.set_up_app(as_mentor)
    other, one = makers.client(app, mentor), CodeApp.get()
    Login.update(checked_at=clock.now() - timedelta(minutes=11)).execute()
    assert as_mentor.post(f"/factors/code-apps/{one.id}/removal").location == "/checks/new?next=/factors"
    assert as_mentor.post("/checks", data={"code": makers.code(mentor.user, 1)}).location == "/factors"
    as_mentor.post(f"/factors/code-apps/{one.id}/removal")
    assert not CodeApp.select().exists() and not RecoveryCode.select().exists()
    assert other.get("/").location.startswith("/sign-in")


def test_nobody_changes_a_colleagues(app, as_mentor, admin):
    theirs = CodeApp.get(CodeApp.user == admin.user)
    key = SecurityKey.create(user=admin.user, name="Key", rp_id="localhost", credential_id="x", public_key="x",
                             sign_count=0, created_at=clock.now(), used_at=clock.now())  # fmt: skip
    for path in (f"code-apps/{theirs.id}", f"security-keys/{key.id}"):
        assert as_mentor.post(f"/factors/{path}", data={"name": "Mine"}).status_code == 404
        assert as_mentor.post(f"/factors/{path}/removal").status_code == 404


def test_new_recovery_codes_replace_the_old(as_mentor, mentor):
    old = CODE.findall(makers.set_up_app(as_mentor).text)
    new = CODE.findall(as_mentor.post("/factors/recovery-codes").text)
    assert len(new) == 10 and recovery_codes.left(mentor.user) == 10
    assert not recovery_codes.answers(mentor.user, old[0])
    assert recovery_codes.answers(mentor.user, new[0].upper().replace("-", " "))
    assert not recovery_codes.answers(mentor.user, new[0])


def test_without_a_second_step_there_are_no_recovery_codes(as_mentor):
    assert as_mentor.post("/factors/recovery-codes").status_code == 303
    assert not RecoveryCode.select().exists()


@pytest.mark.parametrize(("base", "sentence"), [
    ("http://127.0.0.1", "opened by a number"), ("https://127.0.0.1", "opened by a number"),
    ("http://school.example", "not opened over HTTPS"),
])  # fmt: skip
def test_where_keys_cannot_be_used_the_page_says_so(url, base, sentence):
    app = create_app(DATABASE_URL=url, SECRET_KEY="only for tests", ARGON2_KIB="8", TRUSTED_HOSTS="school.example")
    database.migrate()
    member = makers.member(makers.school(), "Amara Bello", "mentor")
    browser = makers.client(app)
    sent = browser.post("/sign-in", base_url=base, data={"email": member.user.email, "password": makers.PASSWORD})
    assert sent.status_code == 303
    page = browser.get("/factors/new", base_url=base).text
    assert sentence in page and "data-key" not in page
    assert browser.post("/factors/security-keys/challenges", base_url=base).status_code == 409
    database.db.close()


@pytest.mark.parametrize("answer", ["", "x", "[]", "{}", "null", "[" * 20_000, '{"id": 1, "response": []}',
                                    '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA",'
                                    '"attestationObject":"AA"}}'])  # fmt: skip
def test_no_answer_of_a_key_is_a_fault(as_mentor, answer):
    as_mentor.post("/factors/security-keys/challenges")
    reply = as_mentor.post("/factors/security-keys", data={"name": "Key", "credential": answer})
    assert reply.status_code == 422 and not SecurityKey.select().exists()


def test_the_device_itself_is_not_taken(as_mentor):
    as_mentor.post("/factors/security-keys/challenges")
    said = '{"id":"AA","authenticatorAttachment":"platform","response":{}}'
    assert "That was this device itself" in as_mentor.post("/factors/security-keys", data={"credential": said}).text


def test_what_a_browser_asks_of_a_key_is_no_device_of_its_own(as_mentor):
    asked = as_mentor.post("/factors/security-keys/challenges").json
    assert asked["authenticatorSelection"] == {
        "authenticatorAttachment": "cross-platform", "residentKey": "required", "requireResidentKey": True,
        "userVerification": "required",
    }  # fmt: skip

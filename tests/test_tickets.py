"""Submit tickets: what is signed, who gets one, and what ends them; and the key that tablets seal to."""

from datetime import UTC, datetime, timedelta

import pytest

from app import create_app
from mentoring import clock, factors, people, signing_in, tickets
from mentoring.outbox_keys import Keys, NotOpened, UnusableKey
from mentoring.tickets import LATE, LEFT, REVOKED, Tickets
from models import Login, School, User
from models.school import ROLES
from tests import makers, sealing

NOW = datetime(2026, 11, 24, 10, 40, tzinfo=UTC)


@pytest.fixture
def issuer(app) -> Tickets:
    return app.config["TICKETS"]


def ticket(browser) -> str:
    return browser.post("/tickets").json["ticket"]


def fault(issuer, text: str) -> str:
    return tickets.bearer(issuer.read(text)).fault


def test_everybody_signed_in_gets_one_and_the_key_to_seal_to(app, school):
    for role in ROLES:
        one = makers.member(school, f"{role} only", role)
        with clock.at(NOW):
            reply = makers.client(app, one).post("/tickets")
        said = reply.json
        assert (said["author"], said["school"]) == (one.user.id, school.id), role
        assert said["login"] == Login.get(Login.user == one.user).id
        assert said["expires"] == "2026-12-01T10:40:00.000+00:00" and said["safe_until"] is None
        assert said["key"]["id"] == sealing.key_id(said["key"]["jwk"])
        assert set(said["key"]["jwk"]) == {"kty", "alg", "n", "e"}  # the private parts are never said


def test_who_is_not_signed_in_or_locked_gets_none(app, nobody, mentor):
    assert nobody.post("/tickets").status_code == 401
    browser = makers.client(app, mentor)
    browser.post("/lock")
    assert (browser.post("/tickets").status_code, browser.post("/tickets").text) == (423, "")


def test_asking_for_one_is_no_use_of_the_login(app, mentor):
    with clock.at(NOW):
        browser = makers.client(app, mentor)
    with clock.at(NOW + timedelta(seconds=90)):
        assert browser.post("/tickets").status_code == 200
    with clock.at(NOW + timedelta(seconds=130)):
        assert browser.post("/tickets").status_code == 423


def test_it_says_whose_it_is_for_seven_days_and_then_that_it_is_late(app, issuer, mentor):
    with clock.at(NOW):
        text = ticket(makers.client(app, mentor))
    with clock.at(NOW + timedelta(days=7)):
        assert tickets.bearer(issuer.read(text)).author == mentor and fault(issuer, text) == ""
    with clock.at(NOW + timedelta(days=7, seconds=2)):
        assert fault(issuer, text) == LATE


@pytest.mark.parametrize("change", [
    lambda text: "", lambda text: "x", lambda text: text[:-1] + ("A" if text[-1] != "A" else "B"),
    lambda text: "." + text, lambda text: text.swapcase(), lambda text: text.split(".")[0],
    lambda text: Tickets("another key").issue(Login.get())[0],
])  # fmt: skip
def test_none_is_believed_that_we_did_not_sign(app, issuer, as_mentor, change):
    assert issuer.read(change(ticket(as_mentor))) is None


@pytest.mark.parametrize("leave", ["/sign-out", "/lock/hand-overs", "/lock"])
def test_leaving_the_tablet_does_not_end_it(app, issuer, mentor, leave):
    browser = makers.client(app, mentor)
    text = ticket(browser)
    browser.post(leave)
    assert fault(issuer, text) == ""


def test_five_wrong_pins_or_a_day_of_nothing_do_not_end_it(app, issuer, mentor):
    browser = makers.client(app, mentor)
    text = ticket(browser)
    browser.post("/lock")
    for _ in range(5):
        browser.post("/lock/removal", data={"pin": "000000"})
    assert Login.get().ended_at is not None and fault(issuer, text) == ""


def test_ended_by_its_person_from_elsewhere_it_is_revoked(app, issuer, mentor):
    here, tablet = makers.client(app, mentor), makers.client(app, mentor)
    text, own = ticket(tablet), ticket(here)
    here.post(f"/more/sign-ins/{Login.select().order_by(Login.id.desc()).get().id}/ending")
    assert (fault(issuer, text), fault(issuer, own)) == (REVOKED, "")


def test_all_ended_at_once_revokes_those_that_were_over_too(app, issuer, mentor):
    tablet, here = makers.client(app, mentor), makers.client(app, mentor)
    text, own = ticket(tablet), ticket(here)
    tablet.post("/lock/hand-overs")
    here.post("/more/sign-ins/others/ending")
    assert (fault(issuer, text), fault(issuer, own)) == (REVOKED, "")


def test_a_reset_revokes_it(app, issuer, mentor):
    text = ticket(makers.client(app, mentor))
    factors.clear(None, mentor.user, by="A head")
    assert fault(issuer, text) == REVOKED


def test_who_left_or_lost_their_roles_is_said_so_and_who_came_back_signs_in_again(app, issuer, mentor, admin):
    text = ticket(makers.client(app, mentor))
    people.leave(admin, mentor.user)
    assert fault(issuer, text) == LEFT
    people.come_back(admin, mentor.user)
    assert fault(issuer, text) == REVOKED
    assert fault(issuer, ticket(makers.client(app, mentor))) == ""


def test_in_an_older_database_a_login_that_it_does_not_know_does_no_harm(app, issuer, mentor):
    text = ticket(makers.client(app, mentor))
    Login.delete().execute()
    assert fault(issuer, text) == ""
    # The number was given out again, and that login was ended.
    makers.client(app, mentor)
    Login.update(id=issuer.read(text).login).execute()
    signing_in.end(mentor, Login.get())
    assert Login.get().revoked_at and fault(issuer, text) == ""


def test_in_an_older_database_nobody_else_is_taken_for_its_author(app, issuer, school):
    with clock.at(NOW):
        gone = makers.member(school, "Gone Away", "mentor")
    text = ticket(makers.client(app, gone))
    User.update(created_at=NOW + timedelta(days=1), name="Somebody else").where(User.id == gone.user.id).execute()
    assert tickets.bearer(issuer.read(text)) is None


def test_nor_a_school_that_it_does_not_know(app, issuer, mentor):
    text = ticket(makers.client(app, mentor))
    read = issuer.read(text)
    assert not School.select().where(School.id == read.school + 1).exists()
    assert tickets.bearer(type(read)(**vars(read) | {"school": read.school + 1})) is None


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    path = tmp_path / "new" / "key.pem"
    first = Keys(path).public
    assert path.stat().st_mode & 0o777 == 0o600 and path.parent.stat().st_mode & 0o777 == 0o700
    assert Keys(path).public == first and [one.name for one in path.parent.iterdir()] == ["key.pem"]
    assert len(first["id"]) == 16 and len(first["jwk"]["n"]) == 512


def test_several_keys_the_first_is_given_out_and_all_open(tmp_path):
    old, new = Keys(tmp_path / "old"), Keys(tmp_path / "new")
    (tmp_path / "both").write_bytes(new.path.read_bytes() + old.path.read_bytes())
    both = Keys(tmp_path / "both")
    assert both.public == new.public != old.public
    for one in (old, new):
        sealed = {name: sealing.base64.b64decode(value) for name, value in
                  sealing.seal(one.public["jwk"], b"words", b"beside").items()}  # fmt: skip
        assert both.open(one.public["id"], beside=b"beside", **sealed) == b"words"
        with pytest.raises(NotOpened):
            both.open(one.public["id"], beside=b"Beside", **sealed)
    with pytest.raises(NotOpened, match=old.public["id"]):
        new.open(old.public["id"], beside=b"beside", **sealed)


@pytest.mark.parametrize("content", ["", "words", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"])
def test_a_file_that_holds_no_key_says_what_to_do(tmp_path, content):
    (tmp_path / "key").write_text(content)
    with pytest.raises(UnusableKey, match="OUTBOX_KEY_FILE"):
        _ = Keys(tmp_path / "key").public


def test_the_setting_says_where_the_key_is(url, tmp_path):
    app = create_app(DATABASE_URL=url, SECRET_KEY="x", OUTBOX_KEY_FILE=str(tmp_path / "mine.pem"))
    assert (tmp_path / "mine.pem").exists() and app.config["OUTBOX_KEYS"].public

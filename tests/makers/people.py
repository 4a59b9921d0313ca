"""People who sign in, and the browsers and apps that they do it with."""

import re
from datetime import timedelta
from itertools import count

import pyotp
from flask.testing import FlaskClient

from database import write
from mentoring import clock, entering, factors, locking, signing_in
from mentoring.sealing import Seal
from models import CodeApp, Member, School, User

PASSWORD = "orchard lantern ferry"  # noqa: S105
PIN = "274918"
SEAL = Seal("only for tests")  # conftest.py's SECRET_KEY, and the browser tests'
_numbers = count(1)


class Browser(FlaskClient):
    """A client that says, as browsers do, that a form comes from our own page."""

    def open(self, *args, **kwargs):
        headers = dict(kwargs.pop("headers", None) or {})
        headers.setdefault("Sec-Fetch-Site", "same-origin")
        return super().open(*args, headers=headers, **kwargs)


def member(school: School, name: str, *roles: str) -> Member:
    email = f"{name.split()[0].lower()}{next(_numbers)}@school.example"
    secret = signing_in.Passwords(8).hash(PASSWORD)
    user = signing_in.create_account(None, school, name, email, secret, set(roles))
    if factors.needed(user):
        code_app(user)
    return Member(user, school, frozenset(roles))


def code_app(user: User, name: str = "Phone") -> CodeApp:
    """An app that makes the person's codes, set up a while ago: `code` is what it shows."""
    moment = clock.now() - timedelta(days=30)
    secret = SEAL.close(pyotp.random_base32())
    return CodeApp.create(user=user, name=name, secret=secret, last_step=0, created_at=moment, used_at=moment)


def code(user: User, at: int = 0) -> str:
    """The six digits that the person's newest app shows now, or `at` steps of 30 seconds from now."""
    app = CodeApp.select().where(CodeApp.user == user).order_by(CodeApp.id.desc()).get()
    return pyotp.TOTP(SEAL.open(app.secret)).generate_otp(int(clock.now().timestamp()) // 30 + at)


def set_up_app(browser, **more):
    """Scan the page's secret into an app and write its first code, as whoever must does before anything else."""
    page = browser.get("/factors/new").text
    sealed = re.search(r'name="offer" value="([^"]+)"', page)[1]
    secret = re.search(r'<code class="secret"[^>]*>([A-Z2-7 ]+)</code>', page)[1].replace(" ", "")
    digits = pyotp.TOTP(secret).generate_otp(int(clock.now().timestamp()) // 30)
    return browser.post("/factors/code-apps", data={"offer": sealed, "code": digits} | more)


def client(app, member: Member | None = None) -> Browser:
    """A browser, signed in as `member` if one is given: by their code where their role needs one."""
    app.test_client_class = Browser
    browser = app.test_client()
    if member:
        entry = entering.start(member.user, member.school, "test", "code" if factors.held(member.user) else "")
        browser.set_cookie("login", entry.token)
    return browser


def ended(user: User) -> None:
    with write():
        User.update(ended_at=clock.now()).where(User.id == user.id).execute()


def pin(member: Member, digits: str = PIN) -> str:
    """Give the member a PIN; the PIN."""
    locking.set_pin(member, signing_in.Passwords(8).hash(digits))
    member.user.pin_hash = "set"
    return digits

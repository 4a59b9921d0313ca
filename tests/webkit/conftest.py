"""A server that can go away and come back, and a tablet with WebKit where this machine has one."""

import ctypes
import os
import shutil
import signal
import subprocess

import pytest

import database
from app import create_app
from models import Member
from tests import makers
from tests.browser.conftest import start, stop
from tests.webkit import browser
from tests.webkit.tablets import Tablet

MISSING = "no WebKit here: Debian's packages webkit2gtk-driver, libwebkit2gtk-4.1-0 and xvfb bring one"


class School:
    """A school with two mentors, the first of whom has two pupils; and its server, as far as there is signal to it."""

    def __init__(self, url: str):
        create_app(DATABASE_URL=url, SECRET_KEY="only for tests", ARGON2_KIB="8")
        database.migrate()
        school = makers.school()
        self.amara, self.tom = (makers.member(school, name, "mentor") for name in ("Amara Bello", "Tom Hargreaves"))
        for name in ("Zebulon Quillfeather", "Ottoline Fernsby"):
            makers.pupil(school, name, on=self.amara)
        database.db.close()
        self.site = start(url)
        self.address, self.database = self.site.address, self.site.database

    def away(self) -> None:
        self.speaks()
        stop(self.site)

    def back(self) -> None:
        self.site = start(self.database, port=int(self.address.rsplit(":", 1)[1]))

    def is_silent(self) -> None:
        """It takes what comes and answers nothing: a line that is dying, not one that is dead."""
        os.kill(self.site.process.pid, signal.SIGSTOP)

    def speaks(self) -> None:
        if self.site.process.is_alive():
            os.kill(self.site.process.pid, signal.SIGCONT)


def has_webkit() -> bool:
    try:
        for library in browser.LIBRARIES.values():
            ctypes.CDLL(library)
    except OSError:
        return False
    return all(shutil.which(name) for name in ("WebKitWebDriver", "Xvfb"))


@pytest.fixture(scope="session")
def display():
    """A screen that nobody looks at."""
    if not has_webkit():
        pytest.skip(MISSING)
    screen = ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x1280x24", "-noreset", "-nolisten", "tcp"]
    process = subprocess.Popen(screen, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    yield f":{process.stdout.readline().strip()}"
    process.terminate()
    process.wait(10)


@pytest.fixture
def school(display, tmp_path):
    school = School(f"sqlite:///{tmp_path / 'alongside.db'}")
    yield school
    school.away()


@pytest.fixture
def tablet(display, school, tmp_path):
    """A browser with its profile, at which the first mentor has just signed in."""
    tablet = Tablet(tmp_path / "profile", display)
    sign_in(tablet, school, school.amara)
    yield tablet
    tablet.kill()


def sign_in(tablet: Tablet, school: School, member: Member) -> None:
    tablet.open(f"{school.address}/sign-in")
    tablet.write("E-mail address", member.user.email)
    tablet.write("Password", makers.PASSWORD)
    tablet.tap("button", "Sign in")
    tablet.expect(f", {member.user.first_name}")

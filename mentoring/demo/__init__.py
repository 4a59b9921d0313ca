"""A fictional school to look round in, made by our own generator: nobody in it exists."""

from datetime import datetime

from database import write
from mentoring import schools
from mentoring.demo.filling import fill
from mentoring.demo.staff import Account, accounts
from mentoring.signing_in import Passwords
from models import School

__all__ = ["Account", "accounts", "fill", "make"]

NAME = "Kestrel Park Primary (demo)"


def make(passwords: Passwords, seed: int = 7, until: datetime | None = None) -> School:
    """Start the demo school in an empty database and fill it."""
    with write():
        school = schools.start(NAME, "Europe/London", list(schools.USUAL_DAY))
        fill(school, passwords, seed=seed, until=until)
    return school

"""What Alongside says of itself and of the school, without anything about a pupil."""

import tomllib
from functools import cache
from pathlib import Path

from mentoring import caseload, finding, people
from models import Member, Record
from models.records import SUPPORT, WITHDRAWN


@cache
def version() -> str:
    """The version in pyproject.toml."""
    path = Path(__file__).parent.parent / "pyproject.toml"
    return tomllib.loads(path.read_text())["project"]["version"]


def counts(member: Member) -> dict[str, int]:
    """How much the school keeps: numbers only, restricted records left out."""
    kept = (Record.school == member.school) & (Record.tier == SUPPORT) & (Record.state != WITHDRAWN)
    return {
        "pupils": finding.count(member),
        "classes": len(finding.classes(member)),
        "mentors": caseload.mentors(member).count(),
        "records": Record.select().where(kept).count(),
    }


def admins(member: Member) -> list[people.Person]:
    """Whom to ask at the school."""
    return [person for person in people.everybody(member) if "admin" in person.roles]

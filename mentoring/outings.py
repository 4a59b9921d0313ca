"""Trips and holiday projects: whose families said yes, and whom the leader rings."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from database import write
from mentoring import audit, clock, finding, programmes, statements
from models import FamilyContact, Member, Programme, ProgrammeConsent, Pupil
from models.programmes import OUTSTANDING

MOST_TO_RING = 3


@dataclass(frozen=True)
class Going:
    """A pupil in a trip or holiday project: the newest answer of the family, if there is one; whom to ring, in order;
    `is_known`: whether the member may see the family at all; `asks`: somebody of it is under a restriction."""

    pupil: Pupil
    answer: str
    consent: ProgrammeConsent | None
    ring: list[FamilyContact] = field(default_factory=list)
    is_known: bool = True
    asks: bool = False

    @property
    def care(self) -> str:
        return self.consent.care if self.consent else ""


def going(member: Member, programme: Programme, day: date) -> list[Going]:
    """Those in it on a day, by name; nobody to whom the member declared a relationship.

    Nobody under a restriction is ever among those to ring, and of a pupil out of the member's reach nobody is: leading
    a trip opens no family.
    """
    there = [row.pupil for row in programmes.members(programme, day) if row.pupil_id not in member.related]
    ids = [pupil.id for pupil in there]
    known = {row.id for row in Pupil.visible_to(member).where(Pupil.id.in_(ids))}
    families: dict[int, list[FamilyContact]] = {}
    for person in finding.family(member, pupils=ids):
        families.setdefault(person.pupil_id, []).append(person)
    newest = _newest(programme)
    return [_going(one, newest.get(one.id), families.get(one.id, []), one.id in known) for one in there]


def answer(member: Member, programme: Programme, pupil: Pupil, facts: dict[str, Any]) -> None:
    """Write down what a family answered, and what the leader has to know. `facts` are the columns."""
    with write():
        row = ProgrammeConsent.create(
            school=member.school, programme=programme, pupil=pupil, author=member.user, at=clock.now(), **facts
        )
        audit.note(member, "programme.consent", row, digest=statements.digest(row))


def note_printed(member: Member, programme: Programme) -> None:
    """Write down that somebody opened the list of numbers."""
    with write():
        audit.note(member, "programme.contacts", programme)


def _going(pupil: Pupil, consent: ProgrammeConsent | None, family: list[FamilyContact], is_known: bool) -> Going:
    ring = [one for one in family if one.phone and not one.restriction][:MOST_TO_RING]
    asks = any(one.restriction for one in family)
    return Going(pupil, consent.answer if consent else OUTSTANDING, consent, ring, is_known, asks)


def _newest(programme: Programme) -> dict[int, ProgrammeConsent]:
    rows = ProgrammeConsent.select(ProgrammeConsent, FamilyContact).left_outer_join(FamilyContact)
    found = rows.where(ProgrammeConsent.programme == programme).order_by(ProgrammeConsent.id)
    return {row.pupil_id: row for row in found}

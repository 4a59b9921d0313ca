"""Anchors: the newest event of every chain, written once a day into a file outside the database.

Who deletes the newest events, or writes the trail anew, does not match the anchors any more. A copy that has left the
server (the head's mailbox, the backup) is one that nobody at the server can change.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from database import write
from mentoring import chain, clock, mail
from models import School, User

SUBJECT = "Today's anchor of the audit trail"
BODY = (
    "Hello,\n\nplease keep this e-mail. It shows later whether anybody at the server cut off or changed {school}'s "
    "audit trail.\n\nHash of its newest event on {day}: {mac}\n\nWhere that is in doubt, have this run at the server "
    "before your eyes:\n\nflask --app app verify --hash {mac}\n\nNow there is nothing to do.\n"
)


class Unreadable(ValueError):
    """A line of the anchors' file that is no anchor."""


@dataclass(frozen=True)
class Anchor:
    """The newest sequence and hash of every chain (a school's id; 0: no school) at an instant of a UTC day."""

    day: str
    at: str
    heads: dict[int, tuple[int, str]]
    mac: str = ""

    def line(self) -> str:
        """All that it says, without its seal."""
        heads = {str(number): list(head) for number, head in sorted(self.heads.items())}
        return json.dumps({"day": self.day, "at": self.at, "heads": heads}, sort_keys=True)

    def is_ours(self) -> bool:
        """Whether it was written with the key."""
        return self.mac == chain.seal(self.line().encode())

    def newest(self, school: int) -> str:
        """The hash of a school's newest event: what its head is sent and keeps. Not its place in the chain, from which
        events that are hidden from a head could be counted. Empty where there is none."""
        return self.heads.get(school, (0, ""))[1]


def take(file: Path) -> Anchor:
    """Write today's anchor at the end of the file, on disk when this returns; and have it sent to the heads."""
    moment = clock.now()
    anchor = Anchor(f"{moment:%Y-%m-%d}", f"{moment:%Y-%m-%dT%H:%M:%SZ}", chain.heads())
    anchor = Anchor(anchor.day, anchor.at, anchor.heads, chain.seal(anchor.line().encode()))
    with write():  # an anchor that could not be written is taken and sent again
        _send(anchor)
        _append(file, anchor)
    return anchor


def _send(anchor: Anchor) -> None:
    """E-mail to the heads of each school the hash of their newest event, where there is a mail server."""
    for school in School.select().order_by(School.id) if mail.is_on() else ():
        body = BODY.format(school=school.name, day=anchor.day, mac=anchor.newest(school.id))
        for head in User.holding(school, "head") if anchor.newest(school.id) else ():
            mail.queue(school, head.email, SUBJECT, body, "anchor")


def _append(file: Path, anchor: Anchor) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "w") as lines:
        lines.write(json.dumps(json.loads(anchor.line()) | {"mac": anchor.mac}, sort_keys=True) + "\n")
        lines.flush()
        os.fsync(lines.fileno())


def take_if_due(file: Path) -> Anchor | None:
    """Today's anchor, unless there is one: what `flask serve` does each hour."""
    last = read(file)[-1:]
    return None if last and last[0].day == f"{clock.now():%Y-%m-%d}" else take(file)


def read(file: Path) -> list[Anchor]:
    """The anchors of a file, the oldest first; none where there is no file. Raises Unreadable."""
    if not file.exists():
        return []
    found = []
    for number, line in enumerate(file.read_text().splitlines(), 1):
        try:
            said = json.loads(line)
            heads = {int(chain): (int(sequence), str(mac)) for chain, (sequence, mac) in said["heads"].items()}
            found.append(Anchor(said["day"], said["at"], heads, said["mac"]))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Unreadable(f"Line {number} of {file.name} is no anchor: it was changed by hand.") from error
    return found

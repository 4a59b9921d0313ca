"""The chains of audit events: each event has the hash of the one before, under a key that the database does not hold.

A school's events are one chain, those of no school another (0). See docs/decisions/0010-evidence.md.
"""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any

from database import db
from models import AuditEvent, Base, School
from models.ready import Ready, given

# Rows whose event carries their hash: none of them is in a record's version. What else is hashed with them is said in
# statements. A column that comes later does not belong here, nor one that is written to later without an event.
ROWS = {
    "concern_addition": ("record", "author", "client_id", "at", "text"),
    "handling": ("record", "author", "client_id", "at", "action", "text", "choice", "person", "agency", "reference",
                 "day", "todo", "other"),
    "plan_version": ("plan", "number", "author", "payload", "at"),
    "figure_version": ("figure", "number", "value", "possible", "authorised", "author", "saved_at", "source"),
    "baseline": ("pupil", "measure", "monday", "value", "possible", "reason", "author", "chosen_at"),
    "sign_off": ("record", "version", "user", "at"),
    "other_plan": ("pupil", "other_plan", "keeper", "starts_on", "review_on", "ends_on", "more", "less", "version"),
    "nomination": ("pupil", "author", "client_id", "how_long", "tried", "strengths", "hoped", "sent_at"),
    "nomination_decision": ("nomination", "author", "client_id", "at", "code", "word", "mentor", "starts_on",
                            "review_on", "told", "private_line", "todo"),
    "entry_check": ("pupil", "sort", "author", "started_at", "due_on"),
    "entry_mark": ("entry_item", "author", "at", "state", "note"),
    "what_works_version": ("what_works", "number", "author", "payload", "at"),
    "post16": ("pupil", "number", "author", "at", "intended", "intended_where", "status", "status_on", "actual",
               "actual_where", "actual_on"),
    "referral_status": ("record", "status", "since", "author", "at"),
    "signal_rest": ("pupil", "rule", "facts", "doing", "until", "author", "at"),
    "programme_rating": ("programme", "pupil", "moment", "value", "author", "at"),
    "programme_consent": ("programme", "pupil", "answer", "family_contact", "answered_by", "answered_on", "care",
                          "author", "at"),
    "supervision_note": ("author", "user", "client_id", "held_on", "said", "written_at"),
    "training": ("user", "client_id", "held_on", "title", "minutes", "taken", "written_at", "removed_at"),
    "relationship": ("user", "pupil", "what", "declared_by", "declared_at"),
    "break_glass": ("user", "pupil", "reason", "started_at"),
}  # fmt: skip
_key = b""
_head = Ready(
    AuditEvent.select(AuditEvent.sequence, AuditEvent.mac)
    .where(AuditEvent.chain == given("chain")).order_by(AuditEvent.sequence.desc()).limit(1)
)  # fmt: skip


class NoKey(RuntimeError):
    """An event was to be sealed before the app gave the key."""


def use(key: str) -> None:
    """Seal and check with this key (AUDIT_KEY) from now on."""
    global _key
    _key = key.encode()


def place(chain: int) -> tuple[int, str]:
    """The next sequence of a chain and the hash of its newest event (empty for the first).

    Nobody else appends to it until the transaction ends: call inside `database.write()`.
    """
    db.obj.append_alone(chain)
    for sequence, mac in _head.plain(chain=chain):
        return sequence + 1, mac
    return 1, ""


def said(row: dict[str, Any]) -> bytes:
    """All that an event says, as one canonical text. `at` is an instant; keys are ids."""
    return _text(
        row["chain"], row["sequence"], row["previous"], row["school"], row["user"], row["at"], row["action"],
        row["subject"], row["subject_id"], row["version"], row["detail"], row["login"], row["request"], row["digest"],
    )  # fmt: skip


def of_version(row: dict[str, Any]) -> str:
    """The SHA-256 of a version's whole row, its payload by the SHA-256 of that: what the event carries."""
    return unsealed(_text(*(row[name] for name in ("record", "number", "author", "reason", "recorded_at", "sha256"))))


def of_row(row: Base, *beside: Any) -> str:
    """The SHA-256 of one of ROWS as the database gives it, and of what is `beside` it: what the event that tells of it
    carries."""
    return of_values(row._meta.table_name, row.__data__, *beside)


def of_values(name: str, values: dict[str, Any], *beside: Any) -> str:
    """The same of a row of the table `name` that is given as its columns' values."""
    return unsealed(_text(name, *(values[column] for column in ROWS[name]), *beside))


def of_texts(*values: Any) -> str:
    """The SHA-256 of some values: texts, numbers, days."""
    return unsealed(_text(*values))


def _text(*values: Any) -> bytes:
    said = [f"{one.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}" if isinstance(one, datetime) else one for one in values]
    return json.dumps(said, separators=(",", ":"), default=str).encode()


def seal(text: bytes) -> str:
    """The HMAC (SHA-256) of a text under the key, in hex."""
    if not _key:
        raise NoKey("Give the key first: chain.use(settings.AUDIT_KEY).")
    return hmac.new(_key, text, hashlib.sha256).hexdigest()


def unsealed(text: bytes) -> str:
    """The plain SHA-256, which events have that are older than the chain."""
    return hashlib.sha256(text).hexdigest()


def heads() -> dict[int, tuple[int, str]]:
    """The newest event's sequence and hash of every chain that has one."""
    chains = [0, *(row.id for row in School.select(School.id).order_by(School.id))]
    return {chain: row for chain in chains for row in _head.plain(chain=chain)}

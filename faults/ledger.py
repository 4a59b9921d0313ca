"""What was sent and what was acknowledged, held against what the database holds in the end."""

import threading
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import apsw

from faults.found import Found

# Each record with the counts of its parts; what the app writes in one transaction must be there whole.
PARTS = """
SELECT record.id, record.client_id, user.name, record.conflicts_with_id,
  (SELECT count(*) FROM participation WHERE record_id = record.id),
  (SELECT count(*) FROM choice WHERE record_id = record.id),
  (SELECT count(*) FROM incident WHERE record_id = record.id),
  (SELECT count(*) FROM record_version WHERE record_id = record.id AND number = 1),
  (SELECT count(*) FROM audit_event WHERE subject = 'record' AND subject_id = record.id AND action = 'record.log'),
  (SELECT count(*) FROM record_search WHERE rowid = record.id)
FROM record JOIN user ON user.id = record.author_id
"""
NAMES = ("participation", "choice", "incident", "version", "audit row", "search row")
SAVED, BOTH_KEPT, BUSY = 303, 409, 503
CHIPS = {"incident_type", "place", "ending"}


@dataclass(frozen=True)
class Sent:
    """A record as it was sent: `pairs` of the form."""

    client_id: str
    author: str
    pairs: list[tuple[str, str]]

    @property
    def whole(self) -> tuple[int, ...]:
        """How many rows of each of NAMES it must have."""
        pupils = sum(name == "pupil" for name, _ in self.pairs)
        chips = sum(name in CHIPS for name, _ in self.pairs)
        return (pupils, chips, 1, 1, 1, 1)


@dataclass
class Ledger:
    """By client id, from any thread."""

    sent: dict[str, Sent] = field(default_factory=dict)
    acknowledged: set[str] = field(default_factory=set)
    answers: Counter = field(default_factory=Counter)
    rows = conflicts = 0  # records that `check` found; those of them kept beside another of the same client id
    lock: threading.Lock = field(default_factory=threading.Lock)

    def will_send(self, sent: Sent) -> Sent:
        with self.lock:
            self.sent.setdefault(sent.client_id, sent)
        return sent

    def answered(self, sent: Sent, status: int) -> None:
        """Note an answer; 303 and 409 say that the record is kept."""
        with self.lock:
            self.answers[status] += 1
            if status in (SAVED, BOTH_KEPT):
                self.acknowledged.add(sent.client_id)

    def check(self, database: Path, found: Found) -> None:
        """Count into `found` what is lost, doubled, half-saved or nobody's, and whether SQLite finds the file whole."""
        # Of SQLite's newest version: older ones may corrupt a journal that others use.
        with closing(apsw.Connection(str(database))) as connection:
            rows = list(connection.execute(PARTS))
            integrity = connection.execute("PRAGMA integrity_check").fetchall()
        self.rows, self.conflicts = len(rows), sum(row[3] is not None for row in rows)
        held = Counter(row[1] for row in rows if row[3] is None)
        half = [_missing(row[4:], self.sent[row[1]].whole) for row in rows if row[1] in self.sent]
        found.count("acknowledged", len(self.acknowledged))
        found.count("lost", sum(one not in held for one in self.acknowledged), 0)
        found.count("doubled", sum(count - 1 for count in held.values()), 0)
        found.count("half-saved", sum(bool(one) for one in half), 0)
        found.count("without an audit row", sum("audit row" in one for one in half), 0)
        found.count("of nobody", sum(one not in self.sent or self.sent[one].author != who
                                     for _, one, who, conflict, *_ in rows if conflict is None), 0)  # fmt: skip
        strange = set(self.answers) - {SAVED, BOTH_KEPT, BUSY}
        found.faults += [f"Answered {status}: {self.answers[status]} times." for status in sorted(strange)]
        if integrity != [("ok",)]:
            found.faults.append(f"integrity_check: {integrity[0][0]}")


def _missing(counts: tuple[int, ...], whole: tuple[int, ...]) -> list[str]:
    """Names of the parts that are not there as often as they should be."""
    return [name for name, count, due in zip(NAMES, counts, whole, strict=True) if count != due]

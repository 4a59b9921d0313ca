"""Fills a database with believable records, quickly: rows as recording writes them, put straight into the tables."""

import hashlib
import os
import time
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

from playhouse.migrations import Migration

import database
from bench import people
from bench.diary import Diary
from mentoring import chain, clock, naming
from mentoring.entry import Entry
from models import AuditEvent, Choice, Member, Membership, Option, Participation, Record, RecordVersion, User
from models.records import COMPLETE

FOLDER = Path(__file__).parent.parent / "instance" / "bench"
AT_ONCE = 5000
fold = lru_cache(maxsize=10_000)(naming.fold)


class Rows:
    """Rows of one table on their way in: every column of the model, with its default where none is given."""

    def __init__(self, model: Any):
        fields = [field for field in model._meta.sorted_fields if field.name != "id" or model is Record]
        self.place = {field.name: number for number, field in enumerate(fields)}
        usual = [field.default() if callable(field.default) else field.default for field in fields]
        self.usual = [field.db_value(value) for field, value in zip(fields, usual, strict=True)]
        columns = ", ".join(f'"{field.column_name}"' for field in fields)
        marks = ", ".join("?" * len(fields))
        self.sql = f'INSERT INTO "{model._meta.table_name}" ({columns}) VALUES ({marks})'
        self.rows: list[list] = []

    def add(self, **values: Any) -> None:
        row = self.usual.copy()
        for name, value in values.items():
            row[self.place[name]] = value
        self.rows.append(row)

    def put(self, cursor) -> None:
        cursor.executemany(self.sql, self.rows)
        self.rows = []


class Filler:
    """Turns entries into rows; keep it in step with mentoring/recording.py (tests/test_bench.py compares them)."""

    def __init__(self, first: int = 1):
        self.number = first
        self.shared = {model: Rows(model) for model in (Record, Participation, Choice, RecordVersion, AuditEvent)}
        self.details: dict[str, Rows] = {}
        self.chains: dict[int, tuple[int, str]] = {}

    def add(self, member: Member, entry: Entry, options: list[Option]) -> None:
        moment = f"{entry.occurred_at:%Y-%m-%d %H:%M:%S.%f}"
        number, school, author = self.number, member.school.id, member.user.id
        self.number += 1
        words = " ".join(filter(None, map(fold, [*entry.texts(), *(option.name for option in options)])))
        self.shared[Record].add(
            id=number, school=school, kind=entry.kind.name, author=author, client_id=entry.client_id,
            body_hash=entry.body_hash, occurred_at=moment, recorded_at=moment, note=entry.note, words=words,
            state=COMPLETE,
        )  # fmt: skip
        for part in entry.pupils:
            seen = entry.kind.sees_pupil if part.seen is None else part.seen
            self.shared[Participation].add(
                **vars(part) | {"seen": seen}, school=school, record=number, occurred_at=moment
            )
        for option in options:
            self.shared[Choice].add(record=number, option=option.id)
        detail = self.details.setdefault(entry.kind.name, Rows(entry.kind.detail))
        detail.add(record=number, **{name: getattr(value, "id", value) for name, value in entry.detail.items()})
        payload = entry.payload(options, COMPLETE)
        version = {
            "record": number, "number": 1, "author": author, "reason": "", "recorded_at": moment,
            "sha256": hashlib.sha256(payload.encode()).hexdigest(),
        }  # fmt: skip
        self.shared[RecordVersion].add(**version, payload=payload, client_id=entry.client_id)
        digest = chain.of_version(version | {"recorded_at": entry.occurred_at})
        self._note(school, author, entry.occurred_at, number, digest)

    def _note(self, school: int, author: int, at: datetime, number: int, digest: str) -> None:
        sequence, previous = self.chains.get(school) or chain.place(school)
        event = {
            "school": school, "user": author, "at": at, "action": "record.log", "subject": "record",
            "subject_id": number, "version": 1, "detail": "", "chain": school, "sequence": sequence, "login": None,
            "request": "", "digest": digest, "previous": previous,
        }  # fmt: skip
        event["mac"] = chain.seal(chain.said(event))
        self.chains[school] = (sequence + 1, event["mac"])
        self.shared[AuditEvent].add(**event | {"at": f"{at:%Y-%m-%d %H:%M:%S.%f}"})

    def put(self, cursor) -> None:
        """Into the tables with what is waiting."""
        for rows in (*self.shared.values(), *self.details.values()):
            rows.put(cursor)


def filled(size: int) -> Path:
    """A database with `size` records, made once for each schema and week and kept in instance/bench/."""
    steps = b"".join(path.read_bytes() for path in sorted(database.MIGRATIONS.glob("0*.py")))
    makers = b"".join((Path(__file__).parent / f"{name}.py").read_bytes() for name in ("people", "diary", "filling"))
    key = hashlib.sha256(steps + makers + f"{clock.now():%G%V}".encode()).hexdigest()[:10]
    path = FOLDER / f"{size}-{key}.db"
    if path.exists():
        return path
    for old in FOLDER.glob(f"{size}-*"):
        old.unlink()
    began = time.monotonic()
    fresh = path.with_suffix(".making")
    fresh.unlink(missing_ok=True)
    fill(f"sqlite:///{fresh}", size)
    with fresh.open("rb+") as made:
        os.fsync(made.fileno())  # or the first commits measured would wait for the whole file to reach the disk
    fresh.rename(path)
    print(f"Filled a database with {size:,} records ({time.monotonic() - began:.0f} s).", flush=True)
    return path


def fill(url: str, size: int) -> None:
    """Make the database of `url`: its schema, the school, its people, `size` records. 0: the school without pupils."""
    chain.use("bench")
    database.connect(url)
    database.migrate()
    people.found()
    if size:
        write_records(Random(size), size)
        index_records()
    database.db.execute_sql("PRAGMA journal_mode = WAL")
    database.db.close()


def index_records() -> None:
    """Make what records are found by, as the migration does for a school that had records before there was search."""
    (step,) = (one for one in Migration.load_directory(str(database.MIGRATIONS)) if one.name == "0004_search")
    with database.write():
        database.db.execute_sql("DROP TABLE record_search")
        step.load().up(None, database.db.obj)


def write_records(rng: Random, size: int) -> None:
    """Pupils and `size` records for the one school that is there."""
    users = list(
        User.select(User)
        .join(Membership, on=(Membership.user == User.id))
        .where(Membership.role == "mentor")
        .order_by(User.id)
    )
    school = Membership.select().first().school
    mentors = [Member(user, school, frozenset({"mentor"})) for user in users]
    pupils = people.enrol(rng, school, mentors)
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF", "cache_size = -400000"):
        database.db.execute_sql(f"PRAGMA {pragma}")
    filler, cursor = Filler(), database.db.cursor()
    with database.write():
        for place, (member, entry, options) in enumerate(Diary(rng, mentors, pupils).write(size), 1):
            filler.add(member, entry, options)
            if place % AT_ONCE == 0:
                filler.put(cursor)
        filler.put(cursor)

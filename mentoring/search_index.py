"""What records are found by: the beginnings of their words, and marks of who, what and when. Kept with the record.

A token is a beginning of two to LONGEST letters, or a mark: `#a7` its author, `#p3` a pupil in it, `#a7p3` both,
`#kincident` its kind, `#kconcernp3` that of a pupil, `#w2969` its week, and on PostgreSQL `#n12` its block of numbers.
So a search is a few lists of numbers laid over one another, the newest first: neither a common word nor a reader of few
records makes it read a million rows.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from peewee import PostgresqlDatabase

from database import db
from models import KINDS

LONGEST = 8
BLOCK, BLOCKS = 10_000, 4
_WEEK_SECONDS = 604_800


def keep(
    record: int, words: str, author: int, kind: str, occurred_at: datetime, pupils: Iterable[int],
    named: Iterable[int] = (),
) -> None:  # fmt: skip
    """Let a record be found by its folded `words` and its marks, and no more by earlier ones.

    The pupils `named` in its texts are known to its author only. Call inside `database.write()`.
    """
    marks = [author_mark(author), kind_mark(kind), week_mark(occurred_at), *(author_mark(author, one) for one in named)]
    for pupil in pupils:
        marks += [pupil_mark(pupil), author_mark(author, pupil)]
        marks += [kind_mark(kind, pupil)] if KINDS[kind].sealed else []
    tokens = sorted({*marks, *(beginning for word in words.split() for beginning in _beginnings(word))})
    if _is_postgres():
        db.execute_sql(
            "INSERT INTO record_search (record_id, school_id, tokens) "
            "SELECT id, school_id, array_to_tsvector(%s) FROM record WHERE id = %s "
            "ON CONFLICT (record_id) DO UPDATE SET tokens = excluded.tokens",
            ([*tokens, f"#n{record // BLOCK}"], record),
        )
    else:
        db.execute_sql("INSERT OR REPLACE INTO record_search (rowid, tokens) VALUES (?, ?)", (record, " ".join(tokens)))


def drop(record: int) -> None:
    """Let a record be found no more. Call inside `database.write()`."""
    column = "record_id" if _is_postgres() else "rowid"
    db.execute_sql(f"DELETE FROM record_search WHERE {column} = {db.param}", (record,))  # noqa: S608


def newest(groups: list[list[str]], before: int, limit: int) -> list[int]:
    """Numbers of the records under `before` that have a token of every group, the newest first."""
    if not _is_postgres():
        query = " AND ".join("(" + " OR ".join(f'"{token}"' for token in group) + ")" for group in groups)
        sql = "SELECT rowid FROM record_search WHERE record_search MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?"
        return _numbers(sql, (query, before, limit))
    # GIN knows no order and gives all that match: a common word is asked of the newest blocks first.
    for last in _numbers("SELECT max(record_id) FROM record_search WHERE record_id < %s", (before,)):
        near = _newest_postgres([*groups, _block_marks(last or 0)], before, limit)
        if len(near) == limit:
            return near
    return _newest_postgres(groups, before, limit)


def _newest_postgres(groups: list[list[str]], before: int, limit: int) -> list[int]:
    query = " & ".join("(" + " | ".join(f"'{token}'" for token in group) + ")" for group in groups)
    # Found first and sorted then: the planner may not walk all records backwards in the hope of a match.
    sql = (
        "WITH found AS MATERIALIZED (SELECT record_id FROM record_search WHERE tokens @@ %s::tsquery) "
        "SELECT record_id FROM found WHERE record_id < %s ORDER BY record_id DESC LIMIT %s"
    )
    return _numbers(sql, (query, before, limit))


def _numbers(sql: str, values: tuple) -> list[int]:
    rows: Any = db.execute_sql(sql, values)
    return [number for (number,) in rows.fetchall()]


def _block_marks(record: int) -> list[str]:
    """The marks of a record's block of numbers and of those before it, BLOCKS in all."""
    last = record // BLOCK
    return [f"#n{block}" for block in range(max(0, last - BLOCKS + 1), last + 1)]


def word_token(word: str) -> str:
    """The token of a folded word as far as it is typed: of a longer one, the first LONGEST letters count."""
    return word[:LONGEST]


def author_mark(author: int, pupil: int | None = None) -> str:
    """The mark of records that somebody wrote, or wrote about a pupil."""
    return f"#a{author}" if pupil is None else f"#a{author}p{pupil}"


def pupil_mark(pupil: int) -> str:
    """The mark of records that a pupil is in."""
    return f"#p{pupil}"


def kind_mark(kind: str, pupil: int | None = None) -> str:
    """The mark of a kind's records, or of those that a pupil is in: kept of a sealed kind only."""
    return f"#k{kind}" if pupil is None else f"#k{kind}p{pupil}"


def week_mark(moment: datetime) -> str:
    """The mark of records of the same week, in weeks since 1970."""
    return f"#w{int(moment.timestamp()) // _WEEK_SECONDS}"


def week_marks(start: datetime, end: datetime) -> list[str]:
    """The marks of every week from that of `start` to that of `end`."""
    first, last = (int(moment.timestamp()) // _WEEK_SECONDS for moment in (start, end))
    return [f"#w{week}" for week in range(first, last + 1)]


def _beginnings(word: str) -> list[str]:
    return [word[:length] for length in range(min(2, len(word)), min(len(word), LONGEST) + 1)]


def _is_postgres() -> bool:
    return isinstance(db.obj, PostgresqlDatabase)

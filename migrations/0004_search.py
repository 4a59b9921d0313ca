"""What records are found by, filled for those that are there. On SQLite a full-text table without the text itself."""

from datetime import UTC, datetime

from peewee import PostgresqlDatabase

LONGEST = 8
BLOCK = 10_000
WEEK_SECONDS = 604_800
CHUNK = 1000
SQLITE = (
    "CREATE VIRTUAL TABLE record_search USING fts5(tokens, content='', contentless_delete=1, detail=none, "
    "tokenize=\"unicode61 remove_diacritics 0 tokenchars '#_'\")"
)
POSTGRES = (
    "CREATE TABLE record_search (record_id integer PRIMARY KEY REFERENCES record (id) ON DELETE RESTRICT, "
    "tokens tsvector NOT NULL)"
)


def up(migrator, db):
    on_postgres = isinstance(db, PostgresqlDatabase)
    db.execute_sql(POSTGRES if on_postgres else SQLITE)
    into = "(record_id, tokens) VALUES (%s, array_to_tsvector(%s))" if on_postgres else "(rowid, tokens) VALUES (?, ?)"
    last = 0
    while rows := records(db, last):
        pupils = {}
        for record, pupil in parts(db, last, rows[-1][0]):
            pupils.setdefault(record, []).append(pupil)
        found = [(number, tokens(*row, pupils.get(number, []))) for number, *row in rows]
        filled = [
            (number, [*some, f"#n{number // BLOCK}"] if on_postgres else " ".join(some)) for number, some in found
        ]
        db.cursor().executemany(f"INSERT INTO record_search {into}", filled)
        last = rows[-1][0]
    if on_postgres:
        db.execute_sql("CREATE INDEX record_search_tokens ON record_search USING gin (tokens)")


def records(db, last):
    """The next records that are not withdrawn."""
    columns, mark = "id, words, author_id, kind, occurred_at", db.param
    sql = f"SELECT {columns} FROM record WHERE id > {mark} AND state <> 'withdrawn' ORDER BY id LIMIT {CHUNK}"  # noqa: S608
    return db.execute_sql(sql, (last,)).fetchall()


def parts(db, after, until):
    """Which pupils are in which of the records."""
    sql = f"SELECT record_id, pupil_id FROM participation WHERE record_id > {db.param} AND record_id <= {db.param}"  # noqa: S608
    return db.execute_sql(sql, (after, until)).fetchall()


def tokens(words, author, kind, occurred_at, pupils):
    """What a record is found by, as mentoring/search_index.py has it."""
    if isinstance(occurred_at, str):
        occurred_at = datetime.fromisoformat(occurred_at).replace(tzinfo=UTC)
    found = {f"#a{author}", f"#k{kind}", f"#w{int(occurred_at.timestamp()) // WEEK_SECONDS}"}
    for pupil in pupils:
        found |= {f"#p{pupil}", f"#a{author}p{pupil}"}
    for word in words.split():
        found |= {word[:length] for length in range(min(2, len(word)), min(len(word), LONGEST) + 1)}
    return sorted(found)

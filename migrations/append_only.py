"""Makes the database itself refuse to change or delete a table's rows."""

from collections.abc import Iterable

from peewee import PostgresqlDatabase


def refuse_changes(db, table: str, of: Iterable[str] = ()) -> None:
    """Triggers against UPDATE (`of` these columns only, where some are named) and DELETE, and TRUNCATE where there is
    one.

    On SQLite they need recursive_triggers, or REPLACE walks round them.
    """
    update = f"UPDATE OF {', '.join(of)}" if of else "UPDATE"
    if isinstance(db, PostgresqlDatabase):
        _refuse_on_postgres(db, table, update)
        return
    for name, verb in (("update", update), ("delete", "DELETE")):
        db.execute_sql(
            f"CREATE TRIGGER {table}_no_{name} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def allow_changes(db, table: str) -> None:
    """Take the triggers away, for a migration that fills a new column; put them back in the same migration."""
    if isinstance(db, PostgresqlDatabase):
        db.execute_sql(f"DROP TRIGGER {table}_append_only ON {table}")
        return
    for verb in ("update", "delete"):
        db.execute_sql(f"DROP TRIGGER {table}_no_{verb}")


def _refuse_on_postgres(db, table: str, update: str) -> None:
    db.execute_sql(
        "CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only'; END $$"
    )
    # For each statement: one that finds no row, ON CONFLICT DO UPDATE included, is refused all the same.
    db.execute_sql(
        f"CREATE TRIGGER {table}_append_only BEFORE {update} OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
    )

"""Makes the database itself refuse to change or delete a table's rows."""


def refuse_changes(db, table: str) -> None:
    """Triggers against UPDATE and DELETE. On SQLite they need recursive_triggers, or REPLACE walks round them."""
    for verb in ("UPDATE", "DELETE"):
        db.execute_sql(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )

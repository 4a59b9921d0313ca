"""Row-level security on PostgreSQL: a second wall between schools, behind the queries' own conditions.

A table whose rows say their school, or belong to a record, programme or pupil that does, gives and takes only rows of
the schools in the connection's setting `alongside.schools`. See docs/decisions/0010-evidence.md.
"""

POLICY = "by_school"
PARENTS = ("record", "programme", "pupil")  # where a row says its school through another, the first of these
# A superuser, or a role that bypasses it, is held by none of this.
BYPASSES = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
FUNCTIONS = (
    "CREATE OR REPLACE FUNCTION sees_every_school() RETURNS boolean LANGUAGE sql STABLE AS "
    "$$ SELECT current_setting('alongside.schools', true) = '*' $$",
    "CREATE OR REPLACE FUNCTION schools_seen() RETURNS integer[] LANGUAGE sql STABLE AS "
    "$$ SELECT string_to_array(NULLIF(NULLIF(current_setting('alongside.schools', true), ''), '*'), ',')::integer[] $$",
)
COLUMNS = (
    "SELECT c.table_name, array_agg(c.column_name::text) FROM information_schema.columns c "
    "JOIN pg_tables t ON t.schemaname = c.table_schema AND t.tablename = c.table_name "
    "WHERE c.table_schema = current_schema() GROUP BY c.table_name"
)


def condition(table: str, columns: list[str]) -> str:
    """What a row must satisfy to be seen or written; empty where the table is no school's."""
    # Asked once a query, not once a row: hence the SELECT round each function.
    every, seen = "(SELECT sees_every_school())", "ANY ((SELECT schools_seen())::integer[])"
    if table == "school":
        return f"{every} OR id = {seen}"
    if "school_id" in columns:
        return f"{every} OR school_id = {seen}"
    for parent in PARENTS:
        if f"{parent}_id" in columns:
            # The parent's own policy decides.
            return f'{every} OR EXISTS (SELECT 1 FROM {parent} p WHERE p.id = "{table}".{parent}_id)'  # noqa: S608
    return ""


def keep_apart(run) -> None:
    """Give every table that has none its policy. `run` executes SQL and gives a cursor."""
    there = {table for (table,) in run(f"SELECT tablename FROM pg_policies WHERE policyname = '{POLICY}'").fetchall()}  # noqa: S608
    for statement in FUNCTIONS if not there else ():
        run(statement)
    for table, columns in sorted(run(COLUMNS).fetchall()):
        wanted = condition(table, columns)
        if wanted and table not in there:
            run(f'CREATE POLICY {POLICY} ON "{table}" USING ({wanted}) WITH CHECK ({wanted})')
            # Forced: the app's role owns the tables.
            run(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY')

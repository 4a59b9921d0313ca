"""`flask routes-by-role`: every route and who may come in, as a table; docs/routes-by-role.md is what it prints."""

from pathlib import Path

import click
from flask import current_app

from models.school import ROLES

HERE = Path(__file__).parent
PAGE, MATRIX = HERE / "docs" / "routes-by-role.md", HERE / "tests" / "permissions.txt"
HEAD = """# Who may come in where

Every route of the app with the roles that it opens to, as `flask --app app routes-by-role` prints it; a test compares.
A role opens the door only: which rows somebody then sees is decided by `visible_to` (see decisions/0006). What carries
no mark is refused to everybody.
"""
COLUMNS = "| address | | view | who |\n| --- | --- | --- | --- |\n"


def permissions(app) -> list[str]:
    """A line for each endpoint: its methods and roles, NOBODY where it carries no mark."""
    lines = []
    for rule, verbs, marks in _rules(app):
        lines.append(f"{rule.endpoint:36} {'+'.join(verbs):5} {' '.join(sorted(marks)) or 'NOBODY'}")
    return lines


def page(app) -> str:
    """The table in Markdown, a section for each room."""
    said, room = [HEAD], ""
    for rule, verbs, marks in _rules(app):
        here, verb = rule.endpoint.split(".", 1)
        if here != room:
            room = here
            said.append(f"\n## {room.replace('_', ' ').capitalize()}\n\n{COLUMNS}")
        address = rule.rule.replace("<int:", "<")
        said.append(f"| `{address}` | {' '.join(verbs)} | {verb} | {_who(marks)} |\n")
    return "".join(said)


def _rules(app):
    """(rule, methods, marks) of every route, by endpoint."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint, rule.rule)):
        marks = getattr(app.view_functions[rule.endpoint], "allowed", frozenset())
        yield rule, sorted(rule.methods - {"HEAD", "OPTIONS"}), marks


def _who(marks: frozenset[str]) -> str:
    if marks == {"public"}:
        return "anybody"
    if marks == set(ROLES):
        return "everybody signed in"
    return ", ".join(word for role, word in ROLES.items() if role in marks) or "NOBODY"


@click.command("routes-by-role")
@click.option("--write", is_flag=True, help="Into docs/routes-by-role.md and tests/permissions.txt instead.")
def routes_by_role(write: bool):
    """Print every route and who may come in."""
    if not write:
        click.echo(page(current_app), nl=False)
        return
    PAGE.write_text(page(current_app))
    MATRIX.write_text("\n".join(permissions(current_app)) + "\n")
    click.echo(f"{PAGE.relative_to(HERE)} and {MATRIX.relative_to(HERE)} are written: read the difference.")

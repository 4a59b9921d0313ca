"""`flask backup`, `flask backup-verified` and `flask arrivals`: what makes a record without signal safe for good."""

from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app

import database
from mentoring import arrivals, backing_up, backups, clock
from models import Arrival
from models.outbox import KEPT, SAVED
from views import arriving


@click.command("backup")
@database.every_school()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path):
    """Copy a SQLite record into FILE while people work, verify the copy, and let tablets know that it is there."""
    settings = current_app.config["SETTINGS"]
    if not settings.is_sqlite:
        raise click.ClickException(
            "PostgreSQL is backed up by pg_dump: see docs/deploying.md. Then run flask backup-verified."
        )
    try:
        made = backing_up.copy_to(file, settings.anchors)
    except backing_up.NotBackedUp as error:
        raise click.ClickException(str(error)) from error
    backups.note(made.begun_at)
    click.echo(f"{file} holds all that was saved before {made.begun_at:%Y-%m-%d %H:%M:%S} UTC, and was verified: "
               f"{made.events:,} events, {made.versions:,} versions.")  # fmt: skip


@click.command("backup-verified")
@database.every_school()
@click.argument("begun")
def backup_verified(begun: str):
    """Note that a backup which BEGUN then (ISO 8601 with its distance from UTC) was brought back and verified."""
    try:
        moment = datetime.fromisoformat(begun)
    except ValueError:
        moment = datetime.max  # noqa: DTZ901  refused below
    if moment.tzinfo is None or moment > clock.now():
        raise click.ClickException("Say when the backup began, as 2026-11-24T02:00:00Z: a time that is over.")
    backups.note(moment.astimezone(UTC))
    click.echo(f"Tablets let go of what they delivered before {moment:%Y-%m-%d %H:%M:%S}.")


@click.command("arrivals")
@database.every_school()
def try_arrivals():
    """List what arrived and could not be opened, and try each again: after a key was put back."""
    waiting = list(arrivals.closed_envelopes())
    for arrival in waiting:
        with database.every_school():
            opened = arriving.try_again(arrivals.bearer_of(arrival), arrival)
        now = "saved" if arrival.state == SAVED else "and kept for its author"
        click.echo(f"{_said(arrival)}: {f'opened now, {now}' if opened else arrival.why}")
    kept = list(Arrival.select().where((Arrival.state == KEPT) & Arrival.opened).order_by(Arrival.id))
    for arrival in kept:
        click.echo(f"{_said(arrival)}: waits for its author. {arrival.why}")
    if not waiting and not kept:
        click.echo("Nothing waits: all that arrived was saved.")


def _said(arrival: Arrival) -> str:
    return f"{arrival.received_at:%Y-%m-%d %H:%M} UTC, {arrival.what}, {arrival.kind}, person {arrival.author_id}"

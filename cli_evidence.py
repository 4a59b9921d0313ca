"""`flask verify` and `flask anchor`: whether the record stands as it was written, and what it is compared with."""

import logging
import threading

import click
from flask import current_app

import database
from mentoring import anchors, audit, verifying

EVERY_SECONDS = 3600
log = logging.getLogger("alongside")


@click.command("verify")
@click.option("--hash", "hashes", multiple=True, help="One that a head was sent by e-mail: an event must have it.")
@database.every_school()
def verify(hashes):
    """Walk the audit trail and every version; name the first that is not as it was written."""
    try:
        kept = anchors.read(current_app.config["SETTINGS"].anchors)
    except anchors.Unreadable as error:
        raise click.ClickException(str(error)) from error
    found = verifying.verify(kept, hashes)
    if found.fault:
        raise click.ClickException(found.fault)
    click.echo(
        f"All is as it was written: {found.events:,} events, {found.versions:,} versions, "
        f"compared with {found.anchors:,} anchor{'' if found.anchors == 1 else 's'}."
        + (f" {len(hashes)} hash{'' if len(hashes) == 1 else 'es'} found." if hashes else "")
    )


@click.command("anchor")
@database.every_school()
def anchor():
    """Write the newest event of every chain into the file of anchors, outside the database."""
    file = current_app.config["SETTINGS"].anchors
    taken = anchors.take(file)
    click.echo(f"Anchored {sum(sequence for sequence, _ in taken.heads.values()):,} events in {file}.")


def bring_up() -> list[str]:
    """Migrate; events from before the chain are sealed by one that says so. Names of what was applied."""
    done = database.migrate()
    if "0006_evidence" in done:
        with database.every_school():
            audit.begin()
    return done


def anchor_daily(file) -> None:
    """While the server runs, take each day's anchor within its first hour. A fault is logged and tried again."""

    def keep():
        while True:
            try:
                with database.every_school():
                    anchors.take_if_due(file)
            except Exception as error:  # the thread goes on: tomorrow's anchor must not hang on today's full disk
                log.error("anchor not taken: %s", type(error).__name__)
            finally:
                database.db.close()
            threading.Event().wait(EVERY_SECONDS)

    threading.Thread(target=keep, name="anchors", daemon=True).start()

"""`flask import-pupils FILE`: the import of pupils and family contacts, at the server."""

import sys
from pathlib import Path

import click

import database
from mentoring import audit, clock
from mentoring.importing import applying, bad_rows, batches, headings, lines, planning, reading
from mentoring.importing.plans import Plan
from mentoring.importing.sheets import Refused
from models import School

LISTED = 20


@click.command("import-pupils")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--school", "name", help="The school's name, where the database holds several.")
@click.option("--whole-school", is_flag=True, help="The file lists every pupil: name those who are missing.")
@click.option("--mark-leavers", is_flag=True, help="With --whole-school: mark those who are missing as left today.")
@click.option(
    "--bad-rows", "rest", type=click.Path(path_type=Path), help="Write the rows to put right to this CSV file."
)
@click.option("--preview", is_flag=True, help="Say what would change, and change nothing.")
@database.every_school()
def import_pupils(
    file: Path, name: str | None, whole_school: bool, mark_leavers: bool, rest: Path | None, preview: bool
):
    """Import pupils, family contacts or weekly figures from FILE (CSV or .xlsx), after saying what would change.

    Run by hand, it asks before it imports; in a script it does not.
    """
    school = _school(name)
    try:
        batches.refuse_demo(school)
        table = lines.table(reading.read(file.name, file.read_bytes()), batches.remembered(school), {})
    except Refused as error:
        raise click.ClickException(str(error)) from error
    if faults := headings.faults(table.mapping):
        cure = "Import it on screen once, where its headings can be mapped; they are then remembered."
        raise click.ClickException(" ".join([*faults, cure]))
    plan = planning.plan(table, school, clock.today(school.zone), full_export=whole_school)
    _say(plan)
    if rest and plan.bad:
        rest.write_bytes(bad_rows.as_csv(table.headings, plan.bad))
        click.echo(f"The rows to put right are in {rest}.")
    if preview or (sys.stdin.isatty() and not click.confirm("Import?")):
        click.echo("Nothing was changed.")
        return
    counts = _write(
        table, school, file.name, whole_school=whole_school, mark_leavers=mark_leavers, seen=plan.fingerprint()
    )
    click.echo(f"Imported: {batches.summary(counts) or 'nothing had changed'}.")


def _school(name: str | None) -> School:
    schools = list(School.select().order_by(School.id))
    named = [school for school in schools if name is None or school.name == name]
    if not schools:
        raise click.ClickException("There is no school yet. Open the set-up link that `flask serve` prints.")
    if len(named) != 1:
        known = ", ".join(f"“{school.name}”" for school in schools)
        raise click.ClickException(f"Say which school with --school. This database holds {known}.")
    return named[0]


def _say(plan: Plan) -> None:
    counts = plan.counts() | {"leavers": len(plan.leavers)}
    click.echo(f"Preview: {batches.summary(counts) or 'nothing'}.")
    for line in plan.bad[:LISTED]:
        click.echo(f"  Row {line.number}: {' '.join(line.reasons)}")
    if len(plan.bad) > LISTED:
        click.echo(f"  … and {len(plan.bad) - LISTED:,} more rows to put right; --bad-rows writes them all.")
    for leaver in plan.leavers[:LISTED]:
        click.echo(f"  Not in the file: {leaver.name} ({leaver.group})")
    if len(plan.leavers) > LISTED:
        click.echo(f"  … and {len(plan.leavers) - LISTED:,} more pupils who are not in the file.")


def _write(
    table: lines.Table, school: School, source: str, *, whole_school: bool, mark_leavers: bool, seen: str
) -> dict[str, int]:
    """Plan again and write in one transaction, so that what was said is what is done."""
    with database.write():
        plan = planning.plan(table, school, clock.today(school.zone), full_export=whole_school)
        if plan.fingerprint() != seen:
            raise click.ClickException(
                "Somebody changed the pupils meanwhile. Run the command again to see the preview."
            )
        leavers = {leaver.pupil for leaver in plan.leavers} if mark_leavers else set()
        with click.progressbar(length=plan.writes + len(leavers), label="Importing") as bar:
            counts, digest = applying.write(plan, school, leavers, bar.update, source=source)
        # Nobody is signed in at the server: the event has a school and no user.
        audit.note(None, "import", school=school, detail=batches.summary(counts), digest=digest)
    return counts

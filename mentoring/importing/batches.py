"""A file between its preview and its import, and what the school has said of its headings."""

import json
from dataclasses import dataclass
from datetime import timedelta

from database import write
from mentoring import audit, clock, exporting
from mentoring.importing import applying, bad_rows, headings, lines, planning, progress, reading
from mentoring.importing.lines import Table
from mentoring.importing.plans import Plan
from mentoring.importing.sheets import Refused
from models import ImportBatch, ImportMapping, Member, School

KEPT_DAYS = 7


class Outdated(Exception):
    """The preview that was agreed to no longer fits the database; look at it again."""


class PutAway(Exception):
    """The file is kept no longer; choose it again."""


@dataclass(frozen=True)
class Preview:
    """A batch's file as it would be imported now; `plan` is None while `faults` say what the headings lack."""

    table: Table
    faults: list[str]
    plan: Plan | None


def store(member: Member, filename: str, content: bytes, *, full_export: bool) -> ImportBatch:
    """Keep a file for its preview. Raises Refused for one that cannot be imported, and for any in a demo school."""
    refuse_demo(member.school)
    found = lines.table(reading.read(filename, content), remembered(member.school), {})
    with write():
        _put_old_away(member)
        batch = ImportBatch.create(
            school=member.school, author=member.user, filename=_base_name(filename), content=content,
            mapping=json.dumps(found.mapping), full_export=full_export, created_at=clock.now(),
        )  # fmt: skip
        audit.note(member, "import.upload", batch)
    return batch


def refuse_demo(school: School) -> None:
    """Raise Refused for a demo school: its passwords stand on the sign-in page, so no real child comes behind them."""
    if school.demo:
        raise Refused("This is the demo school, so no real pupils come in; start afresh first (see More, About).")


def _base_name(filename: str) -> str:
    name = filename.replace("\\", "/").rpartition("/")[2]
    return name if len(name) <= 200 else f"{name[:100]}…{name[-90:]}"


def _put_old_away(member: Member) -> None:
    """Empty the files, and the bad rows, of previews that nobody has come back to."""
    old = clock.now() - timedelta(days=KEPT_DAYS)
    stale = (ImportBatch.school == member.school) & (ImportBatch.created_at < old) & (ImportBatch.content != b"")
    ImportBatch.update(content=b"").where(stale).execute()


def table(batch: ImportBatch) -> Table:
    """The batch's file under its headings. Raises PutAway when the file is kept no longer."""
    if batch.imported_at or not batch.content:
        raise PutAway
    sheet = reading.read(batch.filename, bytes(batch.content))
    return lines.table(sheet, remembered(batch.school), json.loads(batch.mapping))


def preview(batch: ImportBatch) -> Preview:
    """What importing the batch would do now. Raises PutAway."""
    return _planned(batch, table(batch))


def _planned(batch: ImportBatch, found: Table) -> Preview:
    faults = headings.faults(found.mapping)
    today = clock.today(batch.school.zone)
    plan = None if faults else planning.plan(found, batch.school, today, full_export=batch.full_export)
    return Preview(found, faults, plan)


def remembered(school: School) -> dict[str, str]:
    """Heading → field, as people at the school have said it."""
    rows = ImportMapping.select().where(ImportMapping.school == school)
    return {row.heading: row.field for row in rows}


def remap(member: Member, batch: ImportBatch, mapping: dict[str, str]) -> None:
    """Map the batch's headings by hand, and remember for the next file what the aliases would not have known.

    Raises ValueError when `headings.faults` finds the mapping wanting.
    """
    if found := headings.faults(mapping):
        raise ValueError(" ".join(found))
    known, usual = remembered(batch.school), headings.recognise(mapping, {})
    with write():
        ImportBatch.update(mapping=json.dumps(mapping)).where(ImportBatch.id == batch.id).execute()
        for heading, field in mapping.items():
            if heading in known:
                of_heading = (ImportMapping.school == batch.school) & (ImportMapping.heading == heading)
                ImportMapping.update(field=field).where(of_heading).execute()
            elif field != usual[heading]:
                ImportMapping.create(school=batch.school, heading=heading, field=field)
        audit.note(member, "import.mapping", batch)


def confirm(member: Member, batch: ImportBatch, seen: str, leavers: set[int] | None) -> dict[str, int]:
    """Import the batch as its preview with the fingerprint `seen` said; the counts.

    `leavers` are the ids of missing pupils to mark as left, None for all of them. A batch that is imported already
    is left alone: its counts come back. Raises Outdated when the preview would differ now, and PutAway.
    """
    found = None if batch.imported_at else table(batch)
    with write():
        batch = ImportBatch.get_by_id(batch.id)
        if batch.imported_at or found is None:
            return json.loads(batch.summary)
        plan = _planned(batch, found).plan
        if plan is None or plan.fingerprint() != seen:
            raise Outdated
        gone = {leaver.pupil for leaver in plan.leavers} if leavers is None else leavers
        with progress.running(batch.id, plan.writes + len(gone)) as step:
            counts, digest = applying.write(plan, batch.school, gone, step, member.user, batch.filename)
        # The file has done its work; only the rows still to put right are kept, for KEPT_DAYS.
        batch.content, batch.summary, batch.imported_at = _rest(found, plan), json.dumps(counts), clock.now()
        batch.save()
        audit.note(member, "import", batch, detail=summary(counts), digest=digest)
    return counts


def _rest(found: Table, plan: Plan | None) -> bytes:
    return bad_rows.as_csv(found.headings, plan.bad) if plan and plan.bad else b""


def bad_rows_csv(member: Member, batch: ImportBatch) -> bytes:
    """The batch's bad rows as CSV, before its import or after. Raises PutAway when they are kept no longer."""
    if batch.imported_at:
        content = bytes(batch.content)
    else:
        found = preview(batch)
        content = _rest(found.table, found.plan)
    if not content:
        raise PutAway
    with write():
        audit.note(member, "import.bad_rows", batch, digest=exporting.digest(content))
    return content


def summary(counts: dict[str, int]) -> str:
    """Counts in words, for the audit trail: no names."""
    return ", ".join(f"{name.replace('_', ' ')} {number}" for name, number in counts.items() if number)

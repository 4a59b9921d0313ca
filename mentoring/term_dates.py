"""The school's term dates: entered, changed, removed, and brought in from a calendar file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from database import write
from mentoring import audit, clock
from models import Member, TermDate


@dataclass(frozen=True)
class Span:
    """A term or closed days as a form or a file has them. `uid` names the event of the file."""

    name: str
    is_term: bool
    starts_on: date
    ends_on: date
    uid: str = ""

    @property
    def columns(self) -> dict:
        return vars(self)


def by_year(member: Member) -> list[tuple[int, list[TermDate]]]:
    """The school's term dates by school year, the newest year first, each in the order of the year."""
    rows = list(TermDate.visible_to(member).order_by(TermDate.starts_on, TermDate.is_term.desc(), TermDate.id))
    years = groupby(rows, key=lambda row: clock.school_year(row.starts_on))
    return [(year, list(found)) for year, found in years][::-1]


def enter(member: Member, span: Span) -> TermDate:
    """Enter a term or closed days."""
    with write():
        row = TermDate.create(school=member.school, **span.columns)
        audit.note(member, "term_date.add", row)
    return row


def change(member: Member, row: TermDate, span: Span) -> None:
    """Change a term or closed days."""
    with write():
        TermDate.update(**span.columns).where(TermDate.id == row.id).execute()
        audit.note(member, "term_date.change", row)


def remove(member: Member, row: TermDate) -> None:
    """Remove a term or closed days: its days are as if nothing had been entered."""
    with write():
        audit.note(member, "term_date.remove", row)
        row.delete_instance()


def match(member: Member, spans: Iterable[Span]) -> list[tuple[Span, TermDate | None]]:
    """Each span with the row that it is already: known by its event, or by its name and days."""
    rows = list(TermDate.visible_to(member))
    by_uid = {row.uid: row for row in rows if row.uid}
    by_days = {(row.name, row.starts_on, row.ends_on): row for row in rows}
    return [(span, by_uid.get(span.uid) or by_days.get((span.name, span.starts_on, span.ends_on))) for span in spans]


def bring_in(member: Member, spans: Iterable[Span]) -> tuple[int, int]:
    """Enter the spans of a file; how many were added and how many changed."""
    added = changed = 0
    with write():
        for span, row in match(member, spans):
            if row is None:
                enter(member, span)
                added += 1
            elif any(getattr(row, name) != value for name, value in span.columns.items()):
                change(member, row, span)
                changed += 1
    return added, changed

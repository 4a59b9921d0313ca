"""A cell of weekly tracking: what stands in it, and what came of what was typed into it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from mentoring import clock, school_weeks, tracking
from mentoring.calendar import Calendar
from mentoring.measures import BadFigure, Measure
from mentoring.tracking import Grid, Kept
from models import FigureVersion, Member, Pupil

SAVED, REFUSED, CLASHED = "saved", "refused", "clashed"


@dataclass(frozen=True)
class Cell:
    """`typed` is what somebody wrote, where that is not what is kept; `state` what came of it, "" where nobody did.

    `clash` is the version that somebody else saved meanwhile. `is_open`: the week has begun.
    """

    pupil: Pupil
    measure: Measure
    monday: date
    kept: Kept
    change: str = ""
    is_open: bool = True
    typed: str | None = None
    state: str = ""
    fault: str = ""
    clash: FigureVersion | None = None

    @property
    def name(self) -> str:
        """What its figure is sent as, after `figure-`."""
        return f"{self.pupil.id}-{self.measure.name}-{self.monday:%Y-%m-%d}"

    @property
    def text(self) -> str:
        return self.kept_text if self.typed is None else self.typed

    @property
    def kept_text(self) -> str:
        return self.measure.typed(self.kept.amount)

    @property
    def said(self) -> str:
        return self.measure.said(self.kept.amount)


def of(grid: Grid, pupil: Pupil, measure: Measure, monday: date, today: date) -> Cell:
    """The cell of a pupil, a measure and a week, as a grid has it."""
    kept, change = grid.at(pupil.id, measure, monday), grid.change(pupil.id, measure, monday)
    return Cell(pupil, measure, monday, kept, change, is_open=monday <= today)


def put(member: Member, days: Calendar, cell: Cell, text: str, seen: int) -> Cell:
    """The cell once what was typed into it is saved, or refused, or stands beside what somebody else saved."""
    today = clock.today(member.school.zone)
    if fault := school_weeks.fault(days, cell.monday, today):
        return replace(cell, typed=text, state=REFUSED, fault=fault)
    try:
        amount = cell.measure.read(text, school_weeks.sessions(days, cell.monday))
        tracking.save(member, cell.pupil, cell.measure, cell.monday, amount, seen)
    except BadFigure as error:
        return replace(cell, typed=text, state=REFUSED, fault=str(error))
    except tracking.Changed:
        newest = tracking.versions(member, cell.pupil, cell.measure, cell.monday)[0]
        return replace(_again(member, cell, today), typed=text, state=CLASHED, clash=newest)
    return replace(_again(member, cell, today), state=SAVED)


def _again(member: Member, cell: Cell, today: date) -> Cell:
    """The cell as it is kept now."""
    now: Any = tracking.grid(member, [cell.pupil.id], [cell.measure.name], [cell.monday])
    return of(now, cell.pupil, cell.measure, cell.monday, today)

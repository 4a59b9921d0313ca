"""From lines to a plan of figures for weekly tracking: sessions and lates by week."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from mentoring import calendar, clock, registers, school_weeks
from mentoring.importing import matching
from mentoring.importing.lines import Line
from mentoring.importing.plans import Plan, PlannedFigure
from mentoring.importing.roll import Roll
from mentoring.measures import MEASURES, NOTHING, Amount
from mentoring.tracking import amount_of
from models import School, WeekFigure

Figures = dict[tuple[int, str, date], tuple[int, Amount]]  # by pupil, measure and Monday: the row, and what it says
UNKNOWN = "No pupil here has this UPN or admission number. Correct it, or import the pupil list first."


def plan_attendance(read: list[Line], roll: Roll, school: School, today: date) -> Plan:
    """What importing weekly attendance would do: sessions possible and attended, and lates, of each pupil's week."""
    weeks, figures = Weeks(school, today), Figures()
    for line in read:
        pupil = pupil_of(line, roll)
        monday = weeks.monday(line, line.pupil["week"]) if pupil is not None else None
        if pupil is None or monday is None:
            continue
        if (pupil, "attendance", monday) in figures:
            row = figures[pupil, "attendance", monday][0]
            line.reasons.append(f"Row {row:,} has this pupil’s week already. Keep one of the two rows.")
            continue
        for measure, amount in _amounts(line).items():
            figures[pupil, measure, monday] = (line.number, amount)
    return compared(figures, [line for line in read if line.reasons], roll, school)


class Weeks:
    """The weeks that a file's days belong to, each looked up in the school's calendar once."""

    def __init__(self, school: School, today: date) -> None:
        self._days, self._today = calendar.of(school), today
        self._faults: dict[date, str] = {}

    def monday(self, line: Line, day: date) -> date | None:
        """The Monday of a day's week; of a weekend's, the one that follows where the day begins a week. None, with a
        reason for the line, where the school had no such week."""
        monday = clock.week_start(day + timedelta(days=7 - day.weekday() if day.weekday() > 4 else 0))
        if monday not in self._faults:
            self._faults[monday] = school_weeks.fault(self._days, monday, self._today)
        if fault := self._faults[monday]:
            line.reasons.append(f"Week of {monday:%d/%m/%Y}: {fault}")
            return None
        return monday


def pupil_of(line: Line, roll: Roll) -> int | None:
    """The id of the pupil whom a line is about, by UPN, then admission number; None, with a reason, for nobody."""
    if line.reasons:
        return None
    found = [*roll.by_upn(line), *roll.by_admission_number(line)]
    if not found:
        line.reasons.append(UNKNOWN)
        return None
    said = _named(line.pupil)
    if said and not matching.same_person(said, roll.pupils[found[0]]):
        line.reasons.append(f"This number is {roll.name(found[0])}’s here, who has another name. Correct one of them.")
        return None
    return found[0]


def _named(pupil: dict[str, Any]) -> dict[str, str]:
    """Forename and surname as far as the line says them: `Surname, Forename` or `Forename Surname` in one column."""
    if name := pupil.get("name", ""):
        surname, comma, forename = (part.strip() for part in name.partition(","))
        if not comma:
            forename, _, surname = (part.strip() for part in name.partition(" "))
        return {"surname": surname, "forename": forename}
    return {key: pupil[key] for key in ("surname", "forename") if pupil.get(key)}


def _amounts(line: Line) -> dict[str, Amount]:
    """What a line says of its week, by measure; nothing, with a reason, for one that contradicts itself, and nothing
    for a week of which no session was possible."""
    said = line.pupil
    if "possible" not in said:
        try:
            counted = registers.count(said.get("marks", ""))
        except registers.BadMarks as error:
            line.reasons.append(str(error))
            return {}
        said = vars(counted) | {"unauthorised": None}
    possible, attended, authorised = said["possible"], said.get("attended"), said.get("authorised")
    if not possible:
        return {}
    if fault := _contradiction(possible, attended, authorised, said.get("unauthorised")):
        line.reasons.append(fault)
        return {}
    if authorised is None and said.get("unauthorised") is not None:
        authorised = possible - attended - said["unauthorised"]
    found = {"attendance": Amount(attended, possible, authorised)}
    return found | ({"lates": Amount(said["lates"])} if said.get("lates") is not None else {})


def _contradiction(possible: int, attended: int | None, authorised: int | None, unauthorised: int | None) -> str:
    if attended is None:
        return "There are no sessions attended. Write how many of the possible ones."
    missed = (authorised or 0) + (unauthorised or 0)
    known = authorised is not None and unauthorised is not None
    if attended + missed > possible or (known and attended + missed != possible):
        return f"{attended} attended and {missed} missed do not make the {possible} possible. Correct the row."
    return ""


def compared(figures: Figures, bad: list[Line], roll: Roll, school: School) -> Plan:
    """A plan of figures beside those that are kept: one query."""
    found = Plan(of_figures=True, bad=bad)
    measures, mondays = {key[1] for key in figures}, {key[2] for key in figures}
    rows: Iterable[Any] = WeekFigure.select().where(
        (WeekFigure.school == school) & WeekFigure.measure.in_(measures) & WeekFigure.monday.in_(mondays)
    )
    kept = {(row.pupil_id, row.measure, row.monday): amount_of(row) for row in rows}
    for (pupil, name, monday), (row, amount) in figures.items():
        old, measure = kept.get((pupil, name, monday), NOTHING), MEASURES[name]
        if old == amount or (amount.authorised is None and old.is_same(amount)):
            found.figures_unchanged += 1
            continue
        one = PlannedFigure(
            row, pupil, roll.name(pupil), name, monday, amount, _said(measure, old), _said(measure, amount)
        )
        (found.figures_changed if old.value is not None else found.figures_added).append(one)
    return found


def _said(measure, amount: Amount) -> str:
    missed = f", {amount.authorised} missed with leave" if amount.authorised else ""
    return measure.typed(amount) + missed

"""From lines to a plan of figures for weekly tracking: sessions, lates and behaviour points by week."""

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
POINTS = "behaviour_points"
UNKNOWN = "No pupil here has this UPN or admission number. Correct it, or import the pupil list first."


def plan_attendance(read: list[Line], roll: Roll, school: School, today: date) -> Plan:
    """What importing weekly attendance would do: sessions possible and attended, and lates, of each pupil's week."""
    weeks, figures = Weeks(school, today), Figures()
    for line in read:
        pupil = pupil_of(line, roll)
        monday = weeks.of(line, _begun(line.pupil["week"])) if pupil is not None else None
        if pupil is None or monday is None:
            continue
        if (pupil, "attendance", monday) in figures:
            row = figures[pupil, "attendance", monday][0]
            line.reasons.append(f"Row {row:,} has this pupil’s week already. Keep one of the two rows.")
            continue
        for measure, amount in _amounts(line).items():
            figures[pupil, measure, monday] = (line.number, amount)
    return compared(figures, [line for line in read if line.reasons], roll, school)


def plan_behaviour(read: list[Line], roll: Roll, school: School, today: date, *, whole: bool) -> Plan:
    """What importing behaviour events would do: the points of each pupil's week, added up without their sign.

    Praise counts for nothing here and against nothing. `whole`: the file has every event of the school, so that each
    of its pupils without one in a week of the file has 0 in it; else such a week stays as it is.
    """
    weeks, figures, left, events = Weeks(school, today), Figures(), 0, 0
    signed = any(line.pupil.get("points", 0) < 0 for line in read)
    mondays = set()
    for line in read:
        pupil = pupil_of(line, roll)
        monday = weeks.of(line, clock.week_start(line.pupil["event_on"])) if pupil is not None else None
        if pupil is None or monday is None:
            continue
        mondays.add(monday)
        if not _is_behaviour(line, signed):
            left += 1
            continue
        events += 1
        row, so_far = figures.get((pupil, POINTS, monday), (line.number, Amount(0)))
        figures[pupil, POINTS, monday] = (row, Amount((so_far.value or 0) + abs(line.pupil["points"])))
    if whole:
        _add_nought(figures, mondays, roll, weeks)
    found = compared(figures, [line for line in read if line.reasons], roll, school)
    found.events, found.events_left = events, left
    return found


def _is_behaviour(line: Line, signed: bool) -> bool:
    """By the event's type; where that says neither, by the sign of its points, if the file has any below nought."""
    said = line.pupil.get("event_type", "").casefold()
    if any(word in said for word in ("achiev", "positive", "reward", "praise")):
        return False
    return "behav" in said or "negative" in said or not signed or line.pupil["points"] < 0


def _add_nought(figures: Figures, mondays: set[date], roll: Roll, weeks: "Weeks") -> None:
    here = [number for number, pupil in roll.pupils.items() if pupil["left_on"] is None]
    first = min(mondays, default=None)
    spans = (max(mondays) - first).days // 7 + 1 if first else 0
    for monday in (first + number * school_weeks.WEEK for number in range(spans) if first):
        for pupil in here if not weeks.fault(monday) else ():
            figures.setdefault((pupil, POINTS, monday), (0, Amount(0)))


def _begun(day: date) -> date:
    """The Monday of the week that a day begins: of a weekend's, the one that follows."""
    return clock.week_start(day + timedelta(days=7 - day.weekday() if day.weekday() > 4 else 0))


class Weeks:
    """The weeks of a file, each looked up in the school's calendar once."""

    def __init__(self, school: School, today: date) -> None:
        self._days, self._today = calendar.of(school), today
        self._faults: dict[date, str] = {}

    def of(self, line: Line, monday: date) -> date | None:
        """The Monday; None, with a reason for the line, where the school had no such week."""
        if fault := self.fault(monday):
            line.reasons.append(f"Week of {monday:%d/%m/%Y}: {fault}")
            return None
        return monday

    def fault(self, monday: date) -> str:
        """Why nothing can be kept for a week; empty where it can."""
        if monday not in self._faults:
            self._faults[monday] = school_weeks.fault(self._days, monday, self._today)
        return self._faults[monday]


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

"""Signals: plain rules over a pupil's figures, each said in a sentence with the numbers and days behind it.

A signal is no score: nobody is counted, sorted or compared by them. What the member may not read makes none.
"""

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta

from mentoring import calendar, clock, signal_figures, signal_rules
from mentoring.calendar import Calendar
from mentoring.post16 import Standing
from mentoring.progress_words import number_word
from mentoring.signal_figures import FEWEST_WEEKS, Figures
from mentoring.signal_rules import Rule, Setting
from mentoring.tracking import pupils as on_caseload_of
from models import Caseload, Member, Pupil, SchoolClass, SignalRest, User
from models.ready import ready


@dataclass(frozen=True)
class Signal:
    """A rule that holds for a pupil. `facts` is the SHA-256 of what it found; `rest`: somebody has seen it, and it
    rests. `records` (day, id), `plans` ids and `week` (a Monday) are what it comes from."""

    rule: Rule
    pupil: Pupil
    sentence: str
    facts: str
    rest: SignalRest | None = None
    records: tuple[tuple[date, int], ...] = ()
    plans: tuple[int, ...] = ()
    week: date | None = None


@dataclass(frozen=True)
class Found:
    """What a rule found: its sentence, and what has to change for it to speak again; the rest as of Signal."""

    sentence: str
    facts: tuple
    records: tuple[tuple[date, int], ...] = ()
    plans: tuple[int, ...] = ()
    week: date | None = None


def of(member: Member, pupils: Collection[Pupil]) -> dict[int, list[Signal]]:
    """The signals of pupils whose whole page the member may read, by pupil, in the order of RULES."""
    rules = signal_rules.settings(member.school)
    figures = signal_figures.of(member, pupils, rules)
    if not figures:
        return {}
    days, today = calendar.of(member.school), clock.today(member.school.zone)
    rests = _rests(member, figures, today)
    found: dict[int, list[Signal]] = {}
    for number, one in figures.items():
        for name, setting in rules.items():
            said = RULED[name](one, setting, days, today) if setting.is_on else None
            if said:
                facts = hashlib.sha256(repr(said.facts).encode()).hexdigest()
                rest = rests.get((number, name, facts))
                signal = Signal(
                    setting.rule, one.pupil, said.sentence, facts, rest, said.records, said.plans, said.week
                )
                found.setdefault(number, []).append(signal)
    return found


def one(member: Member, pupil: Pupil, rule: str) -> Signal | None:
    """A pupil's signal by one rule; None where it does not hold."""
    return next((one for one in of(member, [pupil]).get(pupil.id, []) if one.rule.name == rule), None)


def supported(member: Member, mentor: User | None = None) -> list[Pupil]:
    """The pupils on a mentor's caseload today, or on any, whom the member may read, by known-as name."""
    if mentor is not None:
        return [pupil for pupil in on_caseload_of(member, mentor) if pupil.left_on is None]
    rows = Caseload.select(Caseload.pupil).where(Caseload.current(member))
    found = Pupil.visible_to(member).where(Pupil.id.in_(rows) & Pupil.left_on.is_null()).select(Pupil, SchoolClass)
    return list(found.left_outer_join(SchoolClass).order_by(Pupil.known_as, Pupil.surname, Pupil.id))


def _rests(member: Member, figures: dict[int, Figures], today: date) -> dict[tuple[int, str, str], SignalRest]:
    """The signals that somebody has seen and that rest today, by pupil, rule and facts; the newest of each."""
    return {(row.pupil_id, row.rule, row.facts): row for row in _resting(member, today, pupils=list(figures))}


@ready
def _resting(member: Member, today: date, pupils: list):
    rows = SignalRest.visible_to(member).select(SignalRest, User).join(User, on=SignalRest.author)
    rows = rows.where(SignalRest.pupil.in_(pupils) & SignalRest.ended_at.is_null() & (SignalRest.until > today))
    return rows.order_by(SignalRest.id)


def attendance(one: Figures, setting: Setting, _days: Calendar, _today: date) -> Found | None:
    """Sessions attended, of those possible, under the line."""
    amount, line = one.attendance, setting.line
    if not one.attends_under(line):
        return None
    sessions = f"{amount.value} of {amount.possible} sessions"
    said = f"Attendance {_percent(one, line)} over the last {number_word(one.weeks)} tracked weeks: {sessions}."
    return Found(f"{said} The line is {line} %.", (amount.number,))


def _percent(one: Figures, line: int) -> str:
    """Per cent as the rest of the house rounds it; with a decimal, rounded down, where that would hide that it is under
    the line."""
    amount = one.attendance
    if amount.number != line:
        return f"{amount.number} %"
    tenths = 1000 * (amount.value or 0) // (amount.possible or 1)
    return f"{tenths // 10}.{tenths % 10} %"


def fall(one: Figures, setting: Setting, _days: Calendar, _today: date) -> Found | None:
    """The difference of per cent as they are shown (0017), between the same weeks and the baseline."""
    now, then = one.attendance.number, one.baseline.number
    if one.weeks < FEWEST_WEEKS or now is None or then is None or then - now < setting.line:
        return None
    said = f"Attendance {now} % over the last {number_word(one.weeks)} tracked weeks, {then - now} points below the"
    return Found(f"{said} baseline of {then} %. The line is {_count(setting.line, 'point')}.", (now, then))


def incidents(one: Figures, setting: Setting, _days: Calendar, _today: date) -> Found | None:
    if len(one.incidents) < setting.line:
        return None
    when = _days_said([day for day, _ in one.incidents])
    count = _count(len(one.incidents), "incident", number_word(len(one.incidents)).capitalize())
    said = f"{count} in the last {setting.span} days: {when}. The line is {setting.line} in {setting.span} days."
    return Found(said, tuple(number for _, number in one.incidents), tuple(one.incidents))


def contact(one: Figures, setting: Setting, days: Calendar, today: date) -> Found | None:
    """Counted in school weeks from the day that the family was reached, or from the first day of support if later."""
    if one.since is None:
        return None
    reached = one.reached_on if one.reached_on and one.reached_on >= one.since else None
    start = reached or one.since
    if today < days.school_weeks_on(start, setting.line):
        return None
    said = "The family was last reached on" if reached else "The family has not been reached since support began on"
    gone, line = (_count(number, "school week") for number in (days.school_weeks_gone(start, today), setting.line))
    week = clock.week_start(reached) if reached else None
    return Found(f"{said} {_day(start, today)}: {gone} ago. The line is {line}.", (start,), week=week)


def seen(one: Figures, setting: Setting, days: Calendar, today: date) -> Found | None:
    """School days between the day on which somebody was with the pupil, or support began if later, and today."""
    if one.since is None:
        return None
    last = one.seen_on if one.seen_on and one.seen_on >= one.since else None
    start = last or one.since
    gone = len(days.school_days(start + timedelta(days=1), today - timedelta(days=1)))
    if gone < setting.line:
        return None
    said = f"{'Last seen on' if last else 'Not seen since support began on'} {_day(start, today)}"
    line, week = _count(setting.line, "school day"), clock.week_start(last) if last else None
    return Found(f"{said}: {_count(gone, 'school day')} ago. The line is {line}.", (start,), week=week)


def review(one: Figures, _setting: Setting, _days: Calendar, today: date) -> Found | None:
    if not one.overdue:
        return None
    late = "; ".join(f"{name}, since {_day(day, today)}" for _, name, day in one.overdue)
    facts = tuple((number, day) for number, _, day in one.overdue)
    return Found(f"The review is overdue: {late}.", facts, plans=tuple(number for number, _, _ in one.overdue))


def neet(one: Figures, setting: Setting, _days: Calendar, _today: date) -> Found | None:
    """Indicators known of a pupil in Years 9 to 11 who has applied nowhere yet."""
    known = one.standing
    if known is None or known.has_a_way or len(known.indicators) < setting.line:
        return None
    row = known.row
    wanted = (
        f"Intended: {row.intended.name}, not applied for yet." if row and row.intended else "No destination is noted."
    )
    names = "; ".join(known.indicators)
    said = f"{one.pupil.year_name}, and known are {_count(len(known.indicators), 'indicator')}: {names}. {wanted}"
    facts = (*sorted(known.drawn), *sorted(known.entered), row.intended_id if row else None)
    return Found(f"{said} The line is {setting.line}.", facts)


def standing(member: Member, pupil: Pupil) -> Standing:
    """What is known of a pupil in Years 9 to 11 for after Year 11."""
    return signal_figures.standing(member, pupil, signal_rules.settings(member.school))


RULED: dict[str, Callable[[Figures, Setting, Calendar, date], Found | None]] = {
    "attendance": attendance, "fall": fall, "incidents": incidents, "contact": contact, "seen": seen, "review": review,
    "neet": neet,
}  # fmt: skip


def _day(day: date, today: date) -> str:
    """A day in a sentence: 12 November, with its year where that is another."""
    return f"{day:%-d %B}" if day.year == today.year else f"{day:%-d %B %Y}"


def _days_said(days: list[date]) -> str:
    """Days in a sentence, each once, with its month where that changes: 30 October, 3 and 5 November."""
    once = sorted(set(days))
    said = [f"{day:%-d %B}" if place + 1 == len(once) or once[place + 1].month != day.month else f"{day.day}"
            for place, day in enumerate(once)]  # fmt: skip
    return " and ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said)


def _count(number: int, word: str, said: str = "") -> str:
    return f"{said or number} {word}{'' if number == 1 else 's'}"

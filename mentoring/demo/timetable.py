"""The demo's term dates, by its calendar, and its mentors' timetables, by what they have recorded."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

from mentoring import caseload, clock, lists, schools, slot_keeping
from mentoring.demo.days import PART_WORDS, school_days
from mentoring.timetable import minute
from models import GroupSession, Member, Participation, Programme, Record, School, TermDate
from models.timetable import DUTY

TERMS = ("Autumn term", "Spring term", "Summer term")
HALVES = {10: "October half-term", 2: "February half-term", 5: "May half-term"}
HOURS = ("09:15", "11:10", "13:30", "14:20")
LENGTH, LATELY = 30, timedelta(weeks=6)
DUTIES = (("Break duty", "break", [0, 2, 4]), ("Lunch duty", "lunch", [1, 3]))
WEEKEND, HALF_TERM = 3, 10  # days from the last school day to the next
BETWEEN_TERMS = {12: "Christmas holiday", 3: "Easter holiday", 4: "Easter holiday"}


def enter_terms(school: School, today: date) -> None:
    """Enter the terms, holidays and bank holidays of this school year and the one before."""
    year = clock.school_year(today)
    for first in (year - 1, year):
        days = school_days(date(first, 9, 1), date(first + 1, 8, 31))
        starts, terms = days[0], iter(TERMS)
        for last, following in zip(days, days[1:], strict=False):
            gap = (following - last).days
            if gap > WEEKEND:
                _enter(school, _name(last, gap), False, *_weekdays(last, following))
            if gap > HALF_TERM:
                _enter(school, next(terms), True, starts, last)
                starts = following
        _enter(school, next(terms), True, starts, days[-1])


def _weekdays(last: date, following: date) -> tuple[date, date]:
    """The first and the last weekday between two school days."""
    between = [last + timedelta(days=number) for number in range(1, (following - last).days)]
    closed = [day for day in between if day.weekday() < 5]
    return closed[0], closed[-1]


def _name(last: date, gap: int) -> str:
    if gap < HALF_TERM:
        return "Early May bank holiday"
    return (HALVES if gap == HALF_TERM else BETWEEN_TERMS)[last.month]


def _enter(school: School, name: str, is_term: bool, first: date, last: date) -> None:
    TermDate.create(school=school, name=name, is_term=is_term, starts_on=first, ends_on=last)


def keep(member: Member, since: date) -> None:
    """Give a mentor, from a day on, the timetable that fits what they have recorded: 1:1s, programmes and duties."""
    usual = _usual_times(member)
    free = [(weekday, at) for at in HOURS for weekday in range(5) if (weekday, at) not in usual.values()][::-1]
    whom: list[tuple[str, str, Any]] = [("session", "pupil", one) for one in caseload.pupils(member)]
    whom += [("group_session", "programme", one) for one in Programme.visible_to(member).order_by(Programme.id)]
    with clock.at(clock.day_start(since, member.school.zone)):
        for kind, name, one in whom:
            weekday, at = usual.get((kind, one.id)) or free.pop()
            _add(member, {"kind": kind, name: one}, [weekday], at, LENGTH, since)
        _add_duties(member, since)


def _usual_times(member: Member) -> dict[tuple[str, int], tuple[int, str]]:
    """The weekday and time at which most of the lately recorded sessions with each pupil, and programme, began."""
    recent = (Record.author == member.user) & (Record.occurred_at > clock.now() - LATELY)
    sessions = Participation.select(Participation.pupil, Record.occurred_at).join(Record)
    groups = GroupSession.select(GroupSession.programme, Record.occurred_at).join(Record)
    began: dict[tuple[str, int], list[tuple[int, str]]] = {}
    for row in sessions.where(recent & (Record.kind == "session")):
        began.setdefault(("session", row.pupil_id), []).append(_weekly(member, row.record.occurred_at))
    for one in groups.where(recent):
        began.setdefault(("group_session", one.programme_id), []).append(_weekly(member, one.record.occurred_at))
    return {key: _commonest(times) for key, times in began.items()}


def _weekly(member: Member, moment: datetime) -> tuple[int, str]:
    at = clock.local(moment, member.school.zone)
    return at.weekday(), f"{at:%H}:{at.minute // 5 * 5:02d}"


def _commonest(times: list[tuple[int, str]]) -> tuple[int, str]:
    weekday = Counter(day for day, _ in sorted(times)).most_common(1)[0][0]
    return weekday, Counter(at for day, at in sorted(times) if day == weekday).most_common(1)[0][0]


def _add_duties(member: Member, since: date) -> None:
    places = lists.options(member.school, "place")["place"]
    for name, part, weekdays in DUTIES:
        words = [word for word, means in PART_WORDS.items() if means == part]
        named = (one for one in schools.bells(member.school) if any(word in one.name.lower() for word in words))
        bell = next(named, None)
        if bell and places:
            facts = {"kind": DUTY, "title": name, "place": places[member.user.id % len(places)]}
            _add(member, facts, weekdays, bell.starts, min(minute(bell.ends) - minute(bell.starts), LENGTH), since)


def _add(member: Member, facts: dict, weekdays: list[int], at: str, length: int, since: date) -> None:
    ends = minute(at) + length
    slot_keeping.add(member, facts | {"starts": at, "ends": f"{ends // 60:02d}:{ends % 60:02d}"}, weekdays, since)

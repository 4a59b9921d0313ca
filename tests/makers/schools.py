"""A school: its chips, its terms, its mentors' timetable, its agencies."""

from datetime import date, timedelta

from mentoring import agencies, clock, schools
from models import Agency, Member, Option, School, Slot, TermDate


def school(name: str = "Kestrel Park") -> School:
    return schools.start(name, "Europe/London", list(schools.USUAL_DAY))


def option(school: School, list_name: str, name: str) -> int:
    """The id of a chip."""
    return Option.get((Option.school == school) & (Option.list == list_name) & (Option.name == name)).id


def agency(member: Member, name: str = "Riverside Talking Space", **facts) -> Agency:
    """An agency in the directory, entered today."""
    return agencies.enter(member, {"name": name, "purpose": "Worry and low mood", "phone": "01632 960001"} | facts)


def slot(
    mentor: Member, starts: str = "09:15", weekday: int = 0, kind: str = "duty", weeks: int = 4, **columns
) -> Slot:
    """Half an hour of a mentor's timetable, for the last few weeks."""
    row = {"title": "Break duty"} if kind == "duty" else {}
    row |= {"starts_on": clock.today(mentor.school.zone) - timedelta(weeks=weeks), "ends": f"{starts[:2]}:59"} | columns
    return Slot.create(school=mentor.school, mentor=mentor.user, weekday=weekday, starts=starts, kind=kind, **row)


def term_date(school: School, name: str = "October half-term", first: str = "2026-10-26", last: str = "2026-10-30",
              is_term: bool = False, uid: str = "") -> TermDate:  # fmt: skip
    """Closed days, or a term."""
    days = {"starts_on": date.fromisoformat(first), "ends_on": date.fromisoformat(last)}
    return TermDate.create(school=school, name=name, is_term=is_term, uid=uid, **days)


def two_terms(school: School) -> None:
    """The autumn term of 2026 and the spring term after it: Christmas is from 19 December to 3 January."""
    term_date(school, "Autumn", "2026-09-02", "2026-12-18", is_term=True)
    term_date(school, "Spring", "2027-01-04", "2027-03-25", is_term=True)

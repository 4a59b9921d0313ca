"""A calendar's view of one's to-dos, by a secret address: how many are due on which day, and of what kind. Calendars
copy what they fetch to where no school looks, so no name, no pupil and no word that somebody typed is in it."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from database import write
from mentoring import audit, clock, signing_in, todos
from mentoring.tokens import new_token, token_hash
from models import CalendarFeed, Member, School, Todo, User
from models.school import STAFF

FURTHEST = timedelta(days=366)
# What is said of a to-do by its reason: none of them tells what the record is about.
KINDS = {
    "finish": "finish a record", "intervention": "finish a record", "tell_family": "tell a family",
    "tell_home": "tell a family", "call_again": "call again", "check_back": "check back", "follow_up": "follow up",
    "review": "review", "chase": "ask an agency", "check_agency": "check an agency",
    "arrival": "look at what arrived", "supervision": "agreed in supervision",
}  # fmt: skip
OTHER = "something else"


def make(member: Member) -> str:
    """A new feed in place of the one before; its token, which is not to be had again."""
    token = new_token()
    with write(of=f"feed {member.user.id}"):
        end_all(member.school, member.user)
        row = CalendarFeed.create(
            school=member.school, user=member.user, token_hash=token_hash(token), created_at=clock.now()
        )
        audit.note(member, "calendar_feed.make", row)
    return token


def mine(member: Member) -> CalendarFeed | None:
    """The member's feed that is in force."""
    return CalendarFeed.visible_to(member).first()


def end(member: Member) -> None:
    """End the member's feed; twice is once."""
    with write(of=f"feed {member.user.id}"):
        row = mine(member)
        if row:
            end_all(member.school, member.user)
            audit.note(member, "calendar_feed.end", row)


def end_all(school: School, user: User) -> None:
    """Let no address of somebody's lead anywhere. Call inside `database.write()`."""
    theirs = (CalendarFeed.school == school) & (CalendarFeed.user == user) & CalendarFeed.ended_at.is_null()
    CalendarFeed.update(ended_at=clock.now()).where(theirs).execute()


def owner(token: str) -> Member | None:
    """Whose feed it is; None for a token of nobody's, or of somebody who works here no longer."""
    rows = CalendarFeed.select(CalendarFeed, User, School).join(User).switch(CalendarFeed).join(School)
    row = rows.where((CalendarFeed.token_hash == token_hash(token)) & CalendarFeed.ended_at.is_null()).first()
    if row is None or row.user.ended_at:
        return None
    member = signing_in.member_at(row.user, row.school)
    return member if member.has(*STAFF) else None


def file(member: Member, address: str) -> bytes:
    """The feed as an iCalendar file (RFC 5545): an event for each day on which something is due, and one today for what
    is overdue. `address` leads to the to-dos."""
    from icalendar import Calendar  # as in calendar_files

    today = clock.today(member.school.zone)
    calendar = Calendar.new(prodid="-//Alongside//To do//EN", method="PUBLISH")
    calendar.add("X-WR-CALNAME", "To do (Alongside)")
    calendar.add("REFRESH-INTERVAL", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    days: dict[date, list[Todo]] = {}
    for todo in todos.waiting(member):
        days.setdefault(max(todo.due_on, today - timedelta(days=1)), []).append(todo)
    for day, due in sorted(days.items()):
        if day <= today + FURTHEST:
            calendar.add_component(_event(member, day, due, today, address))
    return calendar.to_ical()


def _event(member: Member, day: date, due: list[Todo], today: date, address: str) -> Any:
    from icalendar import Event

    late = day < today
    kinds = Counter(KINDS.get(todo.reason, OTHER) for todo in due)
    said = ", ".join(f"{kind} ({count})" if count > 1 else kind for kind, count in kinds.items())
    word = "to-do" if len(due) == 1 else "to-dos"
    event = Event()
    event.add("UID", f"{'late' if late else day.isoformat()}-{member.school.id}-{member.user.id}@alongside")
    event.add("DTSTAMP", clock.now())
    event.add("DTSTART", max(day, today))
    event.add("DTEND", max(day, today) + timedelta(days=1))
    event.add("SUMMARY", f"{len(due)} {word} {'overdue' if late else 'due'}: {said}")
    event.add("URL", address)
    event.add("TRANSP", "TRANSPARENT")  # it takes no time out of the day
    return event

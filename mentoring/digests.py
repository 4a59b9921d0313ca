"""The e-mail that says how many to-dos are due, for who chose to have one; nothing of what they are."""

from datetime import date, timedelta

from database import write
from mentoring import audit, calendar, clock, mail, signing_in, todos
from models import Digest, Member, School, User
from models.school import STAFF

NEVER, DAILY, MONDAYS = "never", "daily", "mondays"
FROM_HOUR = 7  # on the school's clock: before the day begins, and not at night
SUBJECT = "To do in Alongside"


def often(member: Member) -> str:
    """How often the member has chosen to have one."""
    row = Digest.visible_to(member).first()
    return row.often if row else NEVER


def choose(member: Member, chosen: str) -> None:
    """Let the member have one never, on each school day, or on Mondays."""
    with write(of=f"digest {member.user.id}"):
        row = Digest.visible_to(member).first()
        if row:
            Digest.update(often=chosen).where(Digest.id == row.id).execute()
        else:
            row = Digest.create(school=member.school, user=member.user, often=chosen)
        audit.note(member, "digest.choose", row, detail=chosen)


def send(from_hour: int = 0) -> int:
    """Queue today's digests of every school in which it is `from_hour` already; how many. Run again on the same day it
    queues none twice. Call where every school is seen, and where there is a mail server."""
    rows = Digest.select(Digest, User, School).join(User).switch(Digest).join(School)
    rows = rows.where((Digest.often != NEVER) & User.ended_at.is_null()).order_by(Digest.id)
    return sum(_send(row) for row in list(rows) if clock.local(clock.now(), row.school.zone).hour >= from_hour)


def words(due: int, late: int, is_week: bool) -> str:
    """The e-mail's one sentence; empty where there is nothing to say."""
    when = "this week" if is_week else "today"
    said = [f"{due} {'to-do' if due == 1 else 'to-dos'} due {when}"] if due else []
    if late:
        said.append(f"{late} overdue" if due else f"{late} {'to-do' if late == 1 else 'to-dos'} overdue")
    return f"You have {' and '.join(said)}." if said else ""


def _send(row: Digest) -> bool:
    today = clock.today(row.school.zone)
    if row.sent_on == today or not _is_day(row, today):
        return False
    member = signing_in.member_at(row.user, row.school)
    if not member.has(*STAFF):
        return False
    last = clock.week_start(today) + timedelta(days=6) if row.often == MONDAYS else today
    days = [todo.due_on for todo in todos.waiting(member)]
    said = words(sum(today <= day <= last for day in days), sum(day < today for day in days), row.often == MONDAYS)
    return bool(said) and _queue(row, member, said, today)


def _is_day(row: Digest, today: date) -> bool:
    """Whether it is a school day; for Mondays, the first of its week."""
    days = calendar.of(row.school)
    before = days.school_days(clock.week_start(today), today - timedelta(days=1))
    return days.is_school_day(today) and not (row.often == MONDAYS and before)


def _queue(row: Digest, member: Member, said: str, today: date) -> bool:
    """Have it sent once: whoever marks the day first does so."""
    with write(of=f"digest {row.user_id}"):
        unsent = (Digest.id == row.id) & (Digest.sent_on.is_null() | (Digest.sent_on != today))
        if not Digest.update(sent_on=today).where(unsent).execute():
            return False
        body = f"{said} Sign in to see them.\n\n{{address}}/todos\n\nHow often you have this: {{address}}/reminders\n"
        over = clock.day_start(today + timedelta(days=1), member.school.zone)
        mail.queue(member.school, member.user.email, SUBJECT, body, "digest", over)
    return True

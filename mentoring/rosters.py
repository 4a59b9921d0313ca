"""The few names and targets that a tablet may hold, encrypted, for a record without signal: one's own, for a day."""

from datetime import datetime, timedelta
from textwrap import shorten

from mentoring import clock, plan_names, programmes, ratings
from mentoring.finding import own_classes, with_class
from models import Login, Member, Plan, ProgrammeMember, Pupil
from models.pupils import on_caseload

LONGEST = timedelta(hours=12)
SHORT = 60  # letters of a target: enough to know it by


def until(login: Login, hours: int) -> datetime:
    """When the list is to be gone: with the login, which ends `hours` after it began, after LONGEST at the latest."""
    return min(clock.now() + LONGEST, login.created_at + timedelta(hours=hours))


def of_member(member: Member) -> dict:
    """The member's pupils as the picker shows them (caseload, groups; of a contributor, their classes), and the
    programmes that they lead, with the ids of those who are in them; and of one's own caseload the targets that can be
    rated. Nobody to whom they declared a relationship."""
    led = _led(member)
    mine = on_caseload(Pupil.id, member) | Pupil.id.in_(sorted({pupil for ids in led.values() for pupil in ids}))
    if member.has("contributor"):
        mine |= Pupil.school_class.in_(own_classes(member))
    rows = with_class(Pupil.findable_by(member)).where(mine & Pupil.left_on.is_null())
    rows = rows.where(Pupil.id.not_in(sorted(member.related))).order_by(Pupil.known_as, Pupil.surname, Pupil.id)
    pupils = [{"id": one.id, "name": one.short_name, "class": _class(one)} for one in rows]
    shown = {one["id"] for one in pupils}
    return {
        "pupils": pupils,
        "programmes": [
            {"id": programme.id, "name": programme.name, "pupils": [pupil for pupil in ids if pupil in shown]}
            for programme, ids in led.items()
        ],
        "targets": _targets(member, sorted(shown)),
    }


def _targets(member: Member, pupils: list[int]) -> list[dict]:
    """The targets that can be rated of those of some pupils who are on the member's caseload, in a few words in which
    nobody else is named."""
    rows = list(ratings.open_now(member, pupils).where(on_caseload(Plan.pupil, member)))
    for pupil in {row.plan.pupil_id: row.plan.pupil for row in rows}.values():
        plan_names.hide_all(member, pupil, [row for row in rows if row.plan.pupil_id == pupil.id])
    return [
        {"id": row.id, "pupil": row.plan.pupil_id, "title": shorten(row.title, SHORT, placeholder=" …")}
        for row in rows
    ]  # fmt: skip


def _led(member: Member) -> dict:
    """The programmes that the member leads themselves and that are not over, each with the ids of its pupils today."""
    leads = [one for one in programmes.running(member) if member.user.id in (one.leader_id, one.second_leader_id)]
    there = ProgrammeMember.there_on(clock.today(member.school.zone))
    rows = ProgrammeMember.select().where(ProgrammeMember.programme.in_([one.id for one in leads]) & there)
    found: dict = {one: [] for one in leads}
    for row in rows.order_by(ProgrammeMember.id):
        place = next(one for one in leads if one.id == row.programme_id)
        found[place] += [row.pupil_id] if row.pupil_id not in found[place] else []
    return found


def _class(pupil: Pupil) -> str:
    return pupil.school_class.name if pupil.school_class else ""

"""The few names and targets that a tablet may hold, encrypted, for a record without signal: one's own, for a day."""

from datetime import datetime, timedelta
from textwrap import shorten

from mentoring import clock, plan_names, programmes, ratings
from mentoring.finding import own_classes, with_class
from mentoring.marks import stands
from models import Login, Member, Option, Plan, ProgrammeMember, Pupil, Target
from models.plans import OPEN, RATING
from models.pupils import on_caseload

LONGEST = timedelta(hours=12)
SHORT = 60  # letters of a target: enough to know it by


def until(login: Login, hours: int) -> datetime:
    """When the list is to be gone: with the login, which ends `hours` after it began, after LONGEST at the latest."""
    return min(clock.now() + LONGEST, login.created_at + timedelta(hours=hours))


def of_member(member: Member) -> dict:
    """The member's pupils as the picker shows them (caseload, groups; of a contributor, their classes), and the
    programmes that they lead, with the ids of those who are in them; and of one's own caseload the targets that can be
    rated, and the plans that can be reviewed. Nobody to whom they declared a relationship."""
    led = _led(member)
    mine = on_caseload(Pupil.id, member) | Pupil.id.in_(sorted({pupil for ids in led.values() for pupil in ids}))
    if member.has("contributor"):
        mine |= Pupil.school_class.in_(own_classes(member))
    rows = with_class(Pupil.findable_by(member)).where(mine & Pupil.left_on.is_null())
    rows = rows.where(Pupil.id.not_in(sorted(member.related))).order_by(Pupil.known_as, Pupil.surname, Pupil.id)
    pupils = [{"id": one.id, "name": one.short_name, "class": _class(one)} for one in rows]
    shown = {one["id"] for one in pupils}
    plans = _plans(member, sorted(shown))
    return {
        "pupils": pupils,
        "programmes": [
            {"id": programme.id, "name": programme.name, "pupils": [pupil for pupil in ids if pupil in shown]}
            for programme, ids in led.items()
        ],
        "targets": _rated(plans),
        "plans": _reviewed(plans),
    }


def _plans(member: Member, pupils: list[int]) -> dict[Plan, list[Target]]:
    """The plans that go on of those of some pupils who are on the member's caseload, each with its open targets, in
    whose words nobody else is named."""
    plans = Plan.changeable_by(member).select(Plan, Option).left_outer_join(Option, on=(Plan.plan_type == Option.id))
    plans = plans.where(Plan.pupil.in_(pupils) & on_caseload(Plan.pupil, member)).order_by(Plan.id)
    found: dict[Plan, list[Target]] = {plan: [] for plan in plans}
    targets = ratings.with_plan(member).where(Target.plan.in_([one.id for one in found]) & (Target.state == OPEN))
    for row in targets.order_by(Target.position):
        found[row.plan].append(row)
    for rows in found.values():
        if rows:
            plan_names.hide_all(member, rows[0].plan.pupil, rows)
    return found


def _rated(plans: dict[Plan, list[Target]]) -> list[dict]:
    """The targets that can be rated in a 1:1 session, in a few words."""
    rows = [(plan, row) for plan, targets in plans.items() for row in targets if row.measure == RATING]
    return [{"id": row.id, "pupil": plan.pupil_id, "title": _short(row)} for plan, row in rows]


def _reviewed(plans: dict[Plan, list[Target]]) -> list[dict]:
    """The plans that can be reviewed, with their targets in a few words and where each began and shall get to."""
    return [
        {"id": plan.id, "pupil": plan.pupil_id, "name": plan.name, "cycle": plan.cycle, "targets": [
            {"id": row.id, "title": _short(row), "measure": row.measure,
             "stands": stands(row.measure, row.baseline, row.aim)} for row in targets
        ]}
        for plan, targets in plans.items()
    ]  # fmt: skip


def _short(target: Target) -> str:
    return shorten(target.title, SHORT, placeholder=" …")


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

"""What support is made of: nominations, checks, plans, programmes, what works."""

from datetime import timedelta

from mentoring import clock, entry_checks, nominations, other_plans, plans, programmes, what_works
from models import EntryCheck, Member, Nomination, OtherPlan, Plan, Programme, ProgrammeMember, Pupil, WhatWorks
from tests.makers.forms import client_id
from tests.makers.schools import option


def programme(mentor: Member, *pupils: Pupil, name: str = "Managing anger", **facts) -> Programme:
    """A programme that the mentor leads, since a month ago."""
    start = clock.today(mentor.school.zone) - timedelta(days=30)
    row = {"name": name, "leader": mentor.user, "starts_on": start, "planned": 6, "aims": ""} | facts
    return programmes.start(mentor, row, [one.id for one in pupils])


GOAL = {"own_words": "I want to stop shouting", "wording": "By half-term I use my card in four of five moments.",
        "measure": "rating", "measured": "Staying calm", "baseline": 3, "aim": 8, "helper": "Teacher"}  # fmt: skip


def plan(member: Member, pupil: Pupil, *goals: dict, **facts) -> Plan:
    """A plan that goes on since a month ago, by the app's own verb, with the usual target or these instead."""
    today = clock.today(member.school.zone)
    row = {"plan_type": option(member.school, "plan_type", "Mentor plan"), "starts_on": today - timedelta(days=30),
           "review_on": today + timedelta(days=12), "strengths": "Kind to younger children"} | facts  # fmt: skip
    wanted = [plans.Goal(None, GOAL | goal) for goal in goals or ({},)]
    return plans.start(member, pupil, client_id(), row, (), wanted)


def other_plan(member: Member, pupil: Pupil, name: str = "EHCP", **facts) -> OtherPlan:
    """A plan that others keep for the pupil."""
    row = {"other_plan": option(member.school, "other_plan", name),
           "starts_on": clock.today(member.school.zone) - timedelta(days=300)} | facts  # fmt: skip
    return other_plans.register(member, pupil, row)


def works(member: Member, pupil: Pupil, version: int = 0, **said: str) -> WhatWorks:
    """What works with a pupil, by the app's own verb."""
    row = {"strengths": "", "triggers": "", "helps": "", "worse": ""} | said
    day = clock.today(member.school.zone) + timedelta(days=42)
    what_works.save(member, pupil, row | {"review_on": day}, version)
    return WhatWorks.get(WhatWorks.pupil == pupil)


def nomination(author: Member, pupil: Pupil, *barriers: str, **facts) -> Nomination:
    """A nomination that was sent, by the app's own verb."""
    chosen = [option(author.school, "barrier", name) for name in barriers or ("Anxiety",)]
    row = {"tried": "Seat by the door", "strengths": "Drawing", "hoped": "Stays in lessons"} | facts
    return nominations.send(author, client_id(), pupil, row, chosen)


def entry_check(member: Member, pupil: Pupil, sort: str = "entry_check") -> EntryCheck:
    """An entry check that was started, by the app's own verb."""
    return entry_checks.start(member, pupil, sort)


def seat(programme: Programme, *pupils: Pupil) -> None:
    """Put pupils in a programme since it began."""
    for one in pupils:
        ProgrammeMember.create(programme=programme, pupil=one, starts_on=programme.starts_on)

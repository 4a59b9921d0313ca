"""The directory of the demo, whom families were told of, and the referrals with what the agencies said to them.

Chance is this module's own, so that what else is written of the school stays as it was.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from random import Random
from typing import Any

from mentoring import agencies, clock, referrals
from mentoring.demo import material, voices
from mentoring.demo.days import school_day_after
from mentoring.demo.diary import Written
from mentoring.demo.scene import Scene, body
from mentoring.demo.stories import Story
from mentoring.entry import Entry, Part, Promise
from models import KINDS, Agency, FamilyContact, Member, Option, Record

KIND = KINDS["signposting"]
COLUMNS = ("name", "purpose", "who_for", "threshold", "how", "phone", "email", "web")
ENTERED = timedelta(days=420)


def keep(scene: Scene, lead: Member) -> dict[str, Agency]:
    """Enter the agencies, check each when it was checked last, close those that are no more; by name."""
    found = {}
    for one in material.agencies()["agency"]:
        with clock.at(scene.until - ENTERED):
            found[one["name"]] = agencies.enter(lead, {name: one.get(name, "") for name in COLUMNS})
        with clock.at(scene.until - timedelta(days=one["checked"])):
            agencies.check(lead, found[one["name"]])
        if "closed" in one:
            with clock.at(scene.until - timedelta(days=one["closed"])):
                agencies.close(lead, found[one["name"]])
    return found


def tell(scene: Scene, told: Sequence[Story], weeks: list[list[date]], known: dict[str, Agency]) -> Iterator[Written]:
    """What families were told of and where pupils were referred, each of another pupil."""
    own = replace(scene, rng=Random(len(told)))  # noqa: S311  the same school has to come of it
    stories = [story for story in told if _asked(own, story)]
    texts = material.agencies()
    for referred, rows in ((False, texts["told"]), (True, texts["referred"])):
        for row in rows:
            days = weeks[-1 - row["ago"]] if row["ago"] < len(weeks) else []
            fits = [one for one in stories if row.get("shape", one.shape) == one.shape and days and one.since < days[0]]
            if fits:
                stories.remove(fits[0])
                yield _written(own, fits[0], row, days[own.rng.randrange(len(days))], known[row["agency"]], referred)


def _asked(scene: Scene, story: Story) -> FamilyContact | None:
    """Whom of a family one talks to: nobody under a restriction."""
    return next((one for one in scene.roll.family[story.pupil.id] if not one.restriction), None)


def _written(scene: Scene, story: Story, row: dict[str, Any], day: date, agency: Agency, referred: bool) -> Written:
    person, client_id = _asked(scene, story), scene.client_id()
    moment = scene.free(story.mentor, day, "lesson home")
    note = row["note"].format(a=voices.pupil(story.pupil), m=voices.adult(person) if person else "")
    chosen = scene.chips.of("referral_purpose", row["purpose"])
    detail: dict[str, Any] = {"agency": agency, "agency_name": agency.name, "referred": referred}
    promises: tuple[Promise, ...] = ()
    if referred:
        of = scene.chips.of
        chosen |= of("sharing_basis", row["basis"]) | of("shared_what", row["shared"]) | of("consent_how", row["how"])
        detail |= {"agreed": True, "family_contact": person, "agreed_on": day}
        due = referrals.chase_day(scene.school, "two_weeks", None, day) or day
        promises = (Promise(referrals.CHASE, referrals.words(agency.name, story.pupil.short_name), due),)
    part = Part(story.pupil.id)
    entry = Entry(
        kind=KIND, client_id=client_id, body=body(client_id, note, [part], frozenset(chosen)), occurred_at=moment,
        note=note, pupils=(part,), chosen=frozenset(chosen), detail=detail, promises=promises,
    )  # fmt: skip
    written = Written(story.mentor, moment + timedelta(minutes=4), entry, [story.pupil], theme="agency")
    _answer(scene, written, day, row.get("steps", ()))
    return written


def _answer(scene: Scene, written: Written, day: date, steps: Sequence[tuple[str, int]]) -> None:
    """Have its author say what the agency answered, each step on a school day after the one before."""
    for code, days in steps:
        day = school_day_after(day + timedelta(days=days - 1))
        at = clock.instant(day, time(15, 20 + scene.rng.randrange(20)), scene.school.zone)
        written.later.append((at, _says(written.author, code, day)))


def _says(author: Member, code: str, day: date):
    """What is done to the record then: what was due is chased, and comes again in two weeks."""

    def act(record: Record) -> None:
        status = Option.get(
            (Option.school == author.school) & (Option.list == "referral_status") & (Option.code == code)
        )
        waiting = referrals.chasing(record)
        due = waiting is not None and waiting.due_on <= day
        again = referrals.chase_day(author.school, "two_weeks", None, day)
        referrals.say(author, record, status, day, again, keep=not due)

    return act

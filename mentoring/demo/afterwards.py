"""What comes after a record: promises made and kept, first words finished, corrections, withdrawals."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from mentoring.demo import material, voices
from mentoring.demo.days import school_day_after, school_days
from mentoring.demo.diary import Written
from mentoring.demo.scene import Scene, names
from mentoring.entry import Entry, Promise
from models import Member

FOLLOW_UP = "follow_up"
SERIOUS = {"hold", "prejudice", "bullying"}
FINISHED_LATER, CORRECTED, STILL_OPEN = 12, 9, 3
RECENT = 9
# Days from today at which a mentor's waiting follow-ups are due.
WAITING = (-3, -1, 0, 0, 1, 4, 9)


def happen(scene: Scene, written: list[Written], mentors: Sequence[Member]) -> None:
    """Add to every record what its author does later."""
    for one in written:
        _tell_families(scene, one)
        _check_back(scene, one)
    this_year = [one for one in written if not one.years_ago]
    plain = [one for one in this_year if not one.later and one.entry.note and one.theme not in SERIOUS]
    plain.sort(key=lambda one: one.at)
    _leave_open(scene, plain, mentors)
    _wait(scene, plain, mentors)
    for one in _some(scene, plain, "incident", FINISHED_LATER):
        _finish_later(scene, one)
    for one in _some(scene, plain, "incident", CORRECTED):
        _correct(scene, one)
    for one in plain:
        if one.follow and scene.chance(0.4):
            follow_up(scene, one)
    for one in written:
        if one.years_ago and one.follow and scene.chance(0.5):
            follow_up(scene, one)


def _dealt(scene: Scene, name: str) -> str:
    texts = material.afterwards()[name]
    return texts[scene.deck.deal(scene.rng, texts)]


def _some(scene: Scene, plain: list[Written], kind: str, count: int) -> list[Written]:
    """Take some records of a kind out of those to which nothing has happened yet."""
    able = [one for one in plain if one.entry.kind.name == kind]
    chosen = scene.rng.sample(able, min(count, len(able)))
    for one in chosen:
        plain.remove(one)
    return chosen


def _tell_families(scene: Scene, one: Written) -> None:
    """“Not yet” becomes “yes” in the record the next day, or its to-do is done."""
    rest = tuple(promise for promise in one.entry.promises if promise.reason != "tell_family")
    if len(rest) == len(one.entry.promises):
        return
    at = scene.timetable.moment(scene.rng, school_day_after(scene.day_of(one.at)), "lesson")
    if scene.chance(0.25):
        one.keep_promise(at, "tell_family", _dealt(scene, "tell_family"))
        return
    chosen = one.entry.chosen - scene.chips.of("family_told", "not_yet") | scene.chips.of("family_told", "yes")
    _amend(scene, one, at, replace(one.entry, chosen=frozenset(chosen), promises=rest), _dealt(scene, "told"))


def _check_back(scene: Scene, one: Written) -> None:
    for promise in one.entry.promises:
        if promise.reason == "check_back":
            at = scene.timetable.moment(scene.rng, promise.due_on, "lesson")
            one.keep_promise(at, "check_back", _dealt(scene, "check_back"))


def follow_up(scene: Scene, one: Written) -> None:
    """A follow-up for the next day or in a week, done on its day or soon after."""
    day = scene.day_of(one.at)
    due = school_day_after(day) if scene.chance(0.5) else day + timedelta(days=7)
    _promise(one, due)
    done = school_day_after(due - timedelta(days=1), 1 if scene.chance(0.8) else 2)
    one.keep_promise(scene.timetable.moment(scene.rng, done, "lesson"), FOLLOW_UP, _dealt(scene, "follow_up"))


def _promise(one: Written, due: date, owner: int | None = None) -> None:
    what = one.follow or f"Check back: {names(one.pupils)}"
    promise = Promise(FOLLOW_UP, what, due, owner or one.author.user.id)
    one.entry = replace(one.entry, promises=(*one.entry.promises, promise))


def _wait(scene: Scene, plain: list[Written], mentors: Sequence[Member]) -> None:
    """Follow-ups that still wait at the end: late, today and later, one of them handed to a colleague."""
    for place, mentor in enumerate(mentors):
        for ahead in WAITING:
            due = scene.today + timedelta(days=ahead)
            if ahead < 0:
                due = school_days(due - timedelta(days=60), due)[-1]
            own = [one for one in plain if one.author is mentor and not one.entry.promises]
            before = [one for one in own if scene.day_of(one.at) < min(due, scene.today)]
            recent = before[-RECENT:]
            if not recent:
                continue
            one = max(recent, key=lambda one: (bool(one.follow), scene.rng.random()))
            plain.remove(one)
            _promise(one, due, mentors[(place + 1) % len(mentors)].user.id if ahead == WAITING[-1] else None)


def _finish_later(scene: Scene, one: Written) -> None:
    """First a few words, the whole of it an hour or two later."""
    at = max(one.at + timedelta(minutes=scene.rng.randrange(25, 110)), _end_of_day(scene, one.at))
    whole = one.entry
    one.entry = _first_words(scene, one)
    _amend(scene, one, at, whole, _dealt(scene, "finishing"))


def _leave_open(scene: Scene, plain: list[Written], mentors: Sequence[Member]) -> None:
    """The last days' records that are still to be finished, one of them without its pupils."""
    for place in range(STILL_OPEN):
        mentor = mentors[-1 - place % len(mentors)]
        mine = [one for one in plain if one.author is mentor and one.entry.kind.name == "incident"]
        mine = [one for one in mine if scene.day_of(one.at) < scene.today]
        if mine:
            one = mine[-1]
            plain.remove(one)
            one.entry = _first_words(scene, one)
            if place == 0:
                one.entry = replace(one.entry, pupils=(), note="Two classes out at once, names to follow.")


def _first_words(scene: Scene, one: Written) -> Entry:
    slots = {"a": voices.pupil(one.pupils[0])}
    kept = scene.chips.of("incident_type", "Physical", "Verbal", "Friendship fallout", "Disruption", "Defiance")
    return replace(
        one.entry, note=_dealt(scene, "first_words").format(**slots), chosen=one.entry.chosen & kept, parts_of={},
        detail=one.entry.detail | {"opinion": ""}, finish_later=True, promises=(),
    )  # fmt: skip


def _correct(scene: Scene, one: Written) -> None:
    """A sentence added on another day, with the reason why."""
    pairs = material.afterwards()["corrections"]
    reason, more = pairs[scene.deck.deal(scene.rng, [reason for reason, _ in pairs])]
    slots = {"a": voices.pupil(one.pupils[0]), "teacher": scene.teacher(one.pupils[0])}
    at = scene.timetable.moment(scene.rng, school_day_after(scene.day_of(one.at)), "lesson")
    _amend(scene, one, at, replace(one.entry, note=f"{one.entry.note} {more.format(**slots)}"), reason)


def _amend(scene: Scene, one: Written, at: datetime, entry: Entry, reason: str) -> None:
    """Every form that is sent has a client id of its own."""
    client_id = scene.client_id()
    one.amend(at, replace(entry, client_id=client_id, body=entry.body.replace(entry.client_id, client_id)), reason)


def _end_of_day(scene: Scene, at: datetime) -> datetime:
    return scene.timetable.after_school(scene.rng, scene.day_of(at)) if scene.chance(0.5) else at

"""Records that are withdrawn: one logged for a namesake, one logged twice."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from mentoring.demo.diary import Written
from mentoring.demo.scene import Scene
from mentoring.entry import Entry
from models import Pupil

USUAL = ("friends", "words", "rough")


def withdrawn(scene: Scene, written: list[Written]) -> Iterator[Written]:
    """Copies of two records of this term, each withdrawn within the hour."""
    plain = [one for one in written if not one.years_ago and one.theme in USUAL and one.entry.note]
    for one in plain:
        other = _namesake(scene, one)
        if other:
            yield _copy(scene, one, other, "Logged for her namesake in the other class by mistake")
            break
    twice = next(one for one in plain[len(plain) // 2 :] if one.author is not plain[0].author)
    yield _copy(scene, twice, None, "Logged twice: the tablet had saved it already")


def _namesake(scene: Scene, one: Written) -> tuple[Pupil, Pupil] | None:
    """A pupil of the record, and another of the school with the same name."""
    everybody = [pupil for room in scene.roll.classes for pupil in room]
    for pupil in one.pupils:
        for other in everybody:
            if other.name == pupil.name and other.id != pupil.id:
                return pupil, other
    return None


def _copy(scene: Scene, one: Written, wrong: tuple[Pupil, Pupil] | None, reason: str) -> Written:
    client_id, entry = scene.client_id(), one.entry
    swap = {wrong[0].id: wrong[1].id} if wrong else {}
    parts = tuple(replace(part, pupil=swap.get(part.pupil, part.pupil)) for part in entry.pupils)
    copy: Entry = replace(
        entry, client_id=client_id, body=entry.body.replace(entry.client_id, client_id), pupils=parts, promises=()
    )
    at = one.at - timedelta(seconds=25)
    mistaken = Written(one.author, at, copy, one.pupils, years_ago=one.years_ago, theme=one.theme)
    mistaken.withdraw(one.at + timedelta(minutes=scene.rng.randrange(3, 40)), reason)
    return mistaken

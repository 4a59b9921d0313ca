"""The 1:1 sessions of the demo school: a week's rhythm, marks that tell the story, one thing leading to the next."""

import re
from collections import Counter
from datetime import timedelta
from statistics import mean

import pytest

from mentoring import clock, lists
from mentoring.demo import material, stories
from mentoring.demo.feelings import TRENDS
from models import Caseload, Choice, Option, Participation, Record, School, Session
from tests.demo_schools import FRIDAY, SEPTEMBER, term_records


def _codes(name: str) -> dict[int, str]:
    """The chip of a list that each record has, by its code or its name."""
    rows = Choice.select(Choice, Option).join(Option).where(Option.list == name)
    return {row.record_id: row.option.code or row.option.name for row in rows}


def _by_pupil() -> dict[int, list[Participation]]:
    found: dict[int, list[Participation]] = {}
    for record in term_records("session"):
        part = Participation.get(Participation.record == record)
        found.setdefault(part.pupil_id, []).append(part)
    return found


def test_every_pupil_on_a_caseload_has_a_term_of_them(usual):
    counts = {pupil: len(parts) for pupil, parts in _by_pupil().items()}
    on = {row.pupil_id for row in Caseload.select().where(Caseload.ends_on.is_null())}
    assert set(counts) == on
    assert min(counts.values()) >= 5
    assert max(counts.values()) <= 14
    assert 8 <= mean(counts.values()) <= 10.5


def test_planned_ones_are_at_a_fixed_time_of_the_week(until):
    modes, zone = _codes("session_mode"), School.get().zone
    times: dict[int, set[str]] = {}
    for pupil, parts in _by_pupil().items():
        for part in parts:
            if modes[part.record_id] == "planned":
                times.setdefault(pupil, set()).add(f"{clock.local(part.occurred_at, zone):%a %H:%M}")
    assert {len(own) for own in times.values()} == {1}
    assert len({time for own in times.values() for time in own}) > len(times) / 2
    share = Counter(modes.values())
    assert 0.75 < share["planned"] / sum(share.values()) < 0.95
    assert set(share) == {"planned", "Drop-in", "Check-in", "In class", "Meet and greet", "Crisis"}


def test_who_came_was_seen_and_has_marks_and_nobody_else(until):
    attendance = _codes("attendance")
    minutes = {row.record_id: row for row in Session.select()}
    for parts in _by_pupil().values():
        for part in parts:
            there = attendance[part.record_id] in ("came", "part")
            marks = [part.feeling_in, part.feeling_out, part.engagement]
            assert part.seen is there
            assert all(1 <= mark <= 5 for mark in marks) if there else marks == [None] * 3
            detail = minutes[part.record_id]
            assert detail.minutes in (10, 20, 30) if there else (detail.minutes, detail.next_step) == (None, "")
    share = Counter(attendance.values())
    assert set(share) == {code for code, _ in lists.LISTS["attendance"].options}
    assert share["came"] / sum(share.values()) > 0.75


def test_feelings_and_engagement_follow_the_story(usual, made):
    sessions, rises = _by_pupil(), {}
    for story in made.told["usual"]:
        marks = [part for part in sessions[story.pupil.id] if part.seen]
        for name in ("feeling_in", "engagement"):
            first, last = ([getattr(part, name) for part in some] for some in (marks[:3], marks[-3:]))
            rises.setdefault((story.shape, name), []).append(mean(last) - mean(first))
    for name in ("feeling_in", "engagement"):
        assert mean(rises["improving", name]) > 0.5
        assert mean(rises["worse", name]) < -0.5
    helped = [part.feeling_out - part.feeling_in for parts in sessions.values() for part in parts if part.seen]
    assert mean(helped) > 0.2
    assert min(helped) < 0


@pytest.mark.parametrize("shape", TRENDS)
def test_every_shape_of_story_has_a_trend_of_its_own(shape):
    start, middle, end = (TRENDS[shape](at) for at in (0, 0.5, 1))
    assert all(1 <= value <= 5 for value in (start, middle, end))
    told = {"improving": end > start + 1, "worse": end < start - 1, "bump": middle < min(start, end) - 1}
    assert told.get(shape, True)
    assert shape in stories.SHAPES


def test_a_next_step_is_taken_up_in_a_later_session(until):
    answers = {step: after for work in material.works() for step, after in work.steps}
    agreed = taken = 0
    for parts in _by_pupil().values():
        rows = {
            row.record_id: row for row in Session.select().where(Session.record.in_([one.record_id for one in parts]))
        }
        notes = {row.id: row.note for row in Record.select().where(Record.id.in_(list(rows)))}
        for place, part in enumerate(parts):
            step = rows[part.record_id].next_step
            pattern = next((s for s in answers if step and re.fullmatch(_loose(s), step)), None)
            if pattern:
                agreed += 1
                later = [notes[one.record_id] for one in parts[place + 1 :]]
                taken += any(re.match(_loose(answers[pattern]), note) for note in later)
    assert agreed > 60
    assert 0.2 < taken / agreed < 0.8


def _loose(text: str) -> str:
    """A text of the material as a pattern: anything may stand in its slots."""
    return ".+?".join(re.escape(part) for part in re.split(r"\{.*?\}", text))


def test_the_first_whole_session_with_somebody_new_is_told_as_one(until, made):
    name = {FRIDAY: "usual", SEPTEMBER: "joined"}[until]
    notes = {record.id: record.note for record in term_records("session")}
    modes, attendance, sessions = _codes("session_mode"), _codes("attendance"), _by_pupil()
    first = [_loose(note) for work in material.works() if work.when == "first" for note in work.notes]
    new = [story for story in made.told[name] if story.since >= made.where[name].days[0]]
    assert len(new) > 15
    for story in new:
        records = [part.record_id for part in sessions[story.pupil.id]]
        told = [notes[one] for one in records if (modes[one], attendance[one]) == ("planned", "came")]
        assert not told or any(re.fullmatch(pattern, told[0]) for pattern in first), told[0]


def test_a_session_after_an_incident_is_after_one(until):
    """What a note says happened, yesterday or on a day, is an incident of the pupil's in the four days before."""
    said = 0
    for parts in _by_pupil().values():
        for part in parts:
            if "what happened" in Record.get_by_id(part.record_id).note:
                said += 1
                before = (Participation.occurred_at < part.occurred_at) & (
                    Participation.occurred_at > part.occurred_at - timedelta(days=4)
                )
                mine = Participation.select().join(Record).where(Participation.pupil == part.pupil_id, before)
                assert mine.where(Record.kind == "incident", Participation.role.in_(["involved", "affected"])).exists()
    assert said > 10


def test_there_is_enough_to_say():
    works = material.works()
    for mode in {work.mode for work in works if not work.when}:
        moods = {mood for work in works if work.mode == mode and not work.about and not work.needs and not work.when
                 for mood in (work.comes or "low even high").split()}  # fmt: skip
        assert moods == {"low", "even", "high"}, mode
    notes = [note for work in works for note in work.notes]
    assert len(notes) == len(set(notes)) > 100
    assert len({words for work in works for words in work.words}) > 40
    assert len({step for work in works for step, _ in work.steps}) > 30
    names = {name: {text for pair in kind.options for text in pair} for name, kind in lists.LISTS.items()}
    for work in works:
        assert set(work.focus.split(", ")) <= names["focus"], work.focus
        assert set(work.strategy.split(", ")) <= names["strategy"], work.strategy
        assert work.mode in names["session_mode"]
        assert not (work.needs and work.needs not in TRENDS)

"""Praise and notes in the demo school: for whom, how often, in the tone of the story."""

from collections import Counter
from statistics import mean

from mentoring import clock, lists
from mentoring.demo import material
from mentoring.demo.stories import SHAPES
from models import Caseload, Choice, Option, Participation
from tests.demo_schools import term_records


def _per_pupil(kind: str) -> Counter:
    records = [record.id for record in term_records(kind)]
    return Counter(part.pupil_id for part in Participation.select().where(Participation.record.in_(records)))


def _caseload() -> set[int]:
    return {row.pupil_id for row in Caseload.select().where(Caseload.ends_on.is_null())}


def test_everybody_on_a_caseload_is_praised_a_few_times_and_others_are_too(until):
    counts, on = _per_pupil("praise"), _caseload()
    own = [counts[pupil] for pupil in on]
    assert min(own) >= 1
    assert 3 <= mean(own) <= 6
    assert max(own) <= 9
    parts = Participation.select().where(Participation.record.in_(term_records("praise")))
    of_own = {part.record_id for part in parts if part.pupil_id in on}
    assert len({part.record_id for part in parts} - of_own) > 15


def test_praise_has_one_reason_and_mostly_few_words(until):
    reasons = Counter()
    for record in term_records("praise"):
        chosen = list(Choice.select(Choice, Option).join(Option).where(Choice.record == record))
        assert [row.option.list for row in chosen] == ["praise_reason"]
        reasons[chosen[0].option.name] += 1
        years = {part.pupil.year_group for part in Participation.select().where(Participation.record == record)}
        assert len(years) == 1
        assert len(record.note) < 120
    notes = [record.note for record in term_records("praise")]
    assert set(reasons) == {name for _, name in lists.LISTS["praise_reason"].options}
    assert 0.1 < notes.count("") / len(notes) < 0.5
    several = Counter(part.record_id for part in Participation.select())
    assert sum(several[record.id] > 1 for record in term_records("praise")) > 5


def test_praise_comes_later_where_things_get_better_and_earlier_where_worse(usual, made):
    where, days = made.where["usual"], {shape: [] for shape in SHAPES}
    shapes = {story.pupil.id: story.shape for story in made.told["usual"]}
    for record in term_records("praise"):
        for part in Participation.select().where(Participation.record == record):
            if part.pupil_id in shapes:
                day = clock.local(record.occurred_at, usual.zone).date()
                days[shapes[part.pupil_id]].append(where.part_of_term(day))
    assert mean(days["improving"]) > 0.55
    assert mean(days["worse"]) < 0.45


def test_there_are_one_to_three_notes_of_every_pupil_on_a_caseload(until):
    counts, on = _per_pupil("note"), _caseload()
    assert set(counts) == on
    assert set(counts.values()) == {1, 2, 3}
    assert all(record.note for record in term_records("note"))


def test_no_note_is_read_twice_of_the_same_pupil(until):
    on = _caseload()
    for kind in ("note", "praise", "session"):
        notes = {record.id: record.note for record in term_records(kind) if record.note}
        parts = Participation.select().where(Participation.record.in_(list(notes)))
        told = Counter((part.pupil_id, notes[part.record_id]) for part in parts if part.pupil_id in on)
        assert told.most_common(1)[0][1] == 1, told.most_common(1)


def test_the_material_fits_the_lists():
    reasons = {name for _, name in lists.LISTS["praise_reason"].options}
    assert {one["reason"] for one in material.praises()} == reasons
    notes = [note for one in material.notes() for note in one["notes"]]
    assert len(notes) == len(set(notes)) > 40
    assert {one["tone"] for one in material.notes()} == {"down", "plain", "up"}

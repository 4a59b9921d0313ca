"""Finding pupils: by typed letters, and the likeliest before anything is typed."""

from datetime import timedelta
from typing import Any

from peewee import fn

from mentoring import clock
from mentoring.naming import fold, name_filter
from models import ClassStaff, FamilyContact, Kind, Member, Participation, Pupil, Record, SchoolClass
from models.pupils import on_caseload
from models.ready import given, ready, ready_for_all
from models.records import SUPPORT

MOST_SUGGESTED = 14
NOBODY = [0]  # a list in which no pupil's id is


def matches(pupils, typed: str, limit: int, but: list[int] = ()) -> list[Pupil]:  # type: ignore[assignment]
    """Pupils of the query `pupils` whose name has words beginning with each typed word; none under two letters."""
    found = name_filter(Pupil.search_name, typed)
    if found is None:
        return []
    rows = with_class(pupils).where(found & Pupil.id.not_in(list(but)))
    return list(rows.order_by(Pupil.known_as, Pupil.surname).limit(limit))


def one_named(pupils, typed: str) -> Pupil | None:
    """The one pupil of the query `pupils` whose name holds every typed word in full, the last of several perhaps as the
    surname's initial; None where there is none, or more. A beginning is not enough: nobody is there to say that it was
    another child."""
    words, found = fold(typed).split(), name_filter(Pupil.search_name, typed)
    if found is None:
        return None
    named = [one for one in pupils.where(found) if _is_named(one, words)]
    return named[0] if len(named) == 1 else None


def _is_named(pupil: Pupil, words: list[str]) -> bool:
    names, last = pupil.search_name.split(), words[-1]
    whole = all(word in names for word in words[:-1])
    initial = len(words) > 1 and len(last) == 1 and fold(pupil.surname).startswith(last)
    return whole and (last in names or initial)


def recordable(member: Member, kind: Kind, left_days: int = 0):
    """A query of the pupils for whom the member may record this kind; those, too, who left no longer ago than that."""
    return _recordable(member, kind.reach == "school", left_days)


def recordable_of(member: Member, kind: Kind, left_days: int, pupils: list[int]) -> list[Pupil]:
    """Those of some pupils for whom the member may record this kind."""
    return _recordable_of(member, kind.reach == "school", left_days, pupils=pupils)


def suggestions(member: Member, kind: Kind, chosen: list[int], shown: list[int]) -> list[Pupil]:
    """The likeliest pupils: lately recorded by the member, on their caseload, in the same class as one chosen."""
    since = Record.recorded_at.db_value(clock.now() - timedelta(days=14))
    order = list(dict.fromkeys(pupil for (pupil,) in _lately(member, since=since)))[:4]
    school_wide = kind.reach == "school"
    known = {"order": order or NOBODY, "chosen": chosen or NOBODY, "but": [*chosen, *shown] or NOBODY}
    rows = _likely(member, school_wide, **known)
    place = {pupil: number for number, pupil in enumerate(order)}
    mates = {number for (number,) in _classes(pupils=chosen)} - {None}
    own = {number for (number,) in _own(member, school_wide)}

    def rank(pupil: Pupil):
        return (place.get(pupil.id, 99), pupil.id not in own, pupil.school_class_id not in mates, pupil.name)

    return sorted(rows, key=rank)[:MOST_SUGGESTED]


def _recordable(member: Member, school_wide: bool, left_days: int = 0):
    rows = Pupil.findable_by(member) if school_wide else Pupil.visible_to(member)
    day = clock.today(member.school.zone) - timedelta(days=left_days)
    return rows.where(Pupil.left_on.is_null() | (Pupil.left_on > day))


@ready
def _recordable_of(member: Member, school_wide: bool, left_days: int, pupils: list):
    return _recordable(member, school_wide, left_days).where(Pupil.id.in_(pupils))


@ready
def _lately(member: Member):
    """The pupils in what the member recorded last."""
    mine = (Record.author == member.user) & (Record.school == member.school) & (Record.recorded_at >= given("since"))
    mine &= Record.tier == SUPPORT  # whoever looks over a shoulder does not learn about whom a concern was
    rows: Any = Participation.select(Participation.pupil).join(Record).where(mine)
    return rows.order_by(Record.id.desc()).limit(6).tuples()


@ready
def _likely(member: Member, school_wide: bool, order: list, chosen: list, but: list):
    classes = Pupil.select(Pupil.school_class).where(Pupil.id.in_(chosen) & Pupil.school_class.is_null(False))
    likely = Pupil.id.in_(order) | on_caseload(Pupil.id, member) | Pupil.school_class.in_(classes)
    if member.has("contributor"):
        likely |= Pupil.school_class.in_(own_classes(member))
    return with_class(_recordable(member, school_wide)).where(likely & Pupil.id.not_in(but)).limit(60)


@ready
def _own(member: Member, school_wide: bool):
    return _recordable(member, school_wide).where(on_caseload(Pupil.id, member)).select(Pupil.id).tuples()


@ready_for_all
def _classes(pupils: list):
    return Pupil.select(Pupil.school_class).where(Pupil.id.in_(pupils)).tuples()


def own_classes(member: Member):
    """A query of the classes that the member works with today."""
    mine = (ClassStaff.user == member.user) & ClassStaff.current(member)
    return ClassStaff.select(ClassStaff.school_class).where(mine)


def one_with_class(member: Member, number: int) -> Pupil | None:
    """A pupil whose name the member may see, with their class; None where there is none."""
    return next(iter(_one(member, pupil=number)), None)


def reads_page(member: Member, pupil: Pupil) -> bool:
    """Whether the member may read the pupil's whole page."""
    return bool(_read(member, pupil=pupil.id))


def reads_need(member: Member, pupil: Pupil) -> bool:
    """Whether the member may see the pupil's need."""
    return bool(_need(member, pupil=pupil.id))


@ready
def family(member: Member, pupils: list):
    """The families of `pupils` (ids), as far as the member may read them, first whom to call first."""
    rows = FamilyContact.visible_to(member).where(FamilyContact.pupil.in_(pupils))
    return rows.order_by(FamilyContact.priority, FamilyContact.id)


@ready
def _one(member: Member):
    return with_class(Pupil.findable_by(member)).where(Pupil.id == given("pupil"))


@ready
def _read(member: Member):
    return Pupil.visible_to(member).select(Pupil.id).where(Pupil.id == given("pupil")).tuples()


@ready
def _need(member: Member):
    return Pupil.card_visible_to(member).select(Pupil.id).where(Pupil.id == given("pupil")).tuples()


def with_class(pupils):
    """A query of pupils, each with their class in the same row."""
    return pupils.select(Pupil, SchoolClass).left_outer_join(SchoolClass, on=(Pupil.school_class == SchoolClass.id))


def classes(member: Member) -> list[SchoolClass]:
    """The school's classes that have pupils, by year and name."""
    rows = SchoolClass.select(SchoolClass, fn.MIN(Pupil.year_group).alias("year")).join(Pupil)
    mine = rows.where((SchoolClass.school == member.school) & Pupil.left_on.is_null())
    return list(mine.group_by(SchoolClass.id).order_by(fn.MIN(Pupil.year_group), SchoolClass.name))


def in_class(member: Member, school_class: SchoolClass) -> list[Pupil]:
    """A class's pupils, by name."""
    rows = with_class(Pupil.findable_by(member)).where(Pupil.school_class == school_class)
    return list(rows.where(Pupil.left_on.is_null()).order_by(Pupil.known_as, Pupil.surname))


def count(member: Member) -> int:
    """How many pupils the school has now."""
    return Pupil.findable_by(member).where(Pupil.left_on.is_null()).count()

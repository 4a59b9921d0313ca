"""Finding pupils: by typed letters, and the likeliest before anything is typed."""

from datetime import timedelta

from peewee import fn

from mentoring import clock
from mentoring.naming import fold, name_filter
from models import ClassStaff, FamilyContact, Member, Participation, Pupil, Record, SchoolClass
from models.pupils import on_caseload
from models.ready import given, ready
from models.records import SUPPORT

MOST_SUGGESTED = 14


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


def suggestions(member: Member, pupils, chosen: list[int], shown: list[int]) -> list[Pupil]:
    """The likeliest pupils: lately recorded by the member, on their caseload, in the same class as one chosen."""
    since = clock.now() - timedelta(days=14)
    mine = (Record.author == member.user) & (Record.school == member.school) & (Record.recorded_at >= since)
    mine &= Record.tier == SUPPORT  # whoever looks over a shoulder does not learn about whom a concern was
    recent = Participation.select(Participation.pupil).join(Record).where(mine).order_by(Record.id.desc()).limit(6)
    order = list(dict.fromkeys(row.pupil_id for row in recent))[:4]
    classes = Pupil.select(Pupil.school_class).where(Pupil.id.in_(chosen) & Pupil.school_class.is_null(False))
    same_class = Pupil.school_class.in_(classes)
    likely = Pupil.id.in_(order) | on_caseload(Pupil.id, member) | same_class
    if member.has("contributor"):
        likely |= Pupil.school_class.in_(own_classes(member))
    rows = list(with_class(pupils).where(likely & Pupil.id.not_in([*chosen, *shown])).limit(60))
    place = {pupil: number for number, pupil in enumerate(order)}
    mates = {row.school_class_id for row in Pupil.select(Pupil.school_class).where(Pupil.id.in_(chosen))} - {None}
    own = {row.id for row in pupils.where(on_caseload(Pupil.id, member))}

    def rank(pupil: Pupil):
        return (place.get(pupil.id, 99), pupil.id not in own, pupil.school_class_id not in mates, pupil.name)

    return sorted(rows, key=rank)[:MOST_SUGGESTED]


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


def family(member: Member, pupils: list[int]) -> list[FamilyContact]:
    """The families of pupils, as far as the member may read them, first whom to call first."""
    return _family(member, pupils=pupils)


@ready
def _one(member: Member):
    return with_class(Pupil.findable_by(member)).where(Pupil.id == given("pupil"))


@ready
def _read(member: Member):
    return Pupil.visible_to(member).select(Pupil.id).where(Pupil.id == given("pupil")).tuples()


@ready
def _need(member: Member):
    return Pupil.card_visible_to(member).select(Pupil.id).where(Pupil.id == given("pupil")).tuples()


@ready
def _family(member: Member, pupils: list):
    rows = FamilyContact.visible_to(member).where(FamilyContact.pupil.in_(pupils))
    return rows.order_by(FamilyContact.priority, FamilyContact.id)


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

"""Names of pupils in free text: noticed while it is written, hidden from readers who may not see that pupil."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from peewee import CharField, TextField

from mentoring.naming import fold
from models import Base, Member, Pupil, SchoolClass
from models.ready import Ready

ANOTHER = "another pupil"
MOST_OFFERED = 4
MOST_NAMES = 12
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_OWN = re.compile(r"['’ʼ]s$")
# First names that are everyday words too: noticed only with a capital, and never linked unasked.
_EVERYDAY = frozenset("""
    amber art august autumn belle bill bliss brook carol chance chase christian crystal daisy dale dawn dean drew eden
    eve faith fern flora frank gay gene grace grant guy harry hazel heath heather holly hope hunter iris ivy jade
    jasmine jay jewel joy june lance lee lily mark may melody mercy miles nick olive page paris pat peace pearl penny
    per pip poppy prince ray reed rich rob robin rocky rose ruby rusty sage sandy sky skye sonny star storm summer sunny
    victor violet will willow winter
""".split())  # noqa: SIM905  # fmt: skip


@dataclass(frozen=True)
class Named:
    """Words in a text that name a pupil: who it may be, the likeliest first, and who it is taken to be (0: nobody)."""

    text: str
    pupils: list[Pupil]
    chosen: int | None


def notice(member: Member, texts: Iterable[str], but: list[int], answers: dict[str, int]) -> list[Named]:
    """The names of the school's pupils in the texts, but for pupils who are in the record anyway (`but`).

    `answers` are what the writer has said of some: a pupil's id, or 0 for no pupil. Where nothing was said, a name
    that only one pupil has is taken to be theirs.
    """
    whole = "\n".join(texts)
    if not whole.strip():
        return []
    roll = _roll(member)
    near = {room for number, *_, room, _ in roll if number in but}
    found: dict[str, list[Pupil]] = {}
    for text, pupils in _names(whole, _by_name(roll)):
        if text not in found and not any(pupil.id in but for pupil in pupils):
            found[text] = sorted(pupils, key=lambda one: (one.school_class_id not in near, one.name))[:MOST_OFFERED]
    return [
        Named(text, pupils, _taken(text, pupils, answers)) for text, pupils in list(found.items())[:MOST_NAMES]
    ]  # fmt: skip


def names_of(pupils: Iterable[Pupil]) -> list[str]:
    """The words by which texts name the pupils."""
    said = []
    for one in pupils:
        for first in {one.known_as, one.forename}:
            said += [f"{first} {one.surname}", f"{first} {one.surname[:1]}", first]
    return said


def mask(text: str, names: list[str]) -> str:
    """The text with every one of the names as "another pupil"."""
    if not names or not text:
        return text
    ways = "|".join(re.escape(name) for name in sorted(set(names), key=len, reverse=True) if name)
    return re.sub(rf"(?<!\w)(?:{ways})(?!\w)", ANOTHER, text, flags=re.IGNORECASE)


def without(text: str, names: list[str]) -> str:
    """The text without the names: what it can be found by."""
    return mask(text, names).replace(ANOTHER, " ") if names else text


def mask_row(row: Base, names: list[str]) -> None:
    """Mask every text of a row that is only going to be shown."""
    for name, field in row._meta.fields.items():
        if names and isinstance(field, (CharField, TextField)) and isinstance(getattr(row, name), str):
            setattr(row, name, mask(getattr(row, name), names))


def _roll(member: Member) -> tuple[tuple, ...]:
    """The school's pupils now as plain rows: reading them anew is what keeps a changed name from being missed."""
    return tuple(_of_school(member.school.id).plain())


@lru_cache(8)
def _of_school(school: int) -> Ready:
    columns = (Pupil.id, Pupil.known_as, Pupil.forename, Pupil.surname, Pupil.year_group, Pupil.school_class)
    rows = Pupil.select(*columns, SchoolClass.name).left_outer_join(SchoolClass)
    return Ready(rows.where((Pupil.school == school) & Pupil.left_on.is_null()).order_by(Pupil.id).tuples())


def _pupil(number: int, known_as: str, forename: str, surname: str, year: int | None, room: int, name: str) -> Pupil:
    one = Pupil(id=number, known_as=known_as, forename=forename, surname=surname, year_group=year)
    one.school_class = SchoolClass(id=room, name=name) if room else None
    return one


@lru_cache(8)
def _by_name(roll: tuple[tuple, ...]) -> dict[tuple[str, ...], list[Pupil]]:
    """Pupils by the words of their first names; kept while the roll stays the same."""
    found: dict[tuple[str, ...], list[Pupil]] = {}
    for one in (_pupil(*row) for row in roll):
        for words in {tuple(fold(one.known_as).split()), tuple(fold(one.forename).split())}:
            if words and len("".join(words)) > 1:
                found.setdefault(words, []).append(one)
    return found


def _names(text: str, by_name: dict[tuple[str, ...], list[Pupil]]) -> Iterable[tuple[str, list[Pupil]]]:
    """(words as written, pupils) for each name, a surname or its initial taken along where it follows."""
    found = [(match.start(), _OWN.sub("", match.group())) for match in _WORD.finditer(text)]
    words = [(start, start + len(word), fold(word)) for start, word in found]
    longest, place = max(map(len, by_name), default=0), 0
    while place < len(words):
        size = next(
            (size for size in range(min(longest, len(words) - place), 0, -1) if _at(words, place, size) in by_name), 0
        )
        first = words[place]
        if not size or (first[2] in _EVERYDAY and text[first[0]].islower()):
            place += 1
            continue
        pupils, last = by_name[_at(words, place, size)], place + size - 1
        if last + 1 < len(words) and not text[words[last][1] : words[last + 1][0]].strip():
            after = words[last + 1][2]
            own = [one for one in pupils if after in (fold(one.surname), fold(one.surname)[:1])]
            pupils, last = (own, last + 1) if own else (pupils, last)
        yield text[first[0] : words[last][1]], pupils
        place = last + 1


def _at(words: list[tuple[int, int, str]], place: int, size: int) -> tuple[str, ...]:
    return tuple(word for _, _, word in words[place : place + size])


def _taken(text: str, pupils: list[Pupil], answers: dict[str, int]) -> int | None:
    said = answers.get(text)
    if said is not None and (said == 0 or said in {pupil.id for pupil in pupils}):
        return said
    return pupils[0].id if len(pupils) == 1 and fold(text) not in _EVERYDAY else None

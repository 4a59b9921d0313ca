"""Names of pupils noticed in a text while it is written, so that they can be hidden from who may not see them."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from mentoring.naming import EVERYDAY, Word, fold, scan
from models import Member, Pupil, SchoolClass
from models.ready import Ready

MOST_OFFERED = 8
MOST_LETTERS = 60_000
MOST_WORDS, LONGEST = 6, 120  # words of one name, and letters of a mention
Roll = tuple[tuple, ...]
Names = dict[tuple[str, ...], list[tuple[Pupil, bool]]]


@dataclass(frozen=True)
class Named:
    """Words in a text that name a pupil: who it may be, the likeliest first, and who it is taken to be (0: nobody).

    `doubtful`: it may well be no name at all, such as Will at the beginning of a sentence.
    """

    text: str
    pupils: list[Pupil]
    chosen: int | None
    doubtful: bool

    @property
    def offered(self) -> list[Pupil]:
        return self.pupils[:MOST_OFFERED]

    @property
    def hidden(self) -> list[int]:
        """The pupils for whom the words are kept as a mention: all whom it may be, as long as nobody said who."""
        if self.chosen is None:
            return [] if self.doubtful else [pupil.id for pupil in self.pupils]
        return [self.chosen] if self.chosen else []


def notice(
    member: Member, texts: Iterable[str], but: list[int], answers: dict[str, int], pupils: Roll | None = None
) -> list[Named]:
    """The names of the school's pupils in the texts, but for pupils who are in the record anyway (`but`).

    `answers` are what the writer has said of some: a pupil's id, or 0 for no pupil. Where nothing was said, a name
    that only one pupil has is taken to be theirs. `pupils` is the `roll` where somebody has read it already.
    """
    whole = unicodedata.normalize("NFC", "\n".join(texts))[:MOST_LETTERS]
    if not whole.strip():
        return []
    pupils = roll(member) if pupils is None else pupils
    near = {room for number, *_, room, _ in pupils if number in but}
    found: dict[str, Named] = {}
    for text, meant, doubtful in _names(whole, _by_name(pupils)):
        if (
            len(text) > LONGEST
            or any(pupil.id in but for pupil in meant)
            or (text in found and not found[text].doubtful)
        ):
            continue
        likely = sorted(meant, key=lambda one: (_by_surname(text, one), one.school_class_id not in near, one.name))
        found[text] = Named(text, likely, _taken(text, likely, doubtful, answers), doubtful)
    return list(found.values())


def names_within(member: Member, text: str, inside: list[int]) -> list[str]:
    """Words of a text that name pupils who are `inside` the record."""
    if not text.strip() or not inside:
        return []
    found = _names(unicodedata.normalize("NFC", text)[:MOST_LETTERS], _by_name(roll(member)))
    return list(dict.fromkeys(said for said, pupils, _ in found if any(pupil.id in inside for pupil in pupils)))


def roll(member: Member) -> Roll:
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
def _by_name(pupils: Roll) -> Names:
    """Pupils by the words of their first names and surnames (True); kept while the roll stays the same."""
    found: Names = {}
    for one in (_pupil(*row) for row in pupils):
        firsts = {tuple(fold(one.known_as).split()), tuple(fold(one.forename).split())}
        last = tuple(fold(one.surname).split())
        for words in firsts | {last}:
            if len("".join(words)) > 1:
                found.setdefault(words, []).append((one, words not in firsts))
    return found


def _names(text: str, by_name: Names) -> Iterator[tuple[str, list[Pupil], bool]]:
    """(words as written, pupils, doubtful) for each name, a surname or its initial taken along where it follows."""
    words, place = scan(text), 0
    longest = min(MOST_WORDS, max(map(len, by_name), default=0))
    while place < len(words):
        sizes = range(min(longest, len(words) - place), 0, -1)
        size = next((size for size in sizes if _at(words, place, size) in by_name), 0)
        pupils = _who(words[place], by_name[_at(words, place, size)]) if size else []
        if not pupils:
            place += 1
            continue
        last = place + size - 1
        if last + 1 < len(words) and not text[words[last].end : words[last + 1].start].strip():
            after = words[last + 1].folded
            own = [one for one in pupils if after in (fold(one.surname), fold(one.surname)[:1])]
            pupils, last = (own, last + 1) if own else (pupils, last)
        alone = last == place and words[place].folded in EVERYDAY and _begins(text, words[place].start)
        yield text[words[place].start : words[last].end], pupils, alone
        place = last + 1


def _who(word: Word, found: list[tuple[Pupil, bool]]) -> list[Pupil]:
    """Those whom the words name as they are written: a surname and an everyday word need a capital."""
    if not word.is_capital and word.folded in EVERYDAY:
        return []
    return [pupil for pupil, by_surname in found if word.is_capital or not by_surname]


def _by_surname(text: str, pupil: Pupil) -> bool:
    """Whether the words begin with none of a pupil's first names: the less likely way to name a child."""
    return fold(text).split()[0] not in fold(f"{pupil.known_as} {pupil.forename}").split()


def _begins(text: str, start: int) -> bool:
    """Whether a sentence begins at a place, where every word has a capital."""
    before = text[:start].rstrip(" \t“\"'(")
    return not before or before[-1] in ".!?:\n•-–"


def _at(words: list[Word], place: int, size: int) -> tuple[str, ...]:
    return tuple(word.folded for word in words[place : place + size])


def _taken(text: str, pupils: list[Pupil], doubtful: bool, answers: dict[str, int]) -> int | None:
    said = answers.get(text)
    if said is not None and (said == 0 or said in {pupil.id for pupil in pupils}):
        return said
    return pupils[0].id if len(pupils) == 1 and not doubtful else None

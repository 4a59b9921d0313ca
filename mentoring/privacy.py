"""Names of pupils hidden in what is shown to readers who may not see those pupils."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from peewee import CharField, TextField

from mentoring.naming import EVERYDAY, Word, fold, scan
from models import Base, Pupil

ANOTHER = "another pupil"
LEAST = 2  # letters of a word that is hidden by itself
Name = tuple[str, str]  # what somebody is called, and the surname; or the words of a mention, and nothing


def names_of(pupils: Iterable[Pupil]) -> list[Name]:
    """The names by which texts may call the pupils."""
    return [(first, one.surname) for one in pupils for first in {one.known_as, one.forename}]


def mask(text: str, names: Iterable[Name]) -> str:
    """The text with every one of the names as "another pupil", however it is written.

    A surname, and a name that is an everyday word too, counts with a capital only: "he will come" is not Will.
    """
    hidden = _hidden(frozenset(names))
    if not text or not any(hidden):
        return text
    text = unicodedata.normalize("NFC", text)
    words, said, at, place = scan(text), "", 0, 0
    while place < len(words):
        end = _run(text, words, place, hidden)
        if end > place:
            said, at = said + text[at : words[place].start] + ANOTHER, words[end - 1].end
        place = max(end, place + 1)
    return said + text[at:]


def without(text: str, names: Iterable[Name]) -> str:
    """The text without the names: what it can be found by."""
    return mask(text, names).replace(ANOTHER, " ") if names else text


def mask_row(row: Base, names: list[Name]) -> None:
    """Mask every text of a row that is only going to be shown."""
    for name, field in row._meta.fields.items():
        if names and isinstance(field, (CharField, TextField)) and isinstance(getattr(row, name), str):
            setattr(row, name, mask(getattr(row, name), names))


@lru_cache(1024)
def _hidden(names: frozenset[Name]) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Folded words hidden in any case, those hidden with a capital, and initials of surnames."""
    firsts = {word for first, _ in names for word in fold(first).split() if len(word) >= LEAST}
    lasts = {word for _, last in names for word in fold(last).split() if len(word) >= LEAST}
    return frozenset(firsts - EVERYDAY), frozenset(lasts | (firsts & EVERYDAY)), frozenset(word[0] for word in lasts)


def _run(text: str, words: list[Word], place: int, hidden) -> int:
    """Where the name that begins at a place ends, with the names and the initial that follow it; the place itself
    where none begins."""
    always, capital, initials = hidden
    end = place
    while end < len(words):
        word = words[end]
        follows = end == place or not text[words[end - 1].end : word.start].strip(" \t\n\r.-")
        named = word.folded in always or (word.folded in capital and word.is_capital)
        initial = end > place and word.folded in initials and word.is_capital
        if not follows or not (named or initial):
            break
        end += 1
    return end

"""Names as people type them: folded, so that `obrien` finds O'Brien and `sean` finds Seán."""

import functools
import operator
import unicodedata

from peewee import Expression, Value

LEAST_LETTERS = 2
LONGEST_SEARCH_NAME = 500
# Letters that NFKD leaves whole, because they are not a letter and an accent.
_WHOLE_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "ð": "d", "ı": "i"}
)
# Apostrophes and full stops join what they stand between: O'Brien is one word, and so is J.P.
_JOINING = dict.fromkeys(map(ord, "'’‘‛ʼʹʻʽ`´′＇."))


def fold(text: str) -> str:
    """Lower-case words without accents or punctuation, one space between.

    Apostrophes of every sort and full stops vanish; any other punctuation parts words.
    """
    plain = unicodedata.normalize("NFKD", text.translate(_JOINING)).lower().translate(_WHOLE_LETTERS)
    # Again, because some letters fall apart only once they are lower-case (İ), and some into an apostrophe (ŉ).
    plain = unicodedata.normalize("NFKD", plain).translate(_JOINING)
    letters = (letter if letter.isalnum() else " " for letter in plain if not unicodedata.combining(letter))
    return " ".join("".join(letters).split())


def search_name(*parts: str) -> str:
    """The folded words of a name's parts, each once, in order: what `Pupil.search_name` holds."""
    words = dict.fromkeys(word for part in parts for word in fold(part).split())
    return " ".join(words)[:LONGEST_SEARCH_NAME]


def name_filter(column, typed: str) -> Expression | None:
    """The condition that every typed word begins some word of `column`, which holds a `search_name`.

    None when fewer than two letters are typed: too little to search by.
    """
    words = fold(typed).split()
    if sum(map(len, words)) < LEAST_LETTERS:
        return None
    # A space in front lets one pattern find a first word and a later one alike.
    spaced = Value(" ").concat(column)
    return functools.reduce(operator.and_, [spaced.contains(f" {word}") for word in words])

"""Names as people type them: folded, so that `obrien` finds O'Brien and `sean` finds Seán."""

import functools
import operator
import re
import unicodedata
from dataclasses import dataclass

from peewee import Expression, Value

LEAST_LETTERS = 2
LONGEST_SEARCH_NAME = 500
# Letters that NFKD leaves whole, because they are not a letter and an accent.
_WHOLE_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "ð": "d", "ı": "i"}
)
# Apostrophes and full stops join what they stand between: O'Brien is one word, and so is J.P.
_JOINING = dict.fromkeys(map(ord, "'’‘‛ʼʹʻʽ`´′＇."))

_WORD = re.compile(r"[^\W\d_]+(?:['’‘‛ʼʹʻʽ`´′＇][^\W\d_]+)*")
_OWN = re.compile(r"['’‘‛ʼʹʻʽ`´′＇]s$", re.IGNORECASE)
# Names that are everyday words too.
EVERYDAY = frozenset("""
    amber art august autumn baker ball banks bell belle berry bill bird bishop black bliss brook brown bush carol
    carter case chance chase christian church cook court cross crystal curry daisy dale dawn day dean drew eden
    english eve faith fern field fisher flora foot fox frank french frost game gates gay gene good grace grant green
    guy hall hand harry hart hazel head heath heather hill holly hope house hunter iris ivy jade jasmine jay jewel
    joy june king knight lamb lance lane lee lily little long love major mark marsh mason may melody mercy miles
    mills moon moor nick noble north olive page paris park parks pat peace pearl penny per pip pool poor pope poppy
    price prince rain ray reed rice rich rivers rob robin rocky root rose ruby rusty sage sandy sharp short sky skye
    small snow sonny south star stone storm street strong summer summers sunny swift taylor temple victor violet
    walker wall west white will willow winter wolf wood woods young
""".split())  # noqa: SIM905  # fmt: skip


@dataclass(frozen=True)
class Word:
    """A word of a text: where it stands, folded, without a possessive s."""

    start: int
    end: int
    folded: str
    is_capital: bool


def scan(text: str) -> list[Word]:
    """The words of a text, which must be in Unicode's composed form (NFC)."""
    found = ((match.start(), _OWN.sub("", match.group())) for match in _WORD.finditer(text))
    return [Word(start, start + len(word), fold(word), word[0].isupper()) for start, word in found]


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

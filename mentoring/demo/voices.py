"""People as a text speaks of them: {a} is a name, {a.he}, {a.him}, {a.his}, {a.himself} and {a.He} the pronouns."""

from dataclasses import dataclass

from models import FamilyContact, Pupil

CALLED = {
    "Mother": "Mum", "Father": "Dad", "Grandmother": "Nan", "Grandfather": "Grandad", "Stepfather": "Stepdad",
    "Aunt": "Auntie",
}  # fmt: skip
WOMEN = {"Mother", "Grandmother", "Aunt", "Foster carer"}


@dataclass(frozen=True)
class Person:
    """Somebody in a text."""

    name: str
    woman: bool

    def __str__(self) -> str:
        return self.name

    def __getattr__(self, word: str) -> str:
        """A pronoun, with a capital where it is asked for with one."""
        forms = ("she", "her", "her", "herself") if self.woman else ("he", "him", "his", "himself")
        pronouns = dict(zip(("he", "him", "his", "himself"), forms, strict=True))
        if word.lower() not in pronouns:
            raise AttributeError(word)
        said = pronouns[word.lower()]
        return said.capitalize() if word[0].isupper() else said


def pupil(one: Pupil) -> Person:
    """A pupil as staff write of them."""
    return Person(one.known_as, one.sex == "Female")


def adult(contact: FamilyContact) -> Person:
    """Somebody in a family as staff write of them: Mum, Dad, Nan, or Mrs Whitlow."""
    called = CALLED.get(contact.relationship) or f"{contact.title} {contact.surname}"
    return Person(called, contact.relationship in WOMEN)

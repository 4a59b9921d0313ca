"""What a form asks where no pupil is to be named and a word may be one's name."""

from wtforms import BooleanField

from forms.base import SchoolForm


class NobodyNamedForm(SchoolForm):
    """A form whose words are about work. `found` are words that may name pupils; `no_pupil`: the writer says that they
    do not, which is asked only once some were found."""

    no_pupil = BooleanField("None of these is a pupil")
    found: tuple[str, ...] = ()

    def names_nobody(self, found: list[str], item) -> bool:
        """Whether it can be kept; else a sentence on `item` says what to take out."""
        if not found or self.no_pupil.data:
            return True
        self.found = tuple(found)
        words = ", ".join(f"“{word}”" for word in found[:5])
        item.errors = [*item.errors, f"Take {words} out, or say below that this is no pupil’s name."]
        return False

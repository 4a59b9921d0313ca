"""Choosing a file, saying what its columns hold, and agreeing to what it would change."""

from wtforms import BooleanField, FileField, HiddenField, SelectField, SelectMultipleField
from wtforms.fields import SelectChoice

from forms.base import SchoolForm

LEFT_OUT = SelectChoice("", "Leave out")


class UploadForm(SchoolForm):
    """A file from the school's system. `file` holds what the browser sent, with its name."""

    file = FileField("Which file?", description="CSV or .xlsx, at most 20 MB and 50,000 rows")
    full_export = BooleanField(
        "This is the whole school: show me pupils who are missing, so that I can mark leavers; of behaviour events, a "
        "week without any is 0 points"
    )

    def refuse(self, sentence: str) -> None:
        """Say why the file will not do."""
        self.file.errors = [sentence]


class MappingForm(SchoolForm):
    """One question a column; see `mapping_form`."""

    def refuse(self, sentences: list[str]) -> None:
        """Say why no preview can be made."""
        first = next(iter(self))
        first.errors = [*first.errors, *sentences]


def mapping_form(examples: dict[str, str], choices: list[tuple[str, str, str]]) -> type[MappingForm]:
    """The form for a file's columns: `examples` is heading → a cell of it, `choices` are (field, label, group)."""
    offered = [LEFT_OUT, *(SelectChoice(field, label, optgroup=group) for field, label, group in choices)]
    questions = {
        f"column_{place}": SelectField(
            heading, choices=offered, default="", description=example and f"such as {example}"
        )
        for place, (heading, example) in enumerate(examples.items())
    }
    return type("ColumnsForm", (MappingForm,), questions)


class ConfirmForm(SchoolForm):
    """Agreeing to a preview: `seen` is its fingerprint, `leavers` the missing pupils who have left."""

    seen = HiddenField()
    leavers = SelectMultipleField("Who has left?", coerce=int, validate_choice=False)
    all_leavers = BooleanField("All of them have left")

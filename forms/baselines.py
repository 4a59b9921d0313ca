"""Choosing what the weeks of a measure are compared with."""

from wtforms import HiddenField, RadioField, StringField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import Length

from forms.base import SchoolForm, short_text, tidy

OWN = "pick"


class BaselineForm(SchoolForm):
    """One of the measure's weeks, or a figure of another origin. `seen` is the baseline that was there before."""

    seen = HiddenField(filters=[tidy])
    week = RadioField("Which week do the others start from?", validate_choice=False)
    figure = StringField(
        "What figure?", [Length(max=60, message="Write the figure only, in at most 60 characters.")], filters=[tidy]
    )
    reason = short_text("Where is it from?", "such as last summer’s average", 200)

    def offer(self, weeks: list[tuple[str, str]], hint: str) -> None:
        """Take the weeks as (Monday, words), and how a figure is written."""
        self.week.marks = [*weeks, (OWN, "Another figure")]
        self.week.choices = [SelectChoice(value, word) for value, word in self.week.marks]
        self.figure.description = hint

    @property
    def is_own(self) -> bool:
        return self.week.data == OWN

    @property
    def seen_number(self) -> int:
        text = self.seen.data or ""
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0

    def validate_week(self, item):
        if item.data not in {choice.value for choice in item.choices}:
            raise ValidationError("Choose a week, or Another figure.")

    def validate_figure(self, item):
        if self.is_own and not item.data:
            raise ValidationError("Write the figure that the weeks are compared with.")

    def validate_reason(self, item):
        if self.is_own and not item.data:
            raise ValidationError("Say where the figure is from, such as last summer’s average.")

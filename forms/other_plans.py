"""Registering a plan that others keep for a pupil."""

from typing import Any

from wtforms import DateField, HiddenField, ValidationError

from forms.base import SchoolForm, long_text, may_be_empty, short_text, tidy
from forms.fields import Chip, OneChip


class OtherPlanForm(SchoolForm):
    """Which plan it is, who keeps it, its days, and what it wants more and less of."""

    version = HiddenField(filters=[tidy])
    other_plan = OneChip("Which plan is it?")
    keeper = short_text("Who keeps it?", "such as: local authority, social worker, SENCO")
    starts_on = DateField("First day")
    review_on = DateField("Next review", [may_be_empty], description="leave empty if it is not known")
    ends_on = DateField("Last day", [may_be_empty], description="leave empty while it goes on")
    more = long_text("What is there to be more of?", "one a line, such as: days on time")
    less = long_text("What is there to be less of?", "one a line, such as: time out of class")

    def offer(self, plans: list[Chip]) -> None:
        """Take the school's list of plans."""
        self.other_plan.offer(plans)

    def facts(self) -> dict[str, Any]:
        """The columns."""
        names = ("other_plan", "keeper", "starts_on", "review_on", "ends_on", "more", "less")
        return {name: self[name].data for name in names}

    def validate_other_plan(self, item):
        if item.data is None and not item.errors:
            raise ValidationError("Choose which plan it is.")

    def validate_starts_on(self, item):
        if not item.errors and (item.data is None or not 2000 <= item.data.year <= 2100):
            raise ValidationError("Give the first day, with its year.")

    def validate_ends_on(self, item):
        if item.data and self.starts_on.data and item.data < self.starts_on.data:
            raise ValidationError("The last day is before the first. Choose a later one, or leave it empty.")

"""Where a pupil goes after Year 11, and what is known that makes it harder."""

from typing import Any

from wtforms import DateField, HiddenField, RadioField, ValidationError

from forms.base import SchoolForm, may_be_empty, short_text, tidy
from forms.fields import Chip, OneChip, SeveralChips
from mentoring.marks import POST16


class Post16Form(SchoolForm):
    """Nothing in it is compulsory but the destination of which a status is said. `version` is what was shown."""

    version = HiddenField(filters=[tidy])
    neet_indicator = SeveralChips("What makes it harder?", description="what you know of; any that apply")
    intended = OneChip("What do they want to do after Year 11?")
    intended_where = short_text("Where?", "such as: Northfield College, bricklaying")
    status = RadioField("How far is it?", choices=list(POST16), validate_choice=False)
    status_on = DateField("Since when?", [may_be_empty])
    actual = OneChip("Where did they go?", description="once they have left Year 11")
    actual_where = short_text("Where is that?")
    actual_on = DateField("From which day?", [may_be_empty])

    def offer(self, indicators: list[Chip], destinations: list[Chip]) -> None:
        """Take the school's lists."""
        self.neet_indicator.offer(indicators)
        self.intended.offer(destinations)
        self.actual.offer(destinations)

    def facts(self) -> dict[str, Any]:
        """The columns."""
        names = ("intended", "intended_where", "status_on", "actual", "actual_where", "actual_on")
        return {name: self[name].data for name in names} | {"status": self.status.data or ""}

    def validate_intended(self, item):
        if item.data is None and not item.errors and (self.intended_where.data or self.status.data):
            raise ValidationError("Choose what they want to do, or take the rest of the answer off.")

    def validate_status(self, item):
        if item.data and item.data not in dict(POST16):
            raise ValidationError("Choose how far it is.")

    def validate_status_on(self, item):
        _check_year(item)

    def validate_actual(self, item):
        if item.data is None and not item.errors and (self.actual_where.data or self.actual_on.data):
            raise ValidationError("Choose where they went, or take the rest of the answer off.")

    def validate_actual_on(self, item):
        _check_year(item)


def _check_year(item) -> None:
    if item.data and not 2000 <= item.data.year <= 2100:
        raise ValidationError("Check the year of the day.")

"""Moving pupils from one caseload to another."""

from wtforms import SelectField, ValidationError
from wtforms.fields import SelectChoice

from forms.base import SchoolForm
from forms.caseloads import check_day, day_field
from forms.fields import SeveralChips


class MoveForm(SchoolForm):
    """The pupils ticked, to whom of those passed in as (mentor, name), and from which day."""

    row = SeveralChips(
        "Who moves?", gone="One of those pupils is not on this caseload any more. Look again, then move."
    )
    mentor = SelectField("To whose caseload?", coerce=int, validate_choice=False)
    starts_on = day_field("From which day?", "on the days before it nothing changes")

    def __init__(self, *args, today, mentors: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.mentor.choices = [SelectChoice(number, name) for number, name in mentors]

    def validate_row(self, item):
        if not item.data:
            raise ValidationError("Tick at least one pupil.")

    def validate_mentor(self, item):
        if item.data not in {choice.value for choice in item.choices}:
            raise ValidationError("Choose a mentor.")

    def validate_starts_on(self, item):
        check_day(item, self.today)
        if item.data and item.data < self.today:
            raise ValidationError("Choose today or a later day: what was read before cannot be unread.")

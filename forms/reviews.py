"""What a review of a plan asks."""

from wtforms import HiddenField, ValidationError

from forms.base import DAYS, WHO, RecordForm, long_text, tidy
from forms.fields import OneChip
from forms.needs import Need
from forms.target_fields import ScoresField


class ReviewForm(RecordForm):
    """A review of a plan. Only who and what is decided may block a save. `cycle` is the one that the plan was in when
    the form was opened; `moved_on` says so where it is in another now."""

    needed = (WHO, Need("review_decision", "Choose what is decided, or tap Finish later."), *DAYS)
    too_many = "A review is of one pupil's plan. Take the others off."

    which = "Choose which plan it is."
    no_plan = "There is no plan of theirs that goes on. Start one from the pupil’s page, or write a note."
    moved_on = ""

    plan = OneChip("Which plan?")
    cycle = HiddenField(filters=[tidy])
    scores = ScoresField("Where does each target stand?")
    pupil_view = long_text("What does the pupil say?", "in their own words")
    family_view = long_text("What does the family say?")
    teacher_view = long_text("What does the teacher say?")
    review_decision = OneChip("What is decided?")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.pupil.label.text = "Whose plan?"
        self.note.label.text = "What has helped, and what comes next?"
        self.note.description = "optional"

    def validate_plan(self, item):
        asked = self.pupil.data.ids and not self.finish_later and not self.moved_on
        if asked and item.data is None:
            raise ValidationError(self.which if item.chips else self.no_plan)

    def validate_cycle(self, _item):
        if self.moved_on:
            raise ValidationError(self.moved_on)

    def validate_pupil(self, item):
        if len(item.data.parts) > 1:
            raise ValidationError(self.too_many)

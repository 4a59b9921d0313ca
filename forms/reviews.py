"""What a review of a plan asks."""

from wtforms import ValidationError

from forms.base import DAYS, WHO, RecordForm, long_text
from forms.fields import OneChip
from forms.needs import Need
from forms.target_fields import ScoresField


class ReviewForm(RecordForm):
    """A review of a plan. Only who and what is decided may block a save."""

    needed = (WHO, Need("review_decision", "Choose what is decided, or tap Finish later."), *DAYS)
    too_many = "A review is of one pupil's plan. Take the others off."

    plan = OneChip("Which plan?")
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

    def validate_pupil(self, item):
        if len(item.data.parts) > 1:
            raise ValidationError(self.too_many)

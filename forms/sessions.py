"""What a 1:1 session asks."""

from wtforms import ValidationError

from forms.base import RecordForm, long_text, short_text
from forms.fields import Mark, OneChip, SeveralChips
from mentoring.marks import ENGAGEMENT, FEELINGS, NOT_THERE

LENGTHS = tuple((minutes, f"{minutes} min") for minutes in (10, 20, 30, 45))


class SessionForm(RecordForm):
    """A 1:1 session. Only who and whether they came may block a save."""

    attendance = OneChip("Did they come?")
    session_mode = OneChip("What kind of session?")
    minutes = Mark("How long?", marks=LENGTHS)
    feeling_in = Mark("How did they feel coming in?", marks=FEELINGS)
    feeling_out = Mark("And going out?", marks=FEELINGS)
    engagement = Mark("How far did they join in?", marks=ENGAGEMENT)
    focus = SeveralChips("What was it about?", description="any that apply")
    strategy = SeveralChips("What did you use?", description="any that apply")
    own_words = long_text("In the pupil's own words", "optional")
    next_step = short_text("Next step", "optional; shown when you record the next session", 300)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.pupil.label.text = "Who with?"
        self.note.label.text = "What you did and noticed"
        self.note.description = "optional"

    def validate_pupil(self, item):
        super().validate_pupil(item)
        if len(item.data.parts) > 1:
            raise ValidationError("A 1:1 session is with one pupil. Take the others off, or log a group session.")

    def validate_attendance(self, item):
        if item.data is None and not item.errors:
            self.blocks("Choose whether they came, or tap Finish later.")

    @property
    def was_there(self) -> bool:
        """Whether the pupil was with the mentor, by the chip chosen."""
        return self.attendance.data is not None and self.attendance.codes().isdisjoint(NOT_THERE)

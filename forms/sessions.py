"""What a 1:1 session asks."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from wtforms import ValidationError

from forms.base import DAYS, WHO, RecordForm, long_text, short_text
from forms.fields import Mark, OneChip, SeveralChips
from forms.needs import Need
from forms.target_fields import RatingsField
from mentoring.marks import ENGAGEMENT, FEELINGS, NOT_THERE

LENGTHS = tuple((minutes, f"{minutes} min") for minutes in (10, 20, 30, 45))


class SessionForm(RecordForm):
    """A 1:1 session. Only who and whether they came may block a save."""

    needed = (WHO, Need("attendance", "Choose whether they came, or tap Finish later."), *DAYS)
    ready = (("session_mode", "planned"), ("attendance", "came"))
    too_many = "A 1:1 session is with one pupil. Take the others off, or log a group session."

    attendance = OneChip("Did they come?")
    session_mode = OneChip("What kind of session?")
    minutes = Mark("How long?", marks=LENGTHS)
    feeling_in = Mark("How did they feel coming in?", marks=FEELINGS)
    feeling_out = Mark("And going out?", marks=FEELINGS)
    engagement = Mark("How far did they join in?", marks=ENGAGEMENT)
    ratings = RatingsField(
        "How far along are they?", description="0 not begun, 10 all the way there; tap again to clear"
    )
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
        if len(item.data.parts) > 1:
            raise ValidationError(self.too_many)

    voice: Mapping[str, Any] = MappingProxyType({})  # what the pupil said on their own screen, handed in
    hand_to: Any = None  # the pupil to whom the tablet can be handed from here

    def texts(self) -> list[str]:
        """As for any record, with what the pupil said: names in it are hidden as in any text."""
        words = self.voice.get("voice_words")
        return [*super().texts(), *([words] if words else [])]

    @property
    def was_there(self) -> bool:
        """Whether the pupil was with the mentor, by the chip chosen."""
        return self.attendance.data is not None and self.attendance.codes().isdisjoint(NOT_THERE)

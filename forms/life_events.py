"""What a life event asks."""

from datetime import datetime, time

from wtforms import ValidationError

from forms.base import DAYS, WHO, RecordForm
from forms.fields import OneChip
from forms.needs import Need
from mentoring import clock

NOON = time(12)
ON = Need("when", "Say which day it was, or choose Today.", ("on",), (("when", "pick"),), False)


class LifeEventForm(RecordForm):
    """Something in a pupil's life: which day, and what. Only who and what may block a save. It has a day and no time:
    noon stands for it."""

    needed = (WHO, Need("life_event", "Choose what it was, or tap Finish later."), ON, *DAYS[1:])
    too_many = "A life event stands on one pupil's timeline. Take the others off, and mark it for each of them."

    life_event = OneChip("What has changed?")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.pupil.label.text = "For whom?"
        self.note.label.text = "What should we know?"
        self.note.description = "optional: as little as is needed"
        self.when.choices = [("now", "Today"), ("pick", "Another day")]

    def validate_pupil(self, item):
        if len(item.data.parts) > 1:
            raise ValidationError(self.too_many)

    def _picked(self) -> datetime | None:
        if self.on.errors or self.at.errors or not self.on.data:
            return None
        if self.on.data == clock.local(self.latest, self.zone).date():
            return self.now
        self.at.data = self.at.data or NOON
        return super()._picked()

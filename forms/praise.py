"""What praise asks."""

from wtforms import RadioField

from forms.base import DAYS, WHO, RecordForm
from forms.fields import OneChip
from forms.needs import Need

TELL_HOME = (("no", "No"), ("now", "Yes, when this is saved"), ("later", "Later today"))


class PraiseForm(RecordForm):
    """Praise for one pupil or many. Only who and what for may block a save."""

    needed = (WHO, Need("praise_reason", "Choose what it is for, or tap Finish later."), *DAYS)

    praise_reason = OneChip("What for?")
    tell_home = RadioField("Tell home?", choices=list(TELL_HOME), default="no", validate_choice=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.pupil.label.text = "Who?"
        self.note.label.text = "What they did"
        self.note.description = "optional"

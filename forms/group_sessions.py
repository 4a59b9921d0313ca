"""What a group session asks: the register, and what came of it for the whole group."""

from wtforms import BooleanField

from forms.base import DAYS, RecordForm, short_text
from forms.fields import OneChip, SeveralChips
from forms.needs import Need


class GroupSessionForm(RecordForm):
    """A group session. `pupil` is its register; only the programme, or why it did not run, may block a save."""

    needed = (
        Need("programme", "Choose the programme, or tap Finish later."),
        Need("pupil", "Nobody is in this programme yet. Add who came, or tap Finish later.", when=(("programme", ""),)),
        Need("not_run", "Choose why it did not run, or tap Finish later.", when=(("did_not_run", "y"),)), *DAYS,
    )  # fmt: skip

    programme = OneChip("Which programme?")
    did_not_run = BooleanField("It did not run")
    not_run = OneChip("Why did it not run?")
    group_activity = SeveralChips("What did you do?", description="any that apply")
    aim_met = OneChip("Was the aim met?")
    next_time = short_text("Next time", "optional; shown when you record the next one", 300)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.pupil.label.text = "Who came?"
        self.pupil.description = "everyone is marked in; tap to change"
        self.note.label.text = "For the whole group"
        self.note.description = "shown on every pupil's timeline, so name nobody"

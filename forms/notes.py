"""What a note asks."""

from forms.base import DAYS, WHO, RecordForm
from forms.needs import Need


class NoteForm(RecordForm):
    """Anything else about one pupil or many. Only who and the words may block a save."""

    needed = (WHO, Need("note", "Write what should be remembered, or tap Finish later."), *DAYS)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.pupil.label.text = "About whom?"
        self.note.label.text = "What should be remembered?"
        self.note.description = ""

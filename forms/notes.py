"""What a note asks."""

from forms.base import RecordForm


class NoteForm(RecordForm):
    """Anything else about one pupil or many. Only who and the words may block a save."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.pupil.label.text = "About whom?"
        self.note.label.text = "What should be remembered?"
        self.note.description = ""

    def validate_note(self, item):
        if not item.data:
            self.blocks("Write what should be remembered, or tap Finish later.")

"""What a safeguarding concern asks: the danger first, then who, how it is known, and the exact words."""

from wtforms import BooleanField, FormField, HiddenField, RadioField, ValidationError

from forms.base import DAYS, RecordForm, SchoolForm, long_text, short_text, tidy
from forms.fields import OneChip, Rows, SeveralChips
from forms.needs import Need

MOST_MARKS = 20
THOUSAND = 1000
LONGEST_WHO = 200
AGAIN = "Put this mark on the body again: tap it, or add it from the list of parts."
DANGER = (("yes", "Yes"), ("no", "No"))


class MarkForm(SchoolForm):
    """A mark on the body map: its side and its place, in thousandths of the picture."""

    side = HiddenField(filters=[tidy])
    x = HiddenField(filters=[tidy])
    y = HiddenField(filters=[tidy])
    kind = HiddenField(filters=[tidy], default="mark")
    look = short_text("Size and colour", "optional")
    note = short_text("Note", "optional", 300)
    gone = BooleanField("Take it away")

    @property
    def at(self) -> tuple[str, int, int] | None:
        """Side, x and y, where that is a place on the body map."""
        numbers = [
            int(text) for text in (self.x.data, self.y.data) if text.isascii() and text.isdecimal() and len(text) < 5
        ]
        fits = self.side.data in ("front", "back") and len(numbers) == 2 and max(numbers) <= THOUSAND
        return (self.side.data, numbers[0], numbers[1]) if fits else None

    def validate_look(self, item):
        if not self.gone.data and self.at is None:
            raise ValidationError(AGAIN)


class ConcernForm(RecordForm):
    """A concern. Only the danger, for whom, how it is known and what was said or seen may block it; never "later"."""

    finishable = False
    needed = (
        Need("danger", "Say whether the child is in danger now."),
        Need("pupil", "Choose a pupil, or say in a few words who it is.", ("pupil", "who", "adult")),
        Need("concern_source", "Say how you know: seen, told, or a pattern."),
        Need("exact_words", "Write the exact words, or what you saw and heard. A few words are enough.",
             ("exact_words", "note")),
        Need("adult_who", "Choose which adult it is about, or “Somebody else”.", when=(("adult", "y"),)),
        Need("adult_name", "Write who the adult is, as far as you know.",
             when=(("adult", "y"), ("adult_who", "other"))), *DAYS,
    )  # fmt: skip

    danger = RadioField("Is the child in danger now?", choices=list(DANGER), validate_choice=False)
    who = short_text("Who is it, as far as you can say?", "such as: a girl of about Year 2, red coat", LONGEST_WHO)
    concern_source = OneChip("How do you know?")
    exact_words = long_text("The exact words", "what the child or adult said, word for word; yours to them too")
    opinion = long_text("What you think", "optional, kept apart from the facts")
    place = OneChip("Where?")
    present = short_text("Who else was there?", "optional", 300)
    concern_category = SeveralChips("What is it about?", description="any that apply")
    concern_told = SeveralChips("Whom have you told?", description="any that apply")
    told = short_text("When and how did you tell them?", "optional", 300)
    marks = Rows(FormField(MarkForm), max_entries=MOST_MARKS)
    adult = BooleanField("This is about an adult who works here")
    adult_who = RadioField("Which adult?", choices=[], validate_choice=False)
    adult_name = short_text("Their name and work, if they have no account here")

    def __init__(self, *args, adults=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.adult_who.choices = list(adults)
        self.pupil.label.text = "Who is it about?"
        self.note.label.text = "What you saw and heard"
        self.note.description = "facts only: what happened, in order"

    def typed(self, names: list[str]) -> None:
        """Names that are no one pupil say who it is: a concern waits for nobody to be found."""
        said = "; ".join(text for text in (self.who.data, *names) if text)
        if len(said) > LONGEST_WHO:
            self.note.data = f"{self.note.data}\n\n{said}".strip()
        self.who.data, self.pupil.data.typed = said[:LONGEST_WHO], []

    def texts(self) -> list[str]:
        """As for any record, without what a mark's hidden boxes say."""
        marks = [text for row in self.marks for text in (row.form.look.data, row.form.note.data) if text]
        own = (self.who, self.exact_words, self.note, self.opinion, self.present, self.told, self.adult_name)
        return [item.data for item in own if item.data] + marks

    def marked(self) -> list[MarkForm]:
        """The marks that stay."""
        return [row.form for row in self.marks if not row.form.gone.data]


class AdditionForm(SchoolForm):
    """What the author adds to a concern that is sealed."""

    client_id = HiddenField(filters=[tidy, str.lower])
    text = long_text("What do you want to add?", "it is dated, and stands below what you wrote")

    def validate_text(self, item):
        if not item.data:
            raise ValidationError("Write what you want to add.")

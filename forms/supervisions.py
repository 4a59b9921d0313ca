"""A supervision note: the day, what was talked about, what was agreed."""

from datetime import date

from wtforms import DateField, FormField, HiddenField, ValidationError

from forms.base import SchoolForm, long_text, may_be_empty, short_text, tidy
from forms.fields import Chip, OneChip, Rows, SeveralChips
from forms.named import NobodyNamedForm

ACTIONS = 3


class ActionForm(SchoolForm):
    """Something agreed; empty where there is nothing more."""

    what = short_text("What will be done?", "optional", 200)
    owner = OneChip("Who does it?")
    due_on = DateField("By when?", [may_be_empty])

    def validate_owner(self, item):
        if self.what.data and item.data is None and not item.errors:
            raise ValidationError("Choose who does it.")

    def validate_due_on(self, item):
        if self.what.data and item.data is None and not item.errors:
            raise ValidationError("Give the day by which it is done.")


class SupervisionForm(NobodyNamedForm):
    """A note, with up to ACTIONS things agreed. `today` is the school's."""

    client_id = HiddenField(filters=[tidy])
    held_on = DateField("When did you meet?")
    supervision_topic = SeveralChips("What did you talk about?")
    supervision_load = OneChip("How is the workload?")
    said = long_text("What do you both want to remember?", "of the work; no pupil’s name and no pupil’s story")
    actions = Rows(FormField(ActionForm), min_entries=ACTIONS, max_entries=ACTIONS)

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def offer(self, topics: list[Chip], loads: list[Chip], people: list[Chip]) -> None:
        """Take the school's chips, and the two people."""
        self.supervision_topic.offer(topics)
        self.supervision_load.offer(loads)
        for row in self.actions:
            row.owner.offer(people)

    def texts(self) -> list[str]:
        """Everything that was typed."""
        return [self.said.data, *(row.what.data for row in self.actions)]

    def validate_held_on(self, item):
        if item.data is None and not item.errors:
            raise ValidationError("Give the day.")
        if item.data and not date(2000, 1, 1) <= item.data <= self.today:
            raise ValidationError("Choose today or a day before.")

    def validate_supervision_topic(self, item):
        if not item.data and not item.errors:
            raise ValidationError("Choose at least one thing that you talked about.")

    def validate_actions(self, item):
        for row in item:
            if row.what.data and row.due_on.data and row.due_on.data < self.today:
                row.due_on.errors = ["Choose today or a later day."]
                raise ValidationError("Choose today or a later day for what is agreed.")

"""Where the school draws the line of each signal, and what somebody does about one."""

from datetime import date, timedelta

from wtforms import BooleanField, DateField, HiddenField, IntegerField, RadioField, ValidationError

from forms.base import SchoolForm, may_be_empty, short_text, tidy

UNTIL = (("week", "A week"), ("fortnight", "Two weeks"), ("month", "Four weeks"), ("day", "Pick a day"))
LASTS = {"week": 7, "fortnight": 14, "month": 28}


class RuleForm(SchoolForm):
    """A rule: whether it is on, and its line from `low` to `high`; of one that counts within days, how many of them.
    `seen` is how it was said when it was shown. The rule's name stands before those of the controls."""

    seen = HiddenField(filters=[tidy])
    is_on = BooleanField("On")
    line = IntegerField()
    span = IntegerField("within how many days?")

    def __init__(self, *args, line: tuple[int, int] | None, span: tuple[int, int] | None, label: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.limits = {"line": line, "span": span}
        self.line.label.text = label
        for name, limits in self.limits.items():
            if limits is None:
                del self[name]

    def validate_line(self, item):
        self._within("line", item)

    def validate_span(self, item):
        self._within("span", item)

    def _within(self, name: str, item) -> None:
        low, high = self.limits[name]
        if not item.errors and not low <= (item.data or 0) <= high:
            raise ValidationError(f"Give a whole number from {low} to {high}. To look at it no longer, take On off.")


class SeenForm(SchoolForm):
    """I have seen it: what I do, and until when it rests. `facts` is what the signal was about when it was shown."""

    facts = HiddenField(filters=[tidy])
    doing = short_text("What do you do about it?", "such as: meeting with his mother on Thursday", 300)
    until = RadioField("For how long may it rest?", choices=list(UNTIL), default="fortnight", validate_choice=False)
    until_on = DateField("Up to which day?", [may_be_empty])

    def __init__(self, *args, today: date, longest: timedelta, **kwargs):
        super().__init__(*args, **kwargs)
        self.today, self.latest = today, today + longest

    @property
    def day(self) -> date:
        """The day on which it is shown again."""
        if self.until.data == "day" and self.until_on.data:
            return self.until_on.data
        return self.today + timedelta(days=LASTS.get(self.until.data or "", LASTS["fortnight"]))

    def validate_doing(self, item):
        if not item.data and not item.errors:
            raise ValidationError("Say in a few words what you do about it.")

    def validate_until(self, item):
        if item.data not in dict(UNTIL):
            raise ValidationError("Choose for how long it may rest.")

    def validate_until_on(self, item):
        if self.until.data != "day" or item.errors:
            return
        if item.data is None or not self.today < item.data <= self.latest:
            raise ValidationError(f"Give a day after today, up to {self.latest:%-d %B %Y}.")

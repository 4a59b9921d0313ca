"""What is asked for a what works card."""

from datetime import date, timedelta
from typing import Any

from wtforms import DateField, HiddenField, ValidationError

from forms.base import SchoolForm, long_text, tidy

LONGEST_PART = 600  # characters of each: four of them fit on one A4 page
LONGEST_WAIT = timedelta(days=370)


class WhatWorksForm(SchoolForm):
    """A pupil's card: four boxes that a supply teacher understands, and the day to look at them again."""

    version = HiddenField(filters=[tidy])
    strengths = long_text("What are they good at, and what do they like?", "a line each; for a stranger to begin with")
    triggers = long_text("What sets it off?", "such as: loud rooms, being told no in front of others")
    helps = long_text("What helps?", "what to do and say, in the order to try it")
    worse = long_text("What makes it worse?", "what not to do")
    review_on = DateField("When do you look at it again?")

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def facts(self) -> dict[str, Any]:
        """The columns."""
        return {name: self[name].data for name in ("strengths", "triggers", "helps", "worse", "review_on")}

    def _fits(self, item) -> None:
        if len(item.data or "") > LONGEST_PART:
            raise ValidationError(f"Use at most {LONGEST_PART} characters, so that the card stays one page.")

    def validate_strengths(self, item):
        self._fits(item)
        if not any(self[name].data for name in ("strengths", "triggers", "helps", "worse")):
            raise ValidationError("Write at least one of the four: a few words are enough.")

    def validate_triggers(self, item):
        self._fits(item)

    def validate_helps(self, item):
        self._fits(item)

    def validate_worse(self, item):
        self._fits(item)

    def validate_review_on(self, item):
        if not item.errors and not (item.data and self.today <= item.data <= self.today + LONGEST_WAIT):
            raise ValidationError("Choose today or a day within a year.")

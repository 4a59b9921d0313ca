"""Starting a programme, and changing it."""

from wtforms import BooleanField, DateField, HiddenField, IntegerField, RadioField, ValidationError
from wtforms.validators import NumberRange, Optional

from forms.base import SchoolForm, long_text, may_be_empty, short_text, tidy
from forms.fields import Chip, OneChip, PupilsField
from forms.lists import name_field
from forms.target_fields import RatingsField

ANSWERS = (("given", "Yes"), ("refused", "No"), ("outstanding", "Not answered yet"))


class ProgrammeForm(SchoolForm):
    """A programme: what it is, who is in it, how long it runs."""

    version = HiddenField(filters=[tidy])
    name = name_field("What is it called?", 80, "such as Managing anger")
    programme_type = OneChip("What type is it?")
    for_families = BooleanField("It is for families: parents and carers come, not pupils")
    pupil = PupilsField("Who is in it?")
    starts_on = DateField("First day")
    ends_on = DateField("Last day", [may_be_empty], description="leave empty if it goes on")
    planned = IntegerField(
        "How many sessions?", [Optional(), NumberRange(1, 200, "Give a number from 1 to 200, or leave it empty.")],
        description="leave empty if it goes on",
    )  # fmt: skip
    aims = long_text("What is it for?", "one line for each session, or one for all of them")
    question = name_field(
        "What do they rate at the start and at the end?", 120, "from 0 to 10, such as How sure of myself do I feel?"
    )
    place = OneChip("Where?")
    leader = OneChip("Who leads it?")
    second_leader = OneChip("Who else leads it?", description="sees it and records it too")

    def offer(self, types: list[Chip], places: list[Chip], staff: list[Chip]) -> None:
        """Take the school's types and places, and the colleagues."""
        self.programme_type.offer(types)
        self.place.offer(places)
        self.leader.offer(staff)
        self.second_leader.offer([*staff, Chip(0, "Nobody else")])

    def validate_name(self, item):
        if not item.data:
            raise ValidationError("Give it a name, such as Lunch club.")

    def validate_ends_on(self, item):
        if item.data and self.starts_on.data and item.data < self.starts_on.data:
            raise ValidationError("The last day is before the first. Choose a later one, or leave it empty.")

    def validate_starts_on(self, item):
        if item.data is None and not item.errors:
            raise ValidationError("Give the first day.")
        if item.data and not 2000 <= item.data.year <= 2100:
            raise ValidationError("Check the year of the first day.")

    def validate_leader(self, item):
        if item.data is None and not item.errors:
            raise ValidationError("Choose who leads it.")

    def facts(self) -> dict:
        """The programme's columns."""
        second = self.second_leader.data if self.second_leader.data != self.leader.data else None
        names = ("name", "programme_type", "for_families", "starts_on", "ends_on", "planned", "aims", "place", "leader",
                 "question")  # fmt: skip
        return {name: self[name].data for name in names} | {"second_leader": second or None}


class RatingForm(SchoolForm):
    """What each of those in a programme gives its question, from 0 to 10; who gives none is left out."""

    ratings = RatingsField("What does each of them give?")


class ConsentForm(SchoolForm):
    """What a family answers for a trip or holiday project. `family_contact` is somebody of the family, or 0."""

    answer = RadioField("May they come?", choices=list(ANSWERS), validate_choice=False)
    family_contact = OneChip("Who answered?")
    answered_by = short_text("Who was it?", "such as a carer")
    answered_on = DateField("When did they answer?", [may_be_empty])
    care = long_text("What does the leader have to know?", "allergies, medicine, what calms: it is printed")

    def validate_answer(self, item):
        if item.data not in dict(ANSWERS):
            raise ValidationError("Choose what the family answered, or that they have not yet.")

    def validate_family_contact(self, item):
        if self.is_answered and item.data is None and not item.errors:
            raise ValidationError("Choose who answered.")

    def validate_answered_by(self, item):
        if self.is_answered and self.family_contact.data == 0 and not item.data:
            raise ValidationError("Write who answered, or choose somebody of the family.")

    def validate_answered_on(self, item):
        if self.is_answered and not item.data and not item.errors:
            raise ValidationError("Give the day on which they answered.")

    @property
    def is_answered(self) -> bool:
        return self.answer.data in ("given", "refused")

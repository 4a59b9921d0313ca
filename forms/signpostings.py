"""What signposting and a referral ask."""

from datetime import date

from wtforms import DateField, RadioField, ValidationError

from forms.base import DAYS, WHO, RecordForm, SchoolForm, long_text, may_be_empty, short_text
from forms.fields import OneChip, SeveralChips
from forms.needs import Need

WAYS = (("told", "Told the family about it"), ("referred", "Sent a referral"))
AGREED = (("yes", "Yes"), ("no", "No, or not asked"))
CHASE = (("two_weeks", "In two weeks"), ("week", "In a week"), ("month", "In a month"), ("day", "Pick a day"),
         ("none", "No need"))  # fmt: skip
KEEP = ("keep", "Leave it as it is")
REFERRED = ("way", "referred")
LATER = ", or tap Finish later."


class SignpostingForm(RecordForm):
    """An agency that a family was told of, or that a pupil was referred to: then whether they agreed, on what basis
    what was shared, and when to chase it. `agency` is one of the directory, or 0 for another; `family_contact` is a
    person of the pupil's family, or 0 for somebody else."""

    needed = (
        WHO,
        Need("agency", "Choose the agency" + LATER),
        Need("other_agency", "Write which agency it was, or choose one of the directory.", when=(("agency", "0"),)),
        Need("agreed", "Say whether they agreed to it" + LATER, when=(REFERRED,)),
        Need("family_contact", "Choose who agreed" + LATER, when=(REFERRED, ("agreed", "yes"))),
        Need("agreed_by", "Write who agreed, or choose somebody of the family.",
             when=(REFERRED, ("agreed", "yes"), ("family_contact", "0"))),
        Need("why_without", "Say why it was shared without their agreement" + LATER,
             when=(REFERRED, ("agreed", "no"))),
        Need("sharing_basis", "Choose on what basis it is shared" + LATER, when=(REFERRED,)),
        Need("shared_what", "Choose what you shared" + LATER, ("shared_what", "shared"), when=(REFERRED,)),
        Need("chase_on", "Choose the day to chase it.", when=(REFERRED, ("chase", "day")), later=False),
        *DAYS,
    )  # fmt: skip

    way = RadioField("What did you do?", choices=list(WAYS), default="told", validate_choice=False)
    agency = OneChip("Which agency?")
    other_agency = short_text("Which one is it?", "a lead or an admin can enter it into the directory")
    referral_purpose = SeveralChips("What is it for?", description="any that apply")
    agreed = RadioField("Did they agree to it?", choices=list(AGREED), validate_choice=False)
    family_contact = OneChip("Who agreed?")
    agreed_by = short_text("Who was it?", "such as a carer, or the pupil")
    agreed_on = DateField("When did they agree?", [may_be_empty])
    consent_how = OneChip("How did they agree?")
    why_without = long_text("Why without their agreement?", "what would have happened, and who decided it")
    sharing_basis = OneChip("On what basis is it shared?")
    shared_what = SeveralChips("What did you share?", description="no more than they need")
    shared = long_text("What else did you share?", "optional")
    chase = RadioField("When will you chase it?", choices=list(CHASE), default="two_weeks", validate_choice=False)
    chase_on = DateField("Which day?", [may_be_empty])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.pupil.label.text = "About"
        self.note.label.text = "What was said"
        self.note.description = "optional"

    @property
    def is_referral(self) -> bool:
        return self.way.data == "referred"

    @property
    def has_agreed(self) -> bool:
        return self.is_referral and self.agreed.data == "yes"

    def validate_way(self, item):
        if item.data not in dict(WAYS):
            raise ValidationError("Say whether you told the family about it, or sent a referral.")

    def validate_agreed_on(self, item):
        if self.has_agreed and not item.errors and item.data and item.data > self.today:
            raise ValidationError("That day is still to come. Give the day on which they agreed.")

    def validate_chase(self, item):
        if self.is_referral and item.data and item.data not in dict(CHASE):
            raise ValidationError("Choose when to chase it.")

    def validate_chase_on(self, item):
        if self.is_referral and self.chase.data == "day" and item.data and item.data < self.today:
            raise ValidationError("Choose today or a later day to chase it.")


class StatusForm(SchoolForm):
    """Where a referral stands from a day on, and when to chase it next. `earliest` and `today` bound that day."""

    status = OneChip("Where does it stand?")
    since = DateField("Since when?", [may_be_empty])
    chase = RadioField("Chase it", choices=[KEEP, *CHASE], default="keep", validate_choice=False)
    chase_on = DateField("Which day?", [may_be_empty])

    def __init__(self, *args, today: date, earliest: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today, self.earliest = today, earliest

    def validate_status(self, item):
        if item.data is None and not item.errors:
            raise ValidationError("Tap where it stands.")

    def validate_since(self, item):
        if item.errors or not item.data:
            return
        if item.data > self.today:
            raise ValidationError("That day is still to come. Give the day since when it is so.")
        if item.data < self.earliest:
            raise ValidationError("That is before the referral was sent. Give a later day.")

    def validate_chase(self, item):
        if item.data and item.data not in dict([KEEP, *CHASE]):
            raise ValidationError("Choose when to chase it.")

    def validate_chase_on(self, item):
        if self.chase.data != "day" or item.errors:
            return
        if not item.data or item.data < self.today:
            raise ValidationError("Choose today or a later day to chase it.")

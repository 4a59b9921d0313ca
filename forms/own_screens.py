"""What the pupil's own screen asks."""

from wtforms import Form, TextAreaField

from forms.base import tidy
from forms.fields import Mark
from forms.target_fields import RatingsField
from mentoring.marks import FEELINGS


class OwnScreenForm(Form):
    """The pupil's own screen: none of it has to be answered, and nothing in it is ever wrong."""

    feeling = Mark("How do you feel now?", marks=FEELINGS)
    ratings = RatingsField("How far along are you?")
    words = TextAreaField("What I want adults to know", filters=[tidy], default="")

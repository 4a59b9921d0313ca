"""The classes with which somebody works."""

from forms.base import SchoolForm
from forms.fields import SeveralChips


class ClassStaffForm(SchoolForm):
    """The classes ticked."""

    school_class = SeveralChips("Which classes?", gone="One of those classes has no pupils any more. Choose again.")

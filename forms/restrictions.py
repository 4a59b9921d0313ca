"""Who may read a record that is not open to all."""

from forms.base import SchoolForm
from forms.fields import SeveralChips


class RestrictionForm(SchoolForm):
    """The people named as readers."""

    reader = SeveralChips("Who may read it?", gone="One of those people does not work here now. Choose again.")

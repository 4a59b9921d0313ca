"""What a save waits for: said once, checked by the server and, where there is no signal, by the tablet."""

from dataclasses import dataclass
from typing import Any

from wtforms import BooleanField, Field, RadioField, ValidationError

from forms.fields import ListField, PupilsField

TYPED = "pupil_typed"  # a pupil's name as it was typed without signal, in the place of `pupil`


@dataclass(frozen=True)
class Need:
    """`sentence` stands at `field` unless one of `answers` (the field itself, unless told) says something. It is asked
    only where each (field, value) of `when` is chosen; an empty value means any. `later`: Finish later does without."""

    field: str
    sentence: str
    answers: tuple[str, ...] = ()
    when: tuple[tuple[str, str], ...] = ()
    later: bool = True

    def __call__(self, form: Any, item: Field) -> None:
        """As a validator of the field."""
        waived = (self.later and form.finish_later) or item.errors
        asked = all(_says(form[name], value) for name, value in self.when)
        if asked and not waived and not any(is_answered(form[name]) for name in self.answers or (self.field,)):
            raise ValidationError(self.sentence)

    def told(self, form: Any) -> dict[str, Any]:
        """The same for the page's script: `at` is the id of the control."""
        answers = [*(self.answers or (self.field,)), *([TYPED] if self.field == "pupil" else [])]
        return {"at": form[self.field].id, "sentence": self.sentence, "answers": answers, "when": self.when,
                "later": self.later}  # fmt: skip


def is_answered(item: Field) -> bool:
    """Whether a field of a form says anything."""
    if isinstance(item, PupilsField):
        return bool(item.data.parts)
    if isinstance(item, ListField):
        return bool(item.chosen())
    if isinstance(item, RadioField):
        return item.data in {value for value, *_ in item.choices}
    return bool(item.data)


def _says(item: Field, value: str) -> bool:
    if not value:
        return is_answered(item)
    return item.data is True if isinstance(item, BooleanField) else str(item.data) == value

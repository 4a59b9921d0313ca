"""Fields that ask the way a mentor answers: chips, pupils, moments."""

from dataclasses import dataclass, field
from typing import Any

from wtforms import Field, FieldList, RadioField, SelectMultipleField, ValidationError
from wtforms.fields import SelectChoice

MARKS = ("1", "2", "3", "4", "5")
MOST_PUPILS = 500
MOST_TYPED = 20


@dataclass(frozen=True)
class Chip:
    """A choice offered: `value` as sent, `label` as read, `code` for a chip that the app acts on."""

    value: int
    label: str
    code: str = ""


def _choices(chips: list[Chip]) -> list[SelectChoice]:
    return [SelectChoice(str(chip.value), chip.label, {"data-code": chip.code}) for chip in chips]


class ListField:
    """What one chip and several chips share: `list` names the school's list, which is the field's own name."""

    chips: list[Chip]
    data: Any

    def offer(self, chips: list[Chip]) -> None:
        """Take the chips that the school offers."""
        self.chips = chips
        self.choices = _choices(chips)

    def codes(self) -> set[str]:
        """Codes of the chosen chips."""
        return {chip.code for chip in self.chips if chip.value in self.chosen()}

    def chosen(self) -> set[int]:
        """Values of the chosen chips."""
        values = self.data if isinstance(self.data, list) else [self.data]
        return {value for value in values if value is not None}


class OneChip(ListField, RadioField):
    """One chip of a list, or none."""

    def __init__(self, label="", validators=None, **options):
        super().__init__(label, validators, coerce=int, **options)

    def process_data(self, value):
        self.data = value

    def process_formdata(self, valuelist):
        self.data = _whole_numbers(valuelist)[0] if valuelist and valuelist[0] else None

    def pre_validate(self, form):
        if self.data is not None and self.data not in {chip.value for chip in self.chips}:
            raise ValidationError("That choice is not offered any more. Choose another.")


class SeveralChips(ListField, SelectMultipleField):
    """Any number of chips of a list. `gone` is what is said of one that was chosen and is not offered any more."""

    def __init__(
        self, label="", validators=None, gone="One of those choices is not offered any more. Choose again.", **options
    ):
        self.gone = gone
        super().__init__(label, validators, coerce=int, **options)

    def process_formdata(self, valuelist):
        self.data = _whole_numbers(valuelist)

    def pre_validate(self, form):
        if not self.chosen() <= {chip.value for chip in self.chips}:
            raise ValidationError(self.gone)


def _whole_numbers(values: list[str]) -> list[int]:
    if not all(value.isdecimal() and len(value) < 10 for value in values):
        raise ValueError("That choice was not understood. Tap it again.")
    return [int(value) for value in values]


class Mark(RadioField):
    """One of a few whole numbers, or none. `marks` are (number, word), the lowest first."""

    def __init__(self, label="", validators=None, *, marks: tuple[tuple[int, str], ...], **options):
        self.marks = marks
        choices = [SelectChoice(str(number), word) for number, word in marks]
        super().__init__(label, validators, coerce=int, choices=choices, **options)

    def process_data(self, value):
        self.data = value

    def process_formdata(self, valuelist):
        self.data = _whole_numbers(valuelist)[0] if valuelist and valuelist[0] else None

    def pre_validate(self, form):
        if self.data is not None and self.data not in dict(self.marks):
            raise ValidationError("Tap one of the marks offered.")


class Rows(FieldList):
    """A list of sub-forms that takes no other numbers for its rows than the page gives."""

    def _extract_indices(self, prefix, formdata):
        plain = [name for name in formdata if name.isascii() and len(name) < 80]
        return super()._extract_indices(prefix, plain)


@dataclass
class Part:
    """One pupil's part, as the picker or a register sends it; `engagement` from 1 to 5."""

    pupil: int
    role: str = ""
    private_line: str = ""
    engagement: int | None = None


@dataclass
class Picked:
    """Who is chosen so far, what is being looked for, and names that were typed where there was no list."""

    parts: list[Part] = field(default_factory=list)
    query: str = ""
    typed: list[str] = field(default_factory=list)

    @property
    def ids(self) -> list[int]:
        return [part.pupil for part in self.parts]


class PupilsField(Field):
    """Pupils with their parts: `pupil` for each, `role-`, `line-` and `mark-<id>` beside it, `find` while looking,
    `pupil_typed` for each whose name was only typed."""

    def process(self, formdata, data=None, extra_filters=None):
        self.process_errors = []
        self.raw_data = formdata.getlist(self.name) if formdata else None
        if not formdata:
            self.data = data or Picked()
            return
        sent = [value for value in formdata.getlist(self.name) if value.isdecimal() and len(value) < 10]
        ids = list(dict.fromkeys(int(value) for value in sent))[:MOST_PUPILS]
        parts = []
        for pupil in ids:
            role = (formdata.get(f"role-{pupil}") or "")[:20]
            line = (formdata.get(f"line-{pupil}") or "").strip()[:2000]
            mark = formdata.get(f"mark-{pupil}") or ""
            parts.append(Part(pupil, role, line, int(mark) if mark in MARKS else None))
        typed = [" ".join(name.split())[:80] for name in formdata.getlist(f"{self.name}_typed")[:MOST_TYPED]]
        self.data = Picked(parts, (formdata.get("find") or "").strip()[:80], [name for name in typed if name])


class NamesField(Field):
    """What the writer says of names in the texts: `names-<words>` is a pupil's id, or 0 for no pupil."""

    def process(self, formdata, data=None, extra_filters=None):
        self.process_errors = []
        self.raw_data = None
        if not formdata:
            self.data = data or {}
            return
        sent = {key[6:126]: formdata[key] for key in formdata if key.startswith("names-")}
        self.data = {text: int(value) for text, value in sent.items() if value.isdecimal() and len(value) < 10}

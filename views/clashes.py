"""Two people at one form: what this one typed beside what the other saved, part by part, to take from either."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import request
from wtforms import BooleanField, Field, FieldList, Form, RadioField, TextAreaField

from forms.fields import ListField, PupilsField
from forms.target_fields import RatingsField, ScoresField
from models import Pupil

TAKE = "take-"
SAVED, BOTH = "saved", "both"
NOT_ASKED = {"client_id", "version", "cycle", "reason", "names"}


@dataclass(frozen=True)
class Clash:
    """A question on which the two differ: each as it reads. `both`: the two can stand under one another."""

    name: str
    label: str
    mine: str
    saved: str
    both: bool


def between(form: Form, saved: Form) -> list[Clash]:
    """Where what was typed differs from what is saved now."""
    names, left_out = _names(form, saved), set(NOT_ASKED)
    if "follow_up" in form and form["follow_up"].data == saved["follow_up"].data == "none":
        left_out |= {"follow_up_on", "follow_up_what", "follow_up_owner"}
    found = []
    for item in form:
        if item.name not in left_out:
            mine, theirs = _said(item, item, names), _said(saved[item.name], item, names)
            both = isinstance(item, TextAreaField) and bool(mine and theirs)
            found.append(Clash(item.name, item.label.text, mine, theirs, both))
    return [one for one in found if one.mine != one.saved]


def take(form: Form, saved: Callable[[], Form]) -> None:
    """Put into the form, before it is checked, what the person chose to take from what is saved."""
    chosen = {item.name: request.form.get(TAKE + item.name) for item in form if item.name not in NOT_ASKED}
    if not {SAVED, BOTH} & set(chosen.values()):
        return
    other = saved()
    for item in form:
        if chosen.get(item.name) == SAVED:
            _put(item, other[item.name])
        elif chosen.get(item.name) == BOTH and isinstance(item, TextAreaField):
            item.data = f"{item.data}\n\n{other[item.name].data}"
    if "names" in form:
        form["names"].data = other["names"].data | form["names"].data


def _put(item: Field, other: Field) -> None:
    if not isinstance(item, FieldList):
        item.data = other.data
        return
    while len(item):
        item.pop_entry()
    for row in other.data:
        item.append_entry(row)


def _said(item: Field, asked: Field, names: dict[int, str]) -> str:
    """A field's answer as a person reads it; `asked` knows the choices that were offered."""
    if isinstance(item, PupilsField):
        rows = [[names.get(one.pupil, "A pupil"), one.role, one.private_line] for one in item.data.parts]
        return "\n".join(": ".join(filter(None, row)) for row in sorted(rows))
    if isinstance(item, (RatingsField, ScoresField)):
        return item.said(asked)  # type: ignore[arg-type]
    if isinstance(item, ListField):
        labels = {chip.value: chip.label for chip in [*item.chips, *asked.chips]}  # type: ignore[attr-defined]
        return ", ".join(sorted(labels.get(one, "") for one in item.chosen()))
    if isinstance(item, FieldList) and item.entries and hasattr(item[0].form, "said"):
        return "\n\n".join(filter(None, (row.form.said() for row in item)))
    if isinstance(item, FieldList):
        rows = [": ".join(str(value) for value in row.values() if value) for row in item.data]
        return "\n".join(row for row in rows if row)
    if isinstance(item, RadioField):
        return next((str(label) for value, label, *_ in item.iter_choices() if str(value) == str(item.data)), "")
    if isinstance(item, BooleanField):
        return "Yes" if item.data else "No"
    if hasattr(item.data, "strftime"):
        return f"{item.data:%-d %B %Y}" if hasattr(item.data, "year") else f"{item.data:%H:%M}"
    return "" if item.data is None else str(item.data)


def _names(*forms: Form) -> dict[int, str]:
    picked = [form["pupil"].data.ids for form in forms if "pupil" in form]
    rows = Pupil.select().where(Pupil.id.in_([number for ids in picked for number in ids]))
    return {one.id: one.name for one in rows}

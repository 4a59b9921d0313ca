"""Editing a chip list: a list keeps a choice, a name stands once in it, and only what is offered has a place."""

from peewee import fn

from database import write
from mentoring import audit, clock, lists
from models import Member, Option


class ListError(ValueError):
    """A change to a list that cannot be made; the message says how to put it right."""


def offered(member: Member, name: str) -> list[Option]:
    """The choices of a list that are offered now, in order."""
    return lists.options(member.school, name)[name]


def counts(member: Member) -> dict[str, int]:
    """How many choices each list offers."""
    return {name: len(rows) for name, rows in lists.options(member.school).items()}


def add(member: Member, name: str, label: str) -> Option:
    """Add a choice at the end of a list. Raises ListError when the list has one of that name."""
    with write():
        _refuse_twin(member, name, label)
        last = Option.select(fn.MAX(Option.position)).where((Option.school == member.school) & (Option.list == name))
        option = Option.create(school=member.school, list=name, name=label, position=(last.scalar() or 0) + 1)
        audit.note(member, "option.add", option)
    return option


def retire(member: Member, option: Option) -> None:
    """Offer a choice no longer; saved records keep it; twice is once. Raises ListError for the last of a list."""
    with write():
        left = [one.id for one in offered(member, option.list)]
        if left == [option.id]:
            raise ListError("This is the last choice in the list, and a form asks for one. Add another first.")
        if option.id in left:
            Option.update(retired_at=clock.now()).where(Option.id == option.id).execute()
            audit.note(member, "option.retire", option)


def restore(member: Member, option: Option) -> None:
    """Offer a retired choice again; twice is once."""
    with write():
        if option.id not in {one.id for one in offered(member, option.list)}:
            Option.update(retired_at=None).where(Option.id == option.id).execute()
            audit.note(member, "option.restore", option)


def change(member: Member, option: Option, label: str, number: int) -> None:
    """Correct a choice's wording, on saved records too, and give it its place, counted from 1.

    Raises ListError, and then neither is changed.
    """
    with write():
        if option.name != label:
            _refuse_twin(member, option.list, label, but=option.id)
            Option.update(name=label).where(Option.id == option.id).execute()
            audit.note(member, "option.rename", option, detail=f"{option.name} → {label}")
        _place(member, option, number)


def step(member: Member, option: Option, down: bool) -> tuple[int, int]:
    """Move a choice one place; where it now stands, counted from 1, and among how many."""
    with write():
        order = _order(member, option)
        place = _place(member, option, order.index(option.id) + (2 if down else 0))
    return place, len(order)


def _order(member: Member, option: Option) -> list[int]:
    order = [one.id for one in offered(member, option.list)]
    if option.id not in order:
        raise ListError("This choice is retired, so it cannot be changed. Bring it back first.")
    return order


def _place(member: Member, option: Option, number: int) -> int:
    """Give a choice its place, kept within the list; where it now stands."""
    order = _order(member, option)
    before, wanted = order.index(option.id), min(max(number, 1), len(order)) - 1
    if wanted != before:
        order.insert(wanted, order.pop(before))
        for position, one in enumerate(order):
            Option.update(position=position).where(Option.id == one).execute()
        audit.note(member, "option.move", option)
    return wanted + 1


def _refuse_twin(member: Member, name: str, label: str, but: int = 0) -> None:
    twin = next((one for one in lists.of_school(member, name) if one.name.casefold() == label.casefold()), None)
    if twin and twin.id != but:
        cure = "It is retired: bring it back instead." if twin.retired_at else "Choose another name."
        raise ListError(f"This list has “{twin.name}” already. {cure}")

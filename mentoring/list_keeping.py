"""What holds of a list however it is edited: it keeps a choice, and only what is offered has a place in it."""

from database import write
from mentoring import lists
from mentoring.lists import ListError
from models import Member, Option


def offered(member: Member, name: str) -> list[Option]:
    """The choices of a list that are offered now, in order."""
    return lists.options(member.school, name)[name]


def counts(member: Member) -> dict[str, int]:
    """How many choices each list offers."""
    return {name: len(rows) for name, rows in lists.options(member.school).items()}


def retire(member: Member, option: Option) -> None:
    """Offer a choice no longer; twice is once. Raises ListError for the last of a list."""
    with write():
        left = [one.id for one in offered(member, option.list)]
        if left == [option.id]:
            raise ListError("This is the last choice in the list, and a form asks for one. Add another first.")
        if option.id in left:
            lists.retire(member, option)


def change(member: Member, option: Option, label: str, number: int) -> None:
    """Correct a choice's wording and give it its place. Raises ListError, and then neither is changed."""
    with write():
        lists.rename(member, option, label)
        _place(member, option, number)


def step(member: Member, option: Option, down: bool) -> tuple[int, int]:
    """Move a choice one place; where it now stands, counted from 1, and among how many."""
    with write():
        order = _order(member, option)
        place = _place(member, option, order.index(option.id) + (2 if down else 0))
    return place, len(order)


def restore(member: Member, option: Option) -> None:
    """Offer a retired choice again; twice is once."""
    with write():
        if option.id not in {one.id for one in offered(member, option.list)}:
            lists.restore(member, option)


def _order(member: Member, option: Option) -> list[int]:
    order = [one.id for one in offered(member, option.list)]
    if option.id not in order:
        raise ListError("This choice is retired, so it cannot be changed. Bring it back first.")
    return order


def _place(member: Member, option: Option, number: int) -> int:
    """Give a choice its place, counted from 1 and kept within the list; where it now stands."""
    order = _order(member, option)
    wanted = min(max(number, 1), len(order))
    if steps := wanted - 1 - order.index(option.id):
        lists.move(member, option, steps)
    return wanted

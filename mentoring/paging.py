"""Long lists, newest first, page by page: by a row's instant and id, so that a page costs the same however long."""

from datetime import datetime
from typing import Any

from peewee import ColumnBase

from mentoring import clock

MOST = 2**62  # a number that every database can compare


class BadKey(ValueError):
    """The key of an older page is not one that a page gave."""


def key(moment: datetime, number: int) -> str:
    """The key of the page after the row of that instant and id."""
    return f"{moment.timestamp():.6f}-{number}"


def before(text: str, moment: Any, number: Any) -> ColumnBase:
    """The condition that a row comes after the page that gave the key: its instant and id are those columns. Raises
    BadKey."""
    at, last = read(text)
    return (moment < at) | ((moment == at) & (number < last))


def read(text: str) -> tuple[datetime, int]:
    """The instant and number that `key` was made of. Raises BadKey."""
    moment, _, number = text.partition("-")
    try:
        return datetime.fromtimestamp(float(moment), clock.UTC), min(max(int(number), 0), MOST)
    except (ValueError, OverflowError, OSError) as error:
        raise BadKey("That page was not found. Go back to the newest.") from error

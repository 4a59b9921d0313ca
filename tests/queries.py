"""What something asks of the database."""

from collections.abc import Callable

import database


def count(do: Callable) -> int:
    """How many queries doing it costs."""
    seen: list = []
    database.db.query_hooks.append(seen.append)
    try:
        do()
    finally:
        database.db.query_hooks.remove(seen.append)
    return len(seen)

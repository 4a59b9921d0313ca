"""How far the imports that are running have come. One server process runs them, so memory is the place."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_running: dict[int, tuple[int, int]] = {}

Step = Callable[[int], None]


@contextmanager
def running(batch: int, total: int) -> Iterator[Step]:
    """While an import runs: yields what is called with the number of further rows written, of `total`."""

    def step(rows: int) -> None:
        with _lock:
            done, whole = _running[batch]
            _running[batch] = (min(done + rows, whole), whole)

    with _lock:
        _running[batch] = (0, total)
    try:
        yield step
    finally:
        with _lock:
            _running.pop(batch, None)


def of(batch: int) -> tuple[int, int] | None:
    """Rows written and rows to write, or None while the batch is not being imported."""
    with _lock:
        return _running.get(batch)

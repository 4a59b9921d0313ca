"""What SQLite's planner knows of how many rows there are.

Without it, it takes a school's whole record for a shorter way than the parts that some pupils have in it: Today took
300 ms at 100,000 records, and takes 30. PostgreSQL counts by itself. SQLite's documentation advises (PRAGMA optimize):
with 0x10002 when the server starts, and then each day.
"""

import logging
import threading
from time import monotonic

import database
from database import db

EVERY_SECONDS = 24 * 3600
log = logging.getLogger("alongside")
_tuned = 0.0
_read = threading.local()


def tune() -> None:
    """Count again what has grown much since it was counted last."""
    global _tuned
    if isinstance(db.obj, database.Sqlite):
        with database.write():
            db.execute_sql("PRAGMA optimize = 0x10002")
        _tuned = monotonic()


def freshen() -> None:
    """Let a thread's connection know of it: one reads what was counted only as it opens."""
    if getattr(_read, "at", 0.0) < _tuned and not db.in_transaction():
        db.close()
        _read.at = _tuned


def tune_daily() -> None:
    """Now, and each day while the server runs. A fault is logged, and the next day tries again."""
    _try()

    def keep():
        while True:
            threading.Event().wait(EVERY_SECONDS)
            _try()

    threading.Thread(target=keep, name="tuning", daemon=True).start()


def _try() -> None:
    try:
        tune()
    except Exception as error:  # a file that is busy or a full disk: the record can be read all the same
        log.warning("the database was not tuned: %s", type(error).__name__)
    finally:
        db.close()

"""What the server writes down of its work: one line an event, with ids only. Names and words never reach it.

A line of ours is `level request id, then facts`: who looks after the server can follow a fault, and learns nothing of
a pupil. What other packages log is not trusted with the same: of their faults, only type and place are written.
"""

import logging
import sys
import time
import traceback
from pathlib import Path

from flask import g, request

HERE = f"{Path(__file__).parent.parent}/"
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
DEEPEST = 6  # calls of a fault's place: enough to find it
log = logging.getLogger("alongside")


class OneLine(logging.Formatter):
    """A record as one line: UTC time, level, logger, what happened; of an exception type and place, not its words."""

    converter = time.gmtime
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def format(self, record: logging.LogRecord) -> str:
        at = f"{self.formatTime(record)} {record.levelname} {record.name}"
        error = record.exc_info[1] if record.exc_info else None
        if error is not None and record.name != log.name:
            # Such a message quotes the path, which may hold a set-up or a reset link.
            return f"{at} {place(error)}"
        return f"{at} {_flat(record.getMessage())}" + (f" {place(error)}" if error else "")


def place(error: BaseException) -> str:
    """Where an exception was raised and what it is, in one line: `ValueError at mentoring/clock.py:57 instant < …`."""
    calls = traceback.extract_tb(error.__traceback__)[::-1][:DEEPEST]
    where = [f"{call.filename.removeprefix(HERE)}:{call.lineno} {call.name}" for call in calls]
    return f"{type(error).__name__} at {' < '.join(where) or 'no known place'}"


def install() -> None:
    """Write to standard error from now on: our lines, waitress's warnings, and warnings of whatever else is loaded."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    log.setLevel(logging.INFO)


def write(response):
    """The line of a request that is answered."""
    log.info("%s status=%s ms=%.0f", who(), response.status_code, (time.perf_counter() - g.began) * 1000)
    return response


def who() -> str:
    """The request in hand, by its id, its person's id and its endpoint; never its path, which may hold a secret."""
    login = g.get("login")
    user = login.user_id if login and g.get("member") else "-"
    method = request.method if request.method in METHODS else "other"  # a stranger may send any word as one
    return f"request={g.request_id} user={user} method={method} endpoint={request.endpoint or '-'}"


def _flat(text: str) -> str:
    return " ".join(text.split())

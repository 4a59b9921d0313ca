"""`python -m tests.browser.at 2026-11-24T11:20 serve`: a command of the app, whose clock begins at that time (UTC)."""

import sys
from datetime import UTC, datetime

from flask.cli import main

from mentoring import clock

begun, begins = datetime.now(UTC), datetime.fromisoformat(sys.argv[1]).replace(tzinfo=UTC)


def now() -> datetime:
    """The present, as far from `begins` as the true one is from when the process began."""
    return clock._pretended.get() or begins + (datetime.now(UTC) - begun)


clock.now = now
sys.argv = ["flask", "--app", "app", *sys.argv[2:]]
main()

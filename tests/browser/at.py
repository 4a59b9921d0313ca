"""`python -m tests.browser.at 2026-11-24T11:20 serve`: a command of the app, whose clock begins at that time (UTC)."""

import sys
from datetime import UTC, datetime

from flask.cli import main

from mentoring import clock


def begin(at: str) -> None:
    """From here on the present is as far from `at` as the true one is from now."""
    begun, begins = datetime.now(UTC), datetime.fromisoformat(at).replace(tzinfo=UTC)
    clock.now = lambda: clock._pretended.get() or begins + (datetime.now(UTC) - begun)


if __name__ == "__main__":
    begin(sys.argv[1])
    sys.argv = ["flask", "--app", "app", *sys.argv[2:]]
    main()

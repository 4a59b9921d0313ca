"""`python -m tests.browser.released FOLDER serve`: the app with the static files of another release."""

import sys
from functools import partialmethod
from pathlib import Path

from flask.cli import main

from views.assets import Assets

Assets.__init__ = partialmethod(Assets.__init__, Path(sys.argv[1]))  # type: ignore[method-assign]
sys.argv = ["flask", "--app", "app", *sys.argv[2:]]
main()

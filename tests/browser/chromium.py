"""How Chromium is started: the machine's own where it has one, else Playwright's.

Its headless shell draws the same pages at half the price of the whole browser, which keeps a history and a cache as
a tablet does.
"""

import os
import shutil

SHELL = ("chromium-headless-shell",)
WHOLE = ("chromium", "chromium-browser", "google-chrome")
QUIET = ["--disable-background-networking", "--no-first-run", "--disable-component-update"]


def launching(whole: bool = False) -> dict:
    """What Playwright is told to launch; `whole` where what the browser itself keeps is the question."""
    path = next(filter(None, map(shutil.which, WHOLE if whole else SHELL + WHOLE)), None)
    arguments = QUIET + ["--no-sandbox"] * (os.name == "posix" and os.geteuid() == 0)
    own = {"executable_path": path} if path else {"channel": "chromium"} if whole else {}
    return {"args": arguments} | own

"""The rooms. A new one is a line here; `guard.py` and `fragments.py` are what they share."""

from importlib import import_module

ROOMS = (
    "assets", "setup", "signing_in", "today", "pupils", "incidents", "parent_contacts", "sessions", "group_sessions",
    "praise", "notes", "programmes", "records", "searches", "todos", "drafts", "more", "lists", "people", "caseloads",
    "schools", "imports", "slots", "weeks", "term_dates", "term_date_imports", "relationships", "break_glass",
    "restrictions", "class_staff", "my_schools", "pupil_readers", "mails", "concerns",
    "handlings", "chronologies",
)  # fmt: skip


def rooms():
    """The blueprints, in the order of ROOMS."""
    return [import_module(f"views.{name}").room for name in ROOMS]

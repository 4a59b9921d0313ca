"""The rooms. A new one is a line here; `guard.py` and `fragments.py` are what they share."""

from importlib import import_module

ROOMS = (
    "audit_events", "notices",
    "assets", "setup", "signing_in", "second_steps", "single_sign_ons", "factors", "checks", "factor_resets",
    "today", "pupils", "incidents", "parent_contacts", "sessions", "own_screens", "group_sessions",
    "signpostings", "praise", "life_events", "notes", "programmes", "programme_ratings", "outings",
    "records", "searches", "todos", "reminders", "drafts", "more", "lists", "people", "caseloads",
    "caseload_moves", "guides", "supervisions", "trainings",
    "schools", "imports", "slots", "weeks", "term_dates", "term_date_imports", "relationships",
    "break_glass", "restrictions", "class_staff", "my_schools", "pupil_readers", "insights",
    "mails", "one_time_links", "link_requests", "passwords", "locks",
    "concerns", "handlings", "chronologies",
    "nominations", "entry_checks", "plans", "other_plans", "reviews", "what_works", "agencies",
    "tracking", "baselines", "signals", "signal_lines", "post16",
    "tickets", "outbox", "rosters", "arrivals", "waiting", "offline", "shells",
)  # fmt: skip


def rooms():
    """The blueprints, in the order of ROOMS."""
    return [import_module(f"views.{name}").room for name in ROOMS]

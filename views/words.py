"""How times, counts and states are said in templates."""

from datetime import date, datetime
from functools import lru_cache

from flask import current_app, g, request, url_for
from markupsafe import Markup, escape
from peewee import OperationalError

from mentoring import clock, desk
from mentoring.lists import LISTS
from mentoring.marks import AGAINST, ENGAGEMENT, FEELINGS, POST16, STAGES, TARGET_STATES, amount, since
from models import KINDS

BAR = (
    ("today", "Today", "sun"), ("pupils", "Pupils", "book-user"), ("programmes", "Groups", "users-round"),
    ("todos", "To do", "list-checks"), ("insights", "Insights", "chart-line"), ("more", "More", "ellipsis"),
)  # fmt: skip
# The place by which another room is entered. The insights are a place themselves for whom they stand on the bar.
PUPILS = ("plans", "own_screens", "what_works", "other_plans", "reviews", "tracking", "baselines", "signpostings",
          "signals", "post16")  # fmt: skip
UNDER = {"weeks": "today", "reminders": "todos", "programme_ratings": "programmes", "outings": "programmes"}
UNDER |= dict.fromkeys(PUPILS, "pupils") | dict.fromkeys((
    "lists", "people", "nominations", "entry_checks", "caseloads", "schools", "imports", "slots", "term_dates",
    "term_date_imports", "searches", "relationships", "break_glass", "class_staff", "caseload_moves", "my_schools",
    "insights", "audit_events", "supervisions", "trainings", "concerns", "chronologies", "agencies", "signal_lines",
    "mails", "passwords", "locks", "factors", "checks", "factor_resets",
), "more")  # fmt: skip


def _zone() -> str:
    return g.member.school.zone


def local(moment: datetime) -> datetime:
    """An instant on the school's clock."""
    return clock.local(moment, _zone())


def day_word(day: date) -> str:
    """A day as a person says it: Today, Yesterday, Mon 23, 23 Nov, 23 Nov 2025."""
    today = clock.today(_zone())
    days = (today - day).days
    if days in (0, 1, -1):
        return {0: "Today", 1: "Yesterday", -1: "Tomorrow"}[days]
    if 1 < days < 7 or -7 < days < -1:
        return f"{day:%a %-d %b}"
    return f"{day:%-d %b}" if day.year == today.year else f"{day:%-d %b %Y}"


def when_word(moment: datetime) -> str:
    """An instant as a person says it: Today 10:47."""
    at = local(moment)
    return f"{day_word(at.date())} {at:%H:%M}"


def ago_word(moment: datetime | None) -> str:
    """How long since a pupil was seen: seen today, yesterday, 6 days ago."""
    if moment is None:
        return "not seen yet"
    days = (clock.today(_zone()) - local(moment).date()).days
    return {0: "seen today", 1: "yesterday"}.get(days, f"{days} days ago")


def due_word(day: date) -> str:
    """When a to-do is due: due today, 2 days late."""
    days = (day - clock.today(_zone())).days
    if days < 0:
        return f"{-days} day{'s' if days < -1 else ''} late"
    return {0: "due today", 1: "due tomorrow"}.get(days, f"due {day_word(day)}")


def count_word(number: int, one: str, many: str = "") -> str:
    """A count with its word: 1 pupil, 12 pupils."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def off_word(seconds: int) -> str:
    """How wrong a clock was, in its largest unit: 12 min fast, 2 h slow, 365 days fast."""
    size, way = abs(seconds), "fast" if seconds > 0 else "slow"
    if size < 3600:
        return f"{round(size / 60)} min {way}"
    return f"{round(size / 3600)} h {way}" if size < 48 * 3600 else f"{round(size / 86400)} days {way}"


def paragraphs(text: str) -> Markup:
    """Typed text with its line breaks, escaped."""
    blocks = [escape(block) for block in text.split("\n\n") if block.strip()]
    return Markup("").join(Markup("<p>{}</p>").format(Markup("<br>").join(block.split("\n"))) for block in blocks)


def path_to(endpoint: str, **values) -> str:
    """Flask's `url_for` for templates, remembered: a page asks for a hundred addresses, and the router is slow."""
    return _path_to(request.script_root, endpoint, tuple(values.items()))


@lru_cache(8192)
def _path_to(_root: str, endpoint: str, values: tuple) -> str:
    return url_for(endpoint, **dict(values))


def concerns_waiting() -> int | None:
    """How many concerns wait for the member; None for who has no desk. The page of a fault is shown without it."""
    here = g.get("member")
    if not here or not here.has("dsl", "head"):
        return None
    try:
        return desk.count_waiting(here)
    except OperationalError:
        return None


def may(endpoint: str) -> bool:
    """Whether the member's roles open an endpoint: a link to it is shown only then."""
    marks = getattr(current_app.view_functions[endpoint], "allowed", frozenset())
    return bool(g.get("member")) and g.member.has(*marks)


def bar() -> list[tuple[str, str, str, bool]]:
    """The places of the bar that the member may open: endpoint, word, icon, and whether the page belongs to it. Six do
    not fit on a phone: who has groups finds the insights under More."""
    places = [one for one in BAR if may(f"{one[0]}.index") and not (one[0] == "insights" and may("programmes.index"))]
    rooms = {room for room, *_ in places}
    here = request.blueprint if request.blueprint in rooms else UNDER.get(request.blueprint or "")
    return [(f"{room}.index", word, icon, room == here) for room, word, icon in places]


def install(app) -> None:
    """Give the words to every template."""
    for word in (local, day_word, when_word, ago_word, due_word, off_word, paragraphs):
        app.jinja_env.filters[word.__name__] = word
    app.jinja_env.globals.update(
        count_word=count_word, kinds=KINDS, lists=LISTS, school_year_name=clock.school_year_name,
        against=AGAINST, amount=amount, since=since, stages=STAGES, states=TARGET_STATES, feelings=dict(FEELINGS),
        engagements=dict(ENGAGEMENT), post16=dict(POST16), url_for=path_to,
    )  # fmt: skip
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    @app.context_processor
    def member():
        here = g.get("member")
        return {
            "member": here, "today": clock.today(_zone()) if here else None, "may": may,
            "concerns_waiting": concerns_waiting, "bar": bar,
            "recorded": [kind for kind in KINDS.values() if here and here.has(*kind.writers)],
        }  # fmt: skip

"""Search: records, and plans, cards and nominations, by words and names. Posted, so that no name stands in an address
or a log."""

import re
from html import unescape

from flask import Blueprint, g, render_template, request
from markupsafe import Markup

from mentoring import search, search_support, timeline
from mentoring.naming import fold
from models import KINDS
from models.school import RECORDERS
from views.fragments import page_or
from views.guard import allow

room = Blueprint("searches", __name__, url_prefix="/searches")
# A tag, an entity that is no apostrophe, or a word as `fold` sees one.
_PIECE = re.compile(r"<[^>]*>|&(?!#39;)#?\w+;|(?:[^\W_]|&#39;|['’])+")


@room.get("")
@allow(*RECORDERS)
def index():
    filters = timeline.Filters()
    return render_template(
        "searches/index.html", filters=filters, found=search.page(g.member, filters), support=search_support.Found(),
        periods=timeline.PERIODS,
    )  # fmt: skip


@room.post("")
@allow(*RECORDERS)
def create():
    """A page of results: the whole page, the results as one types, or the next lines of them."""
    filters, before = _filters(), request.form.get("before", "")
    number = int(before) if before.isascii() and before.isdecimal() and len(before) < 11 else 0
    fragment = "searches/_lines.html" if number else "searches/_results.html"
    found = search.page(g.member, filters, number)
    support = search_support.find(g.member, [] if number or _is_of_records(filters) else found.words)
    return page_or(
        "searches/index.html", fragment, filters=filters, found=found, support=support, periods=timeline.PERIODS
    )


@room.app_template_filter("marked")
def marked(html: str, words: list[str]) -> Markup:
    """Escaped HTML with the words of its text that begin with one of the folded `words` in <mark>."""
    starts = tuple(words)

    def mark(match: re.Match) -> str:
        piece = match.group()
        if piece[0] in "<&" and not piece.startswith("&#39;"):
            return piece
        return f"<mark>{piece}</mark>" if fold(unescape(piece)).startswith(starts) else piece

    return Markup(_PIECE.sub(mark, html) if starts else html)  # noqa: S704  only the tags of <mark> are added


def _is_of_records(filters: timeline.Filters) -> bool:
    """Whether only records are asked for: nothing else has a kind, nor one moment of which a period could be."""
    return bool(filters.kinds or filters.period)


def _filters() -> timeline.Filters:
    period = request.form.get("period", "")
    return timeline.Filters(
        kinds=tuple(name for name in request.form.getlist("kind") if name in KINDS),
        period=period if period in timeline.PERIODS else "",
        words=request.form.get("words", "").strip()[:100],
    )

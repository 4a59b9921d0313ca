"""Search over the records that a member may read: by words, by the names of pupils, newest first, paged by key."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from mentoring import clock, lines, search_index
from mentoring.lines import Line
from mentoring.naming import LEAST_LETTERS, fold, name_filter
from mentoring.timeline import Filters
from models import Member, Pupil, Record, User
from models.records import WITHDRAWN
from models.school import WHOLE_SCHOOL

PAGE = 25
MOST_WORDS = 8
_BATCH = PAGE + 5  # the index knows nearly all; a few rows more for those that the rows themselves refuse
_NEWEST = 2**31 - 1


@dataclass(frozen=True)
class Found:
    """Lines of a page of results, the key of the next page (0: there is none), and what was searched by."""

    lines: list[Line]
    older: int
    words: list[str]


def words(typed: str) -> list[str]:
    """The folded words that a text is searched by; none while fewer than two letters are typed."""
    found = list(dict.fromkeys(fold(typed).split()))[:MOST_WORDS]
    return found if sum(map(len, found)) >= LEAST_LETTERS else []


def page(member: Member, filters: Filters, before: int = 0) -> Found:
    """The newest records, written before the one numbered `before` if given, that have every word.

    A word is found where it begins a word of the record, or a name of a pupil in it whom the member has on their
    caseload or wrote about there themselves.
    """
    typed = words(filters.words)
    if not typed:
        return Found([], 0, [])
    groups, wanted = _groups(member, typed, filters), _wanted(member, filters)
    found: list[Record] = []
    key = min(before or _NEWEST, _NEWEST)
    while len(found) <= PAGE:
        ids = search_index.newest(groups, key, _BATCH)
        rows = Record.select(Record, User).join(User, on=(Record.author == User.id)).where(Record.id.in_(ids) & wanted)
        found.extend(rows.order_by(Record.id.desc()))
        if len(ids) < _BATCH:
            break
        key = ids[-1]
    older = found[PAGE - 1].id if len(found) > PAGE else 0
    return Found(lines.dress(member, found[:PAGE]), older, typed)


def _groups(member: Member, typed: list[str], filters: Filters) -> list[list[str]]:
    """Tokens of which a record needs one a group: the reader's own, unless they read the whole school, then those of
    each word and filter."""
    me = member.user.id
    supported = _numbers(Pupil.visible_to(member))
    groups = []
    if not member.has(*WHOLE_SCHOOL):
        concerns = [search_index.kind_mark("concern")] if member.has("head") else []
        groups.append([search_index.author_mark(me), *concerns, *map(search_index.pupil_mark, supported)])
    for word in typed:
        named = name_filter(Pupil.search_name, word)
        pupils = set() if named is None else _numbers(Pupil.findable_by(member).where(named))
        marks = [search_index.author_mark(me, one) for one in pupils]
        marks += [search_index.pupil_mark(one) for one in pupils & supported]
        if member.has("head"):
            marks += [search_index.kind_mark("concern", one) for one in pupils]
        groups.append([search_index.word_token(word), *marks])
    if filters.kinds:
        groups.append([search_index.kind_mark(kind) for kind in filters.kinds])
    if filters.period:
        groups.append(search_index.week_marks(_since(member, filters.period), clock.now() + timedelta(weeks=1)))
    return groups


def _numbers(pupils) -> set[int]:
    return {number for (number,) in pupils.select(Pupil.id).tuples()}


def _wanted(member: Member, filters: Filters):
    """What the rows themselves must say, whatever the index says of them."""
    wanted = Record.readable(member) & (Record.state != WITHDRAWN)
    return wanted & (Record.occurred_at >= _since(member, filters.period)) if filters.period else wanted


def _since(member: Member, period: str) -> datetime:
    if period == "year":
        zone = member.school.zone
        return clock.school_year_bounds(clock.school_year(clock.today(zone)), zone)[0]
    return clock.now() - timedelta(weeks=int(period))

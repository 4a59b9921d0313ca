"""Queries put into SQL once and run often: peewee takes longer to build one than SQLite to answer it.

For the two hot paths (save, a pupil's page) and the sign-in that every request asks about; a query elsewhere stays
plain.
"""

from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache, wraps
from typing import Any

from peewee import Value

from database import db
from mentoring import clock
from models.school import Member, School, User

FILL = 25  # ready queries have places for one id, or for so many or a multiple
MOST = 64  # of one sort: for roles, reach, day and shape
# Keys that no row has stand for the reader's own while a query is built.
_USER, _SCHOOL = -(2**62), -(2**62) + 1
Lists = tuple[tuple[str, int], ...]  # the names of lists, each with how many places it has


class Given(str):
    """The name of a value that is given at each run."""


_OWN = {_USER: Given("_user"), _SCHOOL: Given("_school")}


def _own(param: Any) -> Any:
    """The place of the reader's own key. Raises ValueError where that is inside a text, in which nothing can be put."""
    if isinstance(param, str) and any(str(number) in param for number in _OWN):
        raise ValueError(f"A query that is kept ready has the reader’s key inside a text: {param}")
    return _OWN.get(param, param)


def given(name: str) -> Any:
    """A place in a query for a value of that name. It is bound as it is: a key, or a text as the column stores it."""
    return Value(Given(name), converter=False)


def _places(ids: list, name: str) -> dict[str, Any]:
    """Ids by the names of the places that `_given_ids` makes: one alone (SQLite looks up one id by other ways than
    many), or as many as fill whole lots, the last one repeated."""
    full = ids if len(ids) == 1 else [*ids, *[ids[-1]] * (-len(ids) % FILL)]
    return {f"{name}{place}": number for place, number in enumerate(full)}


def _given_ids(count: int, name: str) -> list:
    """Places in a query for so many ids, however many of them differ."""
    return [given(f"{name}{place}") for place in range(count)]


def ready(build: Callable[..., Any]) -> Callable[..., list]:
    """Keep the SQL of the query that `build(member, *shape, **lists)` makes: one for all with the same roles and reach.

    Call it with the member, the shape (hashable, few that differ in a day) and, by name, what its places are given: the
    rows. A list is given to `build` by its name, as places for as many; with an empty one there are no rows. While the
    query is built, the member's user and school have no more than an id that stands for theirs, and its zone.
    """

    @lru_cache(MOST)
    def kept(reach: tuple, zone: str, _today: date, shape: tuple, lists: Lists) -> Ready:
        anyone = Member(User(id=_USER), School(id=_SCHOOL, zone=zone), *reach)
        return Ready(build(anyone, *shape, **_given_lists(lists)))

    @wraps(build)
    def rows(member: Member, *shape: Any, **values: Any) -> list:
        filled = _fill(values)
        if filled is None:
            return []
        reach, zone = (member.roles, member.related, member.opened), member.school.zone
        query = kept(reach, zone, clock.today(zone), shape, filled)
        return query(**values, _user=member.user.id, _school=member.school.id)

    return rows


def ready_for_all(build: Callable[..., Any]) -> Callable[..., list]:
    """As `ready`, for a query that is the same whoever reads: `build(*shape, **lists)`, called without a member."""

    @lru_cache(MOST)
    def kept(shape: tuple, lists: Lists) -> Ready:
        return Ready(build(*shape, **_given_lists(lists)))

    @wraps(build)
    def rows(*shape: Any, **values: Any) -> list:
        filled = _fill(values)
        return [] if filled is None else kept(shape, filled)(**values)

    return rows


def _fill(values: dict[str, Any]) -> Lists | None:
    """Put the ids of lists among the values, by the names of their places; the lists' names and numbers of places.
    None where one is empty."""
    lists = {name: value for name, value in values.items() if isinstance(value, list)}
    if not all(lists.values()):
        return None
    filled = {name: _places(values.pop(name), name) for name in lists}
    for one in filled.values():
        values |= one
    return tuple((name, len(one)) for name, one in filled.items())


def _given_lists(lists: Lists) -> dict[str, list]:
    return {name: _given_ids(count, name) for name, count in lists}


class Ready:
    """A query with its SQL. Call it with what its places are given: the rows, as the query itself would return them.

    Whatever else the query was built from stands in it for good.
    """

    def __init__(self, query):
        self._query = query
        self._built: dict[type, tuple[str, list]] = {}

    def __call__(self, **values: Any) -> list:
        return list(self._query.clone().execute(_Bound(*self._bind(values))))

    def plain(self, **values: Any) -> list[tuple]:
        """The rows as the driver reads them, not as the models do: for many rows of keys and texts."""
        return db.execute_sql(*self._bind(values)).fetchall()

    def _bind(self, values: dict[str, Any]) -> tuple[str, list]:
        engine = type(db.obj)
        if engine not in self._built:
            sql, params = self._query.sql()
            self._built[engine] = sql, [_own(one) for one in params]
        sql, params = self._built[engine]
        return sql, [values[one] if isinstance(one, Given) else one for one in params]


class ReadyInsert(Ready):
    """An INSERT of one row. Call it with the row's values, as for `Model.insert`; the others get their default."""

    def __init__(self, model):
        meta = model._meta
        self._fields = [one for one in meta.sorted_fields if not (one.primary_key and meta.auto_increment)]
        super().__init__(model.insert({field: given(field.name) for field in self._fields}))

    def __call__(self, **values: Any) -> Any:
        row = {one.name: one.db_value(values[one.name] if one.name in values else _usual(one)) for one in self._fields}
        return self._query.clone().execute(_Bound(*self._bind(row)))


@cache
def insert(model) -> ReadyInsert:
    """The ready INSERT of a table."""
    return ReadyInsert(model)


def _usual(field: Any) -> Any:
    return field.default() if callable(field.default) else field.default


class _Bound:
    """The database, for a query whose SQL is there already."""

    def __init__(self, sql: str, params: list):
        self._sql, self._params = sql, params

    def execute(self, _query, **_options):
        return db.execute_sql(self._sql, self._params)

    def __getattr__(self, name: str) -> Any:
        return getattr(db, name)

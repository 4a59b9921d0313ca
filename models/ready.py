"""Queries put into SQL once and run often: peewee takes longer to build one than SQLite to answer it.

For the two hot paths (save, timeline) and the sign-in that every request asks about; a query elsewhere stays plain.
"""

from functools import cache
from typing import Any

from peewee import Value

from database import db

FILL = 25  # ready queries have places for so many ids, or for a multiple


class Given(str):
    """The name of a value that is given at each run."""


def given(name: str) -> Any:
    """A place in a query for a value of that name. It is bound as it is: a key, or a text as the column stores it."""
    return Value(Given(name), converter=False)


def places(ids: list[int]) -> dict[str, int]:
    """Ids by the names of the places that `given_ids` makes: as many as fill whole lots, the last one repeated."""
    full = [*ids, *[ids[-1]] * (-len(ids) % FILL)]
    return {f"id{place}": number for place, number in enumerate(full)}


def given_ids(count: int) -> list:
    """Places in a query for so many ids, however many of them differ."""
    return [given(f"id{place}") for place in range(count)]


class Ready:
    """A query with its SQL. Call it with what its places are given: the rows, as the query itself would return them.

    Whatever else the query was built from stands in it for good: keep one for each member and day.
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
            self._built[engine] = self._query.sql()
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

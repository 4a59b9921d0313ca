"""What every table shares."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from peewee import DateTimeField, ForeignKeyField, Model

from database import db


class Base(Model):
    if TYPE_CHECKING:
        id: Any

        def __getattr__(self, name: str) -> Any: ...  # peewee's own: `<key>_id`, and columns that a query names

    class Meta:
        database = db
        legacy_table_names = False


class MomentField(DateTimeField):
    """An instant: aware in Python, stored in UTC. A driver that has no such type says how it is written."""

    def db_value(self, value):
        if value is None or isinstance(value, str):
            return value
        if value.tzinfo is None:
            raise ValueError(f"{self.name} needs an aware datetime, not {value!r}.")
        return value.astimezone(UTC)

    def python_value(self, value):
        if isinstance(value, str) and len(value) == 26:  # as db_value writes it: the usual and the quickest way
            return datetime.fromisoformat(value).replace(tzinfo=UTC)
        value = super().python_value(value)
        if not isinstance(value, datetime):
            return value
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def belongs(table, **options) -> ForeignKeyField:
    """A foreign key that refuses to leave orphans: nothing here is deleted under another row."""
    return ForeignKeyField(table, on_delete="RESTRICT", backref="+", **options)

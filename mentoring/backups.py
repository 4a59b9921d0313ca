"""Up to when there is a verified backup: until then tablets hold a sealed copy of what they delivered."""

from datetime import datetime, timedelta

from peewee import fn

from database import write
from mentoring import clock
from models import Backup

MARGIN = timedelta(seconds=2)  # a tablet may know to the second only when it was answered


def safe_until() -> str | None:
    """The instant before which all that was saved stands in a verified backup, in ISO 8601; None without a backup."""
    moment = Backup.select(fn.MAX(Backup.begun_at)).scalar()
    return stamp(moment) if moment else None


def stamp(moment: datetime) -> str:
    """An instant as answers to a tablet say it."""
    return moment.isoformat(timespec="milliseconds")


def note(begun_at: datetime) -> None:
    """Note that a backup which holds all that was saved before `begun_at` was verified."""
    with write():
        Backup.create(begun_at=begun_at - MARGIN, verified_at=clock.now())

"""Records waiting to be written, with what is done to them later, and their writing in the order of time."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from mentoring import clock, recording, todos
from mentoring.entry import Entry
from models import Member, Pupil, Record, Todo

Act = Callable[[Record], None]


@dataclass
class Written:
    """A record as its author writes it at an instant, and acts on it at later ones.

    `follow` is a text for a follow-up that could be promised; `years_ago` is 0 for this school year.
    """

    author: Member
    at: datetime
    entry: Entry
    pupils: list[Pupil]
    follow: str = ""
    years_ago: int = 0
    theme: str = ""
    later: list[tuple[datetime, Act]] = field(default_factory=list)

    @property
    def moment(self) -> datetime:
        return self.entry.occurred_at

    def amend(self, at: datetime, entry: Entry, reason: str) -> None:
        """Have the author amend it at an instant."""
        self.later.append((at, lambda record: _amend(self.author, record, entry, reason)))

    def withdraw(self, at: datetime, reason: str) -> None:
        """Have the author withdraw it at an instant."""
        self.later.append((at, lambda record: recording.withdraw(self.author, record, reason)))

    def keep_promise(self, at: datetime, promise: str, outcome: str) -> None:
        """Have the to-do of a promise (its reason) done at an instant, if it still waits."""
        self.later.append((at, lambda record: _keep(self.author, record, promise, outcome)))


def play(written: list[Written], until: datetime) -> None:
    """Write everything up to `until`, each at its own time."""
    records: dict[int, Record] = {}
    acts = [(one.at, place, -1) for place, one in enumerate(written) if one.at < until]
    acts += [
        (at, place, step) for _, place, _ in acts for step, (at, _) in enumerate(written[place].later) if at < until
    ]
    for at, place, step in sorted(acts):
        one = written[place]
        with clock.at(at):
            if step < 0:
                records[place] = recording.log(one.author, one.entry).record
            else:
                one.later[step][1](records[place])


def _amend(author: Member, record: Record, entry: Entry, reason: str) -> None:
    recording.amend(author, record, entry, Record.get_by_id(record.id).version, reason)


def _keep(author: Member, record: Record, promise: str, outcome: str) -> None:
    todo = Todo.get_or_none((Todo.record == record) & (Todo.reason == promise) & Todo.done_at.is_null())
    if todo:
        todos.done(author, todo, outcome)

"""Weekly tracking: the caseload against the weeks, each figure saved by itself, every version of it kept."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from database import write
from mentoring import audit, chain, clock, statements
from mentoring.measures import NOTHING, Amount, Measure, change
from models import Baseline, Caseload, FigureVersion, Member, Pupil, School, SchoolClass, User, WeekFigure
from models.ready import ready

Key = tuple[int, str, date]  # of a figure: pupil's id, measure's name, Monday


class Changed(Exception):
    """Somebody else saved the figure, or chose the baseline, since it was shown."""


@dataclass(frozen=True)
class Kept:
    """A figure as it is kept: 0 is the version of one that has never been."""

    amount: Amount = NOTHING
    version: int = 0


@dataclass(frozen=True)
class From:
    """What figures are compared with: the `amount` of the week of `monday`, or one with its `reason`. `row` is the
    baseline's id, and `amount` NOTHING where its week has no figure."""

    row: int
    amount: Amount
    monday: date | None
    reason: str


@dataclass(frozen=True)
class Grid:
    """Figures by pupil, measure and Monday, and what each pupil's measure is compared with."""

    kept: dict[Key, Kept]
    since: dict[tuple[int, str], From]

    def at(self, pupil: int, measure: Measure, monday: date) -> Kept:
        return self.kept.get((pupil, measure.name, monday), Kept())

    def baseline(self, pupil: int, measure: Measure) -> From | None:
        return self.since.get((pupil, measure.name))

    def change(self, pupil: int, measure: Measure, monday: date) -> str:
        """How a figure differs from its baseline, in words; nothing where either is missing."""
        since = self.baseline(pupil, measure)
        return change(self.at(pupil, measure, monday).amount, since.amount) if since else ""


def pupils(member: Member, mentor: User) -> list[Pupil]:
    """The pupils on a mentor's caseload today whom the member may read, by known-as name, with classes."""
    rows = Caseload.select(Caseload.pupil).where((Caseload.mentor == mentor) & Caseload.current(member))
    found = Pupil.visible_to(member).where(Pupil.id.in_(rows)).select(Pupil, SchoolClass)
    return list(found.left_outer_join(SchoolClass).order_by(Pupil.known_as, Pupil.surname, Pupil.id))


def grid(member: Member, ids: Collection[int], measures: Collection[str], mondays: Collection[date]) -> Grid:
    """The figures of pupils in some weeks, with their baselines: two queries, however many of each."""
    pupils, names = list(ids), tuple(measures)
    newest = {(row.pupil_id, row.measure): row for row in _baselines(member, names, pupils=pupils)}
    weeks = sorted({*mondays, *(row.monday for row in newest.values() if row.monday)})
    rows = _figures(member, names, pupils=pupils, weeks=[WeekFigure.monday.db_value(monday) for monday in weeks])
    found = {(row.pupil_id, row.measure, row.monday): row for row in rows}
    kept = {key: Kept(amount_of(row), row.version) for key, row in found.items()}
    return Grid(kept, {key: _from(row, kept) for key, row in newest.items()})


@ready
def _baselines(member: Member, measures: tuple[str, ...], pupils: list):
    rows = Baseline.visible_to(member).where(Baseline.pupil.in_(pupils) & Baseline.measure.in_(measures))
    return rows.order_by(Baseline.id)


@ready
def _figures(member: Member, measures: tuple[str, ...], pupils: list, weeks: list):
    wanted = WeekFigure.pupil.in_(pupils) & WeekFigure.measure.in_(measures) & WeekFigure.monday.in_(weeks)
    return WeekFigure.visible_to(member).where(wanted)


def _from(row: Baseline, kept: dict[Key, Kept]) -> From:
    amount = amount_of_baseline(row)
    if row.monday:
        amount = kept.get((row.pupil_id, row.measure, row.monday), Kept()).amount
    return From(row.id, amount, row.monday, row.reason)


def amount_of(row: Any) -> Amount:
    """The amount of a figure or of a version of one."""
    return Amount(row.value, row.possible, row.authorised)


def amount_of_baseline(row: Baseline) -> Amount:
    """The amount that was written for a baseline; NOTHING for one that is a week."""
    return Amount(row.value, row.possible)


def save(member: Member, pupil: Pupil, measure: Measure, monday: date, amount: Amount, seen: int) -> WeekFigure | None:
    """Keep a figure as its newest version; what says nothing new is left. None: there is no figure, before or now.

    `seen` is the version that the person had before them. Raises Changed where somebody else saved another since: what
    one saved oneself a moment ago is no clash.
    """
    key = (WeekFigure.pupil == pupil) & (WeekFigure.measure == measure.name) & (WeekFigure.monday == monday)
    with write(of=f"figure {pupil.id} {measure.name} {monday}"):
        row = WeekFigure.visible_to(member).where(key).first()
        if amount_of(row).is_same(amount) if row else amount == NOTHING:
            return row
        if row and row.version != seen and _others_since(member, row, seen):
            raise Changed
        row = row or _new(member, pupil.id, measure.name, monday)
        digest = _put(member, row, amount)
        audit.note(member, "figure.save", row, version=row.version, digest=digest)
    return row


def _others_since(member: Member, row: WeekFigure, seen: int) -> bool:
    since = (FigureVersion.figure == row) & (FigureVersion.number > seen)
    others = FigureVersion.author.is_null() | (FigureVersion.author != member.user)
    return FigureVersion.select().where(since & others).exists()


def _new(member: Member, pupil: int, measure: str, monday: date) -> WeekFigure:
    return WeekFigure.create(school=member.school, pupil=pupil, measure=measure, monday=monday, version=0)


def _put(member: Member, row: WeekFigure, amount: Amount) -> str:
    row.value, row.possible, row.authorised = amount.value, amount.possible, amount.authorised
    row.version += 1
    row.save()
    one = FigureVersion.create(
        school=member.school, figure=row, number=row.version, author=member.user, saved_at=clock.now(),
        value=amount.value, possible=amount.possible, authorised=amount.authorised,
    )  # fmt: skip
    return statements.digest(one)


def put_many(
    school: School, author: User | None, wanted: list[tuple[int, str, date, Amount]], source: str, moment: datetime
) -> list[str]:
    """Keep some hundred figures as their newest versions, each for a different pupil, measure or week; the hashes of
    the versions. Call inside `database.write()`, which writes its own audit note with `statements.of_import` of them.

    `author` None: at the server. `moment` is the same for all that one import brings.
    """
    amounts = {(pupil, measure, monday): amount for pupil, measure, monday, amount in wanted}
    new = amounts.keys() - _rows_of(amounts)
    if new:
        keys = [dict(zip(("pupil", "measure", "monday"), key, strict=True)) for key in sorted(new)]
        WeekFigure.insert_many([{"school": school, "version": 0} | key for key in keys]).execute()
    rows, said, hashes = _rows_of(amounts), [], []
    for key, row in rows.items():
        amount = amounts[key]
        columns = {"value": amount.value, "possible": amount.possible, "authorised": amount.authorised}
        WeekFigure.update(**columns, version=row.version + 1).where(WeekFigure.id == row.id).execute()
        one = columns | {"figure": row.id, "number": row.version + 1, "author": author.id if author else None,
                         "saved_at": moment, "source": source[:200]}  # fmt: skip
        said.append(one | {"school": school})
        hashes.append(chain.of_values("figure_version", one, *key))
    if said:
        FigureVersion.insert_many(said).execute()
    return hashes


def _rows_of(keys: Collection[Key]) -> dict[Key, WeekFigure]:
    """The figures of those keys that have one."""
    pupils, measures, mondays = (set(part) for part in zip(*keys, strict=True)) if keys else ((), (), ())
    rows = WeekFigure.select().where(
        WeekFigure.pupil.in_(pupils) & WeekFigure.measure.in_(measures) & WeekFigure.monday.in_(mondays)
    )
    found = {(row.pupil_id, row.measure, row.monday): row for row in rows}
    return {key: row for key, row in found.items() if key in keys}


def versions(member: Member, pupil: Pupil, measure: Measure, monday: date) -> list[FigureVersion]:
    """Every version of a figure, the newest first, with its author."""
    key = (WeekFigure.pupil == pupil) & (WeekFigure.measure == measure.name) & (WeekFigure.monday == monday)
    mine = WeekFigure.visible_to(member).where(key).select(WeekFigure.id)
    rows = FigureVersion.select(FigureVersion, User).left_outer_join(User).where(FigureVersion.figure.in_(mine))
    return list(rows.order_by(FigureVersion.number.desc()))


def weeks_with(member: Member, pupil: Pupil, measure: Measure, most: int) -> list[tuple[date, Amount]]:
    """The newest weeks that have a figure of a measure, oldest first."""
    rows = WeekFigure.visible_to(member).where((WeekFigure.pupil == pupil) & (WeekFigure.measure == measure.name))
    found = rows.where(WeekFigure.value.is_null(False)).order_by(WeekFigure.monday.desc()).limit(most)
    return [(row.monday, amount_of(row)) for row in found][::-1]


def choose_baseline(
    member: Member, pupil: Pupil, measure: Measure, monday: date | None, amount: Amount, reason: str, seen: int
) -> Baseline:  # fmt: skip
    """Choose what a pupil's figures of a measure are compared with: a week, or an amount with its reason.

    `seen` is the id of the baseline that the person had before them, 0 for none. Raises Changed.
    """
    mine = Baseline.visible_to(member).where((Baseline.pupil == pupil) & (Baseline.measure == measure.name))
    with write(of=f"baseline {pupil.id} {measure.name}"):
        now = mine.order_by(Baseline.id.desc()).first()
        if now and now.id != seen and now.author_id != member.user.id:
            raise Changed
        row = Baseline.create(
            school=member.school, pupil=pupil, measure=measure.name, monday=monday, value=amount.value,
            possible=amount.possible, reason=reason, author=member.user, chosen_at=clock.now(),
        )  # fmt: skip
        audit.note(member, "baseline.choose", row, digest=statements.digest(row))
    return row


def baselines(member: Member, pupil: Pupil, measure: Measure) -> list[Baseline]:
    """What has been chosen for a measure, the newest first, with who chose it."""
    mine = Baseline.visible_to(member).select(Baseline, User).join(User)
    rows = mine.where((Baseline.pupil == pupil) & (Baseline.measure == measure.name))
    return list(rows.order_by(Baseline.id.desc()))


def visible(member: Member, ids: Iterable[int]) -> dict[int, Pupil]:
    """Those of some pupils whom the member may read, by id."""
    return {one.id: one for one in Pupil.visible_to(member).where(Pupil.id.in_(list(ids)))}

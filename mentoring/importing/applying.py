"""A plan into the database. Called inside `database.write()`: all of it is kept, or none."""

from collections.abc import Iterable
from typing import Any

from peewee import chunked

from mentoring import clock, notices, statements, tracking
from mentoring.importing.plans import ChangedContact, ChangedPupil, Plan
from mentoring.importing.progress import Step
from models import Base, FamilyContact, Pupil, School, SchoolClass, User

CHUNK = 200
PUPIL_DEFAULTS = {
    "upn": "", "admission_number": "", "born_on": None, "sex": "", "year_group": None, "school_class": None,
    "sen_status": "", "sen_need": "", "pupil_premium": False, "eal": False, "looked_after": False, "ethnicity": "",
}  # fmt: skip
CONTACT_DEFAULTS = {
    "title": "", "forename": "", "surname": "", "relationship": "", "parental_responsibility": False, "phone": "",
    "email": "", "restriction": "",
}  # fmt: skip


def write(
    plan: Plan, school: School, leavers: set[int], step: Step, author: User | None = None, source: str = ""
) -> tuple[dict[str, int], str]:
    """Write the plan and mark `leavers` (ids) as left today; the counts, and the hash of its figures for the import's
    event. `step` hears how many rows each chunk wrote.

    Figures are kept as said by `author` (None: at the server) from the file `source`.

    Only pupils whom the plan itself offers as leavers are marked.
    """
    classes = _classes(plan, school)
    _tell_of_arrivals(plan, school)
    added = _add_pupils(plan, school, classes, step)
    _change_pupils(plan.changed, school, classes, step)
    _add_contacts(plan, school, added, step)
    _change_contacts(plan.contacts_changed, school, step)
    digest = _put_figures(plan, school, author, source, step)
    ended = [contact.contact for contact in plan.contacts_ended]
    _update(FamilyContact, ended, school, step, ended_at=clock.now())
    left = [leaver.pupil for leaver in plan.leavers if leaver.pupil in leavers]
    _update(Pupil, left, school, step, left_on=clock.today(school.zone))
    return plan.counts() | {"left": len(left)}, digest


def _put_figures(plan: Plan, school: School, author: User | None, source: str, step: Step) -> str:
    hashes, moment = [], clock.now()
    for some in chunked([*plan.figures_added, *plan.figures_changed], CHUNK):
        wanted = [(one.pupil, one.measure, one.monday, one.amount) for one in some]
        hashes += tracking.put_many(school, author, wanted, source, moment)
        step(len(some))
    return statements.of_import(hashes)


def _tell_of_arrivals(plan: Plan, school: School) -> None:
    """Let the leads know that somebody is new or back: their entry checks wait to be started."""
    came = len(plan.added) + sum("left_on" in one.values for one in plan.changed)
    if came and Pupil.select().where(Pupil.school == school).exists():
        who = "1 pupil is new or back" if came == 1 else f"{came} pupils are new or back"
        notices.tell(school, ("lead",), f"{who}: entry checks can be started.", "/entry-checks")


def _classes(plan: Plan, school: School) -> dict[str, int]:
    """Class name → id, the plan's new classes made."""
    if plan.new_classes:
        SchoolClass.insert_many([{"school": school, "name": name} for name in plan.new_classes]).execute()
    return {row.name: row.id for row in SchoolClass.select().where(SchoolClass.school == school)}


def _with_class(values: dict[str, Any], classes: dict[str, int]) -> dict[str, Any]:
    if "school_class" not in values:
        return values
    return values | {"school_class": classes[values["school_class"]] if values["school_class"] else None}


def _add_pupils(plan: Plan, school: School, classes: dict[str, int], step: Step) -> dict[int, int]:
    """Row number in the file → id of the pupil it added."""
    if not plan.added:
        return {}
    # The first roll of all is nobody's arrival.
    arrived_on = clock.today(school.zone) if Pupil.select().where(Pupil.school == school).exists() else None
    rows = [
        {"school": school, "arrived_on": arrived_on} | PUPIL_DEFAULTS | _with_class(one.values, classes)
        for one in plan.added
    ]
    last = Pupil.select(Pupil.id).order_by(Pupil.id.desc()).limit(1).scalar() or 0
    _insert(Pupil, rows, step)
    keys = (Pupil.upn, Pupil.admission_number, Pupil.forename, Pupil.surname, Pupil.born_on)
    fresh: Any = Pupil.select(Pupil.id, *keys).where((Pupil.school == school) & (Pupil.id > last)).tuples()
    # No two rows of a plan agree in all of these: `matching` refuses the second.
    ids = {tuple(key): number for number, *key in fresh}
    return {one.row: ids[tuple(row[key.name] for key in keys)] for one, row in zip(plan.added, rows, strict=True)}


def _change_pupils(changed: list[ChangedPupil], school: School, classes: dict[str, int], step: Step) -> None:
    for chunk in chunked(changed, CHUNK):
        for one in chunk:
            values = _with_class(one.values, classes)
            if "left_on" in values:
                values["arrived_on"] = clock.today(school.zone)
            Pupil.update(values).where((Pupil.id == one.pupil) & (Pupil.school == school)).execute()
        step(len(chunk))


def _add_contacts(plan: Plan, school: School, added: dict[int, int], step: Step) -> None:
    rows = [
        {"school": school, "pupil": one.pupil or added[one.row]} | CONTACT_DEFAULTS | one.values
        for one in plan.contacts_added
    ]
    _insert(FamilyContact, rows, step)


def _change_contacts(changed: list[ChangedContact], school: School, step: Step) -> None:
    for chunk in chunked(changed, CHUNK):
        for one in chunk:
            of_school = (FamilyContact.id == one.contact) & (FamilyContact.school == school)
            FamilyContact.update(one.values).where(of_school).execute()
        step(len(chunk))


def _insert(table: type[Base], rows: Iterable[dict[str, Any]], step: Step) -> None:
    for chunk in chunked(rows, CHUNK):
        table.insert_many(chunk).execute()
        step(len(chunk))


def _update(table: Any, ids: list[int], school: School, step: Step, **values: Any) -> None:
    for chunk in chunked(ids, CHUNK):
        table.update(values).where(table.id.in_(chunk) & (table.school == school)).execute()
        step(len(chunk))

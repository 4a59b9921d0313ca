"""A school with a row of everything, and its doubles: the same rows again, as another mentor's and as another school's.

Every free text of it says OWN. A double has the same rows with other numbers, and another word in place of OWN: what
comes back with that word in it has come from somebody else's rows.
"""

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import uuid4

from peewee import ForeignKeyField

import database
from mentoring import (
    break_glass,
    calendar_feeds,
    clock,
    digests,
    drafts,
    entry_checks,
    guiding,
    link_requests,
    list_keeping,
    notices,
    outings,
    people,
    post16,
    programme_ratings,
    referrals,
    relationships,
    restricting,
    signal_rests,
    signal_rules,
    signals,
    supervision,
    todos,
    training,
)
from mentoring.entry import Promise
from models import (
    KINDS,
    TABLES,
    AuditEvent,
    EntryItem,
    Login,
    Member,
    Membership,
    Option,
    Pupil,
    Record,
    School,
    Throttle,
    Todo,
    User,
)
from models.records import Mention
from models.school import ROLES
from tests import import_files, makers
from tests.servers import ON_POSTGRES

OWN, FOREIGN, COLLEAGUE, NAMEABLE = "quillwort", "zyzzyva", "xylomancy", "nameable"
APART = 100_000  # between a row's number and its double's
# What a school has once, and what everybody in it may know: the names of pupils and people.
SHARED = {"school", "bell_time", "option", "school_class", "term_date", "import_mapping", "import_batch", "signal_line",
          "agency"}  # fmt: skip
NAMES = {"pupil", "user"}
UNIQUE = {"email", "token_hash"}


@dataclass
class Full:
    """The school, somebody with every role in it, and how its forms are read."""

    school: School
    member: Member
    pupil: Pupil


def fill(app) -> Full:
    """The school: a row of everything, numbered 1 where there is one."""
    school = makers.school(f"Park {OWN}")
    member = makers.member(school, f"Eve {OWN}", *ROLES)
    makers.pin(member)
    pupil = makers.pupil(
        school, f"Jayden {OWN}", on=member, year_group=10, class_name=f"Kestrel {OWN}", upn="A123456789012"
    )
    makers.pupil(school, f"Ruby {OWN}", class_name=f"Kestrel {OWN}")
    makers.family(pupil, f"Chioma {OWN}", restriction=f"No contact {OWN}", email=f"{OWN}@home.example")
    trip = makers.option(school, "programme_type", "Trip")
    group = makers.programme(member, pupil, name=f"Anger {OWN}", aims=f"Calm {OWN}", question=f"How calm {OWN}",
                             programme_type=trip)  # fmt: skip
    programme_ratings.save(member, group, "start", [pupil], {pupil.id: 4})
    outings.answer(member, group, pupil, {"answer": "given", "answered_by": f"Nan {OWN}", "care": f"Nuts {OWN}",
                                          "answered_on": clock.today(school.zone)})  # fmt: skip
    makers.programme(member, pupil, name=f"Parents {OWN}", for_families=True)
    goal = {
        "own_words": f"Calm {OWN}",
        "wording": f"By June {OWN}",
        "measured": f"Temper {OWN}",
        "helper": f"Aunt {OWN}",
    }
    plan = makers.plan(member, pupil, goal, strengths=f"Kind {OWN}")
    makers.other_plan(member, pupil)
    makers.works(member, pupil, helps=f"A calm voice {OWN}")
    makers.own_screen(member, pupil, words=f"They shout {OWN}")
    # Its name is the school's, as a chip's is: tablets keep it.
    agency = makers.agency(
        member, "Riverside", purpose=f"Worry {OWN}", who_for=f"All {OWN}", email=f"{OWN}@riverside.example"
    )
    makers.nomination(member, pupil, tried=f"Talk {OWN}", strengths=f"Maths {OWN}", hoped=f"Comes in {OWN}")
    makers.entry_check(member, pupil)
    makers.entry_check(member, pupil, "newcomer_check")
    _mark_first(member)
    for kind in KINDS:
        detail = {"plan": plan, "cycle": 1} if kind == "review" else {}
        detail |= {"agency": agency, "agency_name": f"River {OWN}", "referred": True} if kind == "signposting" else {}
        makers.record(member, pupil, kind=kind, note=f"Something seen {OWN}", finish_later=True, detail=detail)
    day = clock.today(school.zone)
    promised = (Promise("follow_up", f"Check back {OWN}", day, member.user.id),)
    makers.record(member, pupil, note=f"More seen {OWN}", promises=promised)
    makers.record(member, pupil, note=f"Done {OWN}", promises=(Promise("check_back", f"Ask {OWN}", day),))
    Mention.create(record=Record.get(), pupil=pupil, text=OWN)
    makers.slot(member, kind="session", pupil=pupil)
    makers.slot(member, title=f"Duty {OWN}")
    sent = Record.get(Record.kind == "signposting")
    waiting = Option.get((Option.school == school) & (Option.code == "waiting"))
    referrals.say(member, sent, waiting, day, day, keep=False)
    makers.term_date(school, f"Half-term {OWN}")
    _around(app, school, member, pupil)
    return Full(school, member, pupil)


def _mark_first(member: Member) -> None:
    item = EntryItem.get_by_id(1)
    entry_checks.mark(member, item.entry_check, item, "done", f"Rung {OWN}")


def _around(app, school: School, member: Member, pupil: Pupil) -> None:
    """What only some do: a draft, a retired chip, a colleague who left, a login elsewhere, a file half imported."""
    pairs = [("note", f"Half a note {OWN}"), ("pupil", str(pupil.id))]
    drafts.keep(member.user, school, str(uuid4()), "/notes/new", "Note", pairs)
    list_keeping.retire(member, Option.get((Option.school == school) & (Option.list == "place")))
    colleague = makers.member(school, f"Gone {OWN}", "mentor")
    people.leave(member, colleague.user)
    makers.member(school, f"Here {OWN}", "mentor", "admin")
    waiting = makers.member(school, f"Wen {OWN}", "mentor").user  # whose other role a head has still to confirm
    Membership.create(school=school, user=waiting, role="dsl", created_at=clock.now())
    elsewhere = makers.school(f"Other {OWN}")  # where the same person works too
    moment = clock.now()
    Membership.create(school=elsewhere, user=member.user, role="mentor", created_at=moment, confirmed_at=moment)
    asking = makers.member(school, f"Zac {OWN}", "admin")
    makers.member(school, f"Zoe {OWN}", "dsl")  # so that there is a second person, whoever asks
    link_requests.ask(app.config["POST"], asking, waiting)
    relationships.declare(member, waiting, Pupil.get_by_id(2), "Other family")
    with database.write():
        notices.tell(school, ("dsl",), f"Told {OWN}")
    break_glass.open_pupil(member, pupil, f"Asked by the police {OWN}")
    restricting.restrict(member, Record.get_by_id(1), {member.user.id})
    todos.done(member, Todo.get(Todo.reason == "check_back"), f"Well {OWN}")
    _signals(member, pupil)
    _after_year_11(member, pupil)
    _for_oneself(member)
    calendar_feeds.make(member)
    digests.choose(member, digests.DAILY)
    makers.client(app, member)
    browser = makers.client(app, member)
    for name in (f"bad {OWN}.csv", f"good {OWN}.csv"):
        rows = (f"{import_files.UPN(7)},{OWN},Ada,2016-01-01,5,Kestrel",)
        import_files.upload(browser, import_files.sheet(*rows), name)
    Login.delete().where(Login.device == "test").execute()
    makers.client(app, member)


def _after_year_11(member: Member, pupil: Pupil) -> None:
    chip = makers.option(member.school, "destination", "Apprenticeship")
    carer = makers.option(member.school, "neet_indicator", "Young carer")
    post16.save(member, pupil, {"intended": chip, "intended_where": f"Works {OWN}", "status": "thinking"}, {carer}, 0)


def _for_oneself(member: Member) -> None:
    """Somebody guided, a supervision note with what was agreed, and a line of one's own training."""
    colleague, day = User.get(User.name == f"Here {OWN}"), clock.today(member.school.zone)
    chip = makers.option(member.school, "supervision_topic", "Workload")
    agreed = [supervision.Action(f"Ask for a room {OWN}", member.user.id, day)]
    guiding.choose(member, member.user, [colleague.id], day)
    supervision.keep(member, colleague, str(uuid4()), day - timedelta(days=1), f"Much to do {OWN}", [chip], agreed)
    facts = {"held_on": day, "title": f"First aid {OWN}", "minutes": 90, "taken": f"Breathe {OWN}"}
    training.add(member, str(uuid4()), facts)


def _signals(member: Member, pupil: Pupil) -> None:
    """A signal that rests, and one that does not, by a line that the school has drawn itself."""
    now = signal_rules.settings(member.school)
    contact = replace(now["contact"], line=1)
    signal_rules.change(member, [contact], {"contact": now["contact"].said})
    facts = signals.one(member, pupil, "incidents").facts
    until = clock.today(member.school.zone) + timedelta(days=7)
    signal_rests.see(member, pupil, "incidents", facts, f"Talk on Friday {OWN}", until)


def double(word: str, apart: int, shared: set[str] = frozenset()) -> None:
    """The same rows again, `apart` from the first in every number; tables in `shared` are not doubled."""
    tables = [one for one in TABLES if one not in (AuditEvent, Throttle) and one._meta.table_name not in shared]
    names = {one._meta.table_name for one in tables}
    with database.write():
        for table in tables:
            rows = list(table.select().where(table._meta.primary_key < APART).order_by(table._meta.primary_key).dicts())
            for row in rows:
                table.insert(**_doubled(table, row, word, apart, names)).execute()


def _doubled(table, row: dict, word: str, apart: int, names: set[str]) -> dict:
    kept = NAMEABLE if word == COLLEAGUE and table._meta.table_name in NAMES else word
    found = {}
    for name, value in row.items():
        column = table._meta.fields[name]
        if isinstance(column, ForeignKeyField):
            moved = column.rel_model._meta.table_name in names
            found[name] = value + apart if moved and value is not None else value
        elif name == "id":
            found[name] = value + apart
        elif name in UNIQUE:
            found[name] = f"{apart}{value}"[: column.max_length]
        elif isinstance(value, str):
            found[name] = value.replace(OWN, json.dumps(kept)[1:-1] if _is_json(value) else kept)
        elif isinstance(value, (bytes, memoryview)):
            found[name] = bytes(value).replace(OWN.encode(), kept.encode())
        else:
            found[name] = value
    return found


def _is_json(text: str) -> bool:
    return text.startswith(("{", "["))


def dump() -> dict[tuple[str, int], tuple]:
    """Every row of every table by (table, number)."""
    found = {}
    for table in TABLES:
        name, key = table._meta.table_name, table._meta.primary_key.column_name
        place = [one.column_name for one in table._meta.sorted_fields].index(key)
        found.update({(name, row[place]): row for row in database.db.execute_sql(f'SELECT * FROM "{name}"')})
    return found


def written() -> int | None:
    """How many rows this connection has written so far; None on PostgreSQL, which does not count them."""
    return None if ON_POSTGRES else database.db.connection().total_changes()


def is_double(number: int) -> bool:
    return number > APART


def strangers(before: dict, after: dict) -> list[str]:
    """What a request did to the doubles or tied to them: each a sentence; none is as it should be."""
    changed = {key for key, row in before.items() if after.get(key) != row}
    faults = [f"{key} changed" for key in changed if is_double(key[1])]
    doubles = {key for key in before if is_double(key[1])}
    keys = {one._meta.table_name: one for one in TABLES}
    for name, number in [key for key, row in after.items() if key not in doubles and before.get(key) != row]:
        table = keys[name]
        for column in table._meta.refs:
            target = column.rel_model._meta.table_name
            sql = (
                f'SELECT "{column.column_name}" FROM "{name}" WHERE "{table._meta.primary_key.column_name}" = {number}'
            )
            value = database.db.execute_sql(sql).fetchone()[0]
            if value is not None and (target, value) in doubles:
                faults.append(f"{name} {number} now points at {target} {value}")
    return faults


def numbers(apart: int) -> dict[str, int]:
    """A number of each table's doubles."""
    found = {}
    for table in TABLES:
        key = table._meta.primary_key
        row = table.select(key).where(key.between(apart, apart + APART - 1)).order_by(key).tuples().first()
        if row:
            found[table._meta.table_name] = row[0]
    return found

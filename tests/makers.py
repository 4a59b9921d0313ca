"""Rows for tests, made by the same verbs as the app's own wherever there is one."""

import re
from datetime import date, timedelta
from itertools import count
from uuid import uuid4

import pyotp
from flask.testing import FlaskClient

from database import write
from mentoring import (
    agencies,
    assigning,
    clock,
    concerns,
    entering,
    entry_checks,
    factors,
    locking,
    nominations,
    other_plans,
    own_screens,
    plans,
    programmes,
    recording,
    schools,
    signing_in,
    what_works,
)
from mentoring.entry import Entry, Part
from mentoring.naming import search_name
from mentoring.sealing import Seal
from models import (
    KINDS,
    Agency,
    CodeApp,
    EntryCheck,
    FamilyContact,
    GroupSession,
    Login,
    Member,
    Nomination,
    Option,
    OtherPlan,
    OwnScreen,
    Plan,
    Programme,
    ProgrammeMember,
    Pupil,
    Record,
    Relationship,
    School,
    SchoolClass,
    Slot,
    TermDate,
    User,
    WhatWorks,
)

PASSWORD = "orchard lantern ferry"  # noqa: S105
PIN = "274918"
SEAL = Seal("only for tests")  # conftest.py's SECRET_KEY, and the browser tests'
_numbers = count(1)


class Browser(FlaskClient):
    """A client that says, as browsers do, that a form comes from our own page."""

    def open(self, *args, **kwargs):
        headers = dict(kwargs.pop("headers", None) or {})
        headers.setdefault("Sec-Fetch-Site", "same-origin")
        return super().open(*args, headers=headers, **kwargs)


def client_id() -> str:
    return str(uuid4())


def school(name: str = "Kestrel Park") -> School:
    return schools.start(name, "Europe/London", list(schools.USUAL_DAY))


def member(school: School, name: str, *roles: str) -> Member:
    email = f"{name.split()[0].lower()}{next(_numbers)}@school.example"
    secret = signing_in.Passwords(8).hash(PASSWORD)
    user = signing_in.create_account(None, school, name, email, secret, set(roles))
    if factors.needed(user):
        code_app(user)
    return Member(user, school, frozenset(roles))


def code_app(user: User, name: str = "Phone") -> CodeApp:
    """An app that makes the person's codes, set up a while ago: `code` is what it shows."""
    moment = clock.now() - timedelta(days=30)
    secret = SEAL.close(pyotp.random_base32())
    return CodeApp.create(user=user, name=name, secret=secret, last_step=0, created_at=moment, used_at=moment)


def code(user: User, at: int = 0) -> str:
    """The six digits that the person's newest app shows now, or `at` steps of 30 seconds from now."""
    app = CodeApp.select().where(CodeApp.user == user).order_by(CodeApp.id.desc()).get()
    return pyotp.TOTP(SEAL.open(app.secret)).generate_otp(int(clock.now().timestamp()) // 30 + at)


def set_up_app(browser, **more):
    """Scan the page's secret into an app and write its first code, as whoever must does before anything else."""
    page = browser.get("/factors/new").text
    sealed = re.search(r'name="offer" value="([^"]+)"', page)[1]
    secret = re.search(r'<code class="secret"[^>]*>([A-Z2-7 ]+)</code>', page)[1].replace(" ", "")
    digits = pyotp.TOTP(secret).generate_otp(int(clock.now().timestamp()) // 30)
    return browser.post("/factors/code-apps", data={"offer": sealed, "code": digits} | more)


def client(app, member: Member | None = None) -> Browser:
    """A browser, signed in as `member` if one is given: by their code where their role needs one."""
    app.test_client_class = Browser
    browser = app.test_client()
    if member:
        entry = entering.start(member.user, member.school, "test", "code" if factors.held(member.user) else "")
        browser.set_cookie("login", entry.token)
    return browser


def pupil(school: School, name: str = "Jayden Okafor", on: Member | None = None, **columns) -> Pupil:
    """A pupil; `on` puts them on that mentor's caseload since a month ago."""
    forename, _, surname = name.partition(" ")
    room, _ = SchoolClass.get_or_create(school=school, name=columns.pop("class_name", "Kestrel"))
    row = {"forename": forename, "surname": surname, "known_as": forename, "year_group": 5} | columns
    one = Pupil.create(
        school=school, school_class=room, search_name=search_name(row["forename"], row["known_as"], surname), **row
    )
    if on:
        put_on(on, one)
    return one


def put_on(mentor: Member, *pupils: Pupil, starts_on: date | None = None) -> None:
    start = starts_on or clock.today(mentor.school.zone) - timedelta(days=30)
    assigning.put_on(mentor, mentor.user, list(pupils), start)


def family(pupil: Pupil, name: str = "Chioma Okafor", **columns) -> FamilyContact:
    forename, _, surname = name.partition(" ")
    row = {"relationship": "Mother", "parental_responsibility": True, "priority": 1, "phone": "07700 900123"} | columns
    return FamilyContact.create(school=pupil.school, pupil=pupil, forename=forename, surname=surname, **row)


def option(school: School, list_name: str, name: str) -> int:
    """The id of a chip."""
    return Option.get((Option.school == school) & (Option.list == list_name) & (Option.name == name)).id


def agency(member: Member, name: str = "Riverside Talking Space", **facts) -> Agency:
    """An agency in the directory, entered today."""
    return agencies.enter(member, {"name": name, "purpose": "Worry and low mood", "phone": "01632 960001"} | facts)


def referral_form(school: School, pupil: Pupil, agency: Agency, person: FamilyContact, /, **fields) -> dict:
    """What a browser posts for a referral that needs nothing more: the family agreed."""
    return {
        "client_id": str(uuid4()), "pupil": [str(pupil.id)], "when": "now", "follow_up": "none", "way": "referred",
        "agency": str(agency.id), "agreed": "yes", "family_contact": str(person.id), "chase": "two_weeks",
        "agreed_on": clock.today(school.zone).isoformat(),
        "sharing_basis": str(option(school, "sharing_basis", "The school’s task")),
        "shared_what": [str(option(school, "shared_what", "What the worry is"))],
    } | fields  # fmt: skip


def incident_form(school: School, *pupils: Pupil, **fields) -> dict:
    """What a browser posts for an incident that needs nothing more."""
    return {
        "client_id": str(uuid4()), "pupil": [str(one.id) for one in pupils], "when": "now",
        "incident_type": [str(option(school, "incident_type", "Physical"))],
        "ending": str(option(school, "ending", "Resolved")), "follow_up": "none",
    } | fields  # fmt: skip


def contact_form(school: School, pupil: Pupil, person: FamilyContact, outcome: str = "Reached", **fields) -> dict:
    """What a browser posts for a call that needs nothing more."""
    return {
        "client_id": str(uuid4()), "pupil": [str(pupil.id)], "family_contact": str(person.id), "when": "now",
        "direction": str(option(school, "direction", "We called")), "method": str(option(school, "method", "Call")),
        "contact_outcome": str(option(school, "contact_outcome", outcome)),
        "purpose": [str(option(school, "purpose", "Good news"))], "follow_up": "none", "call_again": "tomorrow",
    } | fields  # fmt: skip


def concern_form(school: School, *pupils: Pupil, **fields) -> dict:
    """What a browser posts for a concern that needs nothing more."""
    return {
        "client_id": str(uuid4()), "pupil": [str(one.id) for one in pupils], "when": "now", "danger": "no",
        "concern_source": str(option(school, "concern_source", "The child told me")), "exact_words": "He grabs my arm.",
    } | fields  # fmt: skip


def concern(author: Member, *pupils: Pupil, tier: str = "", about: Member | None = None, **detail) -> Record:
    """A saved concern, raised by the app's own verb. `note` and `chosen` are the record's, the rest its detail."""
    parts, more = (
        tuple(Part(one.id) for one in pupils),
        {name: detail.pop(name) for name in ("note", "chosen") if name in detail},
    )
    entry = Entry(
        kind=KINDS["concern"], client_id=str(uuid4()), body=str(uuid4()), pupils=parts, occurred_at=clock.now(),
        tier=tier, about=about.user.id if about else None, detail={"exact_words": "He grabs my arm."} | detail, **more,
    )  # fmt: skip
    return concerns.raise_concern(author, entry, by_mail=False).record


def relate(member: Member, pupil: Pupil) -> None:
    """Have somebody declare a relationship to a pupil."""
    Relationship.create(
        school=member.school, user=member.user, pupil=pupil, what="Aunt", declared_by=member.user,
        declared_at=clock.now(),
    )  # fmt: skip


def programme(mentor: Member, *pupils: Pupil, name: str = "Managing anger", **facts) -> Programme:
    """A programme that the mentor leads, since a month ago."""
    start = clock.today(mentor.school.zone) - timedelta(days=30)
    row = {"name": name, "leader": mentor.user, "starts_on": start, "planned": 6, "aims": ""} | facts
    return programmes.start(mentor, row, [one.id for one in pupils])


def group_form(programme: Programme, *pupils: Pupil, roles: dict | None = None, **fields) -> dict:
    """What a browser posts for a group session: everyone in, unless `roles` (by pupil's id) says otherwise."""
    register = {f"role-{one.id}": (roles or {}).get(one.id, "in") for one in pupils}
    return {
        "client_id": str(uuid4()), "pupil": [str(one.id) for one in pupils], "when": "now", "follow_up": "none",
        "programme": str(programme.id),
    } | register | fields  # fmt: skip


def session_form(school: School, pupil: Pupil, attendance: str = "Came", **fields) -> dict:
    """What a browser posts for a 1:1 session that needs nothing more."""
    return {
        "client_id": str(uuid4()), "pupil": [str(pupil.id)], "when": "now", "follow_up": "none",
        "attendance": str(option(school, "attendance", attendance)),
        "session_mode": str(option(school, "session_mode", "Planned")),
    } | fields  # fmt: skip


def record(
    mentor: Member, *pupils: Pupil, kind: str = "incident", days_ago: float = 0, note: str = "", roles=(), **extra
):
    """A saved record, logged by the app's own verb."""
    extra.setdefault("detail", {})
    parts = tuple(Part(one.id, roles[place] if place < len(roles) else "involved") for place, one in enumerate(pupils))
    entry = Entry(
        kind=KINDS[kind], client_id=str(uuid4()), body=str(uuid4()), note=note, pupils=parts,
        occurred_at=clock.now() - timedelta(days=days_ago), **extra,
    )  # fmt: skip
    return recording.log(mentor, entry).record


def ended(user: User) -> None:
    with write():
        User.update(ended_at=clock.now()).where(User.id == user.id).execute()


def slot(
    mentor: Member, starts: str = "09:15", weekday: int = 0, kind: str = "duty", weeks: int = 4, **columns
) -> Slot:
    """Half an hour of a mentor's timetable, for the last few weeks."""
    row = {"title": "Break duty"} if kind == "duty" else {}
    row |= {"starts_on": clock.today(mentor.school.zone) - timedelta(weeks=weeks), "ends": f"{starts[:2]}:59"} | columns
    return Slot.create(school=mentor.school, mentor=mentor.user, weekday=weekday, starts=starts, kind=kind, **row)


GOAL = {"own_words": "I want to stop shouting", "wording": "By half-term I use my card in four of five moments.",
        "measure": "rating", "measured": "Staying calm", "baseline": 3, "aim": 8, "helper": "Teacher"}  # fmt: skip


def plan(member: Member, pupil: Pupil, *goals: dict, **facts) -> Plan:
    """A plan that goes on since a month ago, by the app's own verb, with the usual target or these instead."""
    today = clock.today(member.school.zone)
    row = {"plan_type": option(member.school, "plan_type", "Mentor plan"), "starts_on": today - timedelta(days=30),
           "review_on": today + timedelta(days=12), "strengths": "Kind to younger children"} | facts  # fmt: skip
    wanted = [plans.Goal(None, GOAL | goal) for goal in goals or ({},)]
    return plans.start(member, pupil, client_id(), row, (), wanted)


def other_plan(member: Member, pupil: Pupil, name: str = "EHCP", **facts) -> OtherPlan:
    """A plan that others keep for the pupil."""
    row = {"other_plan": option(member.school, "other_plan", name),
           "starts_on": clock.today(member.school.zone) - timedelta(days=300)} | facts  # fmt: skip
    return other_plans.register(member, pupil, row)


def works(member: Member, pupil: Pupil, version: int = 0, **said: str) -> WhatWorks:
    """What works with a pupil, by the app's own verb."""
    row = {"strengths": "", "triggers": "", "helps": "", "worse": ""} | said
    day = clock.today(member.school.zone) + timedelta(days=42)
    what_works.save(member, pupil, row | {"review_on": day}, version)
    return WhatWorks.get(WhatWorks.pupil == pupil)


def own_screen(member: Member, pupil: Pupil, path: str = "/", done: bool = True, **said) -> OwnScreen:
    """What a pupil said on their own screen, handed over by the member: the tablet is back, no session holds it."""
    login = Login.get_by_id(_login(member))
    one = own_screens.hand(member, login, pupil, client_id(), path)
    own_screens.say(member, one, own_screens.Said(**said), done)
    Login.delete().where(Login.id == login.id).execute()
    return OwnScreen.get_by_id(one.id)


def _login(member: Member) -> int:
    entering.start(member.user, member.school, "test", "")
    return Login.select(Login.id).order_by(Login.id.desc()).tuples().first()[0]


def pin(member: Member, digits: str = PIN) -> str:
    """Give the member a PIN; the PIN."""
    locking.set_pin(member, signing_in.Passwords(8).hash(digits))
    member.user.pin_hash = "set"
    return digits


def nomination(author: Member, pupil: Pupil, *barriers: str, **facts) -> Nomination:
    """A nomination that was sent, by the app's own verb."""
    chosen = [option(author.school, "barrier", name) for name in barriers or ("Anxiety",)]
    row = {"tried": "Seat by the door", "strengths": "Drawing", "hoped": "Stays in lessons"} | facts
    return nominations.send(author, client_id(), pupil, row, chosen)


def entry_check(member: Member, pupil: Pupil, sort: str = "entry_check") -> EntryCheck:
    """An entry check that was started, by the app's own verb."""
    return entry_checks.start(member, pupil, sort)


def group_session(mentor: Member, programme: Programme, at, number: int | None = 1) -> Record:
    """A saved session of a programme at an instant, as rows: whoever reads it needs no more."""
    one = Record.create(
        school=mentor.school, kind="group_session", author=mentor.user, client_id=str(uuid4()), body_hash="",
        occurred_at=at, recorded_at=at,
    )  # fmt: skip
    GroupSession.create(record=one, programme=programme, number=number)
    return one


def seat(programme: Programme, *pupils: Pupil) -> None:
    """Put pupils in a programme since it began."""
    for one in pupils:
        ProgrammeMember.create(programme=programme, pupil=one, starts_on=programme.starts_on)


def term_date(school: School, name: str = "October half-term", first: str = "2026-10-26", last: str = "2026-10-30",
              is_term: bool = False, uid: str = "") -> TermDate:  # fmt: skip
    """Closed days, or a term."""
    days = {"starts_on": date.fromisoformat(first), "ends_on": date.fromisoformat(last)}
    return TermDate.create(school=school, name=name, is_term=is_term, uid=uid, **days)

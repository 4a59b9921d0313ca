"""The school's chip lists: what each is for, what it starts with, what it offers. list_keeping edits them.

The words are product.md's. A coded chip is one that the app acts on; it can be renamed like any other.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from mentoring import clock
from models import Choice, Member, Option, Record, School
from models.ready import Ready, given, ready, ready_for_all


@dataclass(frozen=True)
class ListKind:
    """A chip list. `options` are (code, name) in their first order; `several`: more than one may be chosen."""

    label: str
    question: str
    options: tuple[tuple[str, str], ...]
    several: bool = False


def _plain(*names: str) -> tuple[tuple[str, str], ...]:
    return tuple(("", name) for name in names)


LISTS: dict[str, ListKind] = {
    "place": ListKind("Places", "Where?", _plain(
        "Football pitch", "Lower playground", "Upper playground", "Trim trail", "Quiet garden", "Lunch hall",
        "Corridor", "Classroom", "Toilets", "Gate")),
    "incident_type": ListKind("Kinds of incident", "What happened?", _plain(
        "Physical", "Verbal", "Friendship fallout", "Defiance", "Disruption", "Unsafe play", "Damage", "Theft",
        "Left area", "Bullying alleged", "Online", "Other"), several=True),
    "level": ListKind("Levels of incident", "How serious?", (("minor", "Minor"), ("major", "Major"))),
    "prejudice": ListKind("Prejudice", "Was it prejudice-related?", _plain(
        "Race", "Disability", "Sexual orientation", "Gender", "Religion", "Sexual harassment"), several=True),
    "antecedent": ListKind("What came before", "What came before?", _plain(
        "Game dispute", "Name-calling", "Left out", "A demand", "Transition", "Told no", "Noise or crowding",
        "Earlier upset", "Not seen"), several=True),
    "response": ListKind("Responses", "What did you do?", (
        ("", "Calm talk"), ("", "Distraction"), ("", "Time and space"), ("", "Separated"), ("", "Key adult"),
        ("restorative", "Restorative talk"), ("", "Told class teacher"), ("", "Sent to SLT"), ("", "First aid"),
        ("intervention", "Physical intervention")), several=True),
    "ending": ListKind("How incidents end", "How did it end?", (
        ("resolved", "Resolved"), ("", "Still going"), ("", "Referred on"), ("", "Sanction by others"))),
    "injury": ListKind("Injuries", "Was anyone hurt?", (("none", "Nobody"), ("pupil", "Pupil"), ("adult", "Adult")),
                       several=True),
    "family_told": ListKind("Family told", "Have the family been told?", (
        ("yes", "Yes"), ("not_yet", "Not yet"), ("not_needed", "Not needed"))),
    "force_type": ListKind("Types of force, restraint or seclusion", "What was used?", _plain(
        "Guiding or escorting", "Standing hold", "Seated hold", "Hold on the ground", "Seclusion", "Other force"),
        several=True),
    "force_degree": ListKind("Degrees of force", "How much force?", _plain(
        "Light touch", "Steady hold", "Firm hold", "Full restraint")),
    "direction": ListKind("Direction of contact", "Who called whom?", (
        ("we", "We called"), ("they", "They called"))),
    "method": ListKind("Methods of contact", "How?", (
        ("call", "Call"), ("text", "Text"), ("email", "Email"), ("letter", "Letter"), ("app", "App"),
        ("gate", "At the gate"), ("meeting", "Meeting"), ("visit", "Home visit"), ("video", "Video"))),
    "contact_outcome": ListKind("Outcomes of contact", "Did you reach them?", (
        ("reached", "Reached"), ("message", "Left a message"), ("no_answer", "No answer"),
        ("wrong_number", "Wrong number"), ("absent", "Did not attend"), ("declined", "Declined"))),
    "purpose": ListKind("Purposes of contact", "Why?", (
        ("good_news", "Good news"), *_plain(
            "Attendance", "Behaviour", "Wellbeing", "Incident", "Plan or review", "Transition", "Signposting",
            "Consent")), several=True),
    "tone": ListKind("Tone of contact", "How did they sound?", _plain("Warm", "Neutral", "Worried", "Upset")),
    "session_mode": ListKind("Modes of 1:1 session", "What kind of session?", (
        ("planned", "Planned"), ("", "Drop-in"), ("", "Check-in"), ("", "In class"), ("", "Meet and greet"),
        ("", "Crisis"))),
    "attendance": ListKind("Attendance at 1:1 sessions", "Did they come?", (
        ("came", "Came"), ("part", "Part"), ("absent", "Absent"), ("declined", "Declined"),
        ("cancelled", "School cancelled"))),
    "focus": ListKind("Focus of 1:1 sessions", "What was it about?", _plain(
        "Feelings", "Self-esteem", "Anger", "Anxiety", "Friendship", "Social skills", "Loss", "Resilience",
        "Attendance", "Punctuality", "Transition", "Organisation", "Hygiene and health"), several=True),
    "strategy": ListKind("Strategies", "What did you use?", _plain(
        "Talk", "Feelings thermometer", "Breathing", "Drawing or craft", "Role play", "Social story", "Game",
        "Worry box", "Goal setting", "Reading together"), several=True),
    "referral_purpose": ListKind("Purposes of signposting and referrals", "What is it for?", _plain(
        "Emotional wellbeing", "Behaviour", "Parenting", "Family support", "Speech and language",
        "SEND or development", "Health", "Loss", "Young carer", "Attendance", "Housing or money", "Activities",
        "Other"), several=True),
    "sharing_basis": ListKind("Bases of sharing", "On what basis is it shared?", (
        ("consent", "Consent to share"), ("public_task", "The school’s task"), ("legal", "The law requires it"),
        ("vital", "To protect a life"), ("legitimate", "Legitimate interest"))),
    "shared_what": ListKind("What is shared", "What did you share?", _plain(
        "Name and date of birth", "Address and family’s numbers", "What the worry is", "Support so far", "Attendance",
        "SEND", "Health", "The pupil’s own view", "The family’s view"), several=True),
    "referral_status": ListKind("Statuses of referrals", "Where does it stand?", (
        ("sent", "Sent"), ("acknowledged", "Acknowledged"), ("waiting", "Waiting"), ("accepted", "Accepted"),
        ("declined", "Declined"), ("active", "Active"), ("closed", "Closed"))),
    "programme_type": ListKind("Types of programme", "What type is it?", (
        *_plain(
            "Anger management", "Self-esteem", "Circle of friends", "Circle time", "Social skills", "Nurture",
            "Transition", "Literacy", "Club", "Lunch club", "Parent workshop"),
        ("trip", "Trip"), ("project", "Holiday project"))),
    "group_activity": ListKind("Activities of group sessions", "What did you do?", _plain(
        "Anger thermometer", "Circle time", "Role play", "Breathing", "Game", "Art or craft", "Talk in pairs",
        "Story"), several=True),
    "aim_met": ListKind("Aim met", "Was the aim met?", (("yes", "Yes"), ("partly", "Partly"), ("no", "No"))),
    "not_run": ListKind("Why a session did not run", "Why did it not run?", _plain(
        "Staff away", "No room", "School event", "Nobody came", "School closed")),
    "praise_reason": ListKind("Reasons for praise", "What for?", _plain(
        "Self-reliance", "Used a strategy", "Put it right", "Kindness", "Resilience", "On time", "Had a go")),
    "life_event": ListKind("Life events", "What has changed?", _plain(
        "New sibling", "Bereavement", "Moved home", "Parents parted", "Parent away", "New partner at home",
        "Illness at home", "Changed class", "New teacher", "Came back from a long absence", "Family arrived or left",
        "Pet died", "Something else")),
    "neet_indicator": ListKind("What makes leaving Year 11 harder", "What makes it harder?", (
        ("attendance", "Low attendance"), ("sen", "Special educational needs"), ("looked_after", "Looked after"),
        *_plain("Young carer", "No plan for after 16", "Behind in English or maths", "Suspended or excluded",
                "Learning English", "Health or mental health", "Moved school often", "Pregnant or a parent",
                "In touch with the police")), several=True),
    "destination": ListKind("Where pupils go after Year 11", "What do they want to do after Year 11?", _plain(
        "School sixth form", "Sixth form college", "Further education college", "Apprenticeship",
        "Supported internship", "Job with training", "Other training", "Not known yet")),
    "concern_source": ListKind("How concerns are known", "How do you know?", (
        ("seen", "I saw or heard it"), ("told_child", "The child told me"), ("told_other", "Somebody else told me"),
        ("pattern", "A pattern over time"))),
    "concern_category": ListKind("Categories of concern", "What is it about?", _plain(
        "Physical", "Emotional", "Sexual", "Neglect", "Online", "Child-on-child", "Radicalisation", "Exploitation",
        "Self-harm", "Domestic abuse", "Other or unsure", "A worry only"), several=True),
    "concern_told": ListKind("Told of a concern", "Whom have you told?", _plain(
        "Nobody yet", "A DSL", "Headteacher", "Class teacher", "Office", "999", "Family"), several=True),
    "concern_decision": ListKind("Decisions about concerns", "What is decided?", _plain(
        "Monitor", "Early help", "Talk with family", "Refer to social care", "Police", "LADO", "No further action",
        "Other")),
    "plan_type": ListKind("Types of plan", "What kind of plan is it?", _plain(
        "Mentor plan", "ELSA programme", "Pupil support plan", "Inclusion plan", "Contribution to SEN support",
        "Contribution to EHCP", "Contribution to PEP")),
    "barrier": ListKind("Barriers", "What stands in the way?", _plain(
        "Underachievement", "Behaviour or anger", "Motivation", "Confidence or self-esteem", "Loss or family break-up",
        "Concentration", "Attendance", "Punctuality", "Relationships with peers", "Relationships with adults",
        "Organisation", "Anxiety", "Language or new to the country", "Young carer", "Looked after", "Transition",
        "Exclusion risk", "Other"), several=True),
    "how_long": ListKind("How long it has been so", "How long has it been so?", _plain(
        "A week or two", "Half a term", "A term", "Longer", "Not sure")),
    "nomination_decision": ListKind("Decisions about nominations", "What is decided?", (
        ("caseload", "A mentor’s caseload"), ("advice", "Advice to the nominator"), ("elsewhere", "Help elsewhere"),
        ("wait", "Wait and see"))),
    "entry_check": ListKind("Entry check: new and returning pupils", "What is seen to?", _plain(
        "Met and shown round", "Family met", "File from the last school read", "Strengths and interests asked",
        "Needs and health known", "Attendance before looked at", "Buddy named", "Routines and timetable shown",
        "Class teacher told what helps", "Looked in on after two weeks"), several=True),
    "newcomer_check": ListKind("Entry check: new to the country", "What is seen to?", _plain(
        "Languages at home asked", "Interpreter arranged", "School system explained to the family",
        "Uniform and meals", "EAL assessment", "Buddy who shares a language", "Doctor and vaccinations",
        "Way to school and travel", "Contact with agencies", "How school and home keep in touch"), several=True),
    "consent_how": ListKind("Ways of consent", "How did they agree?", _plain(
        "In person", "By phone", "In writing", "By e-mail")),
    "review_decision": ListKind("Decisions of reviews", "What is decided?", (
        ("continue", "Continue"), ("change", "Change"), ("met", "Met"), ("step_down", "Step down"),
        ("refer_on", "Refer on"), ("close", "Close"))),
    "other_plan": ListKind("Plans that others keep", "Which plan is it?", _plain(
        "EHCP", "PEP", "SEN support", "IIP", "Pastoral support plan", "Early help plan", "Health care plan",
        "Other plan")),
    "supervision_topic": ListKind("Topics of supervision", "What did you talk about?", _plain(
        "Workload", "How I am", "What went well", "What was hard", "Practice", "Boundaries", "Timetable", "Training",
        "Working with others", "Resources"), several=True),
    "supervision_load": ListKind("Workload as it is felt", "How is the workload?", _plain(
        "Light", "About right", "Heavy", "Too much")),
}  # fmt: skip


def seed(school: School) -> None:
    """Give a new school its lists."""
    _first_options().plain(school=school.id)


@cache
def _first_options() -> Ready:
    return Ready(
        Option.insert_many(
            [
                {"school": given("school"), "list": name, "name": label, "code": code, "position": position}
                for name, kind in LISTS.items()
                for position, (code, label) in enumerate(kind.options)
            ]
        )
    )


def options(school: School, *names: str, keep: set[int] = frozenset()) -> dict[str, list[Option]]:  # type: ignore[assignment]
    """The school's current chips by list, in order; `keep` are ids of retired ones that a saved record still wears."""
    found: dict[str, list[Option]] = {name: [] for name in (names or LISTS)}
    for row in _offered(names or tuple(LISTS), frozenset(keep), school=school.id):
        found[row.list].append(row)
    return found


@ready_for_all
def _offered(names: tuple[str, ...], keep: frozenset[int]):
    mine = (Option.school == given("school")) & Option.list.in_(names)
    rows = Option.select().where(mine & (Option.retired_at.is_null() | Option.id.in_(sorted(keep))))
    return rows.order_by(Option.list, Option.position, Option.id)


def of_school(member: Member, name: str) -> list[Option]:
    """Every chip of one list, retired ones last."""
    rows = Option.select().where((Option.school == member.school) & (Option.list == name))
    return list(rows.order_by(Option.retired_at.is_null(False), Option.position, Option.id))


def last_place(member: Member) -> int | None:
    """The place of the member's last record of something within the hour: one short range of an index, at any size."""
    found = _places(member, since=Record.occurred_at.db_value(clock.now() - timedelta(hours=1)))
    return found[0].option_id if found else None


@ready
def _places(member: Member):
    mine = (Record.author == member.user) & (Record.school == member.school) & (Record.occurred_at >= given("since"))
    rows = Choice.select(Choice.option).join(Option).switch(Choice).join(Record)
    place = (Option.list == "place") & Option.retired_at.is_null()
    return rows.where(mine & place).order_by(Record.occurred_at.desc()).limit(1)

"""What a browser posts for a record of each kind, or a plan, that needs nothing more."""

from datetime import timedelta
from uuid import uuid4

from mentoring import clock
from models import Agency, FamilyContact, Programme, Pupil, School
from tests.makers.schools import option


def client_id() -> str:
    return str(uuid4())


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


# A plan's target, as its form sends it.
CALM = {"own_words": "I want to stop shouting", "wording": "I use my card", "measured": "Staying calm", "baseline": "3",
        "aim": "8"}  # fmt: skip


def plan_form(school: School, pupil: Pupil, *targets: dict, **fields) -> dict:
    """What a browser posts for a plan; each target by the names of its columns."""
    today = clock.today(school.zone)
    sent = {
        "client_id": client_id(), "version": "", "pupil": str(pupil.id),
        "plan_type": str(option(school, "plan_type", "Mentor plan")),
        "starts_on": today.isoformat(), "review_on": (today + timedelta(days=42)).isoformat(),
    }  # fmt: skip
    for place, target in enumerate(targets):
        row = {"measure": "rating", "state": "open"} | target
        sent |= {f"targets-{place}-{name}": value for name, value in row.items()}
    return sent | fields

"""Rows for tests, made by the same verbs as the app's own wherever there is one."""

from tests.makers.forms import (
    CALM,
    client_id,
    concern_form,
    contact_form,
    group_form,
    incident_form,
    plan_form,
    referral_form,
    session_form,
)
from tests.makers.people import PASSWORD, PIN, SEAL, Browser, client, code, code_app, ended, member, pin, set_up_app
from tests.makers.pupils import family, pupil, put_on, relate
from tests.makers.records import concern, group_session, own_screen, record
from tests.makers.schools import agency, option, school, slot, term_date, two_terms
from tests.makers.support import GOAL, entry_check, nomination, other_plan, plan, programme, seat, works

__all__ = [
    "Browser", "CALM", "GOAL", "PASSWORD", "PIN", "SEAL", "agency", "client", "client_id", "code", "code_app",
    "concern", "concern_form", "contact_form", "ended", "entry_check", "family", "group_form", "group_session",
    "incident_form", "member", "nomination", "option", "other_plan", "own_screen", "pin", "plan", "plan_form",
    "programme", "pupil", "put_on", "record", "referral_form", "relate", "school", "seat", "session_form", "set_up_app",
    "slot", "term_date", "two_terms", "works",
]  # fmt: skip

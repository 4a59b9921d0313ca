"""The kinds of record. Menu, timeline, filters, versions and demo loop over this; a new kind is a line here."""

from dataclasses import dataclass
from typing import Any

from models.concerns import Concern, ConcernMark
from models.kinds import (
    AdultStatement,
    GroupSession,
    Incident,
    ParentContact,
    PhysicalIntervention,
    Rating,
    RestorativeTalk,
    Review,
    ReviewScore,
    Session,
    Signposting,
)
from models.records import SAFEGUARDING, SEALED, SUPPORT
from models.school import RECORDERS, STAFF, SUPPORT_STAFF


@dataclass(frozen=True)
class Kind:
    """`room` is the blueprint, folder and URL; `reach` says which pupils a mentor may record it for (school, caseload).

    `short` is its word on a button of a pupil's page. `detail` is its table, if it has facts of its own, `parts` those
    of what it may open. `sees_pupil`: recording it means that somebody was with the pupil. `roles` are the parts that
    a pupil can have in it (code, word), the usual one first. `minor`: a smaller tile on Today;
    `charted`: on a pupil's page; `from_pupil`: offered there.
    `shared_note`: its note is about nobody in particular, so that no name belongs in it. `writers` are the roles that
    record it. `tier` says who reads it, where its form does not; one of SEALED is never amended, withdrawn or finished
    later, so that its room has neither edit nor update.
    """

    name: str
    word: str
    short: str
    plural: str
    room: str
    icon: str
    detail: Any = None
    parts: tuple[Any, ...] = ()
    reach: str = "school"
    sees_pupil: bool = True
    roles: tuple[tuple[str, str], ...] = ()
    one_pupil: bool = False
    minor: bool = False
    charted: bool = True
    from_pupil: bool = True
    shared_note: bool = False
    writers: tuple[str, ...] = SUPPORT_STAFF
    tier: str = SUPPORT

    @property
    def sealed(self) -> bool:
        return self.tier in SEALED

    @property
    def path(self) -> str:
        return self.room.replace("_", "-")

    @property
    def tables(self) -> tuple[Any, ...]:
        """Every table of its own."""
        return (*([self.detail] if self.detail else []), *self.parts)


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("incident", "Incident", "Incident", "Incidents", "incidents", "triangle-alert", Incident,
             (RestorativeTalk, PhysicalIntervention, AdultStatement),
             roles=(("involved", "Involved"), ("affected", "Affected"), ("saw", "Saw it")), writers=RECORDERS),
        Kind("parent_contact", "Parent contact", "Contact", "Contacts", "parent_contacts", "phone", ParentContact,
             reach="caseload", sees_pupil=False),
        Kind("session", "1:1 session", "1:1", "1:1 sessions", "sessions", "messages-square", Session, (Rating,),
             one_pupil=True),
        Kind("group_session", "Group session", "Group", "Group sessions", "group_sessions", "users-round", GroupSession,
             roles=(("in", "In"), ("late", "Late"), ("absent", "Absent")), from_pupil=False,
             shared_note=True),
        Kind("concern", "Concern", "Concern", "Concerns", "concerns", "shield-alert", Concern, (ConcernMark,),
             sees_pupil=False, charted=False, writers=STAFF, tier=SAFEGUARDING),
        Kind("review", "Review", "Review", "Reviews", "reviews", "clipboard-check", Review, (ReviewScore,),
             reach="caseload", sees_pupil=False, one_pupil=True, minor=True, charted=False, from_pupil=False),
        Kind("signposting", "Signposting or referral", "Refer", "Signposting and referrals", "signpostings", "signpost",
             Signposting, reach="caseload", sees_pupil=False, one_pupil=True, minor=True, charted=False),
        Kind("praise", "Praise", "Praise", "Praise", "praise", "star", minor=True, writers=RECORDERS),
        Kind("life_event", "Life event", "Life event", "Life events", "life_events", "calendar-heart", reach="caseload",
             sees_pupil=False, one_pupil=True, minor=True, charted=False),
        Kind("note", "Note", "Note", "Notes", "notes", "notebook-pen", sees_pupil=False, minor=True, charted=False),
    )
}  # fmt: skip


def kind_named(name: str) -> Kind:
    """The kind, or KeyError."""
    return KINDS[name]

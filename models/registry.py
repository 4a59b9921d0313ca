"""The kinds of record. Menu, timeline, filters, versions and demo loop over this; a new kind is a line here."""

from dataclasses import dataclass
from typing import Any

from models.kinds import AdultStatement, Incident, ParentContact, PhysicalIntervention, RestorativeTalk


@dataclass(frozen=True)
class Kind:
    """`room` is the blueprint, folder and URL; `reach` says which pupils a mentor may record it for (school, caseload).

    `roles` are the parts that a pupil can have in it (code, word), the usual one first; most kinds know none.
    """

    name: str
    word: str
    plural: str
    room: str
    icon: str
    detail: Any
    parts: tuple[Any, ...]
    reach: str
    sees_pupil: bool
    roles: tuple[tuple[str, str], ...] = ()

    @property
    def path(self) -> str:
        return self.room.replace("_", "-")


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("incident", "Incident", "Incidents", "incidents", "triangle-alert", Incident,
             (RestorativeTalk, PhysicalIntervention, AdultStatement), "school", True,
             (("involved", "Involved"), ("affected", "Affected"), ("saw", "Saw it"))),
        Kind("parent_contact", "Parent contact", "Contacts", "parent_contacts", "phone", ParentContact,
             (), "caseload", False),
    )
}  # fmt: skip


def kind_named(name: str) -> Kind:
    """The kind, or KeyError."""
    return KINDS[name]

"""The tables, their indexes, and who may see their rows. No verbs."""

from models.base import Base, MomentField
from models.imports import ImportBatch, ImportMapping
from models.kinds import AdultStatement, Incident, ParentContact, PhysicalIntervention, RestorativeTalk
from models.pupils import Caseload, FamilyContact, Pupil, SchoolClass
from models.records import Choice, Participation, Record, RecordVersion
from models.registry import KINDS, Kind, kind_named
from models.school import BellTime, Login, Member, Membership, Option, School, Throttle, User
from models.working import AuditEvent, Draft, Todo

TABLES: list[type[Base]] = [
    School, BellTime, User, Membership, Login, Throttle, Option,
    SchoolClass, Pupil, FamilyContact, Caseload,
    Record, Participation, Choice, RecordVersion,
    Incident, RestorativeTalk, PhysicalIntervention, AdultStatement, ParentContact,
    Todo, Draft, AuditEvent, ImportBatch, ImportMapping,
]  # fmt: skip

__all__ = [
    "KINDS", "TABLES", "AdultStatement", "AuditEvent", "Base", "BellTime", "Caseload", "Choice", "Draft",
    "FamilyContact", "ImportBatch", "ImportMapping", "Incident", "Kind", "Login", "Member", "Membership",
    "MomentField", "Option", "ParentContact", "Participation", "PhysicalIntervention", "Pupil", "Record",
    "RecordVersion", "RestorativeTalk", "School", "SchoolClass", "Throttle", "Todo", "User", "kind_named",
]  # fmt: skip

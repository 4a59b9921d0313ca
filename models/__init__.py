"""The tables, their indexes, and who may see their rows. No verbs."""

from models.access import KnownDevice, LinkRequest, OneTimeLink
from models.base import Base, MomentField
from models.concerns import Concern, ConcernAddition, ConcernMark, Handling, Unsent
from models.entry_checks import EntryCheck, EntryItem, EntryMark
from models.imports import ImportBatch, ImportMapping
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
)
from models.mail import Mail
from models.nominations import Nomination, NominationChoice, NominationDecision
from models.outbox import Arrival, Backup
from models.plans import OtherPlan, Plan, PlanChoice, PlanCycle, PlanVersion, SignOff, Target, TargetChoice
from models.programmes import Programme, ProgrammeMember
from models.pupils import Caseload, ClassStaff, FamilyContact, Pupil, SchoolClass
from models.reach import BreakGlass, Relationship
from models.records import Choice, Mention, Participation, Record, RecordReader, RecordVersion
from models.registry import KINDS, Kind, kind_named
from models.school import BellTime, Login, Member, Membership, Option, School, Throttle, User
from models.second_factors import (
    AccountNotice,
    CodeApp,
    Identity,
    KeyChallenge,
    RecoveryCode,
    SecondStep,
    SecurityKey,
    SignOnAttempt,
)
from models.timetable import Slot, TermDate
from models.tracking import Baseline, FigureVersion, WeekFigure
from models.working import AuditEvent, Draft, Move, Notice, Todo

TABLES: list[type[Base]] = [
    School, BellTime, User, Membership, Login, Throttle, Option,
    SchoolClass, Pupil, FamilyContact, Caseload, ClassStaff, Relationship, BreakGlass,
    Programme, ProgrammeMember, Slot, TermDate,
    Record, RecordReader, Participation, Choice, Mention, RecordVersion,
    Incident, RestorativeTalk, PhysicalIntervention, AdultStatement, ParentContact,
    Session, GroupSession,
    Todo, Draft, Notice, Move, AuditEvent, ImportBatch, ImportMapping,
    Mail, OneTimeLink, LinkRequest, KnownDevice,
    CodeApp, SecurityKey, KeyChallenge, RecoveryCode, SecondStep, Identity, SignOnAttempt, AccountNotice,
    Concern, ConcernMark, ConcernAddition, Handling, Unsent,
    Arrival, Backup,
    Plan, PlanChoice, Target, TargetChoice, PlanVersion, OtherPlan, Rating, Review, ReviewScore, PlanCycle, SignOff,
    Nomination, NominationChoice, NominationDecision, EntryCheck, EntryItem, EntryMark,
    WeekFigure, FigureVersion, Baseline,
]  # fmt: skip

__all__ = [
    "KINDS", "TABLES", "AccountNotice", "AdultStatement", "Arrival", "AuditEvent", "Backup", "Base", "Baseline",
    "BellTime", "BreakGlass", "Caseload", "Choice", "ClassStaff", "CodeApp", "Concern", "ConcernAddition",
    "ConcernMark", "Draft", "EntryCheck", "EntryItem", "EntryMark", "FamilyContact",
    "FigureVersion", "GroupSession", "Handling", "Identity", "ImportBatch",
    "ImportMapping", "Incident", "KeyChallenge", "Kind", "KnownDevice", "LinkRequest", "Login", "Mail", "Member",
    "Membership", "Mention", "MomentField", "Move", "Nomination", "NominationChoice", "NominationDecision", "Notice",
    "OneTimeLink", "Option", "OtherPlan", "ParentContact",
    "Participation", "PhysicalIntervention", "Plan", "PlanChoice", "PlanCycle", "PlanVersion", "Programme",
    "ProgrammeMember", "Pupil", "Rating", "Record", "RecordReader", "RecordVersion", "RecoveryCode", "Relationship",
    "RestorativeTalk", "Review", "ReviewScore", "School", "SchoolClass", "SecondStep", "SecurityKey", "Session",
    "SignOff", "SignOnAttempt", "Slot", "Target", "TargetChoice", "TermDate", "Throttle", "Todo", "Unsent", "User",
    "WeekFigure", "kind_named",
]  # fmt: skip

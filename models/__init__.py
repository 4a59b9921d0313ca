"""The tables, their indexes, and who may see their rows. No verbs."""

from models.access import KnownDevice, LinkRequest, OneTimeLink
from models.agencies import Agency
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
    ReferralStatus,
    RestorativeTalk,
    Review,
    ReviewScore,
    Session,
    Signposting,
)
from models.mail import Mail
from models.nominations import Nomination, NominationChoice, NominationDecision
from models.outbox import Arrival, Backup
from models.own_screens import OwnScreen
from models.plans import OtherPlan, Plan, PlanChoice, PlanCycle, PlanVersion, SignOff, Target, TargetChoice
from models.post16 import Post16, Post16Choice
from models.programmes import Programme, ProgrammeConsent, ProgrammeMember, ProgrammeRating
from models.pupils import Caseload, ClassStaff, FamilyContact, Pupil, SchoolClass
from models.reach import BreakGlass, Relationship
from models.records import Choice, Mention, Participation, Record, RecordReader, RecordVersion
from models.registry import KINDS, Kind, kind_named
from models.reminders import CalendarFeed, Digest
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
from models.signals import SignalLine, SignalRest
from models.supervision import Guiding, SupervisionChoice, SupervisionNote, Training
from models.timetable import Slot, TermDate
from models.tracking import Baseline, FigureVersion, WeekFigure
from models.what_works import WhatWorks, WhatWorksVersion
from models.working import AuditEvent, Draft, Move, Notice, Todo

TABLES: list[type[Base]] = [
    School, BellTime, User, Membership, Login, Throttle, Option,
    SchoolClass, Pupil, FamilyContact, Caseload, ClassStaff, Relationship, BreakGlass,
    Programme, ProgrammeMember, ProgrammeRating, ProgrammeConsent, Slot, TermDate, Agency,
    Record, RecordReader, Participation, Choice, Mention, RecordVersion,
    Incident, RestorativeTalk, PhysicalIntervention, AdultStatement, ParentContact,
    Session, OwnScreen, GroupSession, Signposting, ReferralStatus,
    Todo, CalendarFeed, Digest, Draft, Notice, Move, AuditEvent, ImportBatch, ImportMapping,
    Guiding, SupervisionNote, SupervisionChoice, Training,
    Mail, OneTimeLink, LinkRequest, KnownDevice,
    CodeApp, SecurityKey, KeyChallenge, RecoveryCode, SecondStep, Identity, SignOnAttempt, AccountNotice,
    Concern, ConcernMark, ConcernAddition, Handling, Unsent,
    Arrival, Backup,
    Plan, PlanChoice, Target, TargetChoice, PlanVersion, OtherPlan, Rating, Review, ReviewScore, PlanCycle, SignOff,
    Nomination, NominationChoice, NominationDecision, EntryCheck, EntryItem, EntryMark,
    WhatWorks, WhatWorksVersion, WeekFigure, FigureVersion, Baseline, SignalLine, SignalRest, Post16, Post16Choice,
]  # fmt: skip

__all__ = [
    "AccountNotice", "AdultStatement", "Agency", "Arrival", "AuditEvent", "Backup", "Base", "Baseline", "BellTime",
    "BreakGlass", "CalendarFeed", "Caseload", "Choice", "ClassStaff", "CodeApp", "Concern", "ConcernAddition",
    "ConcernMark", "Digest", "Draft", "EntryCheck", "EntryItem", "EntryMark", "FamilyContact", "FigureVersion",
    "GroupSession", "Guiding", "Handling", "Identity", "ImportBatch", "ImportMapping", "Incident", "KINDS",
    "KeyChallenge", "Kind", "KnownDevice", "LinkRequest", "Login", "Mail", "Member", "Membership", "Mention",
    "MomentField", "Move",
    "Nomination", "NominationChoice", "NominationDecision", "Notice", "OneTimeLink", "Option", "OtherPlan", "OwnScreen",
    "ParentContact", "Participation", "PhysicalIntervention", "Plan", "PlanChoice", "PlanCycle", "PlanVersion",
    "Post16", "Post16Choice", "Programme", "ProgrammeConsent", "ProgrammeMember", "ProgrammeRating", "Pupil", "Rating",
    "Record", "RecordReader", "RecordVersion", "RecoveryCode", "ReferralStatus", "Relationship", "RestorativeTalk",
    "Review", "ReviewScore", "School", "SchoolClass", "SecondStep", "SecurityKey", "Session", "SignOff",
    "SignOnAttempt", "SignalLine", "SignalRest", "Signposting", "Slot", "SupervisionChoice", "SupervisionNote",
    "TABLES", "Target", "TargetChoice", "TermDate", "Throttle", "Todo", "Training", "Unsent", "User", "WeekFigure",
    "WhatWorks", "WhatWorksVersion", "kind_named",
]  # fmt: skip

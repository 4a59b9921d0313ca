"""Records restricted to named readers by a DSL or head."""

from database import write
from mentoring import audit, clock, notices, signing_in
from models import Member, Record, RecordReader
from models.records import RESTRICTED, SUPPORT


def named(record: Record) -> set[int]:
    """Ids of the people named as readers now."""
    rows = RecordReader.select().where((RecordReader.record == record) & RecordReader.ended_at.is_null())
    return {row.user_id for row in rows}


def restrict(member: Member, record: Record, readers: set[int]) -> None:
    """From now on only the DSLs and the people with the ids `readers` know that there is such a record. Where that
    shuts out who wrote it, a head is told that it was done, and not of what."""
    author = signing_in.member_at(record.author, member.school)
    with write(of=f"record {record.id}"):
        before = _reads(author, record)
        open_one = (Record.id == record.id) & (Record.tier == SUPPORT)
        Record.update(tier=RESTRICTED).where(open_one).execute()
        _name(member, record, readers)
        who = " ".join(str(one) for one in sorted(readers))
        audit.note(member, "record.restrict", record, detail=f"readers {who or 'none'}")
        if before and not _reads(author, record):
            words = f"{member.user.name} restricted a record so that who wrote it cannot read it."
            notices.tell(member.school, ("dsl",) if member.has("head") else ("head",), words, but=member.user)


def lift(member: Member, record: Record) -> None:
    """Open a restricted record again to all who support its pupils."""
    with write(of=f"record {record.id}"):
        still = (Record.id == record.id) & (Record.tier == RESTRICTED)
        if Record.update(tier=SUPPORT).where(still).execute():
            _name(member, record, set())
            audit.note(member, "record.unrestrict", record)


def _reads(member: Member, record: Record) -> bool:
    return Record.visible_to(member).where(Record.id == record.id).exists()


def _name(member: Member, record: Record, readers: set[int]) -> None:
    before, moment = named(record), clock.now()
    gone = (RecordReader.record == record) & RecordReader.user.in_(before - readers) & RecordReader.ended_at.is_null()
    RecordReader.update(ended_at=moment).where(gone).execute()
    for user in sorted(readers - before):
        RecordReader.create(record=record, user=user, named_by=member.user, created_at=moment)

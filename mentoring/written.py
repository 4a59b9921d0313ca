"""What somebody wrote themselves, for those who have no timelines to read it on. Concerns stand apart."""

from mentoring import lines
from mentoring.lines import Line
from models import Member, Record, User
from models.records import SEALED, WITHDRAWN


def lately(member: Member, limit: int) -> list[Line]:
    """The member's own newest records, as far as they may still read them."""
    rows = Record.visible_to(member).select(Record, User).join(User, on=(Record.author == User.id))
    mine = rows.where(Record.tier.not_in(SEALED) & (Record.author == member.user) & (Record.state != WITHDRAWN))
    return lines.dress(member, list(mine.order_by(Record.id.desc()).limit(limit)))

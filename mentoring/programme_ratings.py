"""What those in a programme gave its question at the start and at the end: compared, never explained (0019)."""

from dataclasses import dataclass

from database import write
from mentoring import audit, clock, statements
from mentoring.programmes import Seat
from models import Member, Programme, ProgrammeRating, Pupil
from models.programmes import END, START

MOMENTS = {START: "at the start", END: "at the end"}


@dataclass(frozen=True)
class Rated:
    """A pupil's two ratings, from 0 to 10; None where there is none."""

    seat: Seat
    start: int | None
    end: int | None

    @property
    def said(self) -> str:
        """How far the second is from the first: 3 up, 1 down, the same; nothing while one is missing."""
        if self.start is None or self.end is None:
            return ""
        far = self.end - self.start
        return f"{abs(far)} {'up' if far > 0 else 'down'}" if far else "the same"


def of(member: Member, programme: Programme, seats: list[Seat]) -> list[Rated]:
    """The ratings of those seated, in their order; nobody's to whom the member declared a relationship."""
    now = _newest(programme)
    return [
        Rated(seat, now.get((seat.pupil.id, START)), now.get((seat.pupil.id, END)))
        for seat in seats if seat.pupil.id not in member.related
    ]  # fmt: skip


def save(member: Member, programme: Programme, moment: str, pupils: list[Pupil], given: dict[int, int]) -> int:
    """Save what the pupils give at START or END, by pupil's id: who is not in `given` gives none. How many changed."""
    with write():
        now, rows = _newest(programme), []
        for pupil in pupils:
            value = given.get(pupil.id)
            if value != now.get((pupil.id, moment)):
                rows.append(ProgrammeRating.create(
                    school=member.school, programme=programme, pupil=pupil, moment=moment, value=value,
                    author=member.user, at=clock.now(),
                ))  # fmt: skip
        hashes = statements.digests(ProgrammeRating, [row.id for row in rows])
        for row in rows:
            audit.note(member, "programme.rate", row, digest=hashes[row.id])
    return len(rows)


def _newest(programme: Programme) -> dict[tuple[int, str], int | None]:
    rows = ProgrammeRating.select().where(ProgrammeRating.programme == programme).order_by(ProgrammeRating.id)
    return {(row.pupil_id, row.moment): row.value for row in rows}

"""How many pupils a mentor can carry: the school's own figures, and how the caseloads stand against them."""

from dataclasses import dataclass
from datetime import date

from database import write
from mentoring import assigning, audit, caseload, clock
from models import Caseload, Member, School, User

MOST_OF_ALL = 60


@dataclass(frozen=True)
class Load:
    """A mentor's pupils now, beside what the school aims for and the most that it gives (product.md, "The people": 12
    to 14)."""

    mentor: User
    pupils: int
    aim: int
    most: int

    @property
    def over(self) -> int:
        return max(0, self.pupils - self.most)

    @property
    def room(self) -> int:
        return max(0, self.most - self.pupils)

    @property
    def words(self) -> str:
        """How it stands: room for 3; full; 1 over."""
        return f"{self.over} over" if self.over else f"room for {self.room}" if self.room else "full"


def balance(member: Member) -> list[Load]:
    """Every mentor's load, by name: in no order of size, for nobody is ranked."""
    counted, school = assigning.counts(member), School.get_by_id(member.school.id)
    return [Load(one, counted[one.id], school.caseload_aim, school.caseload_most) for one in caseload.mentors(member)]


def warning(member: Member, mentor: User, day: date) -> str:
    """What is said where a mentor has, today or on a day to come, more pupils than the school gives; else nothing."""
    on = max(day, clock.today(member.school.zone))
    mine = (Caseload.school == member.school) & (Caseload.mentor == mentor) & Caseload.there_on(on)
    count = Caseload.select(Caseload.pupil).where(mine).distinct().count()
    most = School.get_by_id(member.school.id).caseload_most
    if count <= most:
        return ""
    return f"That makes {count} pupils for {mentor.name}: {count - most} more than your school’s {most}."


def choose(member: Member, aim: int, most: int) -> None:
    """Set how many pupils a mentor is to have, and the most."""
    with write():
        School.update(caseload_aim=aim, caseload_most=most).where(School.id == member.school.id).execute()
        audit.note(member, "school.capacity", member.school, detail=f"{aim} to {most}")

"""Changing what a school says of itself."""

from datetime import date

from database import write
from mentoring import audit, schools
from models import Member, School


def change(member: Member, name: str, bells: list[tuple[str, str, str]], half_term_on: date | None) -> None:
    """Give the school its name, its bell times (name, HH:MM, HH:MM) and the day on which half-term begins."""
    with write():
        School.update(name=name, half_term_on=half_term_on).where(School.id == member.school.id).execute()
        schools.set_bells(member.school, bells)
        audit.note(member, "school.change", member.school)

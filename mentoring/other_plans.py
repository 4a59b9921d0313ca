"""The plans that others keep for a pupil (EHCP, PEP …): registered, so that nothing contradicts them."""

from typing import Any

from database import write
from mentoring import audit, clock, statements
from mentoring.plans import Changed
from models import Member, OtherPlan, Pupil


def register(member: Member, pupil: Pupil, facts: dict[str, Any]) -> OtherPlan:
    """Register a plan that others keep for the pupil."""
    with write():
        row = OtherPlan.create(school=member.school, pupil=pupil, created_at=clock.now(), **facts)
        audit.note(member, "other_plan.register", row, digest=statements.digest(row))
    return row


def register_anew(member: Member, row: OtherPlan, facts: dict[str, Any], version: int) -> None:
    """Change what is registered of another plan. Raises Changed when somebody else saved since."""
    with write(of=f"other plan {row.id}"):
        if OtherPlan.get_by_id(row.id).version != version:
            raise Changed("Somebody else changed it while you were writing. Look at both before you save yours.")
        OtherPlan.update(**facts, version=version + 1).where(OtherPlan.id == row.id).execute()
        audit.note(member, "other_plan.change", row, version=version + 1, digest=statements.digest(row))

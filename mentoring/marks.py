"""The marks given in sessions, attendance that means the pupil was not there, and how plans are measured."""

FEELINGS = ((1, "Awful"), (2, "Low"), (3, "Okay"), (4, "Good"), (5, "Great"))
ENGAGEMENT = ((1, "Hardly"), (2, "A little"), (3, "Partly"), (4, "Mostly"), (5, "Fully"))
NOT_THERE = frozenset({"absent", "declined", "cancelled"})
NAMES = {"feeling_in": "feeling coming in", "feeling_out": "feeling going out", "engagement": "engagement"}

STAGES = (("assess", "Assess"), ("plan", "Plan"), ("do", "Do"), ("review", "Review"))
MEASURES = (("rating", "0–10 rating"), ("count", "Count a week"), ("percentage", "Percentage"), ("level", "Level"))
HIGHEST = {"rating": 10, "count": 999, "percentage": 100, "level": 99}
# Against the aim as in goal attainment scaling (Kiresuk and Sherman 1968): 0 is what was hoped for.
AGAINST = ((-2, "Much less than hoped"), (-1, "Less than hoped"), (0, "As hoped"), (1, "More than hoped"),
           (2, "Much more than hoped"))  # fmt: skip
POST16 = (
    ("thinking", "Thinking about it"),
    ("applied", "Applied"),
    ("offered", "Offered a place"),
    ("enrolled", "Enrolled"),
)
TARGET_STATES = (("open", "Still going"), ("met", "Met"), ("stopped", "Stopped"))


def amount(measure: str, value: int) -> str:
    """A value of a target as it is said: 6 of 10, 3 a week, 94 %, level 2."""
    said = {"rating": f"{value} of 10", "count": f"{value} a week", "percentage": f"{value} %"}
    return said.get(measure, f"level {value}")


def stands(measure: str, baseline: int | None, aim: int | None) -> str:
    """Where a target began and shall get to: baseline 3 of 10 · aim 8 of 10. What is not known is left out."""
    pairs = (("baseline", baseline), ("aim", aim))
    return " · ".join(f"{word} {amount(measure, value)}" for word, value in pairs if value is not None)


def since(value: int, baseline: int | None) -> str:
    """How far a value is from the baseline, as what follows it: ", 3 up since baseline"."""
    if baseline is None:
        return ""
    far = value - baseline
    return f", {abs(far)} {'up' if far > 0 else 'down'} since baseline" if far else ", as at baseline"

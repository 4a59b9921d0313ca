"""The rules of signals: what each looks at, where its line comes from, and where the school draws it."""

from dataclasses import dataclass

from database import write
from mentoring import audit
from models import Member, School, SignalLine
from models.ready import given, ready_for_all


@dataclass(frozen=True)
class Rule:
    """A rule. `line` is where it comes, from `low` to `high`, in `unit`; None: it has none. `span` likewise are the
    days within which is counted. `asks` is what the school is asked, `why` the source or the reason."""

    name: str
    word: str
    asks: str
    why: str
    line: int | None = None
    low: int = 0
    high: int = 0
    unit: str = ""
    span: int | None = None
    least_span: int = 5
    most_span: int = 60


@dataclass(frozen=True)
class Setting:
    """A rule as a school has it."""

    rule: Rule
    is_on: bool
    line: int
    span: int

    @property
    def said(self) -> str:
        """As one reads it: off, or on with its numbers."""
        if not self.is_on:
            return "off"
        if self.rule.line is None:
            return "on"
        within = f" in {self.span} days" if self.rule.span else ""
        return f"on, {self.line} {self.rule.unit}{within}" if self.rule.unit else f"on, {self.line}{within}"


class Changed(Exception):
    """Somebody else changed a rule since it was shown; the message says which, and how it is now."""

    def __init__(self, name: str, now: Setting):
        self.name = name
        super().__init__(f"Somebody else changed this while you looked: it is {now.said} now.")


_ALL = (
    Rule("attendance", "Attendance", "Attendance is under",
         "Ten sessions missed in a hundred is what the Department for Education calls persistent absence (Working "
         "together to improve school attendance, August 2024). Counted over the last four weeks that have figures in "
         "Weekly tracking, two at least, so that one day of a cold is no signal.", 90, 50, 100, "%"),
    Rule("fall", "Attendance has fallen", "Attendance has fallen from the pupil’s own baseline by",
         "Five points are half a day a fortnight, or two weeks and a half of a school year: a change that one sees "
         "before attendance is low. The same four weeks are compared with the baseline in Weekly tracking.",
         5, 1, 50, "points"),
    Rule("incidents", "Incidents", "Incidents, at least",
         "Three in a fortnight are more than a bad day, and soon enough to change something. Those that the pupil only "
         "saw are left out. The school’s own line: a school with few incidents draws it lower.", 3, 1, 30, "", 14),
    Rule("contact", "Contact with the family", "Nobody has reached the family for",
         "Families hear from school twice in a half-term where four weeks are the longest silence. An unanswered call "
         "or a message left is no contact. Weeks of holidays do not count.", 4, 1, 26, "school weeks"),
    Rule("seen", "Not seen", "Nobody has recorded being with the pupil for",
         "Two weeks of school: a weekly 1:1 that was missed once is no signal, twice is. Holidays do not count, by "
         "the school’s own term dates.", 10, 1, 60, "school days"),
    Rule("review", "Review overdue", "The day of a plan’s review has gone by",
         "A plan is reviewed on its day, six school weeks on (SEND Code of Practice 2015, 6.53 to 6.56: support is "
         "reviewed by the agreed date)."),
    Rule("neet", "After Year 11", "In Years 9 to 11: nothing applied for yet, and things that make it harder, at least",
         "What lists of the risk of not being in education, employment or training (NEET) name, as local authorities "
         "draw them up (Education and Skills Act 2008, s. 68), without their weights, which would be a score. Two, so "
         "that nobody is a signal for having needs or being looked after alone.", 2, 1, 10),
)  # fmt: skip
RULES: dict[str, Rule] = {one.name: one for one in _ALL}
ABOUT_RECORDS = ("incidents", "contact", "seen")  # what they find differs with what the reader may read


def settings(school: School) -> dict[str, Setting]:
    """Every rule as the school has it, by name, in the order of RULES: one query."""
    rows = {row.rule: row for row in _lines(school=school.id)}
    return {name: _setting(rule, rows.get(name)) for name, rule in RULES.items()}


@ready_for_all
def _lines():
    return SignalLine.select().where(SignalLine.school == given("school"))


def _setting(rule: Rule, row: SignalLine | None) -> Setting:
    line = row.line if row and row.line is not None else rule.line or 0
    span = row.span if row and row.span is not None else rule.span or 0
    return Setting(rule, row.is_on if row else True, line, span)


def change(member: Member, wanted: list[Setting], seen: dict[str, str]) -> int:
    """Draw the school's lines anew; how many rules changed. `seen` is how each rule was said when it was shown.

    Raises Changed where somebody else changed one since that is to be changed here too.
    """
    done = 0
    with write(of=f"signals {member.school.id}"):
        now = settings(member.school)
        for one in wanted:
            name, there = one.rule.name, now[one.rule.name]
            if one == there or one.said == seen.get(name):
                continue
            if seen.get(name) != there.said:
                raise Changed(name, there)
            row, _ = SignalLine.get_or_create(school=member.school, rule=name)
            row.is_on, row.line, row.span = one.is_on, one.line, one.span
            row.save()
            audit.note(member, "signal_line.change", row, detail=f"{one.rule.word}: {one.said}")
            done += 1
    return done

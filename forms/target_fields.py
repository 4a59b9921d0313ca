"""Fields for the targets of a plan: marks in a session, scores at a review. Which targets are offered is handed in."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from wtforms import Field, ValidationError

AGAINST = ("-2", "-1", "0", "1", "2")
RATINGS = tuple(str(number) for number in range(11))


class RatingsField(Field):
    """Marks from 0 to 10 of targets: `rating-<target's id>` each. `targets` are those offered (id, title); `own` the
    marks that the pupil gave on their own screen, which the form shows and never changes."""

    targets: tuple[tuple[int, str], ...] = ()
    own: Mapping[int, int] = MappingProxyType({})
    looked_at = False  # whether marks of targets that are not offered are to be said: nobody took them off on purpose

    def process(self, formdata, data=None, extra_filters=None):
        self.process_errors = []
        self.raw_data = None
        if not formdata:
            self.data = data or {}
            return
        sent = {key[7:]: formdata[key] for key in formdata if key.startswith("rating-")}
        self.data = {
            int(key): int(value) for key, value in sent.items()
            if key.isascii() and key.isdecimal() and len(key) < 10 and value in RATINGS
        }  # fmt: skip

    def pre_validate(self, form):
        if self.left and form.was_there:
            raise ValidationError("A target that was rated cannot be rated now: see which marks are to stay.")

    @property
    def left(self) -> list[int]:
        """The marks of targets that are not offered, where they are to be said."""
        offered = {number for number, _ in self.targets}
        return [value for number, value in self.data.items() if self.looked_at and number not in offered]

    def given(self) -> dict[int, int]:
        """The marks of targets that are offered, in their order, but for those that the pupil gave."""
        asked = [number for number, _ in self.targets if number not in self.own]
        return {number: self.data[number] for number in asked if number in self.data}

    def said(self, asked: "RatingsField") -> str:
        """The marks as a clash of two shows them, a line each; `asked` knows the targets."""
        return "\n".join(
            f"{title}: {self.data[number]} of 10" for number, title in asked.targets if number in self.data
        )


@dataclass(frozen=True)
class Scored:
    """A target that a review scores: its measure, and the most that can be given."""

    number: int
    title: str
    measure: str
    most: int
    stands: str = ""


class ScoresField(Field):
    """Where targets stand at a review: `score-<id>` in the target's measure, `against-<id>` the aim from −2 to +2.
    Both are kept as typed. `targets` are those offered; `left` those that were scored and cannot be scored now."""

    targets: tuple[Scored, ...] = ()
    left: tuple[Scored, ...] = ()

    def process(self, formdata, data=None, extra_filters=None):
        self.process_errors = []
        self.raw_data = None
        self.data = data or {}
        if formdata:
            sent = [(key, formdata[key].strip()[:10]) for key in formdata if key.startswith(("score-", "against-"))]
            self.data = {key: text for key, text in sent if text}

    @property
    def sent(self) -> list[int]:
        """The targets that were scored, offered or not."""
        numbers = {key.partition("-")[2] for key in self.data}
        return sorted(int(one) for one in numbers if one.isascii() and one.isdecimal() and len(one) < 10)

    def pre_validate(self, form):
        if self.left:
            raise ValidationError("A target that was scored cannot be scored now: see which scores are to stay.")
        wrong = [
            f"{one.title}: give a whole number from 0 to {one.most}." for one in self.targets if not self._fits(one)
        ]
        if wrong:
            raise ValidationError(" ".join(wrong))

    def given(self) -> list[dict[str, Any]]:
        """A row for each target that is offered and scored."""
        rows = [{"target": one.number, "value": self.value(one), "against": self.against(one)} for one in self.targets]
        return [row for row in rows if row["value"] is not None or row["against"] is not None]

    def value(self, one: Scored) -> int | None:
        text = self.data.get(f"score-{one.number}", "")
        return int(text) if text and self._fits(one) else None

    def against(self, one: Scored) -> int | None:
        text = self.data.get(f"against-{one.number}", "")
        return int(text) if text in AGAINST else None

    def said(self, asked: "ScoresField") -> str:
        """The scores as a clash of two shows them, a line each; `asked` knows the targets."""
        scored = [one for one in asked.targets if one.number in self.sent]
        return "\n".join(f"{one.title}: {self.words(one)}" for one in scored)

    def words(self, one: Scored) -> str:
        """What was given for a target, as it was typed: 6 (-1)."""
        value, against = (self.data.get(f"{name}-{one.number}") or "–" for name in ("score", "against"))
        return f"{value} ({against})"

    def _fits(self, one: Scored) -> bool:
        text = self.data.get(f"score-{one.number}", "")
        return not text or (text.isascii() and text.isdecimal() and int(text) <= one.most)

"""The promises as rows: as text, as JSON beside the last full run of each, and into docs/reliability.md."""

import json
import time
from dataclasses import asdict, dataclass, field

from bench.report import aligned
from faults.server import HERE, KEPT

DOCS = HERE / "docs" / "reliability.md"
BEGIN, END = "<!-- figures: make test-faults WRITE=1 -->", "<!-- end of figures -->"


@dataclass(frozen=True)
class Row:
    """One promise as it was tried: counts by name, sentences of what did not hold, how long the try took."""

    promise: str
    says: str
    injected: str
    numbers: dict[str, float]
    faults: list[str]
    seconds: int
    day: str = field(default_factory=lambda: time.strftime("%-d %B %Y"))

    @property
    def held(self) -> bool:
        return not self.faults

    @property
    def counts(self) -> str:
        return " · ".join(f"{_short(count)} {name}" for name, count in self.numbers.items())


def _short(count: float) -> str:
    return f"{count:,}" if isinstance(count, int) else f"{count:,.1f}"


def words(row: Row) -> str:
    """One promise's outcome, each fault on a line."""
    return "\n".join([f"  {row.says}: {row.counts}", *(f"  NOT HELD: {fault}" for fault in row.faults)])


def text(rows: list[Row]) -> str:
    """The table as it is printed."""
    head = ["", "held", "seconds", "acknowledged", "lost", "doubled", "half-saved", "what was tried"]
    return aligned(head, [
        [row.promise, "yes" if row.held else "NO", str(row.seconds),
         *(_short(row.numbers[name]) if name in row.numbers else "" for name in head[3:7]), row.injected]
        for row in rows
    ])  # fmt: skip


def keep(row: Row) -> None:
    """A promise's last full run, as JSON."""
    KEPT.mkdir(parents=True, exist_ok=True)
    (KEPT / f"{row.promise}.json").write_text(json.dumps(asdict(row), indent=1))


def kept() -> list[Row]:
    """The last full run of each promise, in their order."""
    rows = [Row(**json.loads(path.read_text())) for path in KEPT.glob("R*.json")]
    return sorted(rows, key=lambda row: int(row.promise[1:]))


def write_docs() -> None:
    """Put the table of the last full runs between the markers of docs/reliability.md."""
    before, _, rest = DOCS.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    lines = ["| | injected | numbers | held | took | command |", "| --- | --- | --- | --- | ---: | --- |"]
    for row in kept():
        held = "yes" if row.held else f"**no**: {' '.join(row.faults)}"
        command = f'`make test-faults ARGS="{row.promise}"`, {row.day}'
        lines.append(f"| {row.promise} | {row.injected} | {row.counts} | {held} | {row.seconds} s | {command} |")
    DOCS.write_text(f"{before}{BEGIN}\n\n" + "\n".join(lines) + f"\n\n{END}{after}")

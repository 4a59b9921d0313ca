"""The figures as lines: name, value, aim, met or missed; as a table, as JSON, and into docs/performance.md."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.speed import MANY, Speed

DOCS = Path(__file__).parent.parent / "docs" / "performance.md"
BEGIN, END = "<!-- figures: make bench WRITE=1 -->", "<!-- end of figures -->"
ALONE_AIMS = {"save": 6.0, "timeline": 8.0}
SAVE_TOGETHER_MS, GROWTH = 60.0, 1.1


@dataclass(frozen=True)
class Line:
    """One figure. `aim` is the most it may be, in the same unit; None where there is none."""

    name: str
    value: float
    unit: str
    aim: float | None = None
    more: str = ""

    @property
    def verdict(self) -> str:
        if self.aim is None:
            return ""
        return "met" if round(self.value, 2) <= self.aim else "missed"

    def cells(self) -> list[str]:
        aim = "" if self.aim is None else f"≤ {self.aim:g}"
        return [self.name, f"{_short(self.value)} {self.unit}".strip(), aim, self.verdict, self.more]


HEAD = ["", "figure", "aim", "", ""]
SPEED_HEAD = [
    "",
    "1 client: p50",
    "p95",
    "× hello",
    "aim",
    "",
    f"{MANY} clients: p50",
    "p95",
    "× hello",
    "locked",
    "aim",
    "",
]


def speed_rows(found: list[Speed]) -> dict[int, list[list[str]]]:
    """Rows of SPEED_HEAD by size: every subject's questions beside the hello of the same run. Times in ms."""
    floors = {one.size: one for one in found if one.subject == "hello"}
    rows: dict[int, list[list[str]]] = {}
    for one in found:
        floor = floors[one.size]
        alone, together = one.alone.at(0.5), one.together.at(0.5)
        ours = one.subject == "Alongside"
        aim = ALONE_AIMS.get(one.question) if ours else None
        late = SAVE_TOGETHER_MS if ours and one.question == "save" else None
        multiple = alone / floor.alone.at(0.5)
        held = one.together.at(0.95)
        rows.setdefault(one.size, []).append([
            one.subject if one.subject == one.question else f"{one.subject}: {one.question}",
            _short(alone), _short(one.alone.at(0.95)), _short(multiple), *_aimed(multiple, aim, "×"),
            _short(together), _short(held), _short(together / floor.together.at(0.5)), str(one.together.locked),
            *_aimed(held if not one.together.locked else float("inf"), late, "p95"),
        ])  # fmt: skip
    return rows


def growth_lines(subject: str, found: dict[str, float], small: int, large: int) -> list[Line]:
    """How much slower each question is at `large` than at `small`."""
    aims = {"timeline": GROWTH} if subject == "Alongside" else {}
    return [
        Line(f"{subject}: {name}, from {small:,} to {large:,}", factor, "×", aims.get(name))
        for name, factor in found.items()
    ]


def aligned(head: list[str], rows: list[list[str]]) -> str:
    """Columns wide enough for what stands in them."""
    table = [head, *rows]
    widths = [max(len(row[place]) for row in table) for place in range(len(head))]
    lines = ["  ".join(cell.ljust(width) if not place else cell.rjust(width)
                       for place, (cell, width) in enumerate(zip(row, widths, strict=True))).rstrip()
             for row in table]  # fmt: skip
    return "\n".join(lines)


def text(found: list[Speed], lines: list[Line]) -> str:
    """Everything as plain text: a table for each size, then the single figures."""
    parts = [
        f"At {size:,} records, in ms\n{aligned(SPEED_HEAD, rows)}" for size, rows in sorted(speed_rows(found).items())
    ]
    parts.append(aligned(HEAD, [line.cells() for line in lines]))
    return "\n\n".join(parts)


def keep(path: Path, found: list[Speed], lines: list[Line]) -> None:
    """The same as JSON."""
    speeds = [asdict(one) for one in found]
    path.write_text(json.dumps({"speeds": speeds, "lines": [asdict(line) for line in lines]}, indent=1))


def write_docs(found: list[Speed], lines: list[Line], made: str) -> None:
    """Put the tables between the markers of docs/performance.md. `made` says when and on what."""
    before, _, rest = DOCS.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    tables = [
        f"### At {size:,} records, in ms\n\n{_markdown(SPEED_HEAD, rows)}"
        for size, rows in sorted(speed_rows(found).items())
    ]
    single = f"### Growth, the first visit, the machine's share\n\n{_markdown(HEAD, [line.cells() for line in lines])}"
    DOCS.write_text(f"{before}{BEGIN}\n\n{made}\n\n" + "\n\n".join([*tables, single]) + f"\n\n{END}{after}")


def _aimed(value: float, aim: float | None, unit: str) -> list[str]:
    if aim is None:
        return ["", ""]
    return [f"≤ {aim:g} {unit}", "met" if round(value, 1) <= aim else "missed"]


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _markdown(head: list[str], rows: list[list[str]]) -> str:
    marks = [":---", *["---:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, marks, *rows))

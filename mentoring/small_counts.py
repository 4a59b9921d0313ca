"""Small counts hidden in tables, so that no number can tell of one child, not even by subtraction.

A count of 1 to 4 is hidden (LEAST: the least that may be told). With its rows and columns as the two sides of a graph
and its hidden numbers as the edges between them, a table whose totals are known gives a hidden number away exactly when
its edge lies on no cycle (D. Gusfield, "A graph theoretic approach to statistical data security", SIAM J. Comput. 17,
1988); so further numbers are hidden until every edge lies on one. In each row and column of a known total those hidden
sum to LEAST at least. What changes from one day to the next can still be told by who looks every day.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

LEAST = 5


@dataclass
class Table:
    """Counts by row and column name. `hidden` are (row, column) not to be told; the margins' name is TOTAL."""

    rows: list[str]
    columns: list[str]
    counts: dict[tuple[str, str], int]
    hidden: set[tuple[str, str]] = field(default_factory=set)

    def told(self, row: str, column: str) -> int | None:
        """The number, or None where it is hidden."""
        return None if (row, column) in self.hidden else self.counts[row, column]


TOTAL = "Total"


def table(rows: list[str], columns: list[str], counts: dict[tuple[str, str], int]) -> Table:
    """A table with its totals, from the counts that are there."""
    whole = {(row, column): counts.get((row, column), 0) for row in rows for column in columns}
    whole |= {(row, TOTAL): sum(whole[row, column] for column in columns) for row in rows}
    whole |= {(TOTAL, column): sum(whole[row, column] for row in rows) for column in [*columns, TOTAL]}
    return Table([*rows, TOTAL], [*columns, TOTAL], whole)


def hide(one: Table) -> Table:
    """The table with its small counts hidden, and as few others as they need.

    The totals come first and by themselves: they stand in other tables too, where the same ones must be hidden.
    """
    for line in ([(row, TOTAL) for row in one.rows], [(TOTAL, column) for column in one.columns]):
        _hide_line(one, line, line[:-1])
    inner = [(row, column) for row in one.rows[:-1] for column in one.columns[:-1]]
    one.hidden |= {cell for cell in inner if 0 < one.counts[cell] < LEAST}
    while cell := _given_away(one):
        _hide_beside(one, cell)
    return one


def _hide_line(one: Table, line: list[tuple[str, str]], cells: list[tuple[str, str]]) -> None:
    """Hide what is small in a line that ends with its sum, and the next smallest while it could be worked out."""
    one.hidden |= {cell for cell in line if 0 < one.counts[cell] < LEAST}
    hidden = [cell for cell in cells if cell in one.hidden]
    while hidden and (len(hidden) < 2 or sum(one.counts[cell] for cell in hidden) < LEAST):
        left = sorted((cell for cell in cells if cell not in one.hidden), key=lambda cell: _cost(one, {cell}))
        if not left:
            one.hidden.add(line[-1])
            return
        one.hidden.add(left[0])
        hidden.append(left[0])


def _given_away(one: Table) -> tuple[str, str] | None:
    """A hidden number that the others of its row or column give away, or bound too narrowly, and that can be helped."""
    for cell in sorted(one.hidden):
        if _beside(one, cell) and (_is_bounded(one, cell) or not _on_cycle(one, cell)):
            return cell
    return None


def _is_bounded(one: Table, cell: tuple[str, str]) -> bool:
    """Whether it stands in a row or column of a known total whose hidden numbers sum to less than LEAST."""
    row, column = cell
    lines = [[(row, other) for other in one.columns], [(other, column) for other in one.rows]]
    for line in [] if TOTAL in cell else lines:
        inner = sum(one.counts[other] for other in line[:-1] if other in one.hidden)
        if line[-1] not in one.hidden and inner < LEAST:
            return True
    return False


def _on_cycle(one: Table, cell: tuple[str, str]) -> bool:
    """Whether its row is joined to its column by other hidden numbers too."""
    start, goal = ("row", cell[0]), ("column", cell[1])
    reached, waiting = {start}, [start]
    while waiting:
        side, name = waiting.pop()
        for row, column in one.hidden - {cell}:
            here, there = (row, ("column", column)) if side == "row" else (column, ("row", row))
            if here == name and there not in reached:
                reached.add(there)
                waiting.append(there)
    return goal in reached


def _beside(one: Table, cell: tuple[str, str]) -> list[tuple[str, str]]:
    row, column = cell
    near = [(row, other) for other in one.columns[:-1]] + [(other, column) for other in one.rows[:-1]]
    return [other for other in near if other not in one.hidden]


def _hide_beside(one: Table, cell: tuple[str, str]) -> None:
    """Hide what makes the number a corner of a rectangle of hidden ones, whichever says least; else one beside it."""
    row, column = cell
    others = [(r, c) for r in one.rows for c in one.columns if r != row and c != column]
    corners = [{(row, c), (r, column), (r, c)} - one.hidden for r, c in others]
    fit = [new for new in corners if new and not any(TOTAL in other for other in new)]
    one.hidden |= min(fit or [{other} for other in _beside(one, cell)], key=lambda new: _cost(one, new))


def _cost(one: Table, cells: AbstractSet[tuple[str, str]]) -> tuple:
    """How much is lost by hiding them; an empty one last of all, for it protects nothing that people do not guess."""
    return sum(one.counts[cell] == 0 for cell in cells), sum(one.counts[cell] for cell in cells), sorted(cells)

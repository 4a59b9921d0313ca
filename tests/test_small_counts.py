"""No hidden number can be worked out from those that are told."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring.small_counts import LEAST, TOTAL, Table, hide, table


def equations(one: Table):
    """Each row and column as (cells that are added, their sum)."""
    for row in one.rows:
        yield [(row, column) for column in one.columns[:-1]], (row, TOTAL)
    for column in one.columns:
        yield [(row, column) for row in one.rows[:-1]], (TOTAL, column)


def given_away(one: Table) -> list[tuple[str, str]]:
    """The hidden numbers that somebody who can do sums knows for certain: linear algebra over the whole table."""
    hidden = sorted(one.hidden)
    rows = []
    for cells, total in equations(one):
        signs = dict.fromkeys(cells, 1) | {total: -1}
        rows.append([Fraction(signs.get(cell, 0)) for cell in hidden])
    done = 0
    for place in range(len(hidden)):
        pivot = next((n for n in range(done, len(rows)) if rows[n][place]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        rows[done] = [value / rows[done][place] for value in rows[done]]
        for n, other in enumerate(rows):
            if n != done and other[place]:
                rows[n] = [a - other[place] * b for a, b in zip(other, rows[done], strict=True)]
        done += 1
    alone = [[hidden[n] for n, value in enumerate(row) if value] for row in rows]
    return [cells[0] for cells in alone if len(cells) == 1]


@st.composite
def tables(draw):
    most = draw(st.sampled_from([3, 6, 12, 40]))
    rows = [f"row {n}" for n in range(draw(st.integers(1, 5)))]
    columns = [f"column {n}" for n in range(draw(st.integers(1, 5)))]
    numbers = st.integers(0, most)
    return table(rows, columns, {(row, column): draw(numbers) for row in rows for column in columns})


@settings(max_examples=300, deadline=None, derandomize=True)
@given(tables())
def test_no_small_count_is_told_or_can_be_worked_out(one):
    hide(one)
    small = {cell for cell, count in one.counts.items() if 0 < count < LEAST}
    assert small <= one.hidden
    assert not small & set(given_away(one))


def test_what_needs_no_hiding_is_told():
    one = hide(table(["a", "b"], ["x", "y"], {("a", "x"): 7, ("a", "y"): 0, ("b", "x"): 12, ("b", "y"): 5}))
    assert one.hidden == set() and one.told("b", TOTAL) == 17


def test_one_small_count_takes_three_others_along():
    numbers = {(row, column): 10 for row in "abc" for column in "xyz"} | {("a", "x"): 2}
    one = hide(table(list("abc"), list("xyz"), numbers))
    assert ("a", "x") in one.hidden and len(one.hidden) == 4
    assert one.told("a", TOTAL) == 22 and one.told("a", "x") is None

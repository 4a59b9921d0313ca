"""The interval for the ratio of two rates, against what can be worked out by hand and what is published."""

from math import comb, inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring import chance


@pytest.mark.parametrize("of", [1, 5, 40])
def test_none_and_all_of_them_have_their_bounds_in_closed_form(of):
    """(1 − p)ⁿ = 0.025 where none came, pⁿ = 0.025 where all did."""
    assert chance.share(0, of) == (0, pytest.approx(1 - 0.025 ** (1 / of)))
    assert chance.share(of, of) == (pytest.approx(0.025 ** (1 / of)), 1)


def test_two_of_nine_is_as_every_table_has_it():
    """Clopper and Pearson for 2 of 9 at 95 %: 0.028 to 0.600."""
    assert chance.share(2, 9) == (pytest.approx(0.0281, abs=5e-5), pytest.approx(0.6001, abs=5e-5))


@given(st.integers(0, 40), st.integers(0, 40))
def test_at_its_bounds_the_tails_are_a_fortieth_each(found, more):
    """By the definition: at the upper bound so few come one time in forty, at the lower so many."""
    of = found + more

    def tail(p, numbers):
        return sum(comb(of, one) * p**one * (1 - p) ** (of - one) for one in numbers)

    low, high = chance.share(found, of)
    assert found == 0 or tail(low, range(found, of + 1)) == pytest.approx(0.025)
    assert found == of or tail(high, range(found + 1)) == pytest.approx(0.025)


def test_seven_then_two_may_be_chance_and_fourteen_then_two_is_not():
    """Of nine, two: 0.0281 ÷ 0.9719 = 0.029 to 0.6001 ÷ 0.3999 = 1.50 times the rate before."""
    few, many = chance.ratio(7, 30, 2, 30), chance.ratio(14, 30, 2, 30)
    assert (few.low, few.high) == (pytest.approx(0.0290, abs=5e-5), pytest.approx(1.5006, abs=5e-5))
    assert not few.fell and not few.rose and many.fell and not many.rose


def test_it_is_rates_that_are_compared_not_counts():
    """Seven in 30 days and 14 in 60 are one rate; the same counts in the same days are not."""
    assert chance.ratio(7, 30, 14, 60).low < 1 < chance.ratio(7, 30, 14, 60).high
    whole, half = chance.ratio(7, 30, 14, 30), chance.ratio(7, 30, 14, 60)
    assert half.low == pytest.approx(whole.low / 2) and half.high == pytest.approx(whole.high / 2)


def test_after_none_nothing_bounds_a_rise():
    rise = chance.ratio(0, 30, 6, 30)
    assert rise.high == inf and rise.rose and rise.low == pytest.approx(0.025 ** (1 / 6) / (1 - 0.025 ** (1 / 6)))


def test_a_span_without_days_is_refused():
    with pytest.raises(ValueError, match="a day or more"):
        chance.ratio(1, 0, 1, 30)

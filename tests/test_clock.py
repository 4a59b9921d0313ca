"""The school's calendar."""

from datetime import UTC, date, datetime, time

import pytest

from mentoring import clock


@pytest.mark.parametrize(
    ("day", "year"), [(date(2026, 8, 31), 2025), (date(2026, 9, 1), 2026), (date(2027, 1, 1), 2026)]
)
def test_the_school_year_begins_in_september(day, year):
    assert clock.school_year(day) == year


def test_a_skipped_time_is_refused_and_a_doubled_one_is_the_first():
    with pytest.raises(clock.NoSuchTime, match="clocks went forward"):
        clock.instant(date(2026, 3, 29), time(1, 30), "Europe/London")
    assert clock.instant(date(2026, 10, 25), time(1, 30), "Europe/London") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Europe/London", "America/New_York"])
@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_a_day_that_no_school_has_is_no_instant(day, zone):
    with pytest.raises(clock.NoSuchTime):
        clock.instant(day, time(0, 0), zone)

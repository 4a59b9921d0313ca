"""The charts of a pupil's page: every point has its record, and nothing is drawn that may not be read."""

import re
from datetime import UTC, date, datetime

from mentoring import charts, clock
from models import Participation
from tests import makers


def bars(member, pupil):
    return {one.kind.name: one for one in charts.weekly(member, pupil)}


def marked(member, pupil, days_ago=0, **marks):
    record = makers.record(member, pupil, kind="session", days_ago=days_ago)
    Participation.update(**marks).where(Participation.record == record).execute()
    return record


def test_a_week_begins_on_the_schools_own_monday(mentor, school):
    """Half past midnight on a British summer Monday is still Sunday in UTC."""
    pupil = makers.pupil(school, on=mentor)
    monday = datetime(2026, 7, 5, 23, 30, tzinfo=UTC)
    with clock.at(datetime(2026, 7, 10, 12, tzinfo=UTC)):
        makers.record(mentor, pupil, days_ago=(clock.now() - monday).total_seconds() / 86400)
        drawn = bars(mentor, pupil)["incident"]
    assert drawn.weeks[-1] == date(2026, 7, 6) and drawn.numbers[-1] == 1


def test_weeks_count_each_kind(mentor, school):
    pupil = makers.pupil(school, on=mentor)
    record = makers.record(mentor, pupil)
    makers.record(mentor, pupil, days_ago=14, kind="parent_contact")
    makers.record(mentor, pupil, days_ago=400)
    drawn = bars(mentor, pupil)
    assert drawn["incident"].records[-1] == [record.id] and drawn["parent_contact"].numbers[-3] == 1
    assert (drawn["incident"].lately, drawn["incident"].before) == (1, 0) and "note" not in drawn


def test_points_are_the_newest_sessions_with_marks(mentor, school):
    pupil = makers.pupil(school, on=mentor)
    for days in range(15):
        marked(mentor, pupil, days, feeling_in=1 + days % 5, engagement=3 if days < 2 else None)
    makers.record(mentor, pupil, kind="session", days_ago=0.5)
    drawn = charts.of(mentor, pupil)
    assert len(drawn.feelings) == 12 and drawn.feelings[-1].feeling_in == 1 and len(drawn.engagement) == 2
    assert [point.day for point in drawn.feelings] == sorted(point.day for point in drawn.feelings)


def test_every_point_leads_to_its_record(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    one = marked(mentor, pupil, 1, feeling_in=2, feeling_out=4, engagement=5)
    for days in (21, 21.0001):  # of one week, at nearly every hour
        makers.record(mentor, pupil, days_ago=days, note=f"Seen {days}")
    page = as_mentor.get(f"/pupils/{pupil.id}").text
    section = page.split('aria-label="Charts"')[1].split("</section>")[0]
    links = {link.replace("&amp;", "&") for link in re.findall(r'<a href="([^"]+)"', section)}
    assert f"/sessions/{one.id}" in links and all(as_mentor.get(link).status_code == 200 for link in links)
    assert "came in low, left good" in page
    (both,) = {link for link in links if "kind=incident" in link}
    shown = as_mentor.get(both).text
    assert "Seen 21" in shown and "Seen 21.0001" in shown and "Week of" in shown and shown.count('class="entry"') == 2


def test_nothing_is_drawn_that_may_not_be_read(mentor, school):
    pupil = makers.pupil(school)
    colleague = makers.member(school, "Nasreen Akhtar", "mentor")
    makers.put_on(colleague, pupil)
    marked(colleague, pupil, 0, feeling_in=1, engagement=1)
    drawn = charts.of(mentor, pupil)
    assert (drawn.feelings, drawn.engagement) == ([], []) and all(sum(one.numbers) == 0 for one in drawn.bars)


def test_a_strange_week_is_no_filter(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    makers.record(mentor, pupil, note="Seen")
    for week in ("x", "0001-01-01", "9999-12-31", "2026-02-30"):
        assert "Seen" in as_mentor.get(f"/pupils/{pupil.id}?week={week}").text

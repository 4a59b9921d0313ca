"""Goal ratings and attendance beside the incidents: the same weeks, each mark its record, nothing that is not known."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from mentoring import restricting, tracking
from mentoring.measures import MEASURES, Amount
from models import Rating, ReviewScore, Target
from tests import makers, queries

NOW = datetime(2027, 1, 29, 15, 0, tzinfo=UTC)  # a Friday
pytestmark = pytest.mark.usefixtures("still")
ATTENDANCE = MEASURES["attendance"]


@pytest.fixture
def jayden(mentor, school):
    """A pupil with a plan since 14 December, at a school whose Christmas holiday is over since 4 January."""
    makers.two_terms(school)
    other = makers.pupil(school, "Ada Lowe", on=mentor)
    for week in range(12):
        makers.record(mentor, other, days_ago=7 * week)
    return makers.pupil(school, "Jayden Okafor", on=mentor)


@pytest.fixture
def target(mentor, jayden):
    makers.plan(mentor, jayden, starts_on=date(2026, 12, 14), review_on=date(2027, 2, 12))
    return Target.get()


def rated(mentor, pupil, target, day: date, value: int, by_pupil: bool = False):
    given = {Rating: [{"target": target.id, "value": value, "by_pupil": by_pupil}]}
    return makers.record(mentor, pupil, kind="session", days_ago=(NOW.date() - day).days, parts_of=given)


def section(browser, pupil) -> str:
    page = browser.get(f"/pupils/{pupil.id}").text.replace("&amp;", "&")
    return page.split('aria-labelledby="progress"')[1].split("</section>")[0]


def lane(browser, pupil, target) -> str:
    """A target's lane of the chart; nothing where it has none."""
    found = re.search(rf'<h3 class="lane" id="lane-{target.id}">.*?</svg>', section(browser, pupil), re.S)
    return found[0] if found else ""


def columns(browser, pupil) -> list[list[str]]:
    """The table of the same figures: its rows, as words."""
    rows = re.findall(r"<tr>.*?</tr>", section(browser, pupil), re.S)
    return [[re.sub("<[^>]+>", "", cell).strip() for cell in re.split("</t[hd]>", row)[:-1]] for row in rows]


def test_each_mark_opens_its_session_and_the_sentence_says_no_more_than_is_known(as_mentor, mentor, jayden, target):
    one = rated(mentor, jayden, target, date(2026, 12, 16), 3)
    two = rated(mentor, jayden, target, date(2027, 1, 27), 6)
    drawn = lane(as_mentor, jayden, target)
    assert "0 to 10. Rated 3 at the start, on 16 December 2026; 6 last, on 27 January 2027." in drawn
    assert f'href="/sessions/{one.id}"' in drawn and f'href="/sessions/{two.id}"' in drawn
    assert all(as_mentor.get(f"/sessions/{record.id}").status_code == 200 for record in (one, two))
    assert "3 of 10, in a session" in drawn and drawn.count("<polyline") == 1
    assert "chance" not in drawn and "improve" not in drawn


def test_the_pupils_own_marks_are_told_apart_and_joined_with_none_of_the_mentors(as_mentor, mentor, jayden, target):
    rated(mentor, jayden, target, date(2027, 1, 6), 4)
    rated(mentor, jayden, target, date(2027, 1, 13), 8, by_pupil=True)
    drawn = lane(as_mentor, jayden, target)
    assert "<polyline" not in drawn and 'circle class="pupil"' in drawn and 'circle class="mentor"' in drawn
    assert "8 last, on 13 January 2027, the pupil’s own mark." in drawn and "8 of 10, the pupil’s own mark" in drawn
    rated(mentor, jayden, target, date(2027, 1, 20), 7, by_pupil=True)
    assert lane(as_mentor, jayden, target).count('<polyline class="pupil"') == 1


def test_a_review_is_a_mark_of_its_own_shape(as_mentor, mentor, jayden, target):
    scores = {ReviewScore: [{"target": target.id, "value": 5, "against": 0}]}
    one = makers.record(mentor, jayden, kind="review", days_ago=2, parts_of=scores, detail={"plan": target.plan_id})
    drawn = lane(as_mentor, jayden, target)
    assert f'href="/reviews/{one.id}"' in drawn and '<rect class="review"' in drawn
    assert "Rated once: 5, on 27 January 2027, at the review." in drawn


def test_two_of_a_week_open_the_week(as_mentor, mentor, jayden, target):
    both = [rated(mentor, jayden, target, date(2027, 1, day), 4 + day % 2) for day in (18, 20)]
    (link,) = set(re.findall(r'<a href="([^"]+)"', lane(as_mentor, jayden, target)))
    assert link == f"/pupils/{jayden.id}?kind=session&week=2027-01-18"
    assert all(f"/sessions/{one.id}" in as_mentor.get(link).text for one in both)


def test_the_table_says_the_same_in_the_same_weeks(as_mentor, mentor, jayden, target):
    rated(mentor, jayden, target, date(2027, 1, 27), 6)
    rated(mentor, jayden, target, date(2026, 12, 30), 4, by_pupil=True)  # in the holiday
    tracking.save(mentor, jayden, ATTENDANCE, date(2027, 1, 25), Amount(9, 10), 0)
    head, *rows = columns(as_mentor, jayden)
    assert head[-2:] == ["I want to stop shouting", "Attendance"]
    assert [(row[0], *row[-2:]) for row in rows if any(row[-2:])] == [
        ("25 Jan 2027", "6", "90 %"), ("28 Dec 2026", "4, own mark", ""),
    ]  # fmt: skip


def test_attendance_is_drawn_in_the_same_weeks_with_its_own_scale(as_mentor, mentor, jayden, target):
    rated(mentor, jayden, target, date(2026, 12, 16), 3)
    for monday, there in ((date(2026, 12, 14), 7), (date(2027, 1, 4), 8), (date(2027, 1, 25), 10)):
        tracking.save(mentor, jayden, ATTENDANCE, monday, Amount(there, 10), 0)
    drawn = section(as_mentor, jayden).split('class="goal there"')[1].split("</svg>")[0]
    assert ">Attendance <" in section(as_mentor, jayden) and "60 to 100 %" in section(as_mentor, jayden)
    links = re.findall(r'<a href="([^"]+)" aria-label="([^"]+)"', drawn)
    assert [said.rsplit(": ")[1] for _, said in links] == ["70 %", "80 %", "100 %"]
    assert all(as_mentor.get(link).status_code == 200 for link, _ in links)
    assert drawn.count("<polyline") == 2  # with the holiday's weeks not drawn, a week without a figure is still a gap


def test_a_restricted_rating_is_its_readers_only(as_mentor, app, mentor, dsl, lead, jayden, target):
    rated(mentor, jayden, target, date(2027, 1, 6), 4)
    kept = rated(mentor, jayden, target, date(2027, 1, 13), 9)
    restricting.restrict(dsl, kept, {dsl.user.id})
    shown = section(as_mentor, jayden)
    assert "Rated once: 4" in shown and f"/sessions/{kept.id}" not in shown and "9 of 10" not in shown
    as_dsl = section(makers.client(app, dsl), jayden)
    assert "9 last, on 13 January 2027" in as_dsl and f"/sessions/{kept.id}" in as_dsl
    stranger = makers.client(app, makers.member(mentor.school, "Nasreen Akhtar", "mentor"))
    assert "shouting" not in stranger.get(f"/pupils/{jayden.id}").text


def test_counts_are_no_ratings_and_what_was_never_rated_has_no_lane(as_mentor, mentor, jayden):
    makers.plan(mentor, jayden, {"own_words": "Days", "measure": "count"}, {"own_words": "Not yet"})
    assert 'class="lane"' not in section(as_mentor, jayden)


def test_four_lanes_at_most_those_that_go_on_first(as_mentor, mentor, jayden):
    wanted = [{"own_words": f"Goal {number}"} for number in range(5)] + [{"own_words": "Over", "state": "met"}]
    makers.plan(mentor, jayden, wanted[-1], *wanted[:5])
    for one in Target.select():
        rated(mentor, jayden, one, date(2027, 1, 6) + timedelta(days=one.position), 5)
    shown = section(as_mentor, jayden)
    assert re.findall(r'<h3 class="lane"[^>]*>(\w+ \d)', shown) == [f"Goal {number}" for number in range(4)]
    assert "2 more targets were rated" in shown and "/plans/" in shown


def test_however_many_ratings_the_page_costs_the_same(as_mentor, mentor, jayden, target):
    def cost():
        return queries.count(lambda: as_mentor.get(f"/pupils/{jayden.id}"))

    rated(mentor, jayden, target, date(2027, 1, 5), 3)
    tracking.save(mentor, jayden, ATTENDANCE, date(2027, 1, 4), Amount(9, 10), 0)
    cost()
    before = cost()
    for days in range(6, 28):
        rated(mentor, jayden, target, date(2027, 1, days), days % 10)
    tracking.save(mentor, jayden, ATTENDANCE, date(2027, 1, 11), Amount(9, 10), 0)
    cost()
    assert cost() <= before  # fewer where a signal has gone

"""Plans of the demo school: one for each pupil on a caseload, rated and reviewed as the story goes."""

from statistics import mean

from mentoring import clock, plan_parts, plan_warnings, ratings
from mentoring.demo import material, stories
from models import (
    Caseload,
    Member,
    Option,
    OtherPlan,
    Plan,
    PlanCycle,
    Rating,
    Record,
    Review,
    School,
    SignOff,
    Target,
    Todo,
    User,
)
from tests.demo_schools import FRIDAY


def test_every_pupil_on_a_caseload_has_a_plan_that_somebody_will_review(usual):
    on = {row.pupil_id for row in Caseload.select().where(Caseload.ends_on.is_null())}
    plans = list(Plan.select())
    assert {plan.pupil_id for plan in plans} == on and all(plan.ended_on is None for plan in plans)
    assert {1, 2, 3} >= {Target.select().where(Target.plan == plan).count() for plan in plans}
    waiting = {todo.id for todo in Todo.select().where((Todo.reason == "review") & Todo.done_at.is_null())}
    reviewed = {row.plan_id for row in Review.select()}
    assert all(plan.todo_id in waiting or plan.id in reviewed for plan in plans)


def test_no_rating_comes_before_its_plan_and_all_are_of_the_sessions_own_pupil(until):
    zone = School.get().zone
    rows = list(Rating.select(Rating, Record, Target, Plan).join(Record).switch(Rating).join(Target).join(Plan))
    assert len(rows) > 100 or until != FRIDAY
    for row in rows:
        assert clock.local(row.record.occurred_at, zone).date() > row.target.plan.starts_on
        assert 0 <= row.value <= 10 and row.target.measure == "rating"


def test_the_ratings_tell_the_story(usual, made):
    lead = Member(User.get(User.name == "Sunita Rao"), usual, frozenset({"lead"}))
    moved: dict[str, list[int]] = {}
    for story in made.told["usual"]:
        for target in Target.select().join(Plan).where((Plan.pupil == story.pupil.id) & (Target.measure == "rating")):
            seen = ratings.points(lead, [target.id]).get(target.id)
            if seen:
                moved.setdefault(story.shape, []).append(seen[-1].value - target.baseline)
    assert mean(moved["improving"]) > 2 and mean(moved["worse"]) < -1.5
    assert abs(mean(moved["steady"])) < 1.2
    assert set(moved) == set(stories.SHAPES)


def test_most_reviews_are_signed_off_and_a_few_wait(usual):
    signed = {row.record_id for row in SignOff.select()}
    every = {row.record_id for row in Review.select()}
    assert len(every) > 25 and 1 <= len(every - signed) <= 8
    assert {row.record_id for row in PlanCycle.select()} == signed
    late = Plan.select().where((Plan.review_on < clock.today(usual.zone)) & (Plan.cycle == 1))
    assert late.count() >= 2


def test_other_plans_go_with_a_pupils_need_and_contradict_nothing(usual):
    for row in OtherPlan.select():
        assert row.pupil.sen_status or row.pupil.looked_after
    for plan in Plan.select():
        others = plan_parts.others_of(plan.pupil)
        assert plan_warnings.of(plan_parts.of_pupil(plan.pupil), others, clock.today(usual.zone)) == []


def test_the_texts_use_the_chips_that_schools_start_with(usual):
    def names(one):
        return {row.name for row in Option.select().where(Option.list == one)}

    said = material.plan_texts()
    for one in [*said["target"].values(), said["days"]]:
        assert one["barrier"] in names("barrier")
        assert set(one["strategy"].split(", ")) <= names("strategy")
    themes = {theme for pair in stories.THEMES.values() for theme in pair} | {*stories.YOUNGER, *stories.OLDER}
    assert themes <= set(said["target"])

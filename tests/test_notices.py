"""Notices: to whom they go, and how they are put away."""

import database
from mentoring import notices
from models import Notice
from tests import makers


def tell(school, *roles, **more):
    with database.write():
        return notices.tell(school, roles, "Something to know.", "/audit-events/mine", **more)


def test_each_puts_away_their_own(as_dsl, dsl, school):
    second = makers.member(school, "Dee Puty", "dsl")
    first = next(one for one in tell(school, "dsl") if one.user == dsl.user)
    assert "Something to know." in as_dsl.get("/").text
    assert as_dsl.post(f"/notices/{first.id}/dismissal").location == "/"
    assert as_dsl.post(f"/notices/{first.id}/dismissal").status_code == 303
    assert notices.waiting(dsl) == [] and len(notices.waiting(second)) == 1


def test_looking_puts_it_away_and_leads_on(as_dsl, dsl, school):
    (one,) = tell(school, "dsl")
    assert as_dsl.post(f"/notices/{one.id}/dismissal", data={"onward": "1"}).location == "/audit-events/mine"


def test_where_nobody_holds_the_role_whoever_comes_to_hold_it_is_told(school, mentor):
    tell(school, "dsl")
    assert notices.waiting(mentor) == []
    assert len(notices.waiting(makers.member(school, "Dana Shaw", "dsl"))) == 1


def test_who_is_spoken_of_is_not_told(school, dsl, head):
    assert [row.user for row in tell(school, "dsl", "head", but=dsl.user)] == [head.user]


def test_nobody_sees_or_puts_away_somebody_else_s(as_mentor, dsl, school):
    (one,) = tell(school, "dsl")
    assert "Something to know." not in as_mentor.get("/").text
    assert as_mentor.post(f"/notices/{one.id}/dismissal").status_code == 404
    assert Notice.get().seen_at is None

"""A concern that was written without signal and is not raised: the DSLs are told at once, and not a word of it."""

from datetime import timedelta

import pytest

from mentoring import clock, people, signing_in
from models import Notice, Record, Unsent
from tests import makers
from tests.outbox import LATER, NOW, jayden_okafor, mentors_tablet, page  # noqa: F401  fixtures


@pytest.mark.parametrize("fault", ["late", "revoked", "left", "refused"])
def test_a_concern_that_is_not_raised_is_told_of_at_once_and_not_a_word_of_it(
    app, tablet, mentor, admin, dsl, school, pupil, fault
):
    form = makers.concern_form(school, pupil, exact_words="zanzibar")
    form |= {"danger": ""} if fault == "refused" else {}
    with clock.at(NOW):
        envelope = tablet.envelope(form, "concern")
    if fault == "revoked":
        signing_in.sign_out_elsewhere(mentor, signing_in.Login(id=0))
    if fault == "left":
        people.leave(admin, mentor.user)
    at = NOW + timedelta(days=8) if fault == "late" else NOW + timedelta(minutes=5)
    with clock.at(at):
        assert tablet.send(envelope).json["state"] == "kept"
        today = makers.client(app, dsl).get("/").text
    assert "A concern was begun by Amara Bello" in today and "has not been sent" in today
    assert "zanzibar" not in today and "Jayden" not in today and Record.select().count() == 0
    assert Unsent.select().count() == 1


def test_one_that_was_begun_without_signal_and_not_sent_warns_the_dsl_once_it_can(app, tablet, dsl, school, pupil):
    form = makers.concern_form(school, pupil, exact_words="zanzibar", form_begun=NOW.isoformat())
    with clock.at(NOW + timedelta(minutes=2)):
        envelope = tablet.envelope(form, "concern", what="draft")
    with clock.at(NOW + timedelta(minutes=25)):
        assert "was begun" not in makers.client(app, dsl).get("/").text
    with clock.at(NOW + timedelta(minutes=45)):
        assert tablet.send(envelope).json["state"] == "saved"
    with clock.at(NOW + timedelta(minutes=46, seconds=1)):
        today = makers.client(app, dsl).get("/").text
    assert "A concern was begun by Amara Bello at Today 10:32" in today and "has not been sent" in today
    assert "without signal" in today and "zanzibar" not in today and "Jayden" not in today
    assert Unsent.select().count() == 1 and Record.select().count() == 0


def test_a_leavers_concern_about_an_adult_passes_to_no_dsl(app, tablet, mentor, admin, dsl, head, school, pupil):
    form = makers.concern_form(school, pupil, adult="y", adult_who="other", adult_name="Grace Adeyemi")
    with clock.at(NOW):
        envelope = tablet.envelope(form, "concern")
    people.leave(admin, mentor.user)
    with clock.at(LATER):
        assert tablet.send(envelope).json["state"] == "kept"
    assert "Amara Bello" not in page(app, dsl) and "A concern was begun by Amara Bello" in page(app, head)
    assert (Unsent.get().tier, Unsent.get().about) == ("adult", dsl.user.id) and Notice.select().count() == 0

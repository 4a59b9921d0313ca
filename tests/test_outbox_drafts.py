"""A draft that was typed without signal comes back to its author, and goes over nothing newer."""

from datetime import timedelta

from mentoring import clock
from models import Draft, Record, Todo
from tests import makers
from tests.outbox import NOW, incident_form, jayden_okafor, mentors_tablet  # noqa: F401  fixtures


def test_a_draft_comes_back_to_its_author(tablet, form):
    with clock.at(NOW):
        envelope = tablet.envelope(form | {"note": "half a sent", "ending": ""}, what="draft")
    with clock.at(NOW + timedelta(hours=1)):
        assert tablet.send(envelope).json["state"] == "saved"
        browser = makers.client(tablet.app, tablet.member)
        assert "You were writing it Today 10:32" in browser.get("/").text
        assert "half a sent" in browser.get(f"/incidents/new?draft={form['client_id']}").text
    assert Record.select().count() == 0 and Todo.select().count() == 0


def test_of_two_drafts_the_later_one_stays_in_whatever_order_they_come(tablet, form):
    with clock.at(NOW):
        first = tablet.envelope(form | {"note": "a"}, what="draft")
    with clock.at(NOW + timedelta(minutes=1)):
        second = tablet.envelope(form | {"note": "ab"}, what="draft")
    for order in ([first, second], [second, first], [first, second, first]):
        with clock.at(NOW + timedelta(hours=1)):
            for one in order:
                assert tablet.send(one).status_code == 201
        assert '"ab"' in Draft.get().body and Draft.select().count() == 1


def test_a_draft_does_not_come_back_once_it_was_saved_or_go_over_what_was_typed_since(tablet, as_mentor, form):
    with clock.at(NOW):
        old = tablet.envelope(form | {"note": "old"}, what="draft")
    with clock.at(NOW + timedelta(hours=1)):
        browser = makers.client(tablet.app, tablet.member)
        browser.post("/drafts", data=form | {"note": "newer", "form_path": "/incidents/new"})
        tablet.send(old)
        assert "newer" in Draft.get().body
        browser.post("/incidents", data=form)
        tablet.send(tablet.envelope(form | {"note": "older"}, what="draft"))
    assert Draft.select().count() == 0

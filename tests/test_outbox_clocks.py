"""When it happened: by the clock of a tablet that had no signal, whatever that clock shows."""

from datetime import UTC, datetime, timedelta

import pytest

from mentoring import clock
from models import Arrival, Record, Todo
from tests import makers
from tests.outbox import NOW, incident_form, jayden_okafor, mentors_tablet  # noqa: F401  fixtures
from tests.sealing import Tablet


@pytest.mark.parametrize(("when", "minutes"), [("now", 0), ("5", 5), ("15", 15)])
def test_just_now_means_the_tablets_now(tablet, form, when, minutes):
    with clock.at(NOW):
        envelope = tablet.envelope(form | {"when": when})
    with clock.at(NOW + timedelta(days=2)):
        tablet.send(envelope)
    assert Record.get().occurred_at == NOW - timedelta(minutes=minutes)
    assert not Record.get().is_late


def test_what_is_promised_is_due_from_the_day_on_which_it_was_written(tablet, form):
    with clock.at(NOW):
        envelope = tablet.envelope(form | {"follow_up": "tomorrow"})
        picked = tablet.envelope(
            form | {"client_id": makers.client_id(), "follow_up": "day", "follow_up_on": "2026-11-25"}
        )
    with clock.at(NOW + timedelta(days=6)):
        assert tablet.send(envelope).json["state"] == tablet.send(picked).json["state"] == "saved"
    assert {f"{one.due_on}" for one in Todo.select()} == {"2026-11-25"}
    assert {one.owner for one in Todo.select()} == {tablet.member.user}  # nobody was chosen to do it


@pytest.mark.parametrize("off", [
    timedelta(hours=1), timedelta(hours=-1), timedelta(days=1), timedelta(days=-1), timedelta(days=365),
    timedelta(days=-365), timedelta(days=-20_000), timedelta(minutes=11), timedelta(minutes=-11),
])  # fmt: skip
def test_a_wrong_clock_does_no_harm_and_is_noted(tablet, pupil, form, off):
    tablet.ahead = off
    with clock.at(NOW):
        envelope = tablet.envelope(form)
    with clock.at(NOW + timedelta(minutes=40)):
        assert tablet.send(envelope).json["state"] == "saved"
        page = makers.client(tablet.app, tablet.member).get(f"/pupils/{pupil.id}").text
    record, arrival = Record.get(), Arrival.get()
    assert (record.occurred_at, record.written_at) == (NOW, NOW)
    assert record.clock_off == arrival.skew == off.total_seconds()
    assert "the tablet’s clock was" in page and ("fast" if off > timedelta() else "slow") in page
    assert arrival.made_at == NOW + off


@pytest.mark.parametrize("off", [timedelta(minutes=9), timedelta(minutes=-9)])
def test_a_clock_that_is_a_little_off_is_not_worth_a_word(tablet, form, off):
    tablet.ahead = off
    with clock.at(NOW):
        envelope = tablet.envelope(form)
    with clock.at(NOW + timedelta(hours=1)):
        tablet.send(envelope)
    assert (Record.get().written_at, Record.get().clock_off, Arrival.get().skew) == (NOW, 0, off.total_seconds())


@pytest.mark.parametrize("at", [
    datetime(2026, 10, 25, 0, 40, tzinfo=UTC), datetime(2026, 10, 25, 1, 20, tzinfo=UTC),
    datetime(2026, 3, 29, 0, 50, tzinfo=UTC),
])  # fmt: skip
def test_the_clocks_go_back_or_forward_while_it_waits(tablet, form, at):
    with clock.at(at):
        envelope = tablet.envelope(form | {"when": "15"})
    with clock.at(at + timedelta(hours=1)):
        assert tablet.send(envelope, ticket=Tablet(tablet.app, tablet.member).given["ticket"]).json["state"] == "saved"
    assert Record.get().occurred_at == at - timedelta(minutes=15) and Arrival.get().skew == 0


@pytest.mark.parametrize(("before", "after", "off"), [
    (timedelta(days=400), timedelta(), 400), (timedelta(days=-400), timedelta(), -400),
    (timedelta(), timedelta(days=-3), 3),
])  # fmt: skip
def test_a_clock_that_was_set_while_it_waited_is_noted_and_the_arrival_is_all_that_is_known(
    tablet, form, before, after, off
):
    tablet.ahead = before
    with clock.at(NOW):
        envelope = tablet.envelope(form)
    tablet.ahead = after
    with clock.at(NOW + timedelta(hours=1)):
        assert tablet.send(envelope).json["state"] == "saved"
    record = Record.get()
    assert record.occurred_at == NOW + timedelta(hours=1)
    assert abs(record.clock_off - off * 86400) <= 3600


@pytest.mark.parametrize("picked", ["10:50", "11:00"])
def test_a_time_picked_by_a_clock_that_is_ahead_is_not_still_to_come(tablet, form, picked):
    tablet.ahead = timedelta(minutes=30)
    with clock.at(NOW):
        reply = tablet.send(tablet.envelope(form | {"when": "pick", "at": picked}))
    assert reply.json["state"] == "saved" and Record.get().occurred_at == NOW


def test_a_time_that_no_clock_has_shown_yet_is_to_be_looked_at(tablet, form):
    with clock.at(NOW):
        reply = tablet.send(tablet.envelope(form | {"when": "pick", "at": "11:00"}))
    assert reply.json["state"] == "kept" and "still to come" in Arrival.get().why

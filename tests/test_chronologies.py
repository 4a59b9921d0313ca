"""A pupil's chronology: every concern with what was added and done, in the order of time, for who handles them."""

from datetime import UTC, datetime, timedelta

from mentoring import clock, concerns, handling
from models import AuditEvent
from tests import makers, queries

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def test_everything_stands_in_the_order_of_time(app, midday, dsl, head, school):
    pupil = makers.pupil(school, "Florence Nuttall")
    with clock.at(NOW):
        first = makers.concern(midday, pupil, exact_words="First words")
    with clock.at(NOW + timedelta(hours=1)):
        handling.handle(dsl, first, "decided", makers.client_id(), choice="Monitor", text="Second reasons")
    with clock.at(NOW + timedelta(hours=2)):
        makers.concern(midday, pupil, exact_words="Third words")
        makers.concern(midday, makers.pupil(school, "Other Child"), exact_words="Other words")
        makers.concern(midday, pupil, tier="adult", exact_words="Adult words")
    with clock.at(NOW + timedelta(hours=3)):
        concerns.add(midday, first, makers.client_id(), "Fourth addition", by_mail=False)
    for person in (dsl, head):
        page = makers.client(app, person).get(f"/chronologies/{pupil.id}").text
        places = [page.index(words) for words in ("First words", "Second reasons", "Third words", "Fourth addition")]
        assert places == sorted(places)
        assert "Other words" not in page and "Adult words" not in page
    viewed = AuditEvent.select().where((AuditEvent.action == "pupil.view") & (AuditEvent.subject_id == pupil.id))
    assert viewed.count() == 2


def test_it_costs_the_same_however_much_was_done(app, midday, dsl, school):
    browser, pupil = makers.client(app, dsl), makers.pupil(school)

    def cost() -> int:
        record, other = makers.concern(midday, pupil), makers.concern(midday, pupil)
        concerns.add(midday, record, makers.client_id(), "More words", by_mail=False)
        promised = {"person": midday.user.id, "text": "Ring home", "day": clock.today("Europe/London")}
        for action, facts in (("acted", promised), ("assigned", {"person": dsl.user.id}), ("linked", {"other": other})):
            handling.handle(dsl, record, action, makers.client_id(), **facts)
        path = f"/chronologies/{pupil.id}"
        browser.get(path)  # a first reading is written down, one event for each concern
        return queries.count(lambda: browser.get(path))

    assert cost() == cost()


def test_not_for_somebody_close_to_the_pupil_nor_of_another_school(app, dsl, midday, school):
    pupil = makers.pupil(school)
    makers.concern(midday, pupil)
    stranger = makers.member(makers.school("Elsewhere"), "Sam Stranger", "dsl")
    assert makers.client(app, stranger).get(f"/chronologies/{pupil.id}").status_code == 404
    makers.relate(dsl, pupil)
    assert makers.client(app, dsl).get(f"/chronologies/{pupil.id}").status_code == 404

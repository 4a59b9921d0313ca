"""A restricted record is not there for anybody but its named readers and the DSLs (security.md, object rule 5)."""

import pytest

from mentoring import break_glass
from models import Notice, Record, Todo
from models.school import ROLES
from tests import makers


@pytest.fixture
def pupil(school, mentor):
    return makers.pupil(school, on=mentor)


@pytest.fixture
def record(mentor, pupil):
    return makers.record(mentor, pupil, note="canary at home", finish_later=True)


def restrict(browser, record, *readers):
    return browser.post(f"/records/{record.id}/restriction", data={"reader": [str(one.user.id) for one in readers]})


def pages(app, browser):
    """What every page without a number in its address says."""
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and not rule.arguments:
            yield rule.rule, browser.get(rule.rule)


@pytest.mark.parametrize("role", [role for role in ROLES if role != "dsl"])
def test_it_is_absent_everywhere_for_everybody_else(app, school, mentor, pupil, record, as_dsl, role):
    person = mentor if role == "mentor" else makers.member(school, "Piet Other", role)
    browser = makers.client(app, person)
    assert restrict(as_dsl, record).status_code == 303
    for path in (f"/incidents/{record.id}", f"/incidents/{record.id}/edit", f"/records/{record.id}/versions",
                 f"/records/{record.id}/versions/1", f"/records/{record.id}/restriction/edit"):  # fmt: skip
        assert browser.get(path).status_code in (403, 404), path
    for path, reply in pages(app, browser):
        assert "canary" not in reply.text and f"/incidents/{record.id}" not in reply.text, path
    page = browser.get(f"/pupils/{pupil.id}").text
    assert "canary" not in page and f"record-{record.id}" not in page
    if role not in ("admin", "trust"):
        found = browser.post("/searches", data={"words": "canary"}).text
        assert "at home" not in found and f"record-{record.id}" not in found
    assert not Todo.visible_to(person).exists()


def test_named_readers_read_it_whole_and_the_dsls(app, school, pupil, record, as_dsl):
    named = makers.member(school, "Nina Named", "contributor")
    restrict(as_dsl, record, named)
    browser = makers.client(app, named)
    page = browser.get(f"/incidents/{record.id}").text
    assert "canary at home" in page and "Jayden Okafor" in page and "Restricted" in page
    assert "canary at home" in as_dsl.get(f"/pupils/{pupil.id}").text
    restrict(as_dsl, record)
    assert browser.get(f"/incidents/{record.id}").status_code == 404


def test_the_author_goes_on_reading_unless_unticked(as_dsl, as_mentor, mentor, record):
    page = as_dsl.get(f"/records/{record.id}/restriction/edit").text
    assert f'value="{mentor.user.id}" checked' in page
    restrict(as_dsl, record, mentor)
    assert as_mentor.get(f"/incidents/{record.id}").status_code == 200


def test_shutting_the_author_out_tells_the_head_and_not_of_what(app, as_dsl, as_head, mentor, midday, record, pupil):
    said = "Grace Adeyemi restricted a record so that who wrote it cannot read it."
    restrict(as_dsl, record, mentor)
    assert "restricted a record" not in as_head.get("/").text
    restrict(as_dsl, record, midday)
    page = as_head.get("/").text
    assert said in page and "incident" not in page.split(said)[1].split("</li>")[0]
    restrict(as_dsl, record)
    assert [one.words for one in Notice.select()] == [said]


def test_a_head_who_shuts_the_author_out_tells_the_dsls(as_dsl, as_head, head, mentor, record):
    restrict(as_dsl, record, mentor, head)
    assert restrict(as_head, record, head).status_code == 303
    assert "Helen Marsh restricted a record" in as_dsl.get("/").text
    assert "restricted a record" not in as_head.get("/").text


def test_a_dsl_s_own_record_stays_theirs_to_read(app, as_dsl, as_head, school, pupil):
    own = makers.record(makers.member(school, "Olga Other", "dsl"), pupil)
    restrict(as_dsl, own)
    assert Notice.select().count() == 0


def test_opened_again_it_is_as_before(as_dsl, as_mentor, record):
    restrict(as_dsl, record)
    as_dsl.post(f"/records/{record.id}/restriction/removal")
    assert as_mentor.get(f"/incidents/{record.id}").status_code == 200
    assert Record.get().tier == "support" and Todo.select().count() == 1


def test_only_dsls_and_heads_restrict_and_only_what_they_may_read(as_mentor, as_lead, as_head, record):
    assert restrict(as_mentor, record).status_code == restrict(as_lead, record).status_code == 403
    assert restrict(as_head, record).status_code == 404


def test_it_is_offered_to_whom_it_is_open_and_not_by_break_glass(as_dsl, as_lead, as_head, head, pupil, record):
    break_glass.open_pupil(head, pupil, "The police are here")
    action = f"/records/{record.id}/restriction/edit"
    for browser, offered in ((as_dsl, True), (as_lead, False), (as_head, False)):
        page = browser.get(f"/incidents/{record.id}")
        assert page.status_code == 200 and (action in page.text) == offered
    assert as_head.get(action).status_code == 404


def test_a_reader_from_elsewhere_cannot_be_named(as_dsl, record):
    stranger = makers.member(makers.school("Elsewhere"), "Sam Stranger", "mentor")
    reply = restrict(as_dsl, record, stranger)
    assert reply.status_code == 422 and "does not work here now" in reply.text
    assert Record.get().tier == "support"

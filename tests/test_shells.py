"""Forms as tablets keep them: every question of the real one, and nobody's name."""

import json
import re
from datetime import timedelta

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

import database
from mentoring import clock, drafts
from models import KINDS, Draft, Login, School
from models.school import ROLES
from tests import full_school, makers
from tests.conftest import opened

EVERY_KIND = pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
# Asked for where the server can answer only: no scripts, whose to-do, whom a text names.
NOT_ASKED = {"step", "follow_up_owner"}


@pytest.fixture(scope="module")
def filled(keeper, built):
    """(address, full school), its numbers written as a school writes them: with names beside them."""
    url = keeper.migrated()
    opened(built, url)
    full = full_school.fill(built)
    numbers = {
        "dsl_phones": f"Grace {full_school.OWN}: 07700 900123\nAsk Eve {full_school.OWN}",
        "lado_contact": "LADO",
    }
    School.update(numbers).where(School.id == full.school.id).execute()
    database.db.close()
    return url, full


@pytest.fixture
def full(app, keeper, filled):
    """The full school, as a copy of the test's own."""
    url, full = filled
    database.db.close()
    copy = keeper.copy(url)
    opened(app, copy)
    yield full
    database.db.close()
    keeper.give_back(copy)


@pytest.fixture
def browser(app, full):
    return makers.client(app, full.member)


def kept_pages() -> list[str]:
    return ["/offline", "/waiting", *(f"/shells/{kind.room}" for kind in KINDS.values())]


def names(page: str) -> set[str]:
    """Names of the controls of a page's form, whoever they are for."""
    form = page[page.index('id="record"') :].split("</form>")[0]
    found = set(re.findall(r'<(?:input|textarea|select|button)[^>]*? name="([^"]+)"', form))
    return {re.sub(r"\d+$", "NUMBER", re.sub(r"-\d+-", "-NUMBER-", name)) for name in found} - NOT_ASKED


def asked(page: str) -> set[str]:
    """The questions, as they are read."""
    form = HTMLParser(page).css_first("form#record")
    return {" ".join(one.text().split()) for one in form.css("legend, .label, summary, .check")}


@pytest.mark.parametrize("path", kept_pages())
def test_nobodys_name_is_in_what_tablets_keep(browser, path):
    reply = browser.get(path)
    assert reply.status_code == 200
    assert full_school.OWN not in reply.text
    assert "Eve" not in reply.text and "Jayden" not in reply.text and "@" not in reply.text


@EVERY_KIND
def test_the_real_form_has_names_so_that_one_would_be_seen(browser, kind):
    assert full_school.OWN in browser.get(f"/{kind.path}/new?pupil=1&programme=1").text


@EVERY_KIND
def test_every_question_of_the_real_form_is_there(browser, kind):
    real = browser.get(f"/{kind.path}/new?programme=1&pupil=1").text
    shell = browser.get(f"/shells/{kind.room}").text
    # Who is in a group is known once the programme is chosen: the shell has one row of it for the script to copy.
    # No word of a target is in what is kept: a row to copy is; the scores of a review are added with signal.
    of_targets = {"score-NUMBER", "against-NUMBER"}
    assert names(real) - of_targets <= names(shell) and len(names(shell)) > 8
    plain = browser.get(f"/{kind.path}/new").text
    missing = {question for question in asked(plain) - asked(shell) if full_school.OWN not in question}
    assert missing <= {"Who will do it?", "Add a pupil", "Which programme?"}


@EVERY_KIND
def test_every_chip_of_the_school_is_there_and_none_for_one_day_only(browser, full, kind):
    real = HTMLParser(browser.get(f"/{kind.path}/new").text)
    shell = HTMLParser(browser.get(f"/shells/{kind.room}").text)

    def chips(page):
        return {
            (one.attributes["name"], one.attributes["value"])
            for one in page.css("form#record input[type=radio], form#record input[type=checkbox]")
            if one.attributes["name"] not in ("pupil", "programme", "follow_up_owner", "family_contact", "adult_who")
            and not re.search(r"\d$", one.attributes["name"])
        }

    assert chips(real) <= chips(shell)
    words = " ".join(one.text() for one in shell.css(".follow .chip, .again .chip"))
    assert ("Next school day" in words) is not kind.sealed
    assert not re.search("Tomorrow|[A-Z][a-z]+day", words.replace("Today", ""))


@EVERY_KIND
def test_it_is_nobodys_and_of_no_time(browser, full, kind):
    """No draft, no suggestion, no client id, nothing of who asked for it: one kept for A is the one kept for B."""
    drafts.keep(full.member.user, full.school, makers.client_id(), f"/{kind.path}/new", kind.word, [("note", "half")])
    draft = Draft.select().order_by(Draft.id.desc()).get()
    page = HTMLParser(browser.get(f"/shells/{kind.room}?draft={draft.client_id}&pupil=1&on=2026-01-01&at=10:00").text)
    form = page.css_first("form#record")
    assert form.css_first("[name=client_id]").attributes["value"] == ""
    assert form.css_first("[name=form_path]").attributes["value"] == f"/{kind.path}/new"
    assert form.css_first("[name=note]").text() == "" and "login=" not in form.attributes["data-draft"]
    assert not {"data-author", "data-login", "data-school", "data-shelf"} & set(page.css_first("body").attributes)
    assert page.css_first("body").attributes["data-shell"] == str(full.school.id)
    assert "nav" not in {one.tag for one in page.css("nav, .me")} and not page.css(".menu")


def test_two_members_of_a_school_keep_the_same(browser, app, full):
    other = makers.client(app, makers.member(full.school, "Other Person", *ROLES))
    for path in kept_pages():
        assert browser.get(path).text == other.get(path).text, path


@EVERY_KIND
def test_only_who_records_a_kind_has_its_shell(app, school, kind):
    for role in ROLES:
        reply = makers.client(app, makers.member(school, f"{role} only", role)).get(f"/shells/{kind.room}")
        assert reply.status_code == (200 if role in kind.writers else 403), role


def test_there_is_no_shell_of_what_is_no_kind(as_mentor, nobody, school):
    for room in ("pupils", "programmes", "nothing"):
        assert as_mentor.get(f"/shells/{room}").status_code == 404
    assert nobody.get("/shells/incidents").status_code == 303


def test_a_shell_that_is_fetched_is_no_use_of_the_login_and_takes_no_notice_away(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    as_mentor.post("/incidents", data=makers.incident_form(school, pupil))
    a_while_ago = clock.now() - timedelta(seconds=90)
    Login.update(seen_at=a_while_ago).execute()
    for path in ("/shells/incidents", "/offline", "/waiting"):
        assert "Create another" not in as_mentor.get(path).text
    assert Login.get().seen_at == a_while_ago
    assert "Create another" in as_mentor.get("/").text
    assert Login.get().seen_at > a_while_ago


def test_a_concern_rings_by_number_and_names_nobody(browser):
    page = HTMLParser(browser.get("/shells/concerns").text)
    dial = [one.attributes["href"] for one in page.css(".danger-now a")]
    assert dial == ["tel:999", "tel:07700900123"]
    assert "07700 900123" in page.css_first(".danger-now").text()
    assert [one.attributes["value"] for one in page.css("[name=adult_who]")] == ["head", "other"]
    assert page.css_first("[name=adult_name]") and "tell one yourself now" in page.css_first("form#record").text()
    assert "LADO" in page.css_first(".opens.adult").text()


def test_a_concern_about_the_headteacher_arrives_whoever_has_an_account(app, mentor, head, school):
    """A kept form says "the headteacher"; the real one would have named them."""
    browser = makers.client(app, mentor)
    assert 'value="head"' not in browser.get("/concerns/new").text
    form = makers.concern_form(school, makers.pupil(school, on=mentor), adult="y", adult_who="head")
    assert browser.post("/concerns", data=form).status_code == 303


@EVERY_KIND
def test_what_is_needed_is_what_the_server_refuses_without(browser, kind):
    """Each sentence that the page's script has stands on the server's own page too, once nothing is chosen."""
    shell = HTMLParser(browser.get(f"/shells/{kind.room}").text)
    needed = json.loads(shell.css_first("form#record").attributes["data-needed"])
    refused = browser.post(f"/{kind.path}", data={"client_id": makers.client_id(), "when": "now", "call_again": "week"})
    assert refused.status_code == 422
    said = HTMLParser(refused.text).css_first("#faults").text()
    asked_at_once = [one["sentence"] for one in needed if not one["when"]]
    assert asked_at_once and [one for one in asked_at_once if one not in said] == []
    lines = {" ".join(one.text().split()) for one in HTMLParser(refused.text).css("#faults li")}
    assert lines == set(asked_at_once)


CONDITIONS = [
    ("incident", {"when": "pick"}, "Say the time it happened"),
    ("note", {"follow_up": "day"}, "Choose today or a later day"),
    ("parent_contact", {"family_contact": "0"}, "Say who it was, or choose"),
    ("group_session", {"did_not_run": "y"}, "Choose why it did not run"),
    ("group_session", {"programme": "1"}, "Nobody is in this programme yet"),
    ("concern", {"adult": "y"}, "Choose which adult it is about"),
    ("concern", {"adult": "y", "adult_who": "other"}, "Write who the adult is"),
]


@pytest.mark.parametrize(("name", "fields", "sentence"), CONDITIONS)
def test_what_is_needed_only_with_another_answer_is_refused_with_it(browser, name, fields, sentence):
    kind = KINDS[name]
    data = {"client_id": makers.client_id(), "when": "now", "call_again": "week"}
    assert sentence not in browser.post(f"/{kind.path}", data=data).text.split("data-needed")[0]
    refused = HTMLParser(browser.post(f"/{kind.path}", data=data | fields).text)
    assert sentence in refused.css_first("#faults").text()
    needed = json.loads(refused.css_first("form#record").attributes["data-needed"])
    (rule,) = [one for one in needed if one["sentence"].startswith(sentence)]
    assert {key for key, _ in rule["when"]} <= set(fields)


@EVERY_KIND
def test_finish_later_does_without_most_of_it(browser, kind):
    data = {"client_id": makers.client_id(), "when": "now", "call_again": "week", "finish_later": "1"}
    reply = browser.post(f"/{kind.path}", data=data)
    assert reply.status_code == (422 if kind.sealed else 303)

"""Search finds plans, what works cards and nominations as their pages show them to its reader, and tells no more."""

import re
from datetime import timedelta

import pytest

from mentoring import clock, plan_names, search_support
from models import Caseload, ClassStaff, Nomination, Plan, PlanChoice
from tests import makers, queries

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}
NOTHING = "Nothing found"


@pytest.fixture
def jayden(school, mentor):
    return makers.pupil(school, on=mentor)


@pytest.fixture
def colleague(school):
    return makers.member(school, "Ben Shaw", "mentor")


@pytest.fixture
def all_three(mentor, midday, jayden):
    """A plan, a card and a nomination of one pupil, which the pupil's mentor reads."""
    makers.plan(mentor, jayden, {"own_words": "I want to stop yelling", "wording": "Uses a traffic card"})
    makers.works(mentor, jayden, strengths="Draws dragons", triggers="Loud rooms", helps="Quiet word", worse="Sarcasm")
    row = makers.nomination(midday, jayden, "Anxiety", tried="Seat by the door", hoped="Stays in lessons")
    Nomination.update(state="caseload").where(Nomination.id == row.id).execute()
    return jayden


def found(member, words):
    """The rooms of what is found, in the order of the page."""
    return [hit.room for hit in search_support.find(member, words.split()).hits]


def posted(browser, words, **fields):
    return browser.post("/searches", data={"words": words, **fields}, headers=PART).text


@pytest.mark.parametrize(("words", "room", "inside"), [
    ("mentor pl", "plans", []), ("younger", "plans", ["Strengths"]), ("yell", "plans", ["Targets"]),
    ("traffic", "plans", ["Targets"]), ("dragons", "what_works", ["Strengths"]), ("loud", "what_works", ["Triggers"]),
    ("quiet", "what_works", ["What helps"]), ("sarc", "what_works", ["What makes it worse"]),
    ("anxi", "nominations", ["What stands in the way"]), ("seat", "nominations", ["Tried"]),
    ("drawing", "nominations", ["Strengths"]), ("lessons", "nominations", ["Change hoped for"]),
    ("jayden yelling", "plans", ["Targets"]),
])  # fmt: skip
def test_each_is_found_by_each_of_its_texts_and_says_where(all_three, mentor, lead, words, room, inside):
    for member in (mentor, lead):
        (hit,) = search_support.find(member, words.split()).hits
        assert (hit.room, hit.inside, hit.pupil) == (room, inside, all_three)


def test_a_plan_is_found_by_its_barriers_in_the_words_of_the_schools_chips(
    as_mentor, mentor, lead, colleague, school, jayden
):
    plan = makers.plan(mentor, jayden)
    for name in ("Attendance", "Language or new to the country"):
        PlanChoice.create(school=school, plan=plan, option=makers.option(school, "barrier", name))
    for member in (mentor, lead):
        (hit,) = search_support.find(member, ["attend", "country"]).hits
        assert (hit.room, hit.number, hit.inside) == ("plans", plan.id, ["Barriers"])
    assert "Found in: Barriers" in posted(as_mentor, "attendance") and found(colleague, "attendance") == []
    assert found(mentor, "anxiety") == []


def test_a_name_finds_all_of_a_pupil_and_a_word_counts_from_its_beginning(all_three, mentor):
    assert sorted(found(mentor, "okaf jay")) == ["nominations", "plans", "what_works"]
    assert found(mentor, "elling") == [] == found(mentor, "jayden ragons") == found(mentor, "yelling dragons")


def test_accents_and_apostrophes_are_folded(mentor, school):
    pupil = makers.pupil(school, "Zoë D’Arcy", mentor)
    makers.plan(mentor, pupil, strengths="Séan’s café")
    assert found(mentor, "zoe darcy seans cafe") == ["plans"]


def test_nobody_finds_what_they_may_not_open(school, all_three, colleague):
    stranger = makers.member(makers.school("Other School"), "Lena Lead", "lead")
    people = [makers.member(school, "Any Body", role) for role in ("contributor", "slt", "head")]
    for member in (colleague, stranger, *people):
        for words in ("jayden", "younger", "yelling", "dragons", "seat", "anxiety"):
            assert found(member, words) == [], (member.roles, words)


def test_a_contributor_finds_their_own_nomination_only(app, all_three, midday):
    start = clock.today(midday.school.zone)
    room = all_three.school_class
    ClassStaff.create(school=midday.school, user=midday.user, school_class=room, starts_on=start)
    assert found(midday, "jayden") == ["nominations"] == found(midday, "seat")
    page = posted(makers.client(app, midday), "jayden")
    (path,) = re.findall(r'href="(/nominations/\d+)"', page)
    assert makers.client(app, midday).get(path).status_code == 200 and "/plans/" not in page


def test_a_nomination_that_waits_is_the_leads_and_nobody_elses(mentor, lead, midday, jayden):
    makers.nomination(midday, jayden)
    assert found(lead, "seat") == ["nominations"] and found(mentor, "seat") == []


def test_it_ends_with_the_caseload_and_with_a_declared_relationship(all_three, mentor, dsl):
    Caseload.update(ends_on=clock.today(mentor.school.zone)).execute()
    assert found(mentor, "jayden") == [] and len(found(dsl, "jayden")) == 3
    dsl = type(dsl)(dsl.user, dsl.school, dsl.roles, frozenset({all_three.id}))
    assert found(dsl, "jayden") == []


def test_an_emergency_opens_plans_and_cards_as_their_pages_and_no_nomination(all_three, head):
    opened = type(head)(head.user, head.school, head.roles, opened=frozenset({all_three.id}))
    assert sorted(found(opened, "jayden")) == ["plans", "what_works"]


def test_a_name_that_is_hidden_on_the_page_finds_nothing(app, mentor, lead, midday, school, jayden):
    makers.pupil(school, "Zebedee Quill")
    plan = makers.plan(mentor, jayden, {"own_words": "Keep away from Zebedee"})
    row = makers.nomination(midday, jayden, tried="Moved from Zebedee Quill")
    Nomination.update(state="caseload").where(Nomination.id == row.id).execute()
    makers.works(mentor, jayden, helps="Far from Zebedee")
    assert found(mentor, "zebedee") == [] == found(mentor, "quill")
    assert sorted(found(lead, "zebedee")) == ["nominations", "plans"], "a card's page hides it from everybody"
    assert found(midday, "zebedee") == ["nominations"], "their own words"
    assert found(mentor, "away") == ["plans"] and found(mentor, "far") == ["what_works"]
    assert "Zebedee" not in makers.client(app, mentor).get(f"/plans/{plan.id}").text


def test_a_name_hidden_for_what_stands_beside_it_finds_nothing_either(mentor, school, jayden):
    """Marie is half of a name. The page hides it in a target because the whole name stands in what others keep."""
    makers.pupil(school, "Anna Marie Quill", forename="Anna Marie", known_as="Anna Marie", surname="Quill")
    makers.plan(mentor, jayden, {"own_words": "Be kind to Marie"})
    assert found(mentor, "marie") == ["plans"]
    makers.other_plan(mentor, jayden, more="Time with Anna Marie")
    assert found(mentor, "marie") == [] and found(mentor, "kind to") == ["plans"]


def test_the_newest_stand_first_ten_of_them(as_mentor, mentor, school):
    today = clock.today(school.zone)
    for days in range(12):
        pupil = makers.pupil(school, f"Pupil{days:02} Okafor", mentor)
        makers.plan(mentor, pupil, starts_on=today - timedelta(days=days))
    names = re.findall(r"<b>(Pupil\d\d)", posted(as_mentor, "younger"))
    assert names == [f"Pupil{days:02}" for days in range(10)]
    page = posted(as_mentor, "younger")
    assert "the newest 10 plans, cards and nominations" in page and "7 more of the newest" in page


def test_an_ended_plan_is_found_and_says_so(as_mentor, mentor, jayden):
    makers.plan(mentor, jayden)
    Plan.update(ended_on=clock.today(mentor.school.zone), ended_as="Met").execute()
    assert "ended today" in posted(as_mentor, "jayden").lower()


def test_the_page_links_to_each_and_marks_the_words(as_mentor, all_three):
    page = posted(as_mentor, "jay")
    assert "Plans, cards and nominations" in page and NOTHING not in page
    assert page.count("<b><mark>Jayden</mark> Okafor</b>") == 3
    for path in (f"/plans/{Plan.get().id}", f"/what-works/{all_three.id}", f"/nominations/{Nomination.get().id}"):
        assert f'href="{path}"' in page and as_mentor.get(path).status_code == 200
    assert "<mark>Mentor</mark> plan" in posted(as_mentor, "mentor")
    assert "Found in: Targets" in posted(as_mentor, "yelling")


def test_what_was_written_in_a_name_stays_escaped(as_mentor, mentor, school):
    makers.plan(mentor, makers.pupil(school, "<b>Jay O'Brien", mentor))
    page = posted(as_mentor, "jay obrien")
    assert "&lt;b&gt;<mark>Jay</mark> <mark>O&#39;Brien</mark>" in page


def test_a_kind_or_a_period_asks_for_records_only(as_mentor, all_three):
    assert "/plans/" in posted(as_mentor, "jayden")
    for fields in ({"kind": "incident"}, {"period": "6"}):
        page = posted(as_mentor, "jayden", **fields)
        assert "/plans/" not in page and "Take a kind or the period away" in page


def test_records_stand_below_and_older_ones_bring_no_plans_again(as_mentor, mentor, all_three):
    for number in range(27):
        makers.record(mentor, all_three, note=f"note {number}")
    page = posted(as_mentor, "jayden")
    assert page.index("/plans/") < page.index("note 26") and "3 plans, cards and nominations" in page
    assert "/plans/" not in posted(as_mentor, "jayden", before=page.split('name="before" value="')[1].split('"')[0])
    assert "<mark>Jayden</mark> Okafor" in as_mentor.post("/searches", data={"words": "jayden"}).text


@pytest.mark.parametrize(("role", "said"), [
    ("mentor", "nominations of your caseload"), ("lead", "nominations of every pupil"),
    ("contributor", "the records and nominations that you may read"),
])  # fmt: skip
def test_the_page_says_what_is_searched(app, school, role, said):
    browser = makers.client(app, makers.member(school, "Any Body", role))
    assert said in browser.get("/searches").text and said in posted(browser, "zzz")


def test_it_costs_the_same_queries_however_many(mentor, midday, school):
    def more(number):
        pupil = makers.pupil(school, f"Jayden Okafor{number}", mentor)
        makers.plan(mentor, pupil)
        makers.works(mentor, pupil, helps="Quiet word")
        row = makers.nomination(midday, pupil)
        Nomination.update(state="caseload").where(Nomination.id == row.id).execute()

    def cost() -> int:
        return queries.count(lambda: search_support.find(mentor, ["jayden"]))

    more(0)
    few = cost()
    for number in range(1, 12):
        more(number)
    assert cost() == few == 10
    assert queries.count(lambda: search_support.find(mentor, ["nobody"])) == 7
    assert queries.count(lambda: plan_names.Hiding(mentor)) == 2

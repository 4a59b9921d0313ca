"""Finding a pupil, and the pupil's page."""

import pytest

from tests import makers

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.mark.parametrize(("typed", "found"), [
    ("obrien", "Seán O&#39;Brien"), ("sean", "Seán O&#39;Brien"), ("brien se", None), ("o'brien s", "Seán O&#39;Brien"),
    ("szym to", "Tomasz Szymański"), ("SZYMANSKI", "Tomasz Szymański"), ("ja", "Jayden Okafor"), ("%%", None),
])  # fmt: skip
def test_find_as_you_type(as_mentor, school, typed, found):
    for name in ("Seán O'Brien", "Tomasz Szymański", "Jayden Okafor"):
        makers.pupil(school, name)
    reply = as_mentor.post("/pupils/matches", data={"find": typed}, headers=PART)
    assert "<html" not in reply.text and reply.headers["Vary"]
    assert (found in reply.text) if found else ("Nobody found" in reply.text)


def test_one_letter_asks_for_another(as_mentor, school):
    makers.pupil(school)
    assert "Type one more letter" in as_mentor.post("/pupils/matches", data={"find": "j"}).text


def test_my_caseload_first_then_by_class(as_mentor, mentor, school):
    mine, other = makers.pupil(school, on=mentor), makers.pupil(school, "Leo Park", class_name="Merlin")
    page = as_mentor.get("/pupils").text
    assert mine.name in page and other.name not in page and "Merlin" in page
    assert other.name in as_mentor.get(f"/pupils?class={other.school_class_id}").text


def test_the_page_of_a_caseload_pupil(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor, sen_status="SEN support", sen_need="SEMH", looked_after=True)
    makers.family(pupil)
    makers.record(mentor, pupil, note="Seen at the gate")
    page = as_mentor.get(f"/pupils/{pupil.id}").text
    for words in ("Jayden Okafor", "Year 5, Kestrel class", "SEN support (SEMH)", "Looked after", "Mentor: Amara Bello",
                  "tel:07700900123", "Seen at the gate", "Incidents, last 6 weeks"):  # fmt: skip
        assert words in page, words


def test_any_other_pupils_page_shows_name_class_and_ones_own_records(as_mentor, mentor, school):
    colleague = makers.member(school, "Ben Shaw", "mentor")
    pupil = makers.pupil(school, on=colleague, sen_status="SEN support", looked_after=True)
    makers.family(pupil)
    makers.record(colleague, pupil, note="not mine")
    makers.record(mentor, pupil, note="my own words")
    page = as_mentor.get(f"/pupils/{pupil.id}").text
    assert "Jayden Okafor" in page and "my own words" in page and "not on your caseload" in page
    for words in ("not mine", "SEN support", "Looked after", "Chioma", "last 6 weeks", "/parent-contacts/new?pupil"):
        assert words not in page, words


def test_an_admin_sees_no_narrative(as_admin, mentor, school):
    pupil = makers.pupil(school, on=mentor, sen_status="SEN support")
    makers.record(mentor, pupil, note="narrative")
    page = as_admin.get(f"/pupils/{pupil.id}").text
    assert "Jayden Okafor" in page and "narrative" not in page and "SEN support" in page


def test_filters_swap_only_the_timeline_and_stand_in_the_address(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    makers.record(mentor, pupil, note="one fight")
    makers.record(mentor, pupil, kind="parent_contact", note="one call")
    reply = as_mentor.get(f"/pupils/{pupil.id}?kind=incident", headers=PART)
    assert "one fight" in reply.text and "one call" not in reply.text and "<html" not in reply.text
    whole = as_mentor.get(f"/pupils/{pupil.id}?kind=incident").text
    assert "one call" not in whole and "checked" in whole.split('value="incident"')[1].split(">")[0]


def test_nothing_found_says_how_to_go_on(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    assert "Nothing recorded yet" in as_mentor.get(f"/pupils/{pupil.id}").text
    assert "Show everything" in as_mentor.post(f"/pupils/{pupil.id}/searches", data={"words": "zzz"}).text


def test_older_records_come_by_a_link(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    for number in range(30):
        makers.record(mentor, pupil, note=f"note {number:02}", days_ago=number / 100)
    page = as_mentor.get(f"/pupils/{pupil.id}").text
    older = page.split('class="older"')[1].split('class="btn s" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "note 24" in page and "note 25" not in page
    assert "note 29" in as_mentor.get(older).text


def test_two_pupils_of_one_short_name_stand_with_their_surnames(as_mentor, mentor, school):
    one = makers.pupil(school, "Mason O'Brien", on=mentor)
    makers.pupil(school, "Mason O'Sullivan", on=mentor)
    makers.pupil(school, "Leo Price", on=mentor)
    page = as_mentor.get(f"/incidents/new?pupil={one.id}").text
    assert "Mason O&#39;Brien" in page and "Mason O&#39;Sullivan" in page
    assert "Leo P<" in page and "Leo Price" not in page

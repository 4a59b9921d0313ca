"""What is typed and not saved is kept for its author, and for nobody else."""

from models import Draft
from tests import makers


def test_a_draft_comes_back_to_its_author_only(app, as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    form = makers.incident_form(school, pupil, note="half a sent", form_path="/incidents/new", form_title="Incident")
    assert as_mentor.post("/drafts", data=form).status_code == 204
    assert "Not saved yet" in as_mentor.get("/").text
    assert "half a sent" in as_mentor.get(f"/incidents/new?draft={form['client_id']}").text
    other = makers.client(app, makers.member(school, "Ben Shaw", "mentor"))
    assert "Not saved yet" not in other.get("/").text
    assert "half a sent" not in other.get(f"/incidents/new?draft={form['client_id']}").text
    other.post(f"/drafts/{form['client_id']}/removal")
    assert Draft.select().count() == 1


def test_saving_lets_the_draft_go_and_a_late_one_does_not_come_back(as_mentor, mentor, school):
    form = makers.incident_form(school, makers.pupil(school, on=mentor), form_path="/incidents/new")
    as_mentor.post("/drafts", data=form)
    as_mentor.post("/incidents", data=form)
    as_mentor.post("/drafts", data=form)
    assert Draft.select().count() == 0


def test_what_was_refused_is_a_draft_too(as_mentor, mentor, school):
    form = makers.incident_form(
        school, makers.pupil(school, on=mentor), form_path="/incidents/new", note="kept", ending=""
    )
    assert as_mentor.post("/incidents", data=form).status_code == 422
    assert "kept" in as_mentor.get(f"/incidents/new?draft={form['client_id']}").text
    assert as_mentor.post("/incidents", data=form | {"ending": str(makers.option(school, "ending", "Resolved"))})
    assert Draft.select().count() == 0


def test_one_draft_a_form(as_mentor, mentor, school):
    form = makers.incident_form(school, makers.pupil(school, on=mentor), form_path="/incidents/new")
    for note in ("a", "ab", "abc"):
        as_mentor.post("/drafts", data=form | {"note": note})
    assert "abc" in Draft.get().body and Draft.select().count() == 1


def test_a_draft_can_be_thrown_away(as_mentor, mentor, school):
    form = makers.incident_form(school, makers.pupil(school, on=mentor), form_path="/incidents/new")
    as_mentor.post("/drafts", data=form)
    as_mentor.post(f"/drafts/{form['client_id']}/removal")
    assert Draft.select().count() == 0


def test_a_draft_of_a_page_elsewhere_is_refused(as_mentor, mentor, school):
    form = makers.incident_form(school, makers.pupil(school, on=mentor), form_path="https://evil.example/")
    assert as_mentor.post("/drafts", data=form).status_code == 422

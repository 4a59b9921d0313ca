"""What is typed and not saved is kept for its author, and for nobody else."""

import pytest

from mentoring import clock
from models import AuditEvent, Draft, Member, Membership
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


@pytest.fixture
def elsewhere(mentor):
    """The mentor at a second school of theirs."""
    far = makers.school("Elsewhere")
    Membership.create(school=far, user=mentor.user, role="mentor", created_at=clock.now(), confirmed_at=clock.now())
    return Member(mentor.user, far, frozenset({"mentor"}))


def typed(school, pupil, **fields):
    """A form of a page that was opened at a school."""
    more = {"form_path": "/incidents/new", "form_title": "Incident", "form_school": str(school.id)}
    return makers.incident_form(school, pupil) | more | fields


def test_the_form_says_at_which_school_it_was_begun(as_mentor, mentor, school):
    assert f'name="form_school" value="{school.id}"' in as_mentor.get("/incidents/new").text


@pytest.mark.parametrize("kept_before", [True, False])
def test_a_draft_stays_at_the_school_where_it_was_begun(as_mentor, mentor, school, elsewhere, kept_before):
    pupil = makers.pupil(school, on=mentor)
    form = typed(school, pupil, note="half a sent")
    if kept_before:
        as_mentor.post("/drafts", data=form)
    as_mentor.post(f"/my-schools/{elsewhere.school.id}/choice")
    assert as_mentor.post("/drafts", data=form | {"note": "half a sentence"}).status_code == 204
    assert "Not saved yet" not in as_mentor.get("/").text
    assert "half" not in as_mentor.get(f"/incidents/new?draft={form['client_id']}").text
    as_mentor.post(f"/my-schools/{school.id}/choice")
    assert "half a sentence" in as_mentor.get(f"/incidents/new?draft={form['client_id']}").text
    assert [row.school for row in Draft.select()] == [school]


def test_a_form_begun_at_another_school_is_not_saved_here_and_its_words_are_kept_there(
    as_mentor, mentor, school, elsewhere
):
    form = makers.concern_form(school, note="words of there", form_path="/concerns/new", who="A boy in red",
                               form_school=str(school.id))  # fmt: skip
    as_mentor.post(f"/my-schools/{elsewhere.school.id}/choice")
    form["concern_source"] = str(makers.option(elsewhere.school, "concern_source", "The child told me"))
    reply = as_mentor.post("/concerns", data=form)
    assert reply.status_code == 422 and "words of there" in reply.text and "another of your schools" in reply.text
    assert f'name="form_school" value="{school.id}"' in reply.text
    assert Draft.get().school == school


@pytest.mark.parametrize("said", ["", "999999", "x", "\u00b2", "9" * 30])
def test_a_form_that_says_no_school_of_one_s_own_is_kept_here(as_mentor, mentor, school, said):
    far = makers.school("Far away")
    pupil = makers.pupil(school, on=mentor)
    for claimed in (said, str(far.id)):
        form = typed(school, pupil, form_school=claimed)
        assert as_mentor.post("/drafts", data=form).status_code == 204
    assert {row.school for row in Draft.select()} == {school}


@pytest.fixture
def leaver(school):
    return makers.member(school, "Denise Whitlow", "contributor")


def leave(app, leaver, **fields):
    """Somebody begins a concern and leaves; its client id."""
    form = {"client_id": makers.client_id(), "form_path": "/concerns/new", "form_title": "Concern",
            "exact_words": "canary words"} | fields  # fmt: skip
    assert makers.client(app, leaver).post("/drafts", data=form).status_code == 204
    Membership.update(ended_at=clock.now()).where(Membership.user == leaver.user).execute()
    return form["client_id"]


@pytest.mark.parametrize("how", ["chosen", "linked", "in words"])
def test_a_leaver_s_draft_passes_to_no_dsl_whose_own_child_is_in_it(app, school, dsl, leaver, how):
    pupil = makers.pupil(school, "Florence Nuttall")
    makers.pupil(school, "Florence Abbot")
    near = makers.member(school, "Nell Nuttall", "dsl")
    makers.relate(near, pupil)
    said = {"chosen": {"pupil": [str(pupil.id)]}, "in words": {"exact_words": "canary words of Florence"},
            "linked": {"exact_words": "canary words of Florence", "names-Florence": str(pupil.id)}}[how]  # fmt: skip
    client_id = leave(app, leaver, **said)
    for who, reads in ((dsl, True), (near, False)):
        browser = makers.client(app, who)
        assert ("Denise Whitlow, who has left" in browser.get("/").text) == reads
        assert ("canary" in browser.get(f"/concerns/new?draft={client_id}").text) == reads
    makers.client(app, near).post(f"/drafts/{client_id}/removal")
    assert Draft.get().put_away_at is None


def test_a_leaver_s_draft_passes_to_no_dsl_whom_its_form_names(app, school, dsl, leaver):
    other = makers.member(school, "Olga Other", "dsl")
    client_id = leave(app, leaver, adult_who=str(dsl.user.id))
    assert "canary" not in makers.client(app, dsl).get(f"/concerns/new?draft={client_id}").text
    assert "canary" in makers.client(app, other).get(f"/concerns/new?draft={client_id}").text


def test_a_leaver_s_concern_is_put_away_and_kept(app, as_dsl, school, leaver):
    client_id = leave(app, leaver)
    assert "Put away<span" in as_dsl.get("/").text
    as_dsl.post(f"/drafts/{client_id}/removal")
    assert "Denise Whitlow" not in as_dsl.get("/").text
    noted = AuditEvent.get(AuditEvent.action == "draft.put_away")
    assert noted.subject_id == Draft.get().id and "canary words" in Draft.get().body
    as_dsl.post(f"/drafts/{client_id}/removal")
    assert AuditEvent.select().where(AuditEvent.action.startswith("draft.")).count() == 1
    other = makers.client(app, makers.member(school, "Olga Other", "dsl"))
    page = other.get("/concerns").text
    assert "Begun by Denise Whitlow" in page and "Put away by Grace Adeyemi" in page
    assert "canary words" in other.get(f"/concerns/new?draft={client_id}").text


def test_a_leaver_s_concern_that_a_dsl_sends_as_theirs_is_kept_as_it_was(app, as_dsl, dsl, school, leaver):
    client_id = leave(app, leaver)
    form = makers.concern_form(school, makers.pupil(school), client_id=client_id, form_path="/concerns/new")
    as_dsl.post("/drafts", data=form | {"exact_words": "Mine"})
    assert "Mine" in as_dsl.get(f"/concerns/new?draft={client_id}").text
    assert as_dsl.post("/concerns", data=form).status_code == 303
    assert [(row.author, row.put_away_by) for row in Draft.select()] == [(leaver.user, dsl.user)]


def test_another_draft_of_a_leaver_is_thrown_away(app, as_dsl, leaver):
    client_id = leave(app, leaver, form_path="/incidents/new")
    as_dsl.post(f"/drafts/{client_id}/removal")
    assert Draft.select().count() == 0


def test_who_comes_back_finds_what_was_put_away(app, as_dsl, leaver):
    client_id = leave(app, leaver)
    as_dsl.post(f"/drafts/{client_id}/removal")
    Membership.update(ended_at=None).where(Membership.user == leaver.user).execute()
    browser = makers.client(app, leaver)
    assert "You were writing it" in browser.get("/").text and "Begun by" not in as_dsl.get("/concerns").text
    browser.post(f"/drafts/{client_id}/removal")
    assert Draft.select().count() == 0

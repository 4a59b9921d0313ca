"""Parent contacts over real requests."""

from mentoring import calendar, clock
from models import Choice, ParentContact, Record, Todo
from tests import makers


def test_a_reached_call(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    person = makers.family(pupil)
    form = makers.contact_form(school, pupil, person, note="Pleased", agreed="Ring on Friday", form_from=str(pupil.id))
    reply = as_mentor.post("/parent-contacts", data=form)
    assert (reply.status_code, reply.location) == (303, f"/pupils/{pupil.id}")
    detail = ParentContact.get()
    assert (detail.family_contact, detail.agreed) == (person, "Ring on Friday")
    assert Todo.select().count() == 0
    assert "Call with Chioma Okafor (mother)" in as_mentor.get(f"/pupils/{pupil.id}").text


def test_a_reason_whose_number_is_also_the_persons_is_kept(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    purpose = makers.option(school, "purpose", "Good news")
    person = makers.family(pupil, id=purpose)
    as_mentor.post("/parent-contacts", data=makers.contact_form(school, pupil, person))
    assert purpose in {row.option_id for row in Choice.select()}
    assert ParentContact.get().family_contact == person


def test_the_first_priority_a_call_and_reached_are_ready(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    makers.family(pupil, "Emeka Okafor", priority=2, relationship="Father")
    first = makers.family(pupil)
    page = " ".join(as_mentor.get(f"/parent-contacts/new?pupil={pupil.id}").text.split())
    assert f'name="family_contact" value="{first.id}" checked' in page
    for name, label in (("method", "Call"), ("contact_outcome", "Reached"), ("direction", "We called")):
        number = makers.option(school, name, label)
        assert f'name="{name}" value="{number}" data-code' in page
        assert "checked" in page.split(f'name="{name}" value="{number}"')[1].split(">")[0]


def test_an_unanswered_call_makes_a_todo_for_tomorrow_unless_told_otherwise(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    person = makers.family(pupil)
    as_mentor.post("/parent-contacts", data=makers.contact_form(school, pupil, person, "No answer"))
    todo = Todo.get()
    assert (todo.reason, todo.what) == ("call_again", "Call Chioma Okafor again")
    assert todo.due_on == calendar.of(school).next_school_day(clock.today("Europe/London"))
    as_mentor.post("/parent-contacts", data=makers.contact_form(school, pupil, person, "No answer", call_again="none"))
    assert Todo.select().count() == 1 and Record.select().count() == 2


def test_a_restriction_stands_as_a_banner_before_dialling(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    makers.family(pupil, restriction="No contact: court order")
    page = as_mentor.get(f"/parent-contacts/new?pupil={pupil.id}").text
    assert page.index("No contact: court order") < page.index('name="family_contact"')
    assert "No contact: court order" in as_mentor.get(f"/pupils/{pupil.id}").text


def test_nobody_under_a_restriction_is_made_ready_to_call(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    barred = makers.family(pupil, "Declan Okafor", restriction="No contact: court order", phone="07700 900111")
    free = makers.family(pupil, priority=2)
    for page in (as_mentor.get(f"/parent-contacts/new?pupil={pupil.id}").text,
                 as_mentor.post("/parent-contacts/family", data={"pupil": str(pupil.id)}).text):  # fmt: skip
        page = " ".join(page.split())
        assert f'name="family_contact" value="{free.id}" checked' in page
        assert f'name="family_contact" value="{barred.id}" checked' not in page
        assert "Declan (mother): restricted" in page and "tel:07700900111" not in page
    assert "tel:07700900111" not in as_mentor.get(f"/pupils/{pupil.id}").text


def test_families_of_pupils_on_no_caseload_of_mine_stay_away(as_mentor, mentor, school):
    pupil = makers.pupil(school)
    person = makers.family(pupil)
    assert "Chioma" not in as_mentor.get(f"/parent-contacts/new?pupil={pupil.id}").text
    assert "Chioma" not in as_mentor.get(f"/pupils/{pupil.id}").text
    reply = as_mentor.post("/parent-contacts", data=makers.contact_form(school, pupil, person))
    assert reply.status_code == 422 and Record.select().count() == 0


def test_another_pupils_mother_is_refused(as_mentor, mentor, school):
    pupil, other = makers.pupil(school, on=mentor), makers.pupil(school, "Leo Park", mentor)
    reply = as_mentor.post("/parent-contacts", data=makers.contact_form(school, pupil, makers.family(other)))
    assert reply.status_code == 422 and "not offered any more" in reply.text


def test_only_the_chosen_pupils_family_is_offered(as_mentor, mentor, school):
    pupil, other = makers.pupil(school, on=mentor), makers.pupil(school, "Leo Park", mentor)
    makers.family(pupil)
    makers.family(other, "Grace Park")
    page = as_mentor.get(f"/parent-contacts/new?pupil={pupil.id}").text
    assert "Chioma (mother)" in page and "Grace" not in page


def test_someone_else_is_named(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    form = makers.contact_form(school, pupil, makers.family(pupil), family_contact="0")
    assert "Say who it was" in as_mentor.post("/parent-contacts", data=form).text
    as_mentor.post("/parent-contacts", data=form | {"someone_else": "Grandma"})
    assert ParentContact.get().someone_else == "Grandma"
    assert "Call with Grandma" in as_mentor.get(f"/pupils/{pupil.id}").text


def test_the_family_follows_the_pupil_chosen(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    makers.family(pupil)
    reply = as_mentor.post("/parent-contacts/family", data={"pupil": str(pupil.id)}, headers={"HX-Request": "true"})
    assert "Chioma (mother)" in reply.text and "<html" not in reply.text


def test_amending_keeps_whom_it_was_with_even_once_they_left_the_list(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    person = makers.family(pupil)
    as_mentor.post("/parent-contacts", data=makers.contact_form(school, pupil, person))
    type(person).update(ended_at=clock.now()).execute()
    number = Record.get().id
    assert f'value="{person.id}"' in as_mentor.get(f"/parent-contacts/{number}/edit").text
    form = makers.contact_form(school, pupil, person, version="1", reason="tone", note="More")
    assert as_mentor.post(f"/parent-contacts/{number}", data=form).status_code == 303
    assert ParentContact.get().family_contact == person

"""Caseloads: putting pupils on, taking them off, and the dates of both."""

from datetime import date, timedelta

import pytest

from models import AuditEvent, Caseload, Pupil
from tests import makers


def putting(*pupils, **fields) -> dict:
    return {"pupil": [str(pupil.id) for pupil in pupils], **fields}


def a_class(school, count=12, class_name="Heron"):
    return [makers.pupil(school, f"Pupil{place} Surname{place}", class_name=class_name) for place in range(count)]


def test_mentors_stand_with_the_number_of_their_pupils_now(as_lead, school, mentor, today):
    makers.pupil(school, on=mentor)
    makers.put_on(mentor, makers.pupil(school, "Leo Price"), starts_on=today + timedelta(days=3))
    page = as_lead.get("/caseloads").text
    assert "Amara Bello" in page
    assert "1 pupil<" in page


def test_a_class_is_put_on_with_ticks_and_one_button(as_lead, school, mentor, today):
    pupils = a_class(school)
    page = as_lead.get(f"/caseloads/{mentor.user.id}/pupils/new?class={pupils[0].school_class_id}").text
    assert page.count('name="pupil"') == 12
    assert f'value="{today}"' in page
    reply = as_lead.post(f"/caseloads/{mentor.user.id}/pupils", data=putting(*pupils, starts_on=f"{today}"))
    assert (reply.status_code, reply.location) == (303, f"/caseloads/{mentor.user.id}")
    page = as_lead.get(reply.location).text
    assert "12 pupils put on Amara Bello&#39;s caseload" in page
    assert Caseload.select().where(Caseload.starts_on == today).count() == 12
    assert AuditEvent.select().where(AuditEvent.action == "caseload.start").count() == 12


def test_a_second_tap_puts_nobody_on_twice(as_lead, school, mentor, today):
    pupils = a_class(school, 3)
    for _ in range(2):
        as_lead.post(f"/caseloads/{mentor.user.id}/pupils", data=putting(*pupils, starts_on=f"{today}"))
    assert Caseload.select().count() == 3
    assert "0 pupils put on" in as_lead.get("/caseloads").text


def test_no_sentence_after_a_save_names_a_pupil(as_lead, school, mentor, today):
    leo = makers.pupil(school, "Leo Price")
    as_lead.post(f"/caseloads/{mentor.user.id}/pupils", data=putting(leo, starts_on=f"{today}"))
    assert "Leo" not in as_lead.get("/caseloads").text


def test_ticks_stay_while_looking_further(as_lead, school, mentor):
    leo, mia = makers.pupil(school, "Leo Price"), makers.pupil(school, "Mia Stone", class_name="Heron")
    data = putting(leo, find="mi", step="find", starts_on="2026-09-01")
    reply = as_lead.post(f"/caseloads/{mentor.user.id}/pupils", data=data)
    assert reply.status_code == 200
    assert f'value="{leo.id}" checked' in reply.text
    assert f'value="{mia.id}" >' in reply.text
    assert 'value="2026-09-01"' in reply.text
    data.pop("step")
    reply = as_lead.post(f"/caseloads/{mentor.user.id}/pupils", data=data | {"class": mia.school_class_id})
    assert reply.status_code == 200
    assert "Mia Stone" in reply.text
    assert f'value="{leo.id}" checked' in reply.text
    assert Caseload.select().count() == 0


def test_finding_as_one_types_answers_with_the_list_alone(as_lead, school, mentor):
    leo = makers.pupil(school, "Leo Price")
    headers = {"HX-Request": "true", "HX-Request-Type": "partial"}
    path = f"/caseloads/{mentor.user.id}/pupils/matches"
    reply = as_lead.post(path, data={"find": "le"}, headers=headers)
    assert reply.status_code == 200
    assert "<html" not in reply.text
    assert f'id="tick-{leo.id}"' in reply.text
    assert "nobody found for “zz”" in as_lead.post(path, data={"find": "zz"}, headers=headers).text
    assert "type one more letter" in as_lead.post(path, data={"find": "l"}, headers=headers).text


def test_who_is_on_it_already_cannot_be_ticked_and_who_is_with_another_is_said(as_lead, school, mentor):
    other = makers.member(school, "Ben Carter", "mentor")
    leo = makers.pupil(school, "Leo Price", on=mentor)
    makers.pupil(school, "Mia Stone", on=other)
    page = as_lead.get(f"/caseloads/{mentor.user.id}/pupils/new?class={leo.school_class_id}").text
    assert f'value="{leo.id}" disabled' in page
    assert "on it already" in page
    assert "with Ben Carter" in page


@pytest.mark.parametrize(
    ("fields", "sentence", "kept"),
    [
        ({"pupil": []}, "Tick at least one pupil.", ""),
        ({"starts_on": ""}, "Write the day with its month and year", ""),
        ({"starts_on": "31/02/2026"}, "Write the day with its month and year", "31/02/2026"),
        ({"starts_on": "2016-09-01"}, "more than five years away. Check the year.", "2016-09-01"),
        ({"starts_on": "2062-09-01"}, "more than five years away. Check the year.", "2062-09-01"),
        ({"pupil": ["99999999"]}, "One of those pupils is not at the school now", ""),
    ],
)
def test_a_fault_is_told_twice_and_keeps_ticks_and_day(as_lead, school, mentor, today, fields, sentence, kept):
    leo = makers.pupil(school, "Leo Price")
    data = putting(leo, starts_on=f"{today}") | fields
    reply = as_lead.post(f"/caseloads/{mentor.user.id}/pupils", data=data)
    assert reply.status_code == 422
    assert reply.text.count(sentence) == 2
    assert kept in reply.text
    if "pupil" not in fields:
        assert f'value="{leo.id}" checked' in reply.text
    assert Caseload.select().count() == 0


def test_a_day_may_be_typed_as_people_write_it(as_lead, school, mentor, today):
    leo = makers.pupil(school, "Leo Price")
    day = today - timedelta(days=40)
    as_lead.post(f"/caseloads/{mentor.user.id}/pupils", data=putting(leo, starts_on=f"{day:%d/%m/%Y}"))
    assert Caseload.get().starts_on == day


def test_who_has_left_or_is_at_another_school_is_not_put_on(as_lead, school, mentor, today):
    gone = makers.pupil(school, "Leo Price", left_on=today - timedelta(days=2))
    far = makers.pupil(makers.school("Elsewhere"), "Una Far")
    for pupil in (gone, far):
        data = putting(pupil, starts_on=f"{today}")
        reply = as_lead.post(f"/caseloads/{mentor.user.id}/pupils", data=data)
        assert reply.status_code == 422
        assert pupil.surname not in reply.text
    assert Caseload.select().count() == 0


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2000-01-01", "more than five years away"), ("", "Write the day with its month and year"),
        ("before", "That is before it began"),
    ],
)  # fmt: skip
def test_a_day_that_cannot_end_it_is_told_at_its_row(as_lead, school, mentor, today, typed, sentence):
    makers.pupil(school, "Leo Price", on=mentor)
    row = Caseload.get()
    day = f"{row.starts_on - timedelta(days=1)}" if typed == "before" else typed
    reply = as_lead.post(f"/caseloads/rows/{row.id}/ending", data={"ends_on": day})
    assert reply.status_code == 422
    assert reply.text.count(sentence) == 2
    assert "<details open>" in reply.text
    assert f'value="{day}"' in reply.text
    assert Caseload.get().ends_on is None


def test_a_pupil_comes_back_after_the_earlier_time_not_within_it(as_lead, school, mentor, today):
    leo = makers.pupil(school, "Leo Price", on=mentor)
    as_lead.post(f"/caseloads/rows/{Caseload.get().id}/ending", data={"ends_on": f"{today - timedelta(days=3)}"})
    path = f"/caseloads/{mentor.user.id}/pupils"
    reply = as_lead.post(path, data=putting(leo, starts_on=f"{today - timedelta(days=10)}"))
    assert reply.status_code == 422
    assert reply.text.count("One of them has been put on this caseload before, until") == 2
    assert as_lead.post(path, data=putting(leo, starts_on=f"{today}")).status_code == 303
    assert Caseload.select().count() == 2


def test_who_is_no_mentor_has_no_caseload(as_lead, lead):
    assert as_lead.get(f"/caseloads/{lead.user.id}").status_code == 404


def test_a_pupils_history_is_never_lost(as_lead, school, mentor, today):
    makers.pupil(school, "Leo Price", on=mentor)
    row = Caseload.get()
    as_lead.post(f"/caseloads/rows/{row.id}/ending", data={"ends_on": f"{today}"})
    kept = Caseload.get_by_id(row.id)
    assert (kept.starts_on, kept.ends_on) == (row.starts_on, today)
    assert isinstance(kept.starts_on, date)
    assert Pupil.select().count() == 1

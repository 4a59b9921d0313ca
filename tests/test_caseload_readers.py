"""Who reads by a caseload: its mentor, from the first day to the last; and who reads and changes caseloads."""

from datetime import timedelta

from models import AuditEvent, Caseload
from tests import makers
from tests.test_caseloads import putting


def test_a_mentor_reads_from_the_first_day_on_the_next_request(app, as_lead, school, mentor, today):
    leo = makers.pupil(school, "Leo Price")
    makers.record(makers.member(school, "Ben Carter", "mentor"), leo, note="At the gate")
    browser = makers.client(app, mentor)
    path = f"/caseloads/{mentor.user.id}/pupils"
    assert "At the gate" not in browser.get(f"/pupils/{leo.id}").text
    as_lead.post(path, data=putting(leo, starts_on=f"{today + timedelta(days=1)}"))
    assert "At the gate" not in browser.get(f"/pupils/{leo.id}").text
    mia = makers.pupil(school, "Mia Stone")
    makers.record(makers.member(school, "Cat Dean", "mentor"), mia, note="In the hall")
    as_lead.post(path, data=putting(mia, starts_on=f"{today}"))
    assert "In the hall" in browser.get(f"/pupils/{mia.id}").text


def test_taking_off_ends_the_reading_at_once_and_keeps_the_dates(app, as_lead, school, mentor, today):
    leo = makers.pupil(school, "Leo Price", on=mentor)
    makers.record(makers.member(school, "Ben Carter", "mentor"), leo, note="At the gate")
    browser = makers.client(app, mentor)
    assert "At the gate" in browser.get(f"/pupils/{leo.id}").text
    row = Caseload.get()
    for _ in range(2):
        reply = as_lead.post(f"/caseloads/rows/{row.id}/ending", data={"ends_on": f"{today}"})
        assert (reply.status_code, reply.location) == (303, f"/caseloads/{mentor.user.id}")
    assert "At the gate" not in browser.get(f"/pupils/{leo.id}").text
    page = as_lead.get(f"/caseloads/{mentor.user.id}").text
    assert f"until {today:%-d %B %Y}" in page
    assert AuditEvent.select().where(AuditEvent.action == "caseload.end").count() == 1


def test_an_end_still_to_come_leaves_the_pupil_on_until_then(app, as_lead, school, mentor, today):
    leo = makers.pupil(school, "Leo Price", on=mentor)
    day = today + timedelta(days=4)
    as_lead.post(f"/caseloads/rows/{Caseload.get().id}/ending", data={"ends_on": f"{day}"})
    assert "Leo" in makers.client(app, mentor).get("/").text
    assert f"until {day:%-d %B %Y}" in as_lead.get(f"/caseloads/{mentor.user.id}").text
    assert leo.id == Caseload.get().pupil_id


def test_a_mentor_reads_their_own_dates_and_changes_nothing(as_mentor, school, mentor, today):
    makers.pupil(school, "Leo Price", on=mentor)
    makers.pupil(school, "Mia Stone", on=makers.member(school, "Ben Carter", "mentor"))
    page = as_mentor.get("/caseloads/mine").text
    assert "Leo Price" in page
    assert f"since {today - timedelta(days=30):%-d %B %Y}" in page
    assert "Mia" not in page
    assert "Take off" not in page
    for path in ("", f"/{mentor.user.id}", f"/{mentor.user.id}/pupils/new"):
        assert as_mentor.get(f"/caseloads{path}").status_code == 403
    row = Caseload.get()
    assert as_mentor.post(f"/caseloads/rows/{row.id}/ending", data={"ends_on": f"{today}"}).status_code == 403
    assert as_mentor.post(f"/caseloads/{mentor.user.id}/pupils", data={}).status_code == 403


def test_a_mentor_of_before_can_still_be_read_but_not_given_pupils(as_lead, as_admin, school, mentor):
    makers.pupil(school, "Leo Price", on=mentor)
    as_admin.post(f"/people/{mentor.user.id}/leaving")
    assert "Mentors before" in as_lead.get("/caseloads").text
    assert "Leo Price" in as_lead.get(f"/caseloads/{mentor.user.id}").text
    assert as_lead.get(f"/caseloads/{mentor.user.id}/pupils/new").status_code == 404


def test_another_schools_mentors_rows_and_pupils_are_not_there(as_lead, today):
    far = makers.school("Elsewhere")
    una = makers.member(far, "Una Far", "mentor")
    pupil = makers.pupil(far, "Zed Zimmer", on=una)
    number = una.user.id
    for path in (f"/caseloads/{number}", f"/caseloads/{number}/pupils/new"):
        assert as_lead.get(path).status_code == 404
    for path in (f"/caseloads/{number}/pupils", f"/caseloads/{number}/pupils/matches",
                 f"/caseloads/rows/{Caseload.get().id}/ending"):  # fmt: skip
        assert as_lead.post(path, data=putting(pupil, starts_on=f"{today}", ends_on=f"{today}")).status_code == 404
    assert Caseload.get().ends_on is None

"""The audit trail as people read it: in plain words, never content, each as far as their role goes."""

import csv
import hashlib
import io
import re
from datetime import timedelta
from pathlib import Path

import pytest

import database
from mentoring import audit, clock, trail, trail_words
from models import AuditEvent, Record, Relationship, User
from tests import makers

HERE = Path(__file__).parent.parent


@pytest.fixture
def lived(app, mentor, admin, school, as_mentor, as_admin):
    """A day: somebody signed in, was refused, recorded, read, and the admin changed a role."""
    pupil = makers.pupil(school, "Canary Finch", on=mentor)
    as_mentor.post("/incidents", data=makers.incident_form(school, pupil, note="secret words"))
    as_mentor.get(f"/pupils/{pupil.id}")
    nobody = makers.client(app)
    nobody.post("/sign-in", data={"email": mentor.user.email, "password": "wrong words here"})
    as_admin.post(f"/people/{mentor.user.id}", data={"name": "Amara Bello", "roles": ["mentor", "contributor"]})
    return pupil


def text_of(reply):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", reply.text))


def test_every_action_has_its_words():
    """A new one is a line in mentoring/trail_words.py."""
    found = set()
    for path in [*HERE.glob("*.py"), *HERE.glob("mentoring/**/*.py"), *HERE.glob("views/*.py")]:
        found |= set(
            re.findall(r'note\((?:None|member|joining or admin|Member\([^"]*?), "([a-z_.]+)"', path.read_text())
        )
    assert len(found) > 35 and found <= set(trail_words.WORDS), found - set(trail_words.WORDS)


@pytest.mark.parametrize("who", ["dsl", "head"])
def test_dsl_and_head_read_the_school_s_trail_without_content(app, lived, request, who):
    page = text_of(makers.client(app, request.getfixturevalue(who)).get("/audit-events"))
    for sentence in ("Amara Bello recorded an incident", "Amara Bello opened Canary F’s page",
                     "A sign-in was refused: Amara Bello", "Olu Admin gave Amara Bello the role Contributor",
                     "put Canary F on Amara Bello’s caseload"):  # fmt: skip
        assert sentence in page, sentence
    assert "secret" not in page


def test_a_record_is_a_link_only_to_who_may_read_it(as_dsl, as_head, lived):
    assert '/incidents/1"' in as_dsl.get("/audit-events").text
    assert '/incidents/1"' not in as_head.get("/audit-events").text


def test_an_admin_reads_security_events_without_any_pupil(as_admin, lived):
    reply = as_admin.get("/audit-events")
    page = text_of(reply)
    assert "A sign-in was refused: Amara Bello" in page and "gave Amara Bello the role Contributor" in page
    for query in ("", "?group=records", "?group=reading", "?group=caseloads", f"?pupil={lived.id}", "?record=1"):
        page = text_of(as_admin.get(f"/audit-events{query}"))
        for word in ("Canary", "Finch", "incident", "caseload", "secret", "page,"):
            assert word not in page, (query, word)


def test_everybody_reads_what_they_did_and_nothing_else(as_mentor, as_admin, lived):
    page = text_of(as_mentor.get("/audit-events/mine"))
    assert "Amara Bello recorded an incident" in page and "Olu Admin" not in page
    assert as_mentor.get("/audit-events").status_code == 403
    assert as_mentor.post("/audit-events/exports").status_code == 403
    assert as_admin.post("/audit-events/exports").status_code == 403


def test_filters_of_the_address(as_dsl, lived, mentor, admin, school):
    asked = {
        f"?person={admin.user.id}": ("Contributor", "recorded an incident"),
        "?group=records": ("recorded an incident", "Contributor"),
        f"?pupil={lived.id}": ("opened Canary F", "Contributor"),
        "?record=1": ("recorded an incident", "opened Canary F"),
        f"?first={clock.today(school.zone)}": ("recorded an incident", "Nothing matches"),
        f"?last={clock.today(school.zone) - timedelta(days=1)}": ("Nothing matches", "recorded an incident"),
    }
    for query, (there, absent) in asked.items():
        page = text_of(as_dsl.get(f"/audit-events{query}"))
        assert there in page and absent not in page, query
    for query in ("?person=x", "?first=never", "?group=?", "?record=99999999999999999999"):
        assert as_dsl.get(f"/audit-events{query}").status_code == 200
    assert as_dsl.get("/audit-events?before=x").status_code == 400


def test_pages_follow_one_another_by_key(as_dsl, dsl, school):
    with clock.at(clock.now()), database.write():  # all at one instant: the key must tell them apart
        for number in range(120):
            audit.note(dsl, "option.add", detail=str(number))
    seen, path = [], "/audit-events?group=school"
    while path:
        page = as_dsl.get(path).text
        seen.append(page.count("added a choice to a list"))
        found = re.search(r'href="(/audit-events\?before=[^"]+)"', page)
        path = found.group(1).replace("&amp;", "&") if found else ""
    assert seen == [50, 50, 20]
    keys = [one.event.id for before in ("",) for one in trail.page(dsl, trail.Filters(), before, trail.WHOLE).entries]
    assert keys == sorted(keys, reverse=True)


def test_a_key_of_a_page_tells_no_event_s_number(dsl):
    moments = [clock.now() + timedelta(seconds=number) for number in range(60)]
    for moment in moments:
        with clock.at(moment), database.write():
            audit.note(dsl, "option.add")
    page = trail.page(dsl, trail.Filters(group="school"), "", trail.WHOLE)
    assert page.older == f"{page.entries[-1].event.at.timestamp():.6f}-1"
    assert len(trail.page(dsl, trail.Filters(group="school"), page.older, trail.WHOLE).entries) == 10


def test_a_restricted_record_that_one_may_not_read_is_absent(as_dsl, as_head, dsl, head, mentor, school, lived):
    """Concern about an adult: a DSL, who may be that adult, learns nothing of it."""
    Record.update(tier="adult").execute()
    with database.write():
        audit.note(head, "record.view", Record.get())
    assert "read an incident" in text_of(as_head.get("/audit-events"))
    for path in ("/audit-events", "/audit-events?record=1", f"/audit-events?pupil={lived.id}"):
        page = text_of(as_dsl.get(path))
        assert "incident" not in page, path
    assert "record.log" not in as_dsl.post("/audit-events/exports").text


def test_of_one_s_own_child_nothing_stands_in_the_trail(as_dsl, dsl, lived):
    Relationship.create(school=dsl.school, user=dsl.user, pupil=lived, what="Parent", declared_by=dsl.user,
                        declared_at=clock.now())  # fmt: skip
    page = text_of(as_dsl.get("/audit-events"))
    assert "gave Amara Bello the role" in page and "incident" not in page and "opened Canary" not in page


def test_another_school_s_trail_is_nobody_s(app, lived):
    other = makers.school("Elsewhere")
    for role in ("dsl", "head", "admin"):
        page = text_of(makers.client(app, makers.member(other, f"Sam {role}", role)).get("/audit-events"))
        assert "Amara" not in page and "Canary" not in page
        assert AuditEvent.select().where(AuditEvent.school == other).count() > 0


def test_the_export_is_neutral_and_an_event_itself(as_dsl, dsl, mentor, lived):
    User.update(name="=HYPERLINK(1)").where(User.id == mentor.user.id).execute()
    reply = as_dsl.post("/audit-events/exports", data={"group": "records"})
    assert reply.headers["Content-Disposition"].endswith('"audit-events.csv"') and "secret" not in reply.text
    rows = list(csv.DictReader(io.StringIO(reply.data.decode("utf-8-sig"))))
    assert [row["Who"] for row in rows] == ["'=HYPERLINK(1)"] and rows[0]["What"] == "recorded an incident"
    # No place in the chain, no sign-in, no number of what has no page: gaps would tell of what is hidden.
    assert list(rows[0]) == ["When", "Who", "What", "Action", "Of", "Number", "Version"]
    rows = list(csv.DictReader(io.StringIO(as_dsl.post("/audit-events/exports").data.decode("utf-8-sig"))))
    assert {row["Of"] for row in rows if row["Number"]} == {"record", "pupil", "user"}
    assert {"caseload", "login"} <= {row["Of"] for row in rows}
    event = AuditEvent.get(AuditEvent.action == "audit.export")
    assert (event.user, event.detail) == (dsl.user, "1 lines")
    assert event.digest == hashlib.sha256(reply.data).hexdigest()


def test_who_has_seen_a_record(as_dsl, as_head, as_mentor, dsl, mentor, school, lived):
    assert "Amara Bello opened Canary F’s page" in text_of(as_dsl.get("/records/1/readers"))
    Record.update(tier="safeguarding").execute()
    assert as_head.get("/incidents/1").status_code == 200
    page = text_of(as_dsl.get("/records/1/readers"))
    assert "Helen Marsh read an incident" in page and "Amara" not in page
    assert as_mentor.get("/records/1/readers").status_code == 403


def test_the_roles_given_and_taken_are_each_an_event(as_admin, mentor, lived):
    as_admin.post(f"/people/{mentor.user.id}", data={"name": "Amara Bello", "roles": ["mentor", "lead"]})
    theirs = (AuditEvent.subject_id == mentor.user.id) & AuditEvent.action.startswith("role.")
    said = [(row.action, row.detail) for row in AuditEvent.select().where(theirs).order_by(AuditEvent.id)]
    assert said == [("role.grant", "mentor"), ("role.grant", "contributor"), ("role.end", "contributor"),
                    ("role.grant", "lead")]  # fmt: skip

"""Who reads a concern and who is told of it: by tier, by role, by e-mail without detail; every reading written down."""

from contextlib import contextmanager
from datetime import timedelta

import pytest

import database
from app import create_app
from mentoring import clock, concerns, mail
from models import (
    AuditEvent,
    Concern,
    Login,
    Mail,
    Record,
    School,
)
from tests import makers
from tests.mail_servers import serving


def post(app, member, form):
    return makers.client(app, member).post("/concerns", data=form)


def test_one_about_an_adult_is_the_heads_alone_and_never_its_subjects(app, midday, dsl, head, school, pupil):
    form = makers.concern_form(school, pupil, adult="y", adult_who=str(dsl.user.id))
    assert post(app, midday, form).status_code == 303
    record = Record.get()
    assert (record.tier, record.about) == ("adult", dsl.user)
    assert makers.client(app, dsl).get(f"/concerns/{record.id}").status_code == 404
    assert "About an adult" in makers.client(app, head).get("/").text
    assert "Grace Adeyemi" in makers.client(app, head).get(f"/concerns/{record.id}").text
    assert "It is with the headteacher" in makers.client(app, midday).get(f"/concerns/{record.id}").text


def test_somebody_without_an_account_has_to_be_described(app, midday, head, school):
    form = makers.concern_form(school, adult="y", adult_who="other")
    assert "Write who the adult is" in post(app, midday, form).text
    assert "Choose which adult" in post(app, midday, form | {"adult_who": "999"}).text
    assert post(app, midday, form | {"adult_name": "The football coach"}).status_code == 303
    assert (Record.get().tier, Record.get().about, Concern.get().adult) == ("adult", None, "The football coach")


@pytest.mark.parametrize("has_account", [True, False])
def test_one_about_the_headteacher_is_read_by_nobody_and_its_author_is_told_whom_to_ring(
    app, midday, dsl, school, has_account, request
):
    School.update(chair_contact="Robert Fenwick, 01632 960177", lado_contact="01632 960118").execute()
    school = School.get_by_id(school.id)
    head = request.getfixturevalue("head") if has_account else None
    page = makers.client(app, midday).get("/concerns/new").text
    assert ("The headteacher" in page) != has_account
    form = makers.concern_form(school, adult="y", adult_who=str(head.user.id) if head else "head")
    reply = post(app, midday, form)
    record = Record.get()
    assert record.tier == "headteacher"
    second = makers.member(school, "Second Head", "head", "dsl")
    for person in filter(None, (dsl, head, second)):
        browser = makers.client(app, person)
        assert browser.get(f"/concerns/{record.id}").status_code == 404 and "0 new" not in browser.get("/").text
        assert f"/concerns/{record.id}" not in browser.get("/").text + browser.get("/concerns").text
    page = makers.client(app, midday).get(reply.location).text
    assert "Nobody else at your school can read this" in page and 'href="tel:01632960177"' in page
    assert "data-print" in page and "01632 960118" in page


def test_where_nobody_may_read_it_the_author_is_told_at_once_whom_to_ring(app, midday, school, pupil):
    School.update(out_of_hours="01632 960199").execute()
    reply = post(app, midday, makers.concern_form(school, pupil))
    page = makers.client(app, midday).get(reply.location).text
    assert "Nobody at your school can read this" in page and "01632 960199" in page


def test_where_every_dsl_is_refused_it_goes_to_the_head(app, midday, dsl, head, school, pupil):
    makers.relate(dsl, pupil)
    record = makers.concern(midday, pupil)
    assert [one.user for one in concerns.handlers(record)] == [head.user]
    assert makers.client(app, dsl).get(f"/concerns/{record.id}").status_code == 404
    assert "Nobody at your school" not in makers.client(app, midday).get(f"/concerns/{record.id}").text


def test_a_related_dsl_who_raised_it_reads_what_they_wrote_but_does_not_handle_it(app, dsl, head, school, pupil):
    makers.relate(dsl, pupil)
    record = makers.concern(dsl, pupil)
    page = makers.client(app, dsl).get(f"/concerns/{record.id}").text
    assert "He grabs my arm." in page and "What next?" not in page
    form = {"client_id": makers.client_id()}
    assert makers.client(app, dsl).post(f"/handlings/{record.id}/acknowledged", data=form).status_code == 404


def test_an_email_without_any_detail_goes_to_each_dsl_by_a_real_server(url, keeper):
    with serving() as server:
        app = create_app(DATABASE_URL=url, SECRET_KEY="x", ARGON2_KIB="8", SMTP_HOST="127.0.0.1",
                         SMTP_PORT=str(server.port), SMTP_SECURITY="none", MAIL_FROM="a@school.example",
                         PUBLIC_URL="https://a.school.example")  # fmt: skip
        database.migrate()
        school = makers.school()
        people = {
            role: makers.member(school, f"{role} person", role) for role in ("contributor", "dsl", "head", "mentor")
        }
        second = makers.member(school, "second dsl", "dsl")
        browser = makers.client(app, people["contributor"])
        pupil = makers.pupil(school, "Florence Nuttall")
        form = makers.concern_form(
            school, pupil, concern_category=[str(makers.option(school, "concern_category", "Sexual"))]
        )
        for _ in range(2):
            browser.post("/concerns", data=form)
        browser.post("/concerns", data=makers.concern_form(school, adult="y", adult_who=str(second.user.id)))
        mail.deliver(app.config["POST"])
        told = sorted(str(one["To"]) for one in server.mails)
        assert told == sorted([people["dsl"].user.email, second.user.email, people["head"].user.email])
        for one in server.mails:
            text = str(one["Subject"]) + one.get_content()
            assert "https://a.school.example" in text
            for secret in ("Florence", "Nuttall", "Sexual", "contributor", "grabs", "adult", "second"):
                assert secret not in text
    database.db.close()


def test_without_a_mail_server_nothing_is_queued(app, midday, dsl, school, pupil):
    post(app, midday, makers.concern_form(school, pupil))
    assert Mail.select().count() == 0


def test_the_count_is_on_every_page_of_a_dsl_and_head_and_goes_when_acknowledged(app, midday, dsl, head, mentor, pupil):
    record = makers.concern(midday, pupil)
    for person in (dsl, head):
        browser = makers.client(app, person)
        for path in ("/", "/more", "/pupils", "/todos", "/concerns/new"):
            assert "concern waits" in browser.get(path).text, path
    assert "concern waits" not in makers.client(app, mentor).get("/more").text
    makers.client(app, dsl).post(f"/handlings/{record.id}/acknowledged", data={"client_id": makers.client_id()})
    assert "concern waits" not in makers.client(app, head).get("/more").text


def test_asking_again_and_again_does_not_keep_a_login_alive(app, dsl):
    browser = makers.client(app, dsl)
    ago = clock.now() - timedelta(seconds=90)
    Login.update(seen_at=ago).execute()
    part = {"HX-Request": "true", "HX-Request-Type": "partial"}
    assert browser.get("/concerns/waiting", headers=part).status_code == 200
    assert Login.get().seen_at == ago
    browser.get("/more")
    assert Login.get().seen_at > ago


def looks():
    return AuditEvent.select().where(AuditEvent.action == "record.view").count()


def test_every_reading_is_written_down_before_and_nothing_is_shown_where_it_cannot_be(app, midday, dsl, pupil):
    record = makers.concern(midday, pupil)
    browser = makers.client(app, dsl)
    assert "Florence" in browser.get("/").text and looks() == 1
    browser.get(f"/concerns/{record.id}")
    assert looks() == 1, "within ten minutes it is one look"
    late = clock.now() + timedelta(minutes=11)
    with clock.at(late):
        makers.client(app, dsl).get(f"/concerns/{record.id}")
    assert looks() == 2
    with out_of_reach("audit_event"):
        for path in ("/", "/concerns", f"/concerns/{record.id}", f"/pupils/{pupil.id}", f"/chronologies/{pupil.id}",
                     f"/records/{record.id}/versions", f"/records/{record.id}/versions/1"):  # fmt: skip
            reply = browser.get(path)
            assert reply.status_code >= 500 and "grabs" not in reply.text and "Florence" not in reply.text, path


@contextmanager
def out_of_reach(table):
    """The table as if its disk were broken."""
    database.db.execute_sql(f"ALTER TABLE {table} RENAME TO out_of_reach")
    try:
        yield
    finally:
        database.db.execute_sql(f"ALTER TABLE out_of_reach RENAME TO {table}")

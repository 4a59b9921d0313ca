"""Coming in, staying out, going away."""

from datetime import timedelta
from uuid import uuid4

import pytest

from mentoring import clock, tokens
from models import AuditEvent, Draft, Login, Membership, User
from tests import makers


def sign_in(browser, member, password=makers.PASSWORD, **more):
    return browser.post("/sign-in", data={"email": member.user.email, "password": password} | more)


def test_sign_in_goes_on_to_the_page_asked_for(nobody, mentor):
    asked = nobody.get("/todos")
    assert asked.location == "/sign-in?next=/todos"
    reply = sign_in(nobody, mentor, next="/todos")
    assert (reply.status_code, reply.location) == (303, "/todos")
    assert nobody.get("/todos").status_code == 200


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1"])
def test_it_never_leads_to_another_site(nobody, mentor, onward):
    assert sign_in(nobody, mentor, next=onward).location == "/"


def test_a_wrong_pair_says_so_without_saying_which(nobody, mentor):
    wrong = sign_in(nobody, mentor, "wrong wrong wrong")
    unknown = nobody.post("/sign-in", data={"email": "nobody@school.example", "password": "wrong wrong wrong"})
    sentence = "That e-mail address and password do not go together"
    assert wrong.status_code == unknown.status_code == 422
    assert sentence in wrong.text and sentence in unknown.text and mentor.user.email in wrong.text
    assert "wrong wrong wrong" not in wrong.text


def test_the_cookie_is_for_the_server_alone_and_kept_only_as_a_hash(nobody, mentor):
    reply = sign_in(nobody, mentor)
    cookie = next(value for name, value in reply.headers if name == "Set-Cookie" and value.startswith("login="))
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie
    token = cookie.split("=")[1].split(";")[0]
    assert Login.get().token_hash == tokens.token_hash(token) != token


def test_over_tls_the_cookie_is_bound_to_the_host(nobody, mentor):
    reply = nobody.post("/sign-in", base_url="https://localhost",
                        data={"email": mentor.user.email, "password": makers.PASSWORD})  # fmt: skip
    cookie = next(value for name, value in reply.headers if name == "Set-Cookie" and "login=" in value)
    assert cookie.startswith("__Host-login=") and "Secure" in cookie and "Path=/" in cookie


def test_sign_out_ends_it_at_the_server_and_clears_the_cache(app, mentor, nobody):
    sign_in(nobody, mentor)
    token = nobody.get_cookie("login").value
    reply = nobody.post("/sign-out")
    assert reply.headers["Clear-Site-Data"] == '"cache"'
    again = makers.client(app)
    again.set_cookie("login", token)
    assert again.get("/").status_code == 303


@pytest.mark.parametrize("minutes", [(31, 31), (0, 12 * 60 + 1)])
def test_a_login_runs_out(as_mentor, minutes):
    seen, created = (clock.now() - timedelta(minutes=amount) for amount in minutes)
    Login.update(seen_at=seen, created_at=created).execute()
    assert as_mentor.get("/").location.startswith("/sign-in")


def test_an_ended_account_is_out_at_once(as_mentor, mentor):
    User.update(ended_at=clock.now()).execute()
    assert as_mentor.get("/").status_code == 303


def test_a_lost_role_is_lost_at_once(as_mentor, mentor):
    Membership.update(ended_at=clock.now()).execute()
    assert as_mentor.get("/").status_code == 303


def test_what_a_run_out_login_was_sending_comes_back_to_its_author_only(app, as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    form = makers.incident_form(school, pupil, note="Not to be lost", form_path="/incidents/new", form_title="Incident")
    Login.update(seen_at=clock.now() - timedelta(hours=2)).execute()
    reply = as_mentor.post("/incidents", data=form)
    assert reply.location == f"/sign-in?next=/incidents/new?draft%3D{form['client_id']}"
    other = makers.client(app, makers.member(school, "Ben Shaw", "mentor"))
    assert "Not to be lost" not in other.get(f"/incidents/new?draft={form['client_id']}").text
    back = makers.client(app, mentor).get(f"/incidents/new?draft={form['client_id']}")
    assert "Not to be lost" in back.text and form["client_id"] in back.text
    assert "checked" in back.text.split(f'name="pupil" value="{pupil.id}"')[1].split(">")[0]


def test_a_stranger_leaves_nothing_behind(nobody, school):
    form = {"client_id": str(uuid4()), "form_path": "/incidents/new", "note": "x"}
    assert nobody.post("/incidents", data=form).status_code == 303
    assert Draft.select().count() == 0


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
                                     {"Sec-Fetch-Site": "none"}])  # fmt: skip
def test_forms_from_elsewhere_are_refused(as_mentor, mentor, school, headers):
    form = makers.incident_form(school, makers.pupil(school, on=mentor))
    assert as_mentor.post("/incidents", data=form, headers=headers).status_code == 403


def test_without_fetch_metadata_the_origin_decides(app, as_mentor, mentor, school):
    form = makers.incident_form(school, makers.pupil(school, on=mentor))
    plain = app.test_client()
    plain.__class__ = type("Old", (type(plain).__mro__[1],), {})
    plain.set_cookie("login", as_mentor.get_cookie("login").value)
    assert plain.post("/incidents", data=form).status_code == 403
    assert plain.post("/incidents", data=form, headers={"Origin": "http://evil.example"}).status_code == 403
    assert plain.post("/incidents", data=form, headers={"Origin": "http://localhost"}).status_code == 303


def test_an_unknown_host_is_refused(nobody, school):
    assert nobody.get("/sign-in", base_url="http://evil.example").status_code == 400


def test_too_large_a_body_is_refused_in_words(as_mentor):
    reply = as_mentor.post("/incidents", data={"note": "x" * 3_000_000})
    assert reply.status_code == 413 and "too large" in reply.text


def test_htmx_is_told_where_to_go_when_a_login_ran_out(nobody, school):
    reply = nobody.get(
        "/pupils/1", headers={"HX-Request": "true", "HX-Current-URL": "http://localhost/pupils/1?kind=x"}
    )
    assert reply.status_code == 401
    assert reply.headers["HX-Redirect"] == "/sign-in?next=/pupils/1?kind%3Dx"


def test_sign_ins_and_refusals_are_audited_without_the_password(nobody, mentor):
    sign_in(nobody, mentor, "wrong wrong wrong")
    sign_in(nobody, mentor)
    rows = list(AuditEvent.select().where(AuditEvent.action.startswith("login")).order_by(AuditEvent.id))
    assert [row.action for row in rows] == ["login.refused", "login.start"]
    assert all("wrong" not in row.detail for row in rows)

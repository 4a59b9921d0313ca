"""Where a one-time link leads: to choose a password, or to join another school."""

from flask import Blueprint, current_app, flash, g, make_response, redirect, render_template, request, url_for

from forms.passwords import NewPasswordForm
from mentoring import links, single_sign_on
from mentoring.links import LinkError, Links
from models import OneTimeLink
from views import entrance
from views.cookies import LINK, cookie, delete_cookie, set_cookie
from views.guard import public

room = Blueprint("one_time_links", __name__, url_prefix="/one-time-links")
SECONDS = 30 * 60


@room.get("/<token>")
@public
def show(token):
    """Take the token out of the address before there is a page that could tell it on. Looking uses nothing up: a mail
    scanner looks too."""
    response = redirect(url_for("one_time_links.new"), 303)
    set_cookie(response, LINK, token, SECONDS)
    return _quiet(response)


@room.get("")
@public
def new():
    return _page(links.found(cookie(LINK)), NewPasswordForm())


@room.post("")
@public
def create():
    """Use the link."""
    link, form = links.found(cookie(LINK)), NewPasswordForm(request.form)
    if link is None:
        return _page(link, form)
    try:
        return _join(link) if link.kind == "joining" else _choose(link, form)
    except LinkError as error:
        return _page(link, form, 422, str(error))


def _choose(link: OneTimeLink, form: NewPasswordForm):
    form.personal = (link.user.name, link.user.email, link.school.name)
    if not form.validate():
        return _page(link, form, 422)
    secret = current_app.config["PASSWORDS"].hash(form.password.data)
    Links(current_app.config["POST"]).choose(link, secret)
    flash("Your password is set. Sign in with it")
    response = redirect(url_for("signing_in.new"), 303)
    entrance.clear_cookie(response)
    entrance.remember_device(response, link.user, link.school)
    return _quiet(response, over=True)


def _join(link: OneTimeLink):
    if g.member is None:
        return redirect(url_for("signing_in.new", next=url_for("one_time_links.new")), 303)
    links.join(link, g.member)
    flash(f"You work at {link.school.name} too now")
    return _quiet(redirect(url_for("today.index"), 303), over=True)


def _page(link: OneTimeLink | None, form: NewPasswordForm, status: int = 200, fault: str = ""):
    ways = current_app.config["PROVIDERS"] if link and links.is_invitation(link) else {}
    linked = single_sign_on.identities(link.user) if link else []
    page = render_template("one_time_links/new.html", link=link, form=form, fault=fault, providers=ways, linked=linked)
    return _quiet(make_response(page, status if link else 410))


def _quiet(response, over: bool = False):
    response.headers["Referrer-Policy"] = "no-referrer"
    if over:
        delete_cookie(response, LINK)
    return response

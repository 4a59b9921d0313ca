"""Signing in with Google or Microsoft, and linking an account to one there."""

import hmac

from flask import Blueprint, abort, current_app, flash, g, make_response, redirect, render_template, request, url_for

from mentoring import links, single_sign_on
from mentoring.providers import Provider, ProviderError
from mentoring.single_sign_on import SignOnRefused
from models import Identity
from models.school import EVERYBODY
from views import entrance, guard
from views.cookies import LINK, cookie
from views.guard import allow, one_or_404, public

room = Blueprint("single_sign_ons", __name__, url_prefix="/single-sign-ons")
STATE, STATE_TLS = "sign-on", "__Host-sign-on"


@room.get("/<name>/new")
@public
def new(name):
    """To the provider, and back to the page asked for."""
    provider = _provider(name)
    try:
        leaving = single_sign_on.depart(provider, _back(name), guard.safe_path(request.args.get("next")))
    except ProviderError as error:
        return _refused(provider, str(error), 503)
    return _with_state(redirect(leaving.address, 303), leaving.state)


@room.get("/<name>/return")
@public
def create(name):
    """Back from the provider."""
    provider, state = _provider(name), request.args.get("state", "")
    given = request.cookies.get(STATE_TLS if request.is_secure else STATE, "")
    if not state or not hmac.compare_digest(state.encode(), given.encode()):
        return _refused(provider, "That did not begin in this browser. Begin again.", 422)
    if "code" not in request.args:
        return _refused(provider, f"{provider.word} sent no answer, or you stopped there. Begin again.", 422)
    try:
        found = single_sign_on.arrive(
            provider, _back(name), state, request.args["code"], g.login if g.member else None, request.user_agent.string
        )
    except (SignOnRefused, ProviderError) as error:
        return _refused(provider, str(error), 422)
    if found.entry is None:
        flash(f"Your account is linked to {found.word}")
        return _without_state(redirect(url_for("factors.index"), 303))
    return _without_state(entrance.let_in(found.entry, found.onward))


@room.post("/<name>/links")
@allow(*EVERYBODY)
def links_create(name):
    """Link one's own account. A page with a way on, since no form of ours may lead to another site."""
    provider = _provider(name)
    if again := entrance.fresh(url_for("factors.index")):
        return again
    try:
        leaving = single_sign_on.depart(provider, _back(name), login=g.login)
    except ProviderError as error:
        return _refused(provider, str(error), 503)
    page = render_template("single_sign_ons/link.html", provider=provider, address=leaving.address)
    return _with_state(make_response(page), leaving.state)


@room.post("/<name>/invitations")
@public
def invitations_create(name):
    """From an invitation to the provider, to come in by one's account there."""
    provider, link = _provider(name), links.found(cookie(LINK))
    if link is None or not links.is_invitation(link):
        return redirect(url_for("one_time_links.new"), 303)
    try:
        leaving = single_sign_on.depart(provider, _back(name), link=link)
    except ProviderError as error:
        return _refused(provider, str(error), 503)
    page = render_template("single_sign_ons/link.html", provider=provider, address=leaving.address)
    return _with_state(make_response(page), leaving.state)


@room.post("/identities/<int:number>/removal")
@allow(*EVERYBODY)
def identities_destroy(number):
    identity = one_or_404(Identity.select().where((Identity.user == g.member.user) & (Identity.id == number)))
    if again := entrance.fresh(url_for("factors.index")):
        return again
    try:
        single_sign_on.unlink(g.member, identity)
    except SignOnRefused as error:
        abort(403, str(error))
    flash("The link is taken away")
    return redirect(url_for("factors.index"), 303)


def _provider(name: str) -> Provider:
    return current_app.config["PROVIDERS"].get(name) or abort(404)


def _back(name: str) -> str:
    """Our address for the way back, as it is registered with the provider."""
    return url_for("single_sign_ons.create", name=name, _external=True)


def _refused(provider: Provider, sentence: str, status: int):
    page = render_template("single_sign_ons/refused.html", provider=provider, sentence=sentence)
    return _without_state(make_response(page, status))


def _with_state(response, state: str):
    response.set_cookie(
        STATE_TLS if request.is_secure else STATE, state, max_age=60 * single_sign_on.MINUTES,
        secure=request.is_secure, httponly=True, samesite="Lax", path="/",
    )  # fmt: skip
    return response


def _without_state(response):
    name = STATE_TLS if request.is_secure else STATE
    response.delete_cookie(name, path="/", secure=request.is_secure, httponly=True, samesite="Lax")
    return response

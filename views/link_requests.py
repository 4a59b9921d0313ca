"""One-time links that wait for a second person: a headteacher or a DSL says yes, prints it and hands it over."""

from flask import Blueprint, abort, current_app, flash, g, redirect, render_template, url_for

from mentoring import link_requests
from mentoring.link_requests import Involved
from mentoring.links import LinkError
from models import LinkRequest
from views import entrance
from views.guard import allow, one_or_404

room = Blueprint("link_requests", __name__, url_prefix="/link-requests")


@room.get("")
@allow("dsl", "head")
def index():
    return _page()


@room.post("/<int:number>/confirmation")
@allow("dsl", "head")
def confirmation_create(number):
    """Yes. The page with the link is the answer itself, because it is shown only once."""
    row = _row(number)
    if again := entrance.fresh(url_for("link_requests.index")):
        return again
    try:
        link, token = link_requests.confirm(current_app.config["POST"], g.member, row)
    except Involved as error:
        abort(403, str(error))
    except LinkError as error:
        return _page(422, str(error))
    address = entrance.link_address(token)
    page = render_template("link_requests/confirmation_create.html", user=row.user, link=link, address=address)
    return page, 201


@room.post("/<int:number>/refusal")
@allow("dsl", "head")
def refusal_create(number):
    """No."""
    row = _row(number)
    try:
        link_requests.refuse(g.member, row)
    except Involved as error:
        abort(403, str(error))
    except LinkError as error:
        return _page(422, str(error))
    flash(f"No link is made for {row.user.name}")
    return redirect(url_for("link_requests.index"), 303)


def _row(number: int) -> LinkRequest:
    """A request of the school's that waits."""
    return one_or_404(link_requests.rows(g.member).where(LinkRequest.id == number))


def _page(status: int = 200, fault: str = ""):
    waiting = [(row, link_requests.may_answer(g.member, row)) for row in link_requests.waiting(g.member)]
    return render_template("link_requests/index.html", waiting=waiting, fault=fault), status

"""The pupil's own screen: hand the tablet over, the one page that is open then, take it back by a PIN."""

from uuid import uuid4

from flask import Blueprint, abort, current_app, flash, g, redirect, render_template, request, url_for

from forms.own_screens import OwnScreenForm
from mentoring import drafts, own_screens, recording, viewing
from mentoring.locking import LoginOver, WrongSecret
from mentoring.own_screens import Said
from models import OwnScreen, Pupil
from models.school import EVERYBODY, RECORDERS, SUPPORT_STAFF
from views import entrance, guard, known
from views.guard import allow, one_or_404, safe_path, while_handed, while_setting_up

room = Blueprint("own_screens", __name__, url_prefix="/own-screens")


@room.post("")
@allow(*SUPPORT_STAFF)
def create():
    """Hand the tablet over. What a form holds so far is kept, and its page is where one comes back to."""
    client_id, path = _come_from()
    if not g.member.user.pin_hash:
        flash("Set a PIN first: it brings you back from the pupil’s screen. What you wrote is kept under Today", "warn")
        return redirect(url_for("locks.pin_edit"), 303)
    numbers = list(dict.fromkeys(number for number in request.form.getlist("pupil") if known.is_number(number)))
    if len(numbers) != 1:
        flash("Choose one pupil, then hand the tablet over", "warn")
        return redirect(path, 303)
    here = Pupil.findable_by(g.member).where(Pupil.left_on.is_null() & Pupil.id.not_in(sorted(g.member.related)))
    pupil = one_or_404(here.where(Pupil.id == int(numbers[0])))
    if own_screens.hand(g.member, g.login, pupil, client_id, path) is None:
        flash("That session is saved already. Open it, then Amend, to hand the tablet over", "warn")
        return redirect(url_for("pupils.show", number=pupil.id), 303)
    return redirect(url_for("own_screens.show"), 303)


@room.get("/open")
@allow(*EVERYBODY)
@while_handed
@while_setting_up
def show():
    """The pupil's screen. Whose tablet is not handed over has nothing to do here."""
    if not guard.is_handed():
        return redirect(url_for("today.index"), 303)
    return _page(_open())


@room.post("/open")
@allow(*EVERYBODY)
@while_handed
@while_setting_up
def update():
    """What the pupil has said so far: sent with each tap by our script, with Done by everybody."""
    one = _open() if guard.is_handed() else None
    if one is None:
        return ("", 409) if guard.wants_plain() else redirect(url_for("own_screens.show"), 303)
    form = OwnScreenForm(request.form)
    feeling = form.feeling.data if form.feeling.validate(form) else None
    now = Said(feeling, form.words.data or "", form.ratings.data)
    own_screens.say(g.member, one, now, "done" in request.form)
    return ("", 204) if guard.wants_plain() else redirect(url_for("own_screens.show"), 303)


@room.post("/open/removal")
@allow(*EVERYBODY)
@while_handed
@while_setting_up
def destroy():
    """The adult is back, by their PIN: to what the pupil wrote, else to the very place that they left."""
    if not guard.is_handed():
        return redirect(url_for("own_screens.show"), 303)
    one, pin = _open(), request.form.get("pin", "")
    try:
        own_screens.take_back(current_app.config["PASSWORDS"], g.member, g.login, pin)
    except LoginOver as error:
        return _over(one, str(error))
    except WrongSecret as error:
        return (str(error), 422) if guard.wants_plain() else _page(one, 422, str(error))
    written = own_screens.said(one).words
    onward = url_for("own_screens.read", number=one.id) if written else one.return_path
    return onward if guard.wants_plain() else redirect(onward, 303)


@room.get("/<int:number>")
@allow(*RECORDERS)
def read(number):
    """What a pupil said that no session holds yet: read before anything else is done with it."""
    one = one_or_404(OwnScreen.visible_to(g.member).where(OwnScreen.id == number))
    viewing.pupil(g.member, one.pupil)
    return render_template(
        "own_screens/read.html", one=one, pupil=one.pupil, said=own_screens.readable(g.member, one),
        targets=own_screens.targets(g.member, one.pupil), mine=one.author_id == g.member.user.id,
        from_form="draft=" in one.return_path,
    )  # fmt: skip


def _come_from() -> tuple[str, str]:
    """(client id, path to come back to): of the form that was sent, whose words are kept as a draft; else of a page."""
    client_id, page = request.form.get("client_id", "").lower(), safe_path(request.form.get("form_path"))
    if not page:
        return str(uuid4()), safe_path(request.form.get("path")) or url_for("today.index")
    if not recording.is_client_id(client_id):
        abort(422, "This page was out of date. Open it again.")
    pairs = [(name, value) for name, value in request.form.items(multi=True) if name != "step"]
    drafts.keep(g.member.user, g.member.school, client_id, page, request.form.get("form_title", ""), pairs)
    return client_id, f"{page.partition('?')[0]}?draft={client_id}#ratings"


def _open() -> OwnScreen:
    one = own_screens.open_on(g.login)
    if one is None:
        raise LookupError(f"login {g.login.id} is handed over for a screen that is not there")
    return one


def _page(one: OwnScreen, status: int = 200, fault: str = ""):
    now = own_screens.said(one)
    form = OwnScreenForm(data={"feeling": now.feeling, "words": now.words, "ratings": now.marks})
    targets = own_screens.targets(g.member, one.pupil)
    changing = "change" in request.args or not one.done
    return render_template(
        "own_screens/show.html", form=form, pupil=one.pupil, targets=targets, fault=fault, changing=changing,
        login=g.login,
    ), status  # fmt: skip


def _over(one: OwnScreen, sentence: str):
    """Too many wrong PINs: the sign-in is over, what the pupil said is kept."""
    if guard.wants_plain():
        return sentence, 401
    flash(sentence)
    response = redirect(url_for("signing_in.new", next=safe_path(one.return_path) or None), 303)
    entrance.clear_cookie(response)
    return response

"""Reminders: one's calendar feed by a secret address, and how often an e-mail says what is due."""

from flask import Blueprint, Response, abort, current_app, flash, g, redirect, render_template, request, url_for

from forms.reminders import DigestForm
from mentoring import calendar_feeds, digests, throttling
from models.school import STAFF
from views.guard import allow, public, unattended

room = Blueprint("reminders", __name__, url_prefix="/reminders")
# Fetches at once, and minutes for one more: of a feed, and of a place, where a whole school or calendar service sits.
FETCHES, PLACE = (30, 2.0), (300, 1 / 60)


@room.get("")
@allow(*STAFF)
def index():
    return _page(DigestForm(data={"often": digests.often(g.member)}))


@room.post("/feed")
@allow(*STAFF)
def feed_create():
    """A new address, shown this once; the one before leads nowhere."""
    address = _address(url_for("reminders.feed_show", token=calendar_feeds.make(g.member)))
    return render_template("reminders/feed_create.html", address=address), 201


@room.post("/feed/ending")
@allow(*STAFF)
def feed_destroy():
    calendar_feeds.end(g.member)
    flash("The calendar feed has ended")
    return redirect(url_for("reminders.index"), 303)


@room.post("/digest")
@allow(*STAFF)
def digest_update():
    form = DigestForm(request.form)
    if not current_app.config["POST"].is_on:
        abort(409, "No mail server is set up here, so no e-mail can remind you. Ask your school's admin.")
    if not form.validate():
        return _page(form, 422)
    digests.choose(g.member, form.often.data)
    flash("Saved")
    return redirect(url_for("reminders.index"), 303)


@room.get("/feeds/<token>.ics")
@public
@unattended
def feed_show(token):
    """What a calendar fetches: whoever has the address is let in by it alone, and learns no name."""
    if not throttling.take(f"feeds:{throttling.place(request.remote_addr or '')}", *PLACE):
        abort(429)
    member = calendar_feeds.owner(token) or abort(404)
    if not throttling.take(f"feed:{member.school.id} {member.user.id}", *FETCHES):
        abort(429)
    content = calendar_feeds.file(member, _address(url_for("todos.index")))
    response = Response(content, content_type="text/calendar; charset=utf-8")
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _page(form: DigestForm, status: int = 200):
    feed, post = calendar_feeds.mine(g.member), current_app.config["POST"]
    return render_template("reminders/index.html", form=form, feed=feed, by_mail=post.is_on), status


def _address(path: str) -> str:
    """A whole address, by PUBLIC_URL where that is set."""
    return (current_app.config["POST"].address or request.host_url.rstrip("/")) + path

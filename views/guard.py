"""Who may come in: asked before every request. What carries no mark is refused."""

from urllib.parse import urlsplit

from flask import abort, current_app, g, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.routing import IntegerConverter

import tuning
from database import EVERY_SCHOOL, every_school, see, see_again, write
from mentoring import audit, drafts, factors, recording, schools, signing_in
from models import Member, School
from models.school import ROLES
from views.cookies import LOGIN, cookie

SAFE = {"GET", "HEAD", "OPTIONS"}
MOST_FORM, MOST_UPLOAD = 1024 * 1024, 21 * 1024 * 1024
OUTBOX = "Outbox"  # the header of what a script sends that a tablet holds a sealed copy of
PLAIN = "text/plain"  # what our own scripts accept: a status, and no page


class Number(IntegerConverter):
    """A row's number in an address: what no database could hold is no row's number."""

    def __init__(self, *args, **options):
        super().__init__(*args, **{"max": 2**53} | options)


def allow(*roles: str):
    """Mark a view as open to members who hold one of the roles."""
    unknown = set(roles) - set(ROLES)
    if not roles or unknown:
        raise ValueError(f"allow() takes roles of {sorted(ROLES)}, not {sorted(unknown)}")

    def mark(view):
        view.allowed = frozenset(roles)
        return view

    return mark


def public(view):
    """Mark a view as open to anybody, signed in or not."""
    view.allowed = frozenset({"public"})
    return view


def takes_files(view):
    """Mark a view as one that takes uploads: any other takes a form's worth of bytes and no more."""
    view.most_bytes = MOST_UPLOAD
    return view


def while_setting_up(view):
    """Mark a view as open to who must set a second step up first: nothing else is."""
    view.while_setting_up = True
    return view


def while_locked(view):
    """Mark a view as open to a login that is locked. It finds its person in `g.login`: `g.member` is None."""
    view.while_locked = True
    return view


def while_handed(view):
    """Mark a view as open to a login whose tablet is handed to a pupil: nothing else is, not even to everybody."""
    view.while_handed = True
    return view


def by_ticket(view):
    """Mark a view as open to whoever brings a ticket. It asks for that itself; the browser's login is not looked at."""
    view.by_ticket = True
    return public(view)


def for_scripts(view):
    """Mark a view that only our own scripts ask: who is not signed in, or locked, gets a status and no page."""
    view.for_scripts = True
    return view


def unattended(view):
    """Mark a view that pages ask for by themselves: that is no use of the login, so that it locks and ends in time."""
    view.unattended = True
    return view


def allowed(endpoint: str) -> frozenset[str]:
    """The mark of an endpoint; empty for one that carries none."""
    return getattr(current_app.view_functions[endpoint], "allowed", frozenset())


def check():
    """Refuse, send to sign-in, or let the request through with `g.member` set (None on a public page, or locked).

    A member's request sees the rows of their school; a public page, which speaks for nobody yet, those of every one.
    """
    g.member, g.login, g.locked, g.handed, g.must_set_up = None, None, False, False, False
    tuning.freshen()
    g.schools_before = see()
    audit.asked_by(request=g.request_id)
    if request.endpoint is None:
        return None
    marks, view = allowed(request.endpoint), current_app.view_functions[request.endpoint]
    request.max_content_length = getattr(view, "most_bytes", MOST_FORM)
    ours = request.method in SAFE or _same_origin()  # what another site sends is no use of the login either
    if request.endpoint != "assets.show" and not hasattr(view, "by_ticket"):
        with every_school():
            g.login, g.member = _from_cookie(counts=ours and not hasattr(view, "unattended"))
            g.must_set_up = g.member is not None and factors.must_set_up(g.login, g.member)
        audit.asked_by(g.login.id if g.login else None, g.request_id)
    if not ours:
        abort(403, "This was sent from another site, so it was not carried out. Open Alongside and try there.")
    member = g.member
    g.locked = member is not None and g.login.locked_at is not None
    if g.locked:
        g.member = None
    g.handed = member is not None and g.login.own_screen is not None
    if g.handed and not hasattr(view, "while_handed"):
        return _to_own_screen()
    if marks == {"public"}:
        see_again(EVERY_SCHOOL)
        return None
    return _let_through(member, marks, view)


def _let_through(member: Member | None, marks: frozenset[str], view):
    """None where the member may go on; else where they are sent instead."""
    if member is None:
        with every_school():
            return _to_sign_in()
    see(*schools.in_sight(member))
    if is_locked() and not hasattr(view, "while_locked"):
        return _to_lock(view)
    if g.must_set_up and not hasattr(view, "while_setting_up"):
        return _to_set_up()
    if not member.has(*marks):
        abort(403)
    return None


def is_locked() -> bool:
    """Whether the browser's login is good, but locked."""
    return g.locked


def is_handed() -> bool:
    """Whether the browser's tablet is handed to a pupil."""
    return g.handed


def leave(_error=None) -> None:
    """Forget whose request it was: the thread and its connection serve somebody else next. What is carried out within
    another request (views/arriving.py) has nothing to forget."""
    if "schools_before" in g:
        see_again(g.schools_before)
        audit.asked_by()


def safe_path(text: str | None) -> str:
    """A path of this site to go on to, or nothing."""
    parts = urlsplit(text or "")
    ours = text and text.startswith("/") and not text.startswith(("//", "/\\")) and not parts.netloc
    return text if ours and text.isprintable() else ""


def _from_cookie(counts: bool):
    token = cookie(LOGIN)
    if not token:
        return None, None
    settings = current_app.config["SETTINGS"]
    limits = settings.LOGIN_IDLE_MINUTES, settings.LOGIN_HOURS, settings.LOCK_MINUTES
    return signing_in.member_of(token, *limits, counts=counts)


def _same_origin() -> bool:
    """Sec-Fetch-Site, then Origin: a token would go stale in a queue (OWASP, fetch metadata)."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") == request.host_url.rstrip("/")


def _to_sign_in():
    if not School.select().exists():
        return redirect(url_for("setup.closed"), 303)
    onward = request.full_path.rstrip("?") if request.method in SAFE else _keep_words()
    if by_script():
        return "", 401
    if request.headers.get("HX-Request"):
        return "", 401, {"HX-Redirect": url_for("signing_in.new", next=safe_path(_current_path()) or None)}
    return redirect(url_for("signing_in.new", next=onward or None), 303)


def _to_set_up():
    """To the page where who needs a second step sets one up."""
    if by_script():
        return "", 401
    if request.headers.get("HX-Request"):
        return "", 401, {"HX-Redirect": url_for("factors.new")}
    onward = request.full_path.rstrip("?") if request.method in SAFE else ""
    return redirect(url_for("factors.new", next=onward if onward.strip("/") else None), 303)


def _to_own_screen():
    """Back to the pupil's own screen, whatever was asked for: it may be the pupil who asks."""
    if by_script():
        return "", 423
    if request.headers.get("HX-Request"):
        return "", 401, {"HX-Redirect": url_for("own_screens.show")}
    return redirect(url_for("own_screens.show"), 303)


def _to_lock(view):
    """The lock page, which knows where to come back to: never what a page asks for by itself. Our scripts lock the page
    they are in."""
    if by_script():
        return "", 423
    if request.headers.get("HX-Request"):
        return "", 423, {"HX-Reswap": "none", "HX-Trigger": "lock"}
    onward = request.full_path.rstrip("?") if request.method in SAFE else _keep_words()
    if onward and not hasattr(view, "unattended"):
        signing_in.note_login(g.login, resume_path=onward[:500])
    return redirect(url_for("locks.show"), 303)


def wants_plain() -> bool:
    """Whether a script of ours asks."""
    return request.headers.get("Accept") == PLAIN


def by_script() -> bool:
    """Whether a script of ours asks, to which a redirect would look like success."""
    view = current_app.view_functions[request.endpoint or ""]
    return wants_plain() or OUTBOX in request.headers or hasattr(view, "for_scripts")


def _keep_words() -> str:
    """Keep what a login that ran out or is locked was sending, for its own person; the page that gives it back."""
    client_id = request.form.get("client_id", "")
    page = safe_path(request.form.get("form_path"))
    if g.login is None or not page or not recording.is_client_id(client_id):
        return ""
    pairs = list(MultiDict(request.form).items(multi=True))
    with write():
        drafts.keep(g.login.user, g.login.school, client_id, page, request.form.get("form_title", ""), pairs)
    return f"{urlsplit(page).path}?draft={client_id}"


def _current_path() -> str:
    parts = urlsplit(request.headers.get("HX-Current-URL", ""))
    return parts.path + (f"?{parts.query}" if parts.query else "")


def one_or_404(rows):
    """The one row of a query that starts from `visible_to`; 404 where there is none, as for what does not exist."""
    return there_or_404(rows.first())


def there_or_404(row):
    """The row; 404 where there is none that the member may see."""
    if row is None:
        abort(404)
    return row

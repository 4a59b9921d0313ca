"""Who may come in: asked before every request. What carries no mark is refused."""

from urllib.parse import urlsplit

from flask import abort, current_app, g, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.routing import IntegerConverter

from database import write
from mentoring import devices, drafts, recording, signing_in
from mentoring.devices import Visitor
from mentoring.entering import Entry
from models import Member, School, User
from models.school import ROLES

SAFE = {"GET", "HEAD", "OPTIONS"}
MOST_FORM, MOST_UPLOAD = 1024 * 1024, 21 * 1024 * 1024
COOKIE, DEVICE = "login", "device"  # over TLS with __Host- before it
DEVICE_SECONDS = 400 * 24 * 3600  # as long as browsers keep a cookie
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


def while_locked(view):
    """Mark a view as open to a login that is locked. It finds its person in `g.login`: `g.member` is None."""
    view.while_locked = True
    return view


def unattended(view):
    """Mark a view that pages ask for by themselves: that is no use of the login, so that it locks and ends in time."""
    view.unattended = True
    return view


def allowed(endpoint: str) -> frozenset[str]:
    """The mark of an endpoint; empty for one that carries none."""
    return getattr(current_app.view_functions[endpoint], "allowed", frozenset())


def check():
    """Refuse, send to sign-in, or let the request through with `g.member` set (None on a public page)."""
    g.member, g.login = None, None
    if request.endpoint is None:
        return None
    marks, view = allowed(request.endpoint), current_app.view_functions[request.endpoint]
    request.max_content_length = getattr(view, "most_bytes", MOST_FORM)
    if request.endpoint != "assets.show":
        g.login, g.member = _from_cookie(counts=not hasattr(view, "unattended"))
    if request.method not in SAFE and not _same_origin():
        abort(403, "This was sent from another site, so it was not carried out. Open Alongside and try there.")
    member = g.member
    if is_locked():
        g.member = None
    if marks == {"public"}:
        return None
    if member is None:
        return _to_sign_in()
    if is_locked() and not hasattr(view, "while_locked"):
        return _to_lock()
    if not member.has(*marks):
        abort(403)
    return None


def is_locked() -> bool:
    """Whether the browser's login is good, but locked."""
    return g.login is not None and g.login.ended_at is None and g.login.locked_at is not None


def let_in(entry: Entry, onward: str | None = ""):
    """Go on to a page of ours with a login, in a browser that is known from now on. A login from before ends."""
    if g.login and g.login.ended_at is None:
        signing_in.sign_out(Member(g.login.user, g.login.school, frozenset()), g.login)
    response = redirect(safe_path(onward) or url_for("today.index"), 303)
    set_cookie(response, COOKIE, entry.token)
    remember_device(response, entry.user, entry.school)
    return response


def visitor() -> Visitor:
    """Whoever is at the door."""
    return Visitor(request.user_agent.string, request.remote_addr or "", cookie(DEVICE))


def remember_device(response, user: User, school: School) -> None:
    """Know the browser as one of the person's, and tell them of it."""
    token = devices.remember(user, school, cookie(DEVICE), current_app.config["POST"])
    set_cookie(response, DEVICE, token, DEVICE_SECONDS)


def cookie(name: str) -> str:
    """What the browser holds under a name of ours."""
    return request.cookies.get(f"__Host-{name}" if request.is_secure else name, "")


def set_cookie(response, name: str, token: str, seconds: int | None = None) -> None:
    """Have the browser hold something for the server alone; bound to the host where TLS says which that is."""
    response.set_cookie(
        f"__Host-{name}" if request.is_secure else name, token, max_age=seconds, secure=request.is_secure,
        httponly=True, samesite="Lax", path="/",
    )  # fmt: skip


def delete_cookie(response, name: str) -> None:
    """Have the browser hold it no longer."""
    for full in (name, f"__Host-{name}"):
        response.delete_cookie(full, path="/", secure=full != name, httponly=True, samesite="Lax")


def clear_cookie(response) -> None:
    """Take the login from the browser, and every page that it cached."""
    delete_cookie(response, COOKIE)
    response.headers["Clear-Site-Data"] = '"cache"'


def safe_path(text: str | None) -> str:
    """A path of this site to go on to, or nothing."""
    parts = urlsplit(text or "")
    ours = text and text.startswith("/") and not text.startswith(("//", "/\\")) and not parts.netloc
    return text if ours and text.isprintable() else ""


def _from_cookie(counts: bool):
    token = cookie(COOKIE)
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
    target = url_for("signing_in.new", next=onward or None)
    if wants_plain():
        return "", 401
    if request.headers.get("HX-Request"):
        return "", 401, {"HX-Redirect": url_for("signing_in.new", next=safe_path(_current_path()) or None)}
    return redirect(target, 303)


def _to_lock():
    """The lock page, which knows where to come back to; our scripts lock the page that they are in."""
    if wants_plain():
        return "", 423
    if request.headers.get("HX-Request"):
        return "", 423, {"HX-Reswap": "none", "HX-Trigger": "lock"}
    onward = request.full_path.rstrip("?") if request.method in SAFE else _keep_words()
    if onward:
        signing_in.note_login(g.login, resume_path=onward[:500])
    return redirect(url_for("locks.show"), 303)


def wants_plain() -> bool:
    """Whether a script of ours asks."""
    return request.headers.get("Accept") == PLAIN


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
    row = rows.first()
    if row is None:
        abort(404)
    return row

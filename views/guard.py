"""Who may come in: asked before every request. What carries no mark is refused."""

from urllib.parse import urlsplit

from flask import abort, current_app, g, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.routing import IntegerConverter

from database import write
from mentoring import drafts, recording, signing_in
from models import School
from models.school import ROLES

SAFE = {"GET", "HEAD", "OPTIONS"}
MOST_FORM, MOST_UPLOAD = 1024 * 1024, 21 * 1024 * 1024
COOKIE, COOKIE_TLS = "login", "__Host-login"


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


def polled(view):
    """Mark a view that pages ask for by themselves: asking is no sign that somebody is there."""
    view.is_polled = True
    return view


def takes_files(view):
    """Mark a view as one that takes uploads: any other takes a form's worth of bytes and no more."""
    view.most_bytes = MOST_UPLOAD
    return view


def allowed(endpoint: str) -> frozenset[str]:
    """The mark of an endpoint; empty for one that carries none."""
    return getattr(current_app.view_functions[endpoint], "allowed", frozenset())


def check():
    """Refuse, send to sign-in, or let the request through with `g.member` set (None on a public page)."""
    g.member, g.login = None, None
    if request.endpoint is None:
        return None
    marks = allowed(request.endpoint)
    request.max_content_length = getattr(current_app.view_functions[request.endpoint], "most_bytes", MOST_FORM)
    if request.endpoint != "assets.show":
        g.login, g.member = _from_cookie(getattr(current_app.view_functions[request.endpoint], "is_polled", False))
    if request.method not in SAFE and not _same_origin():
        abort(403, "This was sent from another site, so it was not carried out. Open Alongside and try there.")
    if marks == {"public"}:
        return None
    if g.member is None:
        return _to_sign_in()
    if not g.member.has(*marks):
        abort(403)
    return None


def set_cookie(response, token: str) -> None:
    """Give the browser its login."""
    name = COOKIE_TLS if request.is_secure else COOKIE
    response.set_cookie(name, token, secure=request.is_secure, httponly=True, samesite="Lax", path="/")


def clear_cookie(response) -> None:
    """Take the login from the browser, and every page that it cached."""
    for name in (COOKIE, COOKIE_TLS):
        response.delete_cookie(name, path="/", secure=name == COOKIE_TLS, httponly=True, samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache"'


def safe_path(text: str | None) -> str:
    """A path of this site to go on to, or nothing."""
    parts = urlsplit(text or "")
    ours = text and text.startswith("/") and not text.startswith(("//", "/\\")) and not parts.netloc
    return text if ours and text.isprintable() else ""


def _from_cookie(is_polled: bool):
    token = request.cookies.get(COOKIE_TLS) if request.is_secure else request.cookies.get(COOKIE)
    if not token:
        return None, None
    settings = current_app.config["SETTINGS"]
    return signing_in.member_of(token, settings.LOGIN_IDLE_MINUTES, settings.LOGIN_HOURS, in_use=not is_polled)


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
    if request.headers.get("HX-Request"):
        return "", 401, {"HX-Redirect": url_for("signing_in.new", next=safe_path(_current_path()) or None)}
    return redirect(target, 303)


def _keep_words() -> str:
    """Keep what a login that ran out was sending, for its own person; the page that gives it back."""
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

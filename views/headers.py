"""What every reply says of itself: nothing is kept, loaded from elsewhere or framed; and what it cost."""

from time import perf_counter

from flask import g

from database import waited

POLICY = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
        "connect-src 'self'", "manifest-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    )
)  # fmt: skip


def begin() -> None:
    """Start the clocks of a request."""
    g.began, g.waited = perf_counter(), waited()


def add(response):
    """Headers on every reply. Only the assets, which hold nobody's data, say that they may be kept."""
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    response.headers.setdefault("Cache-Control", "no-store")
    if g.get("member") and "began" in g:
        response.headers["Server-Timing"] = _timing()
    return response


def _timing() -> str:
    """What the reply cost, in ms, for those signed in only: to a stranger it could tell whether an address has an
    account. To a tenth, which the lookup of one row more or less does not reach."""
    total, db = (perf_counter() - g.began) * 1000, (waited() - g.waited) * 1000
    return f"total;dur={total:.1f}, db;dur={db:.1f}"

"""The browser's cookies: the login's and its like, and what the next page says of a save (Flask's signed session)."""

from flask import request
from flask.sessions import SecureCookieSessionInterface

LOGIN, STEP, DEVICE, LINK = "login", "second-step", "device", "link"  # over TLS with __Host- before it


class Notices(SecureCookieSessionInterface):
    """Bound to the host over TLS, as the login's cookie is, so that no other name of the domain can plant one."""

    def get_cookie_name(self, app) -> str:
        return "__Host-notice" if request.is_secure else "notice"

    def get_cookie_secure(self, app) -> bool:
        return request.is_secure

    def get_cookie_domain(self, app) -> None:
        return None

    def get_cookie_samesite(self, app) -> str:
        return "Lax"


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

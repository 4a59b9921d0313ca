"""The cookie that carries what the next page says of a save: Flask's signed session, which holds nothing else."""

from flask import request
from flask.sessions import SecureCookieSessionInterface


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

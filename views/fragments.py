"""Page or fragment: decided here and nowhere else."""

from flask import make_response, render_template, request
from flask_htmx import HTMX


class Htmx(HTMX):
    """flask-htmx, with htmx 4's headers: it names the source as tag#id and says how much of a page it wants."""

    @property
    def source(self) -> str:
        return request.headers.get("HX-Source", "")

    @property
    def partial(self) -> bool:
        return bool(self) and request.headers.get("HX-Request-Type") == "partial" and not self.history_restore_request


htmx = Htmx()


def page_or(whole: str, fragment: str, status: int = 200, **context):
    """The whole page, or only its fragment where htmx swaps one."""
    response = make_response(render_template(fragment if htmx.partial else whole, **context), status)
    response.vary.add("HX-Request")
    response.vary.add("HX-Request-Type")
    return response

"""Refusals and faults as pages: what happened, and how to put it right."""

from flask import Response, g, render_template
from peewee import OperationalError
from werkzeug.exceptions import HTTPException, SecurityError

from database import Busy, db
from mentoring.viewing import NotNoted
from views import logs

WORDS = {
    400: ("That was not understood", "Go back and try again."),
    403: ("This is not open to you", "Your role does not allow it. Ask your school's admin if it should."),
    404: ("Nothing to see here", "It does not exist, or it is not one of yours to see."),
    405: ("That cannot be done here", "Go back and use the page's own buttons."),
    409: ("Somebody else changed it", "Look at the newest version, then try again."),
    413: ("That is too large", "Send a file of at most 20 MB, or less text at once."),
    429: ("Too many tries", "Wait a minute and try again."),
    500: ("Something went wrong on our side", "What you typed is still on the page before this one: go back to it."),
    503: ("Busy for a moment", "Wait a moment and save again: nothing was lost."),
    507: ("The school's disk is full", "Nothing was saved. Tell whoever looks after the server, then save again."),
}
BROKEN = (
    "The school's disk did not answer",
    "Nothing was saved. Tell whoever looks after the server, then save again.",
)


def reply(code: int, sentence: str = "", words: tuple[str, str] | None = None):
    """The page for a status. Its words name nobody."""
    title, cure = words or WORDS.get(code, WORDS[400])
    g.setdefault("member", None)
    return render_template("errors/show.html", code=code, title=title, cure=sentence or cure), code


def install(app) -> None:
    """Answer every fault with a page of our own."""

    @app.errorhandler(SecurityError)
    def strange_host(_error):
        # No page: every address on it would carry the host that was refused.
        return Response("Alongside is not at this address. Its admin lists the addresses in TRUSTED_HOSTS.", 400)

    @app.errorhandler(HTTPException)
    def refused(error):
        # Werkzeug's own descriptions are for developers; a view's are sentences for people.
        ours = error.description if error.description != type(error).description else ""
        return reply(error.code or 500, ours)

    @app.errorhandler(Busy)
    def busy(error):
        body, code = reply(503, str(error))
        return body, code, {"Retry-After": "2"}

    @app.errorhandler(NotNoted)
    def not_noted(error):
        return busy(Busy(str(error)))

    @app.errorhandler(OperationalError)
    def storage(error):
        if db.obj.is_full(error):
            return reply(507)
        if db.obj.is_broken(error):
            logs.log.error("%s fault=%s", logs.who(), logs.place(error))
            return reply(503, words=BROKEN)
        return busy(Busy(WORDS[503][1])) if db.obj.is_busy(error) else fault(error)

    @app.errorhandler(Exception)
    def fault(error):
        # Where, never what: an error's own words may quote a record.
        logs.log.error("%s fault=%s", logs.who(), logs.place(error))
        return reply(500)

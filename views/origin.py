"""Where a form was opened: its page, its school, the pupil from whose page it came. Sent along, for no record's use."""

from urllib.parse import urlsplit

from flask import g, request

from views import known


def pupil() -> int | None:
    """The pupil from whose page the form was opened. A form that knows its day came from the timetable."""
    opened = "" if "on" in request.args else request.args.get("pupil", "")
    number = request.form.get("form_from") or opened
    return int(number) if known.is_number(number) else None


def school() -> str:
    """The number of the school at which the form was begun."""
    return request.form.get("form_school") or str(g.member.school.id)


def path() -> str:
    """The page that asks the form."""
    if request.method == "GET":
        return request.path
    return urlsplit(request.form.get("form_path", "")).path

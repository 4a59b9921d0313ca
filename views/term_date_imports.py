"""Term dates from a calendar file: choose it, look at what it would add or change, agree."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.datastructures import CombinedMultiDict, FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from forms.term_dates import FoundRowsForm, UploadForm
from mentoring import calendar_files, term_dates
from mentoring.calendar_files import MOST_BYTES, Reading, Unreadable
from mentoring.term_dates import Span
from views.guard import allow, takes_files

room = Blueprint("term_date_imports", __name__, url_prefix="/term-dates/imports")


@room.get("/new")
@allow("admin")
def new():
    return render_template("term_dates/imports_new.html", form=UploadForm())


@room.post("")
@allow("admin")
@takes_files
def create():
    """What the file would add or change; nothing is saved yet."""
    try:
        form = UploadForm(CombinedMultiDict((request.files, request.form)))
    except RequestEntityTooLarge:
        return _refused(UploadForm(), "That file is larger than 1 MB. Export only the term dates.")
    sent = form.file.data
    if not isinstance(sent, FileStorage) or not sent.filename:
        return _refused(form, "Choose a file first.")
    try:
        reading = calendar_files.read(sent.read(MOST_BYTES + 1), g.member.school.zone)
    except Unreadable as error:
        return _refused(form, str(error))
    return _preview(reading)


@room.post("/confirmation")
@allow("admin")
def confirmation_create():
    form = FoundRowsForm(request.form)
    if not form.validate():
        return _page(form, 422)
    wanted = [row.form for row in form.rows if row.form.what.data]
    spans = [Span(one.name.data, one.what.data == "term", one.starts_on.data, one.last_day, one.uid.data or "")
             for one in wanted]  # fmt: skip
    added, changed = term_dates.bring_in(g.member, spans)
    flash(f"{added} added, {changed} changed" if changed else f"{added} added")
    return redirect(url_for("term_dates.index"), 303)


def _preview(reading: Reading):
    """The page on which each event is said to be a term, closed days, or left out; those there already stay."""
    spans = [Span(one.name, one.guess == "term", one.starts_on, one.ends_on, one.uid) for one in reading.found]
    rows, same = [], []
    for (span, row), found in zip(term_dates.match(g.member, spans), reading.found, strict=True):
        if row and (row.name, row.starts_on, row.ends_on) == (span.name, span.starts_on, span.ends_on):
            same.append(row)
        else:
            what = ("term" if row.is_term else "closed") if row else found.guess
            rows.append({"what": what, "name": span.name, "starts_on": span.starts_on, "ends_on": span.ends_on,
                         "uid": span.uid})  # fmt: skip
    return _page(FoundRowsForm(data={"rows": rows}), reading=reading, same=same)


def _page(form: FoundRowsForm, status: int = 200, reading: Reading | None = None, same=()):
    spans = [Span(row.form.name.data, True, row.form.starts_on.data, row.form.last_day, row.form.uid.data or "")
             for row in form.rows]  # fmt: skip
    was = [row for _, row in term_dates.match(g.member, spans)]
    rows = list(zip(form.rows, was, strict=True))
    likely = [pair for pair in rows if pair[0].form.what.data or pair[0].form.errors]
    return render_template(
        "term_dates/imports_show.html", form=form, likely=likely, same=same, reading=reading,
        others=[pair for pair in rows if pair not in likely],
    ), status  # fmt: skip


def _refused(form: UploadForm, sentence: str):
    form.refuse(sentence)
    return render_template("term_dates/imports_new.html", form=form), 422

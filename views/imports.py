"""Import pupils, family contacts and weekly figures: choose a file, look at what it would change, then import."""

import json

from flask import Blueprint, Response, abort, g, redirect, render_template, request, url_for
from werkzeug.datastructures import CombinedMultiDict, FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from forms.imports import ConfirmForm, MappingForm, UploadForm, mapping_form
from mentoring.importing import batches, headings, progress
from mentoring.importing.lines import Table
from mentoring.importing.sheets import TOO_LARGE, Refused
from mentoring.measures import MEASURES
from models import ImportBatch, User
from views import fragments
from views.guard import allow, one_or_404, takes_files, unattended

room = Blueprint("imports", __name__, url_prefix="/imports")
WITHOUT_FILE = (ImportBatch.id, ImportBatch.filename, ImportBatch.created_at, ImportBatch.imported_at,
                ImportBatch.summary)  # fmt: skip
LISTED = 100
RECENT = 20
MOST_WAITS = 240


@room.get("")
@allow("admin")
def index():
    rows = ImportBatch.visible_to(g.member).select(*WITHOUT_FILE, User.id, User.name).join(User)
    recent = rows.order_by(ImportBatch.id.desc()).limit(RECENT)
    lines = [(batch, json.loads(batch.summary)) for batch in recent]
    return render_template("imports/index.html", lines=lines)


@room.get("/new")
@allow("admin")
def new():
    return render_template("imports/new.html", form=UploadForm())


@room.post("")
@allow("admin")
@takes_files
def create():
    try:
        form = UploadForm(CombinedMultiDict((request.files, request.form)))
    except RequestEntityTooLarge:
        return _refused(UploadForm(), TOO_LARGE)
    sent = form.file.data
    if not isinstance(sent, FileStorage) or not sent.filename:
        return _refused(form, "Choose a file first.")
    try:
        batch = batches.store(g.member, sent.filename, sent.read(), full_export=form.full_export.data)
    except Refused as error:
        return _refused(form, str(error))
    return redirect(url_for("imports.show", number=batch.id), 303)


@room.get("/<int:number>")
@allow("admin")
def show(number):
    """The preview; once imported, the result."""
    return _show(_batch(number))


@room.get("/<int:number>/edit")
@allow("admin")
def edit(number):
    """What each column holds."""
    batch, table = _with_table(number)
    form = _mapping_class(table)(data={f"column_{at}": table.mapping[one] for at, one in enumerate(table.headings)})
    faults = headings.faults(table.mapping)
    return render_template("imports/edit.html", form=form, batch=batch, faults=faults)


@room.post("/<int:number>")
@allow("admin")
def update(number):
    batch, table = _with_table(number)
    form = _mapping_class(table)(request.form)
    fine = form.validate()
    mapping = {heading: item.data for heading, item in zip(table.headings, form, strict=True)}
    faults = headings.faults(mapping) if fine else []
    form.refuse(faults)
    if not fine or faults:
        return render_template("imports/edit.html", form=form, batch=batch, faults=[]), 422
    batches.remap(g.member, batch, mapping)
    return redirect(url_for("imports.show", number=batch.id), 303)


@room.post("/<int:number>/confirmation")
@allow("admin")
def confirmation_create(number):
    """Import, as the preview said; where that no longer holds, the preview anew."""
    batch = _batch(number)
    form = ConfirmForm(request.form)
    if not form.validate():
        return _show(batch, 422)
    leavers = None if form.all_leavers.data else set(form.leavers.data)
    try:
        batches.confirm(g.member, batch, form.seen.data or "", leavers)
    except batches.Outdated:
        return _show(batch, 409, outdated=True)
    except batches.PutAway:
        return _show(batch, 409)
    return redirect(url_for("imports.show", number=batch.id), 303)


@room.get("/<int:number>/bad-rows.csv")
@allow("admin")
def bad_rows(number):
    """The rows to put right, as a file; 404 when there are none."""
    try:
        content = batches.bad_rows_csv(g.member, _batch(number))
    except batches.PutAway:
        abort(404)
    name = f"rows-to-put-right-{number}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, headers=headers, content_type="text/csv; charset=utf-8")


@room.get("/<int:number>/progress")
@allow("admin")
@unattended
def progress_show(number):
    """How far the import has come, asked for again and again while it runs."""
    batch = one_or_404(ImportBatch.visible_to(g.member).select(*WITHOUT_FILE).where(ImportBatch.id == number))
    waited = request.args.get("waited", "0")
    waits = min(int(waited), MOST_WAITS) if waited.isdecimal() and len(waited) < 5 else 0
    running = progress.of(batch.id)
    context = {"batch": batch, "running": running, "waits": waits + 1, "again": waits < MOST_WAITS}
    return fragments.page_or("imports/progress_show.html", "imports/_progress.html", **context)


def _batch(number: int) -> ImportBatch:
    return one_or_404(ImportBatch.visible_to(g.member).where(ImportBatch.id == number))


def _with_table(number: int) -> tuple[ImportBatch, Table]:
    """The batch and its file; 409 for one that is imported or put away, whose headings are settled."""
    batch = _batch(number)
    try:
        return batch, batches.table(batch)
    except batches.PutAway:
        abort(409, "This file is imported already, or is kept no longer. Choose it again to change its headings.")


def _mapping_class(table: Table) -> type[MappingForm]:
    return mapping_form(table.examples(), headings.choices())


def _refused(form: UploadForm, sentence: str):
    form.refuse(sentence)
    return render_template("imports/new.html", form=form), 422


def _show(batch: ImportBatch, status: int = 200, *, outdated: bool = False):
    summary = json.loads(batch.summary)
    if batch.imported_at:
        return render_template("imports/show.html", batch=batch, summary=summary, preview=None), status
    try:
        preview = batches.preview(batch)
    except batches.PutAway:
        return render_template("imports/show.html", batch=batch, summary=summary, preview=None), status
    if preview.plan is None:
        return redirect(url_for("imports.edit", number=batch.id), 303)
    return render_template(
        "imports/show.html", batch=batch, summary=summary, preview=preview, plan=preview.plan, table=preview.table,
        outdated=outdated, listed=LISTED, measures=MEASURES,
        form=ConfirmForm(data={"seen": preview.plan.fingerprint()}),
    ), status  # fmt: skip

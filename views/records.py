"""What every record has, whatever its kind: versions, withdrawal, and a line of its own."""

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for

from forms.fields import Chip
from forms.records import MoveForm, WithdrawalForm
from mentoring import finding, lines, moving, recording, trail, versions
from models import KINDS, Pupil, Record
from models.records import SEALED, WITHDRAWN
from models.school import RECORDERS
from views import capture, desks, picking
from views.guard import allow, one_or_404

room = Blueprint("records", __name__, url_prefix="/records")


@room.get("/<int:number>/versions")
@allow(*RECORDERS)
def versions_index(number):
    record = _readable(number)
    return render_template(
        "records/versions.html", record=record, kind=KINDS[record.kind], versions=versions.of(g.member, record)
    )


@room.get("/<int:number>/versions/<int:version>")
@allow(*RECORDERS)
def versions_show(number, version):
    record = _readable(number)
    try:
        every = versions.of(g.member, record)
        rows = versions.compare(g.member, record, every, version)
    except LookupError:
        abort(404)
    this = every.numbered(version)
    return render_template(
        "records/version.html", record=record, kind=KINDS[record.kind], rows=rows, this=this, versions=every
    )


@room.get("/<int:number>/readers")
@allow("dsl", "head")
def readers(number):
    """Who has seen the record. Not for its author: who reads a concern can tell what is being done about it."""
    record = _readable(number)
    if record.tier in SEALED and record.author_id == g.member.user.id and not desks.handles(record):
        abort(404)
    page = trail.readers(g.member, record)
    return render_template("records/readers.html", record=record, kind=KINDS[record.kind], page=page, kept={})


@room.get("/<int:number>/withdrawal/new")
@allow(*RECORDERS)
def withdrawal_new(number):
    record = _own(number)
    return _withdrawal(record, WithdrawalForm())


@room.post("/<int:number>/withdrawal")
@allow(*RECORDERS)
def withdrawal_create(number):
    record = _own(number)
    form = WithdrawalForm(request.form)
    if not form.validate():
        return _withdrawal(record, form, 422)
    recording.withdraw(g.member, record, form.reason.data)
    flash(f"{KINDS[record.kind].word} withdrawn")
    return redirect(url_for("today.index"), 303)


@room.get("/<int:number>/move/new")
@allow(*RECORDERS)
def move_new(number):
    """Put a record right that is about the wrong pupil."""
    record = _own(number)
    return _move(record, MoveForm(data={"version": str(record.version)}))


@room.post("/<int:number>/move")
@allow(*RECORDERS)
def move_create(number):
    record = _own(number)
    form = MoveForm(request.form)
    line = _offer_move(record, form)
    if capture.is_step():
        return _move(record, form)
    fine = form.validate()
    right = finding.recordable(g.member, KINDS[record.kind]).where(Pupil.id.in_(form.pupil.data.ids)).first()
    if fine and right is None:
        form.pupil.errors = ["That is not a pupil you can record this for. Choose again."]
    if not fine or right is None:
        return _move(record, form, 422)
    wrong = next(part.pupil for part in line.parts if part.pupil_id == form.wrong.data)
    try:
        moving.move(g.member, record, wrong, right, capture.version_sent(form), form.reason.data)
    except moving.MoveError as error:
        form.pupil.errors = [str(error)]
        return _move(record, form, 422)
    except (recording.Changed, recording.Withdrawn) as error:
        abort(409, str(error))
    flash(f"{KINDS[record.kind].word} moved to {right.short_name}")
    return redirect(url_for("pupils.show", number=right.id), 303)


def _offer_move(record: Record, form: MoveForm):
    line = lines.one(g.member, record)
    form.offer([Chip(part.pupil_id, part.pupil.name) for part in line.parts])
    if len(line.parts) == 1 and form.wrong.data is None:
        form.wrong.data = line.parts[0].pupil_id
    return line


def _move(record: Record, form: MoveForm, status: int = 200):
    line = _offer_move(record, form)
    picker = picking.picker(picking.MOVE, form.pupil.data)
    picker.suggested = picking.taken_for(line.kind, [part.pupil for part in line.parts], form.pupil.data.ids)
    return render_template("records/move.html", line=line, kind=picking.MOVE, form=form, picker=picker), status


def _withdrawal(record: Record, form: WithdrawalForm, status: int = 200):
    line = lines.one(g.member, record)
    return render_template("records/withdrawal.html", line=line, kind=line.kind, form=form), status


def _readable(number: int) -> Record:
    return one_or_404(Record.visible_to(g.member).where(Record.id == number))


def _own(number: int) -> Record:
    return one_or_404(Record.amendable_by(g.member).where((Record.id == number) & (Record.state != WITHDRAWN)))

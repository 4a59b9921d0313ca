"""What every record has, whatever its kind: versions, withdrawal, and a line of its own."""

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for

from forms.records import WithdrawalForm
from mentoring import lines, recording, versions
from models import KINDS, Record
from models.records import WITHDRAWN
from models.school import RECORDERS
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


def _withdrawal(record: Record, form: WithdrawalForm, status: int = 200):
    line = lines.one(g.member, record)
    return render_template("records/withdrawal.html", line=line, kind=line.kind, form=form), status


def _readable(number: int) -> Record:
    return one_or_404(Record.visible_to(g.member).where(Record.id == number))


def _own(number: int) -> Record:
    return one_or_404(Record.amendable_by(g.member).where((Record.id == number) & (Record.state != WITHDRAWN)))

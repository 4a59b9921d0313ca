"""Entry checks: pupils who are new, back, or new to the country, gone through item by item."""

from dataclasses import replace

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for

from forms.entry_checks import MarkForm
from mentoring import entry_checks, viewing
from models import EntryCheck, EntryItem, Pupil
from models.entry_checks import DONE, NOT_NEEDED, OPEN
from models.school import SUPPORT_STAFF
from views import known
from views.guard import allow, one_or_404

STATES = (DONE, NOT_NEEDED, OPEN)
room = Blueprint("entry_checks", __name__, url_prefix="/entry-checks")


@room.get("")
@allow(*SUPPORT_STAFF)
def index():
    """New and returning pupils without a check, and the checks that go on."""
    without = entry_checks.without(g.member)
    return render_template(
        "entry_checks/index.html", without=without, begun=entry_checks.newcomers(g.member, without),
        going_on=entry_checks.going_on(g.member),
    )  # fmt: skip


@room.post("")
@allow(*SUPPORT_STAFF)
def create():
    """One tap: a check of a pupil, on the list of their mentor or of who started it."""
    pupil, sort = request.form.get("pupil", ""), request.form.get("sort", "")
    if sort not in entry_checks.NAMES or not known.is_number(pupil):
        abort(404)
    rows = Pupil.visible_to(replace(g.member, opened=frozenset())).where(Pupil.left_on.is_null())
    check = entry_checks.start(g.member, one_or_404(rows.where(Pupil.id == int(pupil))), sort)
    return redirect(url_for("entry_checks.show", number=check.id), 303)


@room.get("/<int:number>")
@allow(*SUPPORT_STAFF)
def show(number):
    return _page(_mine(number))


@room.post("/<int:number>/items/<int:item>/marks")
@allow(*SUPPORT_STAFF)
def marks_create(number, item):
    """An item done, not needed, or open again, with who and when."""
    check, form = _mine(number), MarkForm(request.form, states=STATES)
    row = one_or_404(EntryItem.select().where((EntryItem.id == item) & (EntryItem.entry_check == check)))
    if not form.validate():
        return _page(check, form, row.id, 422)
    entry_checks.mark(g.member, check, row, form.state.data, form.note.data)
    if entry_checks.one(check).is_done:
        flash("Every item is seen to. It is off the list")
    return redirect(url_for("entry_checks.show", number=number, _anchor=f"item-{item}"), 303)


def _page(check: EntryCheck, form: MarkForm | None = None, item: int = 0, status: int = 200):
    viewing.pupil(g.member, check.pupil)
    every = entry_checks.of_pupil(g.member, check.pupil)
    return render_template(
        "entry_checks/show.html", whole=entry_checks.one(check), check=check, pupil=check.pupil, form=form,
        faulty=item, offered=entry_checks.offered(g.member, check.pupil, every),
        is_new=entry_checks.is_new(g.member, check.pupil),
    ), status  # fmt: skip


def _mine(number: int) -> EntryCheck:
    return one_or_404(EntryCheck.visible_to(g.member).where(EntryCheck.id == number))

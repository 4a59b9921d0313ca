"""Lists: the choices that the school's forms offer."""

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for

from forms.lists import NewOptionForm, OptionForm
from mentoring import list_keeping, lists
from mentoring.list_keeping import ListError
from mentoring.lists import LISTS
from models import Option
from views.guard import allow, one_or_404

room = Blueprint("lists", __name__, url_prefix="/lists")


@room.get("")
@allow("admin", "lead")
def index():
    return render_template("lists/index.html", counts=list_keeping.counts(g.member))


@room.get("/<name>")
@allow("admin", "lead")
def show(name):
    """One list: its choices in order, to rename, move, retire, bring back and add to."""
    return _page(name)


@room.post("/<name>/options")
@allow("admin", "lead")
def options_create(name):
    if name not in LISTS:
        abort(404)
    form = NewOptionForm(request.form)
    if form.validate():
        try:
            option = list_keeping.add(g.member, name, form.name.data)
        except ListError as error:
            form.name.errors = [str(error)]
        else:
            flash(f"“{option.name}” is added")
            return redirect(url_for("lists.show", name=name, _anchor="name"), 303)
    return _page(name, 422, adding=form)


@room.post("/options/<int:number>")
@allow("admin", "lead")
def options_update(number):
    """A choice's words and its place."""
    option = _option(number)
    offered = list_keeping.offered(g.member, option.list)
    form = OptionForm(request.form, number=number, places=len(offered))
    if form.validate():
        try:
            list_keeping.change(g.member, option, form.name.data, form.place.data)
        except ListError as error:
            form.name.errors = [str(error)]
        else:
            flash(f"“{form.name.data}” is saved")
            return redirect(_back(option), 303)
    return _page(option.list, 422, changing=form)


@room.post("/options/<int:number>/place")
@allow("admin", "lead")
def place_update(number):
    """One place up or down."""
    option = _option(number)
    down = request.form.get("towards") == "down"
    try:
        place, places = list_keeping.step(g.member, option, down)
    except ListError as error:
        abort(409, str(error))
    flash(f"“{option.name}” is now {place} of {places}")
    again = (down or place == 1) and place < places
    return redirect(_back(option, f"{'down' if again else 'up'}-{number}"), 303)


@room.post("/options/<int:number>/retirement")
@allow("admin", "lead")
def retirement_create(number):
    """Offer a choice no longer."""
    option = _option(number)
    try:
        list_keeping.retire(g.member, option)
    except ListError as error:
        form = _form(option, 1, 1)
        form.name.errors = [str(error)]
        return _page(option.list, 422, changing=form)
    flash(f"“{option.name}” is retired")
    return redirect(url_for("lists.show", name=option.list), 303)


@room.post("/options/<int:number>/retirement/removal")
@allow("admin", "lead")
def retirement_destroy(number):
    """Offer a retired choice again."""
    option = _option(number)
    list_keeping.restore(g.member, option)
    flash(f"“{option.name}” is back")
    return redirect(_back(option), 303)


def _page(name: str, status: int = 200, adding: NewOptionForm | None = None, changing: OptionForm | None = None):
    if name not in LISTS:
        abort(404)
    rows = lists.of_school(g.member, name)
    offered = [option for option in rows if option.retired_at is None]
    forms = {option.id: _form(option, len(offered), place) for place, option in enumerate(offered, 1)}
    if changing:
        forms[changing.number] = changing
    return render_template(
        "lists/show.html", name=name, kind=LISTS[name], offered=offered, forms=forms, changing=changing,
        retired=[option for option in rows if option.retired_at], adding=adding or NewOptionForm(),
        faulty=adding or changing,
    ), status  # fmt: skip


def _form(option: Option, places: int, place: int) -> OptionForm:
    return OptionForm(data={"name": option.name, "place": place}, number=option.id, places=places)


def _option(number: int) -> Option:
    return one_or_404(Option.select().where((Option.school == g.member.school) & (Option.id == number)))


def _back(option: Option, anchor: str = "") -> str:
    return url_for("lists.show", name=option.list, _anchor=anchor or f"choice-{option.id}")

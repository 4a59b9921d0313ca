"""Who guides whom: a lead notes it; whoever guides sees the names, and says when they met."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for

from forms.fields import Chip
from forms.guides import GuideForm
from mentoring import clock, guiding
from models import Guiding, User
from views import known
from views.guard import allow, one_or_404

room = Blueprint("guides", __name__, url_prefix="/guides")


@room.get("")
@allow("lead")
def index():
    """Everybody who can guide, oneself first, with whom they do."""
    rows = guiding.now(g.member)
    found = [(user, [row for row in rows if row.guide_id == user.id]) for user in guiding.guides(g.member)]
    found.sort(key=lambda one: one[0].id != g.member.user.id)
    guided = {row.user_id for row in rows}
    everybody = User.holding(g.member.school, *guiding.GUIDED)
    return render_template("guides/index.html", guides=found, without=[u for u in everybody if u.id not in guided])


@room.get("/<int:number>/edit")
@allow("lead")
def edit(number):
    guide, today = _guide(number), clock.today(g.member.school.zone)
    data = {"user": sorted(guiding.of(g.member, guide)), "seen": _seen(guide), "starts_on": today}
    return _page(GuideForm(data=data, today=today), guide)


@room.post("/<int:number>")
@allow("lead")
def update(number):
    guide, form = _guide(number), GuideForm(request.form, today=clock.today(g.member.school.zone))
    _offer(form, guide)
    if not form.validate():
        return _page(form, guide, 422)
    try:
        guiding.choose(g.member, guide, form.user.chosen(), form.starts_on.data, _numbers(form.seen.data))
    except guiding.Changed as error:
        form.user.errors, form.seen.data = [str(error)], _seen(guide)
        return _page(form, guide, 409)
    except guiding.GuidingError as error:
        form.starts_on.errors = [str(error)]
        return _page(form, guide, 422)
    flash("Saved")
    return redirect(url_for("guides.index"), 303)


@room.post("/<int:number>/meetings")
@allow(*guiding.GUIDES)
def meetings_create(number):
    """The guide met today with one whom they guide."""
    mine = (Guiding.id == number) & (Guiding.guide == g.member.user) & Guiding.current(g.member)
    guiding.meet(g.member, one_or_404(Guiding.visible_to(g.member).where(mine)))
    flash("Saved")
    return redirect(url_for("supervisions.mine"), 303)


def _guide(number: int) -> User:
    return one_or_404(guiding.guides(g.member).where(User.id == number))


def _seen(guide: User) -> str:
    return " ".join(map(str, sorted(guiding.of(g.member, guide))))


def _numbers(seen: str | None) -> set[int] | None:
    return None if seen is None else {int(one) for one in seen.split() if known.is_number(one)}


def _offer(form: GuideForm, guide: User) -> None:
    form.user.offer([Chip(one.id, one.name) for one in guiding.can_be_guided(g.member, guide)])


def _page(form: GuideForm, guide: User, status: int = 200):
    _offer(form, guide)
    others = {row.user_id: row for row in guiding.now(g.member) if row.guide_id != guide.id}
    under = {number: f"guided by {row.guide.name} since {row.starts_on:%-d %B %Y}" for number, row in others.items()}
    return render_template("guides/edit.html", form=form, guide=guide, under=under), status

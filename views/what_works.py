"""What works cards: read and printed on one page, written, and their versions."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for

from forms.what_works import WhatWorksForm
from mentoring import clock, finding, plan_names, plans, viewing, what_works
from models import Pupil, WhatWorks
from models.school import SUPPORT_STAFF
from views import capture, clashes
from views.guard import allow, one_or_404

READERS = ("mentor", "contributor", "lead", "dsl", "head")
NAMES = tuple(name for name, _ in what_works.PARTS)
room = Blueprint("what_works", __name__, url_prefix="/what-works")


@room.get("/<int:number>")
@allow(*READERS)
def show(number):
    """A pupil's card on a page: no narrative, and no other pupil's name."""
    pupil = one_or_404(WhatWorks.of(g.member).where(Pupil.id == number))
    viewing.pupil(g.member, pupil)
    card = what_works.of(pupil)
    named = plan_names.hide_all(g.member, pupil, [card]) if card else []
    return render_template(
        "what_works/show.html", pupil=pupil, card=card, named=named, parts=what_works.PARTS,
        well=what_works.ended_well(g.member.school, pupil), changeable=_is_changeable(number),
        supported=finding.reads_page(g.member, pupil),
    )  # fmt: skip


@room.get("/<int:number>/edit")
@allow(*SUPPORT_STAFF)
def edit(number):
    pupil = _changeable(number)
    viewing.pupil(g.member, pupil)
    return _page(WhatWorksForm(data=_data(pupil), today=_today()), pupil)


@room.post("/<int:number>")
@allow(*SUPPORT_STAFF)
def update(number):
    pupil = _changeable(number)
    form = WhatWorksForm(request.form, today=_today())
    clashes.take(form, lambda: WhatWorksForm(data=_data(pupil), today=_today()))
    if not form.validate():
        return _page(form, pupil, 422)
    try:
        what_works.save(g.member, pupil, form.facts(), capture.version_sent(form))
    except plans.Changed as error:
        return _clash(form, pupil, str(error))
    flash("What works saved")
    return redirect(url_for("what_works.show", number=number), 303)


@room.get("/<int:number>/versions")
@allow(*SUPPORT_STAFF, "head")
def versions_index(number):
    pupil = one_or_404(Pupil.visible_to(g.member).where(Pupil.id == number))
    viewing.pupil(g.member, pupil)
    card = one_or_404(WhatWorks.select().where(WhatWorks.pupil == pupil))
    rows = []
    for row, said in what_works.versions(card):
        texts = plan_names.hide_text(g.member, pupil, list(said.values()))
        rows.append((row, list(zip(said, texts, strict=True))))
    return render_template("what_works/versions.html", pupil=pupil, versions=rows)


def _page(form: WhatWorksForm, pupil: Pupil, status: int = 200, **context):
    well = what_works.ended_well(g.member.school, pupil, g.member)
    return render_template("what_works/edit.html", form=form, pupil=pupil, well=well, **context), status


def _data(pupil: Pupil) -> dict:
    """The card as its form's data, as far as the member may read other pupils' names."""
    card = what_works.of(pupil)
    if card is None:
        return {"version": "0", "review_on": plans.proposed_review(g.member, _today())}
    plan_names.hide(g.member, pupil, [card])
    review_on = max(card.review_on, plans.proposed_review(g.member, _today()))
    return {name: getattr(card, name) for name in NAMES} | {"version": str(card.version), "review_on": review_on}


def _clash(form: WhatWorksForm, pupil: Pupil, sentence: str):
    """The page again, with what the other saved beside what was written here."""
    card = what_works.of(pupil)
    form.version.data = str(card.version)
    form.version.errors = [f"{sentence} Saving again keeps what you choose."]
    newest, _ = what_works.versions(card)[0]
    parts = clashes.between(form, WhatWorksForm(data=_data(pupil), today=_today()))
    return _page(form, pupil, 409, clash={"who": newest.author.name, "at": newest.at, "parts": parts})


def _is_changeable(number: int) -> bool:
    return WhatWorks.changeable_of(g.member).where(Pupil.id == number).exists()


def _changeable(number: int) -> Pupil:
    return one_or_404(WhatWorks.changeable_of(g.member).where(Pupil.id == number))


def _today():
    return clock.today(g.member.school.zone)

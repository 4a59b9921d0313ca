"""Agencies: the directory of whom the school tells families of and refers pupils to."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for

from forms.agencies import AgencyForm
from mentoring import agencies, clock
from models import Agency
from models.agencies import AGENCY_KEEPERS, AGENCY_READERS
from views import capture, clashes
from views.fragments import page_or
from views.guard import allow, one_or_404

room = Blueprint("agencies", __name__, url_prefix="/agencies")


@room.get("")
@allow(*AGENCY_READERS)
def index():
    found = agencies.listed(g.member)
    return render_template(
        "agencies/index.html", found=found, typed="", closed=agencies.listed(g.member, closed=True),
        stale=sum(one.is_stale(_today()) for one in found),
    )  # fmt: skip


@room.post("/matches")
@allow(*AGENCY_READERS)
def matches():
    """Find as you type. Posted, so that what is looked for stands in no address or log."""
    typed = request.form.get("find", "").strip()[:80]
    found = agencies.listed(g.member, typed)
    return page_or("agencies/matches.html", "agencies/_matches.html", found=found, typed=typed)


@room.get("/new")
@allow(*AGENCY_KEEPERS)
def new():
    return render_template("agencies/new.html", form=AgencyForm())


@room.post("")
@allow(*AGENCY_KEEPERS)
def create():
    form = AgencyForm(request.form)
    if not form.validate():
        return render_template("agencies/new.html", form=form), 422
    agency = agencies.enter(g.member, form.facts())
    flash(f"{agency.name} is in the directory")
    return redirect(url_for("agencies.show", number=agency.id), 303)


@room.get("/<int:number>")
@allow(*AGENCY_READERS)
def show(number):
    agency = _agency(number)
    return render_template(
        "agencies/show.html", agency=agency, promised=agencies.promised(agency), stale=agency.is_stale(_today())
    )


@room.get("/<int:number>/edit")
@allow(*AGENCY_KEEPERS)
def edit(number):
    agency = _agency(number)
    return render_template("agencies/edit.html", form=_kept(agency), agency=agency)


@room.post("/<int:number>")
@allow(*AGENCY_KEEPERS)
def update(number):
    agency, form = _agency(number), AgencyForm(request.form)
    clashes.take(form, lambda: _kept(agency))
    if not form.validate():
        return render_template("agencies/edit.html", form=form, agency=agency), 422
    try:
        agencies.change(g.member, agency, form.facts(), capture.version_sent(form))
    except agencies.Changed as error:
        return _clash(form, agency, str(error))
    flash(f"{form.name.data} is saved")
    return redirect(url_for("agencies.show", number=agency.id), 303)


@room.post("/<int:number>/checks")
@allow(*AGENCY_READERS)
def checks_create(number):
    """All of it is so today: one tap."""
    agency = _agency(number)
    agencies.check(g.member, agency)
    flash(f"{agency.name} checked today")
    return redirect(url_for("agencies.show", number=agency.id), 303)


@room.post("/<int:number>/promises")
@allow(*AGENCY_READERS)
def promises_create(number):
    """To be checked again: on one's own list."""
    agency = _agency(number)
    agencies.promise(g.member, agency)
    flash("On your to-do list")
    return redirect(url_for("agencies.show", number=agency.id), 303)


@room.post("/<int:number>/closing")
@allow(*AGENCY_KEEPERS)
def closing_create(number):
    agency = _agency(number)
    agencies.close(g.member, agency)
    flash(f"{agency.name} is closed")
    return redirect(url_for("agencies.show", number=agency.id), 303)


@room.post("/<int:number>/closing/removal")
@allow(*AGENCY_KEEPERS)
def closing_destroy(number):
    agency = _agency(number)
    agencies.reopen(g.member, agency)
    flash(f"{agency.name} is in the directory again")
    return redirect(url_for("agencies.show", number=agency.id), 303)


def _kept(agency: Agency) -> AgencyForm:
    """The form as the agency stands saved now."""
    now = Agency.get_by_id(agency.id)
    return AgencyForm(data=now.__data__ | {"version": str(now.version)})


def _clash(form: AgencyForm, agency: Agency, sentence: str):
    """The page again, with what somebody else saved beside what was typed here."""
    now = Agency.get_by_id(agency.id)
    form.version.data = str(now.version)
    form.version.errors = [f"{sentence} Saving again keeps what you choose."]
    who, at = agencies.last_change(now)
    clash = {"who": who, "at": at, "parts": clashes.between(form, _kept(now))}
    return render_template("agencies/edit.html", form=form, agency=now, clash=clash), 409


def _agency(number: int) -> Agency:
    return one_or_404(Agency.visible_to(g.member).where(Agency.id == number))


def _today():
    return clock.today(g.member.school.zone)

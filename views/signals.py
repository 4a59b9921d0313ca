"""Signals: the pupils for whom one of the school's rules holds, and what somebody does about it."""

from dataclasses import replace

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for

from forms.signals import SeenForm
from mentoring import caseload, clock, finding, plan_names, signal_rests, signal_rules, signals
from mentoring.signal_rules import RULES
from models import Pupil, SignalRest, User
from models.school import SUPPORT_STAFF, WHOLE_SCHOOL
from views.guard import allow, one_or_404

room = Blueprint("signals", __name__, url_prefix="/signals")
MOST = 100  # pupils listed at once


@room.get("")
@allow(*SUPPORT_STAFF)
def index():
    """The pupils of a caseload, or of every one, for whom a rule holds: by name, and nothing else."""
    mentors = list(caseload.mentors(g.member)) if g.member.has(*WHOLE_SCHOOL) else []
    mentor = _mentor(mentors)
    pupils = signals.supported(g.member, mentor)
    found = signals.of(g.member, pupils)
    rows = [(pupil, found[pupil.id]) for pupil in pupils if pupil.id in found]
    awake = [(pupil, [one for one in its if not one.rest]) for pupil, its in rows if not all(one.rest for one in its)]
    resting = [(pupil, [one for one in its if one.rest]) for pupil, its in rows if any(one.rest for one in its)]
    return render_template(
        "signals/index.html", mentors=mentors, mentor=mentor, pupils=pupils, awake=awake[:MOST], resting=resting[:MOST],
        left_out=max(0, len(awake) - MOST), rules=signal_rules.settings(g.member.school),
    )  # fmt: skip


@room.get("/pupils/<int:number>/<rule>/rests/new")
@allow(*SUPPORT_STAFF)
def rests_new(number, rule):
    """I have seen it: what I do, and for how long it may rest."""
    pupil = _pupil(number)
    signal = _signal(pupil, rule)
    return _page(pupil, signal, _form(facts=signal.facts)) if signal else _gone(pupil)


@room.post("/pupils/<int:number>/<rule>/rests")
@allow(*SUPPORT_STAFF)
def rests_create(number, rule):
    pupil, form = _pupil(number), _form(request.form)
    signal = _signal(pupil, rule)
    if signal is None:
        return _gone(pupil)
    if not form.validate():
        return _page(pupil, signal, form, 422)
    try:
        signal_rests.see(g.member, pupil, rule, form.facts.data, form.doing.data, form.day)
    except signal_rests.Changed:
        form.facts.data = signal.facts
        form.facts.errors = ["What it is about has changed since: read the sentence again, then save."]
        return _page(pupil, signal, form, 409)
    flash(f"{signal.rule.word}: rests until {form.day:%-d %B}, or until it changes")
    return redirect(url_for("pupils.show", number=pupil.id), 303)


@room.post("/rests/<int:number>/ending")
@allow(*SUPPORT_STAFF)
def rests_destroy(number):
    """Let a signal that rests be shown again."""
    row = one_or_404(SignalRest.changeable_by(g.member).where(SignalRest.id == number))
    signal_rests.wake(g.member, row)
    flash(f"{RULES[row.rule].word}: shown again")
    return redirect(url_for("pupils.show", number=row.pupil_id), 303)


def _mentor(mentors: list[User]) -> User | None:
    """Whose caseload is asked for: a mentor's own; a lead's or DSL's choice, None for every one."""
    wanted = request.args.get("mentor", "")
    if not g.member.has(*WHOLE_SCHOOL) or (g.member.has("mentor") and not wanted):
        return g.member.user
    return next((one for one in mentors if str(one.id) == wanted), None)


def _form(sent=None, **data) -> SeenForm:
    return SeenForm(sent, data=data, today=clock.today(g.member.school.zone), longest=signal_rests.LONGEST)


def _page(pupil: Pupil, signal, form: SeenForm, status: int = 200):
    before = signal_rests.before(g.member, pupil, signal)
    for row, text in zip(before, plan_names.hide_text(g.member, pupil, [row.doing for row in before]), strict=True):
        row.doing = text
    return render_template("signals/rests_new.html", pupil=pupil, signal=signal, form=form, before=before), status


def _gone(pupil: Pupil):
    flash(f"That signal does not stand any more for {pupil.known_as}.")
    return redirect(url_for("pupils.show", number=pupil.id), 303)


def _signal(pupil: Pupil, rule: str):
    """The pupil's signal by a rule, None where it does not hold now."""
    return signals.one(g.member, pupil, rule) if rule in RULES else abort(404)


def _pupil(number: int) -> Pupil:
    """A pupil whom the member supports, not one read by break-glass."""
    rows = Pupil.visible_to(replace(g.member, opened=frozenset())).where(Pupil.left_on.is_null())
    return one_or_404(finding.with_class(rows).where(Pupil.id == number))

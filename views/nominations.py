"""Nominations: any member of staff nominates a pupil; leads decide; who nominated is told."""

from uuid import uuid4

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from forms.fields import Chip, Picked
from forms.nominations import DecisionForm, NominationForm
from mentoring import calendar, capacity, clock, drafts, finding, lists, nominations, recording, triage, viewing
from mentoring.assigning import AssignError
from mentoring.nominations import Verdict
from mentoring.triage import Card
from models import Nomination, Option, Pupil, User
from models.nominations import CASELOAD, WAIT
from models.school import STAFF, WHOLE_SCHOOL
from views import capture, known, origin, picking
from views.guard import allow, one_or_404, there_or_404

KIND = picking.NOMINATION
LOOK_AGAIN_WEEKS = 3
room = Blueprint("nominations", __name__, url_prefix="/nominations")


@room.get("")
@allow(*STAFF)
def index():
    """For leads and DSLs what waits and what was decided; for everybody what they nominated."""
    before = request.args.get("before", "")
    return render_template(
        "nominations/index.html", queue=triage.queue(g.member), mine=triage.mine(g.member),
        decided=triage.decided(g.member, int(before) if known.is_number(before) else 0),
    )  # fmt: skip


@room.get("/new")
@allow(*STAFF)
def new():
    draft = drafts.find(g.member, request.args.get("draft"))
    sent = MultiDict(drafts.pairs(draft)) if draft else None
    form = NominationForm(sent, data={"client_id": str(uuid4()), "pupil": known.asked_for() or Picked()})
    return _page(form, draft_kept=draft is not None)


@room.post("")
@allow(*STAFF)
def create():
    form = NominationForm(request.form)
    _offer(form)
    if capture.is_step():
        return _page(form)
    pupil = _pupil(form) if form.validate() and _is_ours(form) else None
    if pupil is None:
        _keep_words(form)
        return _page(form, 422)
    nominations.send(g.member, form.client_id.data, pupil, form.facts(), form.barrier.chosen())
    drafts.drop(g.member, form.client_id.data)
    flash("Sent to the leads. What they decide comes back to you here and on Today", url_for("nominations.new"))
    return redirect(url_for("nominations.index"), 303)


@room.get("/<int:number>")
@allow(*STAFF)
def show(number):
    return _whole(_readable(number))


@room.post("/<int:number>/decisions")
@allow(*WHOLE_SCHOOL)
def decisions_create(number):
    nomination = one_or_404(Nomination.decidable_by(g.member).where(Nomination.id == number))
    form = DecisionForm(request.form, today=_today())
    near = _near(nomination)
    _offer_decision(form, nomination, near)
    if not form.validate() or not recording.is_client_id(form.client_id.data):
        return _whole(nomination, form, 422)
    answered = [card.row for card in near if card.row.id in form.answers.data]
    try:
        verdict = _verdict(form)
        nominations.decide(g.member, answered, form.client_id.data, verdict, _seen(form))
    except nominations.Overtaken as error:
        form.seen.data = str(nominations.last_seen(nomination.pupil))
        form.seen.errors = [str(error)]
        return _whole(nomination, form, 409)
    except AssignError as error:
        form.starts_on.errors = [str(error)]
        return _whole(nomination, form, 422)
    flash("Decided. Who nominated is told")
    if verdict.mentor and (said := capacity.warning(g.member, verdict.mentor, verdict.starts_on or _today())):
        flash(said, "warn")
    return redirect(url_for("nominations.show", number=number), 303)


@room.post("/<int:number>/withdrawal")
@allow(*STAFF)
def withdrawal_create(number):
    """One's own, taken back before it was decided."""
    nomination = one_or_404(
        Nomination.visible_to(g.member).where((Nomination.id == number) & (Nomination.author == g.member.user))
    )
    try:
        nominations.take_back(g.member, nomination)
    except nominations.NotTakenBack as error:
        flash(str(error), "warn")
    else:
        flash("Taken back. No lead need decide it any more")
    return redirect(url_for("nominations.show", number=number), 303)


def _whole(nomination: Nomination, form: DecisionForm | None = None, status: int = 200):
    """A nomination; for who decides it, with the pupil's others beside it and the form."""
    decides = Nomination.decidable_by(g.member).where(Nomination.id == nomination.id).exists()
    cards = _near(nomination) if decides else [triage.one(g.member, nomination)]
    viewing.nominations(g.member, [card.row for card in cards])
    if decides and form is None:
        form = _blank(nomination, cards)
    if form:
        _offer_decision(form, nomination, cards)
    pupil = there_or_404(finding.one_with_class(g.member, nomination.pupil_id))
    return render_template(
        "nominations/show.html", nomination=nomination, cards=cards, pupil=pupil, form=form,
        reads=finding.reads_page(g.member, pupil),
    ), status  # fmt: skip


def _near(nomination: Nomination) -> list[Card]:
    """All of the pupil's that the member may read, the one that was opened first."""
    cards = triage.of_pupil(g.member, nomination.pupil)
    return sorted(cards, key=lambda card: card.row.id != nomination.id)


def _blank(nomination: Nomination, cards: list[Card]) -> DecisionForm:
    today = _today()
    again = calendar.of(g.member.school).school_weeks_on(today, LOOK_AGAIN_WEEKS)
    answers = [card.row.id for card in cards if card.row.is_undecided] or [nomination.id]
    data = {"client_id": str(uuid4()), "seen": str(nominations.last_seen(nomination.pupil)), "answers": answers,
            "starts_on": today, "review_on": again}  # fmt: skip
    return DecisionForm(data=data, today=today)


def _offer_decision(form: DecisionForm, nomination: Nomination, cards: list[Card]) -> None:
    chips = lists.options(g.member.school, "nomination_decision")["nomination_decision"]
    loads = triage.loads(g.member, nomination.pupil)
    answers = [card.row for card in cards if card.row.is_undecided or card.row.id == nomination.id]
    form.offer(
        [Chip(one.id, one.name, one.code) for one in chips],
        [Chip(one.mentor.id, f"{one.mentor.name} · {one.pupils} of {one.most}, {one.words}") for one in loads],
        [Chip(row.id, f"{row.author.name}, {clock.local(row.sent_at, g.member.school.zone):%-d %B}")
         for row in answers if row.state != "taken_back"],
    )  # fmt: skip


def _verdict(form: DecisionForm) -> Verdict:
    code = form.code
    mentor = User.get_by_id(form.mentor.data) if code == CASELOAD else None
    return Verdict(
        Option.get_by_id(form.nomination_decision.data), form.told.data, form.private_line.data, mentor,
        form.starts_on.data if code == CASELOAD else None, form.review_on.data if code == WAIT else None,
    )  # fmt: skip


def _seen(form: DecisionForm) -> int:
    return int(form.seen.data) if known.is_number(form.seen.data) else 0


def _is_ours(form: NominationForm) -> bool:
    """Whether the form knows which nomination it is, and was begun at this school."""
    if origin.school() != str(g.member.school.id):
        form.client_id.errors = [capture.ELSEWHERE.format(here=g.member.school.name)]
    elif not recording.is_client_id(form.client_id.data):
        form.client_id.errors = ["This page was out of date. Send again: what you typed is still here."]
        form.client_id.data = str(uuid4())
    return not form.client_id.errors


def _pupil(form: NominationForm) -> Pupil | None:
    pupil = finding.recordable(g.member, KIND).where(Pupil.id.in_(form.pupil.data.ids)).first()
    if pupil is None:
        form.pupil.errors = ["That pupil is not at the school now. Choose again."]
    return pupil


def _keep_words(form: NominationForm) -> None:
    """What was refused is kept as a draft: going back from here loses nothing."""
    if recording.is_client_id(form.client_id.data or ""):
        pairs = list(request.form.items(multi=True))
        drafts.keep(g.member.user, g.member.school, form.client_id.data, url_for("nominations.new"), KIND.word, pairs)


def _offer(form: NominationForm) -> None:
    found = lists.options(g.member.school, "barrier", "how_long")
    form.offer({name: [Chip(one.id, one.name, one.code) for one in rows] for name, rows in found.items()})


def _page(form: NominationForm, status: int = 200, **context):
    _offer(form)
    return render_template(
        "nominations/new.html", form=form, kind=KIND, picker=picking.picker(KIND, form.pupil.data), **context
    ), status


def _readable(number: int) -> Nomination:
    return one_or_404(Nomination.visible_to(g.member).where(Nomination.id == number))


def _today():
    return clock.today(g.member.school.zone)

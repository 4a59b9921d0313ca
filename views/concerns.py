"""Concerns: raise one, read it, add to it; the DSL's list. None is ever changed."""

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for

from forms.concerns import AdditionForm, ConcernForm
from mentoring import body_map, concerns, desk, drafts, handling, lists, own_screens, recording
from mentoring.entry import Entry
from models import ConcernMark, Draft, Unsent
from models.school import STAFF
from views import capture, desks, known
from views.desks import KIND
from views.fragments import page_or
from views.guard import allow, one_or_404, unattended
from views.shelf import shelved

room = Blueprint("concerns", __name__, url_prefix="/concerns")


@room.get("")
@allow(*STAFF)
def index():
    """The desk's list, for who has one; one's own and those that were shared, for everybody."""
    filters = _filters()
    has_desk = g.member.has("dsl", "head")
    before = request.args.get("before", "")
    return render_template(
        "concerns/index.html", filters=filters, states=desk.STATES, has_desk=has_desk,
        page=desk.page(g.member, filters, int(before) if known.is_number(before) else 0) if has_desk else None,
        counts=desk.counts(g.member, filters) if has_desk else {}, unsent=desk.notices(g.member),
        put_away=drafts.put_away(g.member),
        categories=lists.options(g.member.school, "concern_category")["concern_category"],
        mine=concerns.mine(g.member), shared=concerns.shared_with(g.member),
    )  # fmt: skip


def _nobodys(form: ConcernForm) -> dict:
    form.adult_who.choices = [(concerns.HEAD, "The headteacher"), (concerns.OTHER, "Somebody else")]
    return {"maps": body_map, "begun": ""}


@room.get("/new")
@allow(*KIND.writers)
@shelved(ConcernForm, _nobodys)
def new():
    return _page(capture.start(ConcernForm, asked=_asked(), pupil=known.asked_for(), **_of_pupil()))


@room.post("")
@allow(*KIND.writers)
def create():
    form = capture.receive(ConcernForm, asked=_asked())
    if capture.is_step():
        return _step(form)
    if not capture.is_valid(form, KIND):
        return _page(form, 422)
    result = concerns.raise_concern(g.member, _entry(form), current_app.config["POST"].is_on)
    onward = redirect(url_for("concerns.show", number=result.record.id), 303)
    return capture.saved(form, KIND, result) or onward


@room.get("/<int:number>")
@allow(*KIND.writers)
def show(number):
    return desks.page(desks.concern(number))


@room.post("/<int:number>/additions")
@allow(*KIND.writers)
def additions_create(number):
    """The author's own words, added to what is sealed."""
    record = one_or_404(concerns.own(g.member, number))
    form = AdditionForm(request.form)
    if not form.validate() or not recording.is_client_id(form.client_id.data):
        return desks.page(record, added=form)
    concerns.add(g.member, record, form.client_id.data, form.text.data, current_app.config["POST"].is_on)
    flash("Added")
    return redirect(url_for("concerns.show", number=number), 303)


@room.get("/waiting")
@allow("dsl", "head")
@unattended
def waiting_show():
    """How many wait: a part of every page of a DSL or head, asked for again and again."""
    return page_or("concerns/waiting.html", "concerns/_waiting.html", waiting=desk.count_waiting(g.member))


@room.post("/notices/<int:number>/removal")
@allow("dsl", "head")
def notices_destroy(number):
    """A concern that was begun and not sent: somebody has seen to it."""
    handling.put_away(g.member, one_or_404(Unsent.visible_to(g.member).where(Unsent.id == number)))
    flash("Seen to")
    return redirect(url_for("concerns.index"), 303)


def _filters() -> desk.Filters:
    state, category = request.args.get("state", ""), request.args.get("category", "")
    return desk.Filters(
        state if state in desk.STATES else "open", int(category) if known.is_number(category) else None,
        "danger" in request.args, "mine" in request.args,
    )  # fmt: skip


def _asked() -> dict:
    """Which adults a concern can be about. A form that was kept without names says "the headteacher" anyway."""
    people = concerns.adults(g.member)
    known = any(one.is_head for one in people) and request.form.get("adult_who") != concerns.HEAD
    heads = [] if known else [(concerns.HEAD, "The headteacher")]
    named = [(str(one.user.id), f"{one.user.name}{' (headteacher)' if one.is_head else ''}") for one in people]
    return {"adults": [*heads, *named, (concerns.OTHER, "Somebody else")]}


def _of_pupil() -> dict:
    """What a pupil wrote on their own screen, word for word, where the address names that or its session."""
    screen, record = (
        int(number) if known.is_number(number := request.args.get(name, "")) else None
        for name in ("own_screen", "session")
    )
    if screen is None and record is None:
        return {}
    told = next((one.id for one in lists.options(g.member.school, "concern_source")["concern_source"]
                 if one.code == "told_child"), None)  # fmt: skip
    return {"exact_words": own_screens.words(g.member, screen, record), "concern_source": told}


def _page(form: ConcernForm, status: int = 200):
    return capture.page(
        KIND, "concerns/new.html", form, status, maps=body_map, ring=desks.ring(),
        begun=request.form.get("form_begun") or _begun_before(),
    )  # fmt: skip


def _begun_before() -> str:
    """When the draft that is given back was begun, so that it stays so."""
    draft = drafts.find(g.member, request.args.get("draft"))
    return draft.begun_at.isoformat() if draft and draft.begun_at else ""


def _step(form: ConcernForm):
    """The page again, with a mark more where one was asked for without scripts."""
    side, _, region = request.form.get("mark_region", "").partition(": ")
    place = body_map.placed(side, region) if side in body_map.SIDES else None
    if request.form["step"] == "mark" and place and len(form.marks) < form.marks.max_entries:
        form.marks.append_entry({"side": side, "x": str(place[0]), "y": str(place[1]), "kind": "mark"})
    return _page(form)


def _entry(form: ConcernForm) -> Entry:
    who = concerns.whom(g.member, form.adult_who.data or "", form.adult_name.data)
    tier, about = concerns.tier_of(g.member, form.adult.data, who)
    draft = Draft.get_or_none((Draft.author == g.member.user) & (Draft.client_id == form.client_id.data))
    begun = draft.begun_at if draft and draft.begun_at else drafts.begun_at(request.form.get("form_begun"))
    adult = dict(form.adult_who.choices).get(form.adult_who.data, "") if form.adult.data else ""
    if adult and form.adult_who.data == concerns.OTHER:
        adult = form.adult_name.data
    detail = {name: form[name].data for name in ("who", "exact_words", "opinion", "present", "told")}
    detail |= {"danger": form.danger.data == "yes", "adult": adult[:120], "begun_at": begun}
    return Entry(
        kind=KIND, client_id=form.client_id.data, body=capture.body(), occurred_at=form.moment, note=form.note.data,
        pupils=capture.parts(form, KIND), chosen=frozenset(form.chosen()), detail=detail,
        parts_of={ConcernMark: list(_marks(form))}, mentions=capture.picking.mentions(form), tier=tier, about=about,
    )  # fmt: skip


def _marks(form: ConcernForm):
    for position, mark in enumerate(form.marked(), 1):
        side, x, y = mark.at
        yield {
            "position": position, "side": side, "x": x, "y": y, "region": body_map.region(side, x, y),
            "kind": mark.kind.data if mark.kind.data in body_map.KINDS else "mark", "look": mark.look.data,
            "note": mark.note.data,
        }  # fmt: skip

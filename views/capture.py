"""What the forms of every kind share on their way in: pupils to pick, chips to offer, words to give back."""

import json
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from flask import abort, flash, g, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from forms.base import Ahead
from forms.fields import Chip, ListField, OneChip, Part, Picked
from mentoring import calendar, clock, drafts, lines, lists, recording, viewing
from mentoring.entry import Part as EntryPart
from mentoring.entry import Promise
from models import KINDS, Choice, Kind, Mention, Option, Participation, Pupil, Record, Todo
from models.records import COMPLETE, WITHDRAWN
from views import arriving, clashes, known, origin, picking
from views.guard import one_or_404

ELSEWHERE = (
    "You are at {here} now, and began this at another of your schools, so nothing is saved here. It is kept there: go "
    "on at that school (More, Your schools), where it stands on Today under Not saved yet."
)
STEPS = {"find", "show", "statement", "mark"}


def offer(form, record: Record | None = None) -> None:
    """Give the form the school's chips (with retired ones that the record wears) and the colleagues."""
    keep = {row.option_id for row in Choice.select().where(Choice.record == record)} if record else set()
    names = [item.name for item in form if isinstance(item, ListField) and item.name in lists.LISTS]
    found = lists.options(g.member.school, *names, keep=keep)
    staff = picking.colleagues()
    owner = todo.owner if (todo := _follow_up(record)) else None
    staff += [Chip(owner.id, owner.name)] if owner and owner.id not in {chip.value for chip in staff} else []
    form.offer({name: [Chip(o.id, o.name, o.code) for o in rows] for name, rows in found.items()}, staff)


def ahead() -> Ahead:
    """The days of the school's calendar that a follow-up can be due."""
    today, days = clock.local(arriving.now(), g.member.school.zone).date(), calendar.of(g.member.school)
    last, name = days.next_holiday(today + timedelta(days=1)) or (None, "")
    return Ahead(days.next_school_day(today), last, name)


def start(form_class, record: Record | None = None, asked=None, **data):
    """A form for `new` or `edit`: from the member's draft where one is asked for, else from `data`. `asked` are further
    things that this form class is handed."""
    draft = drafts.find(g.member, request.args.get("draft"))
    school = g.member.school
    sent = MultiDict(drafts.pairs(draft)) if draft else None
    data = {"client_id": str(uuid4()), "follow_up_owner": g.member.user.id} | data | ({} if record else known.facts())
    form = form_class(sent, data=data, zone=school.zone, ahead=ahead(), **(asked or {}))
    offer(form, record)
    _take_typed(form)
    return form


def receive(form_class, record: Record | None = None, data: Callable[[Record], dict] | None = None, asked=None):
    """The form as it was sent; of a record amended (`data` says it as the form's), with what was taken from a clash."""
    form = form_class(request.form, zone=g.member.school.zone, ahead=ahead(), **arriving.times(), **(asked or {}))
    offer(form, record)
    _take_typed(form)
    if record is not None and data is not None:
        clashes.take(form, lambda: _kept(form_class, record, data))
    form.finish_later = form.finishable and "finish_later" in request.form
    form.amending = record is not None and record.state == COMPLETE
    todo = _follow_up(record)
    form.promised_on = todo.due_on if todo else None
    return form


def _take_typed(form) -> None:
    kind = next((kind for kind in KINDS.values() if kind.room == request.blueprint), None)
    if kind and form.pupil.data.typed:
        picking.take_typed(form, kind)


def is_step() -> bool:
    """Whether a button inside the form was pressed without scripts, which asks for the page again, not for a save."""
    return request.form.get("step") in STEPS


def is_valid(form, kind: Kind) -> bool:
    """Validate, with the pupils' reach and the client id."""
    fine = form.validate()
    picking.check_pupils(form, kind)
    picking.check_owner(form)
    if origin.school() != str(g.member.school.id):
        form.client_id.errors = [ELSEWHERE.format(here=g.member.school.name)]
    elif not recording.is_client_id(form.client_id.data):
        form.client_id.errors = ["This page was out of date. Save again: what you typed is still here."]
        form.client_id.data = str(uuid4())
    fine = fine and not form.pupil.errors and not form.client_id.errors and not form.follow_up_owner.errors
    first = None if fine else recording.saved_before(g.member, form.client_id.data, body())
    if first:  # the reply was lost, and what it was checked against has changed since
        g.saved = recording.Saved(first, replay=True)
        abort(redirect(onward(form), 303))
    return fine


def body() -> str:
    """The form as it was sent, as one text: what tells a replay from a changed one. A browser ends its lines otherwise
    than a script does."""
    sent = request.form.items(multi=True)
    pairs = [(name, text.replace("\r\n", "\n")) for name, text in sent if not name.startswith("form_")]
    return json.dumps(sorted(pairs), ensure_ascii=False)


def parts(form, kind: Kind) -> tuple[EntryPart, ...]:
    """The pupils' parts for an entry; a role that the kind does not know is its usual one."""
    roles = [role for role, _ in kind.roles]
    usual = roles[0] if roles else ""
    return tuple(
        EntryPart(part.pupil, part.role if part.role in roles else usual, part.private_line, engagement=part.engagement)
        for part in form.pupil.data.parts
    )


def promises(form, pupils: list[Pupil]) -> list[Promise]:
    """The follow-up, if one was asked for."""
    day = form.follow_up_day()
    if day is None:
        return []
    what = form.follow_up_what.data or f"Check back: {picking.names(pupils)}"
    return [Promise("follow_up", what, day, form.follow_up_owner.data)]


def saved(form, kind: Kind, result: recording.Saved):
    """What the screen says once a record is on disk; its draft is let go."""
    g.saved = result
    drafts.drop(g.member, form.client_id.data, result.record)
    if arriving.is_here():
        return "", 204
    both = [result.conflict, result.record] if result.conflict and result.conflict.id != result.record.id else []
    seen = Record.visible_to(g.member).where(Record.id.in_([one.id for one in both]))
    if both and seen.count() == len(both):  # the first may have been restricted since
        both = lines.dress(g.member, both)
        return render_template("records/both_kept.html", lines=both), 409
    again = "" if kind.sealed else url_for(f"{kind.room}.new", like=result.record.id)
    flash(f"{kind.word} saved" + (", to finish later" if form.finish_later else ""), again)
    return None


def onward(form) -> str:
    """Where a save leads: the pupil's page where the form was opened from it, else Today."""
    came_from = origin.pupil()
    if came_from in form.pupil.data.ids:
        return url_for("pupils.show", number=came_from)
    return url_for("today.index")


def amended(form, kind: Kind, record: Record, entry, template: str, data: Callable[[Record], dict], **context):
    """Save the new version; where somebody else was quicker, the page again with both side by side and nothing lost."""
    try:
        recording.amend(g.member, record, entry, version_sent(form), form.reason.data)
    except recording.Changed as error:
        newest = recording.newest(Record.get_by_id(record.id))
        form.version.data = str(newest.number)
        form.version.errors = [f"{error} Saving again keeps what you choose as the newest version."]
        parts = clashes.between(form, _kept(type(form), record, data))
        context["clash"] = {"who": newest.author.name, "at": newest.recorded_at, "parts": parts}
        return page(kind, template, form, 409, record=record, **context)
    except recording.Withdrawn as error:
        form.version.errors = [str(error)]
        return page(kind, template, form, 409, record=record, **context)
    g.saved = recording.Saved(record)
    drafts.drop(g.member, form.client_id.data, record)
    flash(f"{kind.word} amended")
    return redirect(url_for(f"{kind.room}.show", number=record.id), 303)


def _kept(form_class, record: Record, data: Callable[[Record], dict]):
    """The form as the record stands saved now."""
    now = Record.get_by_id(record.id)
    form = form_class(None, data=data(now), zone=g.member.school.zone, ahead=ahead())
    offer(form, now)
    return form


def readable(kind: Kind, number: int):
    """The record of a kind, as far as the member may read it."""
    return Record.visible_to(g.member).where((Record.id == number) & (Record.kind == kind.name))


def own_record(kind: Kind, number: int) -> Record:
    """The member's own record of a kind, kept in `g.record`; 404 for any other."""
    g.record = one_or_404(Record.amendable_by(g.member).where((Record.id == number) & (Record.kind == kind.name)))
    return g.record


def editable(kind: Kind, number: int) -> Record:
    """The member's own record of a kind, to be opened for amending; 404 for any other and for a withdrawn one."""
    record = own_record(kind, number)
    if record.state == WITHDRAWN:
        abort(404)
    return record


def data_of(record: Record) -> dict:
    """A saved record as the common part of a form's data."""
    viewing.records(g.member, [record])
    at = clock.local(record.occurred_at, g.member.school.zone)
    rows = Participation.select().where(Participation.record == record).order_by(Participation.id)
    mentions = Mention.select().where(Mention.record == record)
    data = {
        "names": {row.text: row.pupil_id for row in mentions},
        "version": str(record.version), "note": record.note, "when": "pick", "on": at.date(), "at": at.time(),
        "pupil": Picked([Part(row.pupil_id, row.role, row.private_line, row.engagement) for row in rows]),
    }  # fmt: skip
    todo = _follow_up(record)
    if todo:
        data |= {"follow_up": "day", "follow_up_on": todo.due_on, "follow_up_what": todo.what,
                 "follow_up_owner": todo.owner_id}  # fmt: skip
    return data


def _follow_up(record: Record | None) -> Todo | None:
    """The follow-up of a record that still waits."""
    waiting = (Todo.record == record) & (Todo.reason == "follow_up") & Todo.done_at.is_null()
    return Todo.get_or_none(waiting) if record else None


def chosen_by_list(form_class, record: Record) -> dict:
    """The chips of a saved record as form data: one id for OneChip, a list for SeveralChips."""
    rows = Choice.select(Choice.option, Option.list).join(Option).where(Choice.record == record).tuples()
    data: dict = {}
    for option, name in rows:
        one = getattr(form_class, name).field_class is OneChip
        data.update({name: option} if one else {name: [*data.get(name, []), option]})
    return data


def page(kind: Kind, template: str, form, status: int = 200, **context):
    """A form's page with its picker. What was refused is kept as a draft: going back from here loses nothing.

    Raises NotTaken for a form from a tablet without signal, which has nobody to look at a page.
    """
    if arriving.is_here():
        raise arriving.NotTaken(form)
    if status != 200 and recording.is_client_id(form.client_id.data or ""):
        pairs = list(request.form.items(multi=True))
        drafts.keep(g.member.user, g.member.school, form.client_id.data, origin.path(), kind.word, pairs)
    return render_template(
        template, form=form, kind=kind, picker=picking.picker(kind, form.pupil.data), form_path=origin.path(),
        form_school=origin.school(), form_from=origin.pupil(), named=picking.named(form),
        warned=picking.warned(kind, form.note.data or "", form.pupil.data.ids),
        beside=picking.beside_of(kind, form.pupil.data),
        draft_kept="draft" in request.args, status=status, **context,
    ), status  # fmt: skip


def version_sent(form) -> int:
    """The version that the person was amending, as the form carries it."""
    if not known.is_number(form.version.data):
        return 0
    return int(form.version.data)

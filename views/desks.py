"""A concern's page and what stands on it: for who handles it, for its author, for a named reader. Shared by rooms."""

from datetime import timedelta
from uuid import uuid4

from flask import g, render_template

from forms.concerns import AdditionForm
from forms.fields import Chip
from forms.handlings import FORMS, HandlingForm
from mentoring import body_map, clock, concerns, desk, handling, lines, lists, people, schools
from models import KINDS, Record, User
from views.guard import one_or_404

KIND = KINDS["concern"]


def concern(number: int) -> Record:
    """A concern that the member may read."""
    return one_or_404(Record.visible_to(g.member).where((Record.id == number) & (Record.kind == KIND.name)))


def handled(number: int) -> Record:
    """A concern that is the member's to handle."""
    return one_or_404(desk.on_desk(g.member).where(Record.id == number))


def handles(record: Record) -> bool:
    """Whether it is the member's to handle."""
    return desk.on_desk(g.member).where(Record.id == record.id).exists()


def page(record: Record, sent: HandlingForm | None = None, action: str = "", added: AdditionForm | None = None):
    """The page of a concern; `sent` or `added` is a form that has to be put right."""
    line = lines.one(g.member, record)
    mine = record.author_id == g.member.user.id
    context = {
        "line": line, "kind": KIND, "mine": mine,
        "marks": concerns.marks([record])[record.id], "additions": concerns.additions([record]),
        "received": concerns.received(record), "told": concerns.told(record), "maps": body_map,
        "nobody": not concerns.handlers(record), "addition": added or AdditionForm(data={"client_id": str(uuid4())}),
        "ring": ring(),
    }  # fmt: skip
    if handles(record):
        context |= _desk(record, sent, action)
    status = 422 if sent or added else 200
    return render_template("concerns/show.html", status=status, **context), status


def form_for(record: Record, action: str, data=None) -> HandlingForm:
    """The form of one action, with whom and what it offers."""
    today = clock.today(g.member.school.zone)
    given = {"client_id": str(uuid4()), "day": today + timedelta(days=1) if action == "acted" else today}
    form = FORMS[action](data, data=None if data is not None else given, today=today)
    for item in form:  # many of them stand on one page
        item.id = item.label.field_id = f"{action}-{item.name}"
    if action in ("assigned", "shared", "unshared", "acted"):
        form.person.offer([Chip(one.id, one.name) for one in _people(record, action)])
    elif action == "decided":
        chips = lists.options(g.member.school, "concern_decision")["concern_decision"]
        form.concern_decision.offer([Chip(one.id, one.name, one.code) for one in chips])
    elif action == "linked":
        others = {card.record.id: card for card in desk.others_of(g.member, record)}
        free = handling.linkable(record, [card.record for card in others.values()])
        form.other.offer([Chip(one.id, _said(others[one.id])) for one in free])
    return form


def ring() -> dict:
    """Whom the school rings, each with their number."""
    school = g.member.school
    found = {name: schools.phones(getattr(school, name)) for name in schools.CONTACTS}
    return found | {"dsls": [one.user.name for one in concerns.holders(school, "dsl")]}


def _people(record: Record, action: str):
    if action == "assigned":
        return handling.assignable(record)
    if action == "acted":
        staff = people.at_school_now(g.member).where(User.id.not_in(handling.close_to(record)))
        return list(staff.order_by(User.name))
    return handling.shareable(record) if action == "shared" else handling.readers(record)


def _said(card: desk.Card) -> str:
    at = clock.local(card.record.occurred_at, g.member.school.zone)
    return f"{at:%-d %b %Y}, {', '.join(card.line.chosen.get('concern_category', ['no category']))}"


def _desk(record: Record, sent: HandlingForm | None, action: str) -> dict:
    card = desk.card(g.member, record)
    forms = {name: sent if sent and name == action else form_for(record, name) for name in FORMS}
    if card.is_closed:
        del forms["closed"]
    else:
        del forms["reopened"]
    if not card.is_new:
        del forms["acknowledged"]
    empty = [name for name in ("shared", "unshared") if not forms[name].person.chips]
    empty += [] if forms["linked"].other.chips else ["linked"]
    return {
        "card": card, "history": desk.history(g.member, [record]), "others": desk.others_of(g.member, record),
        "open": action,
        "forms": {name: form for name, form in forms.items() if name not in empty}, "actions": handling.ACTIONS,
        "readers": handling.readers(record),
    }  # fmt: skip

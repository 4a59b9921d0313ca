"""The forms as tablets keep them for when there is no signal: the school's chips and numbers, and nobody's data."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from flask import current_app, g, render_template, url_for

from forms.base import AnyDay, RecordForm
from forms.fields import Chip, ListField
from mentoring import calendar, clock, lists, schools
from models import Kind, User
from models.school import ROLES


@dataclass(frozen=True)
class Stand:
    """What stands for a pupil in a part of a form that the page's script copies."""

    id: str = "NUMBER"
    name: str = "NAME"
    short_name: str = "NAME"
    known_as: str = "NAME"
    initials: str = "INITIALS"
    year_name: str = "CLASS"
    school_class: None = None


@dataclass(frozen=True)
class Nobody:
    """A picker with nobody in it."""

    chosen: tuple = ()
    alike: frozenset = frozenset()
    query: str = ""
    stand: Stand = field(default_factory=Stand)


def nothing_more(_form) -> dict:
    """For a form that asks for nothing but what every form asks for."""
    return {}


def shelved(form_class: type[RecordForm], more: Callable[..., dict] = nothing_more):
    """Mark a room's `new` as a form that is kept without anybody's data. `more` offers the form what is its own, and
    gives what its template needs besides."""

    def mark(view):
        view.shelved = form_class, more
        return view

    return mark


def shell(kind: Kind) -> str:
    """The form of a kind as it is kept: the same template, with what is the school's and nobody's."""
    form_class, more = current_app.view_functions[f"{kind.room}.new"].shelved  # type: ignore[attr-defined]
    form = form_class(None, zone=g.member.school.zone, ahead=_ahead())
    names = [item.name for item in form if isinstance(item, ListField) and item.name in lists.LISTS]
    found = lists.options(g.member.school, *names)
    form.offer({name: [Chip(o.id, o.name, o.code) for o in rows] for name, rows in found.items()}, [])
    form.make_ready()
    return render_template(
        f"{kind.room}/new.html", form=form, kind=kind, picker=Nobody(), form_path=url_for(f"{kind.room}.new"),
        shell=g.member.school.id, member=None, recorded=(), ring=ring(), status=200, **more(form),
    )  # fmt: skip


def ring() -> dict:
    """Whom the school rings: the numbers, without the names that may stand beside them."""
    return {name: _numbers(getattr(g.member.school, name)) for name in schools.CONTACTS} | {"dsls": []}


def _numbers(text: str) -> list[schools.Phone]:
    """The numbers of some lines; a line without one as it is, unless it names somebody who works here."""
    staff = User.holding(g.member.school, *ROLES)
    names = {word for one in staff for word in re.findall(r"\w{3,}", one.name.lower())}
    found = []
    for phone in schools.phones(text):
        if said := schools.NUMBER.search(phone.line):
            found.append(schools.Phone(said[0], phone.number))
        elif names.isdisjoint(re.findall(r"\w+", phone.line.lower())):
            found.append(phone)
    return found


def _ahead() -> AnyDay:
    today, days = clock.today(g.member.school.zone), calendar.of(g.member.school)
    last, name = days.next_holiday(today + timedelta(days=1)) or (None, "")
    return AnyDay(days.next_school_day(today), last, name)

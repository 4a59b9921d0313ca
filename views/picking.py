"""Pupils to pick in a form: who is chosen, who is found, who is likely; and what stands beside it about them."""

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property

from flask import g, request

from forms.fields import Chip, Part, Picked
from mentoring import beside, caseload, finding, noticing, relationships
from models import KINDS, Kind, Mention, Participation, Pupil

MOST_FOUND = 12
WRITTEN_UP_DAYS = 14  # what happened while a pupil was here can still be written down
# No kinds of record, but their forms ask for pupils in the same way.
PROGRAMME = Kind("programme", "Programme", "", "", "programmes", "users-round")
NOMINATION = Kind("nomination", "Nomination", "", "", "nominations", "hand-heart", one_pupil=True)
RELATIONSHIP = Kind("relationship", "Relationship", "", "", "relationships", "heart-handshake", one_pupil=True)
MOVE = Kind("move", "Move", "", "", "records", "replace", one_pupil=True)
ASKERS = KINDS | {one.name: one for one in (PROGRAMME, NOMINATION, RELATIONSHIP, MOVE)}


@dataclass
class Picker:
    """Pupils chosen with their roles, those found by what was typed, and those suggested: looked up where they are
    shown, for a save needs only the chosen."""

    kind: Kind
    picked: Picked
    chosen: list[tuple[Pupil, Part]] = field(default_factory=list)

    @property
    def query(self) -> str:
        return self.picked.query

    @cached_property
    def alike(self) -> set[str]:
        """Short names that more than one pupil in sight has: those stand with the whole surname."""
        shown = {one.id: one for one in [*(pupil for pupil, _ in self.chosen), *self.found, *self.suggested]}
        counted = Counter(one.short_name for one in shown.values())
        return {name for name, count in counted.items() if count > 1}

    @cached_property
    def found(self) -> list[Pupil]:
        return finding.matches(
            finding.recordable(g.member, self.kind), self.query, limit=MOST_FOUND, but=self.picked.ids
        )

    @cached_property
    def suggested(self) -> list[Pupil]:
        return finding.suggestions(g.member, self.kind, self.picked.ids, [one.id for one in self.found])


def taken_for(kind: Kind, pupils: list[Pupil], chosen: list[int]) -> list[Pupil]:
    """Whom somebody may have meant who chose these pupils by mistake: those of their names, then of their classes."""
    names, ids = [one.known_as for one in pupils], [one.id for one in pupils]
    classes = [one.school_class_id for one in Pupil.select(Pupil.school_class).where(Pupil.id.in_(ids))]
    alike = Pupil.known_as.in_(names) | Pupil.school_class.in_([one for one in classes if one])
    rows = finding.recordable(g.member, kind).where(alike & Pupil.id.not_in([*ids, *chosen]))
    return list(rows.order_by(Pupil.known_as.in_(names).desc(), Pupil.known_as, Pupil.surname).limit(MOST_FOUND))


def picker(kind: Kind, picked: Picked, there: list[int] = ()) -> Picker:  # type: ignore[assignment]
    """The picker as it stands; a chosen pupil out of the member's reach is dropped (`check_pupils` says so), unless
    `there` already."""
    known = {pupil.id: pupil for pupil in _kept_or_reached(kind, picked)}
    if there:
        known |= {pupil.id: pupil for pupil in Pupil.findable_by(g.member).where(Pupil.id.in_(list(there)))}
    chosen = [(known[part.pupil], part) for part in picked.parts if part.pupil in known]
    return Picker(kind, picked, chosen)


def beside_of(kind: Kind, picked: Picked) -> list[beside.Beside]:
    """What stands beside the form about the pupils chosen."""
    chosen = {pupil.id: pupil for pupil in _kept_or_reached(kind, picked)}
    pupils = [chosen[number] for number in picked.ids if number in chosen]
    return beside.of(g.member, pupils, g.get("record"))


def named(form) -> list[noticing.Named]:
    """The pupils whom the texts of the form name, but for those who are in it. What a saved record links nobody to
    was said to be no pupil."""
    found = noticing.notice(g.member, form.texts(), form.pupil.data.ids, form.names.data)
    if g.get("record") is None or request.method != "GET":
        return found
    return [one if one.text in form.names.data else replace(one, chosen=0) for one in found]


def colleagues() -> list[Chip]:
    """Oneself and those to whom a promise can be given, as chips."""
    staff = caseload.support_staff(g.member)
    chips = [Chip(one.id, "Me" if one.id == g.member.user.id else one.name) for one in staff]
    return chips if g.member.user.id in {one.id for one in staff} else [Chip(g.member.user.id, "Me"), *chips]


def warned(kind: Kind, note: str, inside: list[int]) -> list[str]:
    """Names of the group's own pupils in what stands on the timeline of each of them."""
    return noticing.names_within(g.member, note, inside) if kind.shared_note else []


def mentions(form) -> tuple[tuple[int, str], ...]:
    """(pupil, the words that name them) of the form's texts; with those kept before of pupils who have left since."""
    noticed_now = named(form)
    found = {(pupil, one.text) for one in noticed_now for pupil in one.hidden}
    if record := g.get("record"):
        whole, noticed = "\n".join(form.texts()), {one.text for one in noticed_now}
        kept = Mention.select(Mention.pupil, Mention.text).where(Mention.record == record).tuples()
        found |= {(pupil, text) for pupil, text in kept if text in whole and text not in noticed | set(form.names.data)}
    return tuple(sorted(found))


def take_typed(form, kind: Kind) -> None:
    """Choose the pupils whose names were typed, where each is one pupil's that the member may record this for."""
    picked, left, pupils = form.pupil.data, [], finding.recordable(g.member, kind, WRITTEN_UP_DAYS)
    for name in picked.typed:
        pupil = finding.one_named(pupils, name)
        if pupil is None:
            left.append(name)
        elif pupil.id not in picked.ids:
            picked.parts.append(Part(pupil.id))
    form.typed(left)


def names(pupils: list[Pupil]) -> str:
    """Pupils as a to-do names them: Leo P, Jayden O and 2 more."""
    said = [pupil.short_name for pupil in pupils[:2]]
    more = f" and {len(pupils) - 2} more" if len(pupils) > 2 else ""
    return (", ".join(said) + more) or "no pupil yet"


def check_pupils(form, kind: Kind) -> None:
    """Add an error to the form when a chosen pupil may not be recorded by the member, or a name is unclear."""
    if form.pupil.data.typed:
        said = ", ".join(f"“{name}”" for name in form.pupil.data.typed)
        form.pupil.errors = [*form.pupil.errors, f"Say who it was: {said}. Choose from the list."]
    known = {pupil.id for pupil in _kept_or_reached(kind, form.pupil.data)}
    if not set(form.pupil.data.ids) <= known:
        form.pupil.errors = [
            *form.pupil.errors,
            "One of those pupils is not one you can record this for. Choose again.",
        ]


def check_owner(form) -> None:
    """Add an error to the form when its follow-up is given to a colleague who is close to one of its pupils."""
    owner = form.follow_up_owner.data
    if form.follow_up.data == "none" or owner == g.member.user.id:
        return
    near = relationships.close_to(g.member.school)
    if any(owner in near.get(pupil, ()) for pupil in form.pupil.data.ids):
        form.follow_up_owner.errors = ["That colleague cannot take this on. Choose another."]


def _kept_or_reached(kind: Kind, picked: Picked) -> list[Pupil]:
    """Pupils among those picked that are in reach, or already in the record that is being amended."""
    rows = finding.recordable_of(g.member, kind, WRITTEN_UP_DAYS, pupils=picked.ids)
    record = g.get("record")
    if record is not None:
        there = Participation.select(Participation.pupil).where(Participation.record == record)
        rows += list(Pupil.findable_by(g.member).where(Pupil.id.in_(picked.ids) & Pupil.id.in_(there)))
    return rows

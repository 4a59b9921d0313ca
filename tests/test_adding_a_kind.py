"""docs/adding-a-kind.md, done: a room copied from another is a whole kind, and nothing else in the house is edited."""

import importlib.util
import sys
from pathlib import Path

import pytest
from jinja2 import ChoiceLoader, FileSystemLoader

import database
import views
from app import create_app
from models import KINDS, Kind, Record
from tests import makers, test_house

HERE = Path(__file__).parent.parent
STICKER = Kind("sticker", "Sticker", "Sticker", "Stickers", "stickers", "star")


def copied(text: str) -> str:
    """A room's text as somebody copies it for another kind."""
    for old, new in (("notes", "stickers"), ("note", "sticker"), ("Notes", "Stickers"), ("Note", "Sticker")):
        text = text.replace(old, new)
    # The column that every record has keeps its name.
    for column in (
        "form.sticker",
        "record.sticker",
        "sticker=form",
        "validate_sticker",
        "self.sticker",
        "form['sticker",
        'Need("sticker',
    ):
        text = text.replace(column, column.replace("sticker", "note"))
    return text


def module(name: str, source: Path, folder: Path):
    """A module of the house that is a copy of another, as it would be once saved."""
    path = folder / f"{name.replace('.', '_')}.py"
    path.write_text(copied(source.read_text()))
    spec = importlib.util.spec_from_file_location(name, path)
    sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules[name])


@pytest.fixture
def app(url, tmp_path, monkeypatch):
    """The house with one kind more: its line in the registry, its room, its form, its templates."""
    monkeypatch.setitem(KINDS, "sticker", STICKER)
    monkeypatch.setattr(views, "ROOMS", (*views.ROOMS, "stickers"))
    module("forms.stickers", HERE / "forms" / "notes.py", tmp_path)
    module("views.stickers", HERE / "views" / "notes.py", tmp_path)
    folder = tmp_path / "templates" / "stickers"
    folder.mkdir(parents=True)
    for path in (HERE / "templates" / "notes").iterdir():
        (folder / path.name).write_text(copied(path.read_text()))
    app = create_app(DATABASE_URL=url, SECRET_KEY="only for tests", ARGON2_KIB="8")
    app.jinja_loader = ChoiceLoader([app.jinja_loader, FileSystemLoader(tmp_path / "templates")])
    database.migrate()
    yield app
    database.db.close()
    for name in ("forms.stickers", "views.stickers"):
        del sys.modules[name]


def test_menu_form_timeline_filters_versions_and_search_know_it(app, as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    today = as_mentor.get("/").text
    assert 'href="/stickers/new"' in today and 'data-kind="sticker"' in today
    assert f"/stickers/new?pupil={pupil.id}" in as_mentor.get(f"/pupils/{pupil.id}").text
    sent = makers.incident_form(school, pupil, note="For a kind word", form_from=str(pupil.id))
    assert as_mentor.post("/stickers", data=sent).location == f"/pupils/{pupil.id}"
    record = Record.get()
    assert record.kind == "sticker"
    page = as_mentor.get(f"/pupils/{pupil.id}").text
    assert "For a kind word" in page and 'name="kind" value="sticker"' in page and "Stickers, last 6 weeks" in page
    assert (
        "For a kind word"
        in as_mentor.post(f"/pupils/{pupil.id}/searches", data={"kind": "sticker", "words": "kind"}).text
    )
    assert "For a kind word" not in as_mentor.get(f"/pupils/{pupil.id}?kind=incident").text
    assert "For a kind word" in as_mentor.get(f"/records/{record.id}/versions/1").text
    beside = as_mentor.post("/pupils/beside", data={"form_kind": "sticker", "pupil": str(pupil.id)}).text
    assert "For a kind word" in beside
    found = as_mentor.post("/searches", data={"words": "kind", "kind": "sticker"}).text
    assert f"/stickers/{record.id}" in found and 'value="sticker" checked' in " ".join(found.split())
    again = sent | {"note": "For two", "version": "1", "reason": "More to say", "client_id": makers.client_id()}
    assert as_mentor.post(f"/stickers/{record.id}", data=again).status_code == 303
    assert "For two" in as_mentor.get(f"/stickers/{record.id}").text
    assert as_mentor.post(f"/records/{record.id}/withdrawal", data={"reason": "Mistake"}).status_code == 303


def test_the_house_tests_hold_for_it(app, school, nobody):
    everybody = test_house.everybody.__wrapped__(app, school)
    test_house.test_every_route_carries_a_mark(app)
    test_house.test_every_page_has_one_h1_unique_ids_and_nothing_inline(app, everybody)
    test_house.test_every_kinds_form_keeps_every_word_that_was_typed(app, everybody, STICKER)
    test_house.test_nobody_gets_in_without_signing_in(app, nobody, school)
    extra = set(test_house.permissions(app)) - set(test_house.MATRIX.read_text().splitlines())
    assert len(extra) == 5 and all("stickers." in line for line in extra)

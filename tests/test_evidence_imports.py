"""`flask verify` looks at the weekly figures that imports brought: an import's event has one hash of all of them."""

from datetime import UTC, datetime, timedelta

import pytest

import cli_imports
import database
from mentoring import chain, clock
from models import AuditEvent, FigureVersion, Pupil, WeekFigure
from tests import makers
from tests.import_files import UPN, sheet, take_in, workbook
from tests.test_imports_weekly import week
from tests.verifying import round_the_triggers, run, verify

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")


@pytest.fixture
def now():
    with clock.at(NOW):
        yield


@pytest.fixture
def imported(as_admin, school):
    """Attendance and lates of two pupils in two weeks, of which one was brought twice."""
    for number, name in ((1, "Jayden Okafor"), (2, "Ruby Grant")):
        makers.pupil(school, name, upn=UPN(number))
    one, other = f",{UPN(1)},,", f",{UPN(2)},,"
    take_in(as_admin, week(f"{one}09/11/2026,10,8,2,0,1", f"{other}09/11/2026,10,9,1,0,0"))
    with clock.at(NOW + timedelta(minutes=1)):
        take_in(as_admin, week(f"{one}16/11/2026,10,8,2,0,1", f"{one}09/11/2026,10,9,1,0,0"))
    assert FigureVersion.select().count() > 6


FORGED = (
    ("figure_version", "UPDATE figure_version SET value = value + 1 WHERE id = 1"),
    ("figure_version", "UPDATE figure_version SET source = 'other.csv' WHERE id = 2"),
    ("figure_version", "UPDATE figure_version SET author_id = NULL WHERE id = 2"),
    ("figure_version", "UPDATE figure_version SET saved_at = '2026-11-20 08:00:00.000000' WHERE id = 2"),
    ("figure_version", "DELETE FROM figure_version WHERE id = 1"),
    ("figure_version", "DELETE FROM figure_version WHERE number = 1"),
    ("week_figure", "UPDATE week_figure SET pupil_id = 2, monday = '2026-11-23' WHERE id = 1"),
)


@pytest.mark.parametrize(("table", "sql"), FORGED)
def test_a_forged_figure_is_named(app, imported, table, sql):
    assert verify(app)[0] == 0
    if table == "figure_version":
        with round_the_triggers(table):
            database.db.execute_sql(sql)
    else:
        database.db.execute_sql(sql)
    code, said = verify(app)
    assert code == 1 and ("What the file" in said or "What an import" in said)


def test_figures_that_no_import_brought_are_named(app, imported):
    """Not even with a time before the first import."""
    row = {name: value for name, value in FigureVersion.get().__data__.items() if name != "id"}
    for moment in (clock.now(), clock.now() - timedelta(days=99)):
        with database.db.atomic() as here:
            FigureVersion.insert(row | {"number": 9, "saved_at": moment}).execute()
            assert "What the file" in verify(app)[1]
            here.rollback()
    assert verify(app)[0] == 0


def test_an_import_of_pupils_alone_and_one_at_the_server_are_whole(app, as_admin, imported, tmp_path):
    take_in(as_admin, sheet(f"{UPN(3)},Price,Leo,14/03/2016,5,Kestrel"))
    rows = (("UPN", "Week Beginning", "Possible", "Present"), (UPN(3), "16/11/2026", 10, 9.0))
    (tmp_path / "weeks.xlsx").write_bytes(workbook(*rows))
    done = run(app, cli_imports.import_pupils, str(tmp_path / "weeks.xlsx"))
    assert done.exit_code == 0 and FigureVersion.select().where(FigureVersion.author.is_null()).count() == 1
    assert verify(app)[0] == 0
    with round_the_triggers("figure_version"):
        FigureVersion.update(value=10).where(FigureVersion.author.is_null()).execute()
    WeekFigure.update(value=10).where(WeekFigure.pupil == Pupil.get(Pupil.known_as == "Leo")).execute()
    assert "What the file weeks.xlsx brought" in verify(app)[1]


def test_what_an_import_brought_is_compared_with_its_newest_version(app, imported):
    WeekFigure.update(value=5).where(WeekFigure.id == 1).execute()
    assert "Figure 1 is not what its newest version says" in verify(app)[1]


def test_what_was_brought_before_imports_had_a_hash_is_no_fault(app, as_admin, imported):
    """What is brought later is looked at."""
    with round_the_triggers("audit_event"):
        AuditEvent.update(digest="").execute()
        last = ""
        for row in AuditEvent.select().order_by(AuditEvent.sequence).dicts():
            last, said = chain.seal(chain.said(row | {"previous": last})), last
            AuditEvent.update(previous=said, mac=last).where(AuditEvent.id == row["id"]).execute()
    with round_the_triggers("figure_version"):
        FigureVersion.update(value=1).where(FigureVersion.number == 1).execute()
    WeekFigure.update(value=1).where(WeekFigure.version == 1).execute()
    assert verify(app)[0] == 0
    with clock.at(NOW + timedelta(minutes=2)):
        take_in(as_admin, week(f",{UPN(2)},,16/11/2026,10,7,2,1,0"))
        assert verify(app)[0] == 0
        forged = FigureVersion.select().order_by(FigureVersion.id.desc()).get()
        with round_the_triggers("figure_version"):
            FigureVersion.update(value=forged.value + 1).where(FigureVersion.id == forged.id).execute()
        assert "What the file" in verify(app)[1]

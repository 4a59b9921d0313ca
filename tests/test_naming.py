"""Names are found as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.naming import fold, name_filter, search_name
from models import Pupil
from tests import makers


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("O'Brien", "obrien"),
        ("O’Brien", "obrien"),
        ("Oʼbrien", "obrien"),
        ("Seán", "sean"),
        ("Zoë  Núñez", "zoe nunez"),
        ("Smith-Jones", "smith jones"),
        ("J.P. Ray", "jp ray"),
        ("Łukasz Ørsted", "lukasz orsted"),
        ("Weiß", "weiss"),
        ("Þór Æsir Œuf Đặng Ðað", "thor aesir oeuf dang dad"),
        ("Işıl İnan", "isil inan"),
        ("van der Berg", "van der berg"),
        ("100%_\\", "100"),
        ("", ""),
        ("!?", ""),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_fold_is_settled_after_once(text):
    once = fold(text)
    assert fold(once) == once
    assert once == " ".join(once.split())


def test_search_name_has_each_word_once():
    assert search_name("Mary-Ann", "Mary", "O'Brien-Smith") == "mary ann obrien smith"


@given(st.text(max_size=120), st.text(max_size=120), st.text(max_size=120))
def test_search_name_fits_its_column(forename, known_as, surname):
    assert len(search_name(forename, known_as, surname)) <= 500


@pytest.fixture
def found(school):
    """Finds names as a picker does."""
    for name in ("Seán O'Brien", "Mary-Ann Smith-Jones", "Ann Xu", "Anna van der Berg", "100% Percent", "Łukasz Nowak"):
        makers.pupil(school, name)

    def find(typed):
        condition = name_filter(Pupil.search_name, typed)
        return None if condition is None else {pupil.name for pupil in Pupil.select().where(condition)}

    return find


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("obrien", {"Seán O'Brien"}),
        ("o'b", {"Seán O'Brien"}),
        ("SEAN", {"Seán O'Brien"}),
        ("Seán o", {"Seán O'Brien"}),
        ("jones", {"Mary-Ann Smith-Jones"}),
        ("an", {"Mary-Ann Smith-Jones", "Ann Xu", "Anna van der Berg"}),
        ("berg anna", {"Anna van der Berg"}),
        ("a x", {"Ann Xu"}),
        ("lukasz", {"Łukasz Nowak"}),
        ("rien", set()),
        ("%%", None),
        ("a", None),
        ("", None),
        ("' .", None),
        ("100%", {"100% Percent"}),
        ("a_", None),
    ],
)
def test_every_typed_word_begins_some_word(found, typed, names):
    assert found(typed) == names

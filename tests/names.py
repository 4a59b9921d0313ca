"""Pupils for the tests of names in texts, and a mentor who has some of them."""

import pytest

from tests import makers


@pytest.fixture
def pupils(school, mentor):
    """Jayden on the mentor's caseload; Leo, two Rubys and Minh Anh are not."""
    return {
        "jayden": makers.pupil(school, "Jayden Okafor", on=mentor),
        "leo": makers.pupil(school, "Leo Price", class_name="Heron"),
        "ruby": makers.pupil(school, "Ruby Bell", class_name="Heron"),
        "other ruby": makers.pupil(school, "Ruby Cole"),
        "minh": makers.pupil(school, "Minh Tran", known_as="Minh Anh"),
        "will": makers.pupil(school, "Will Young"),
    }


@pytest.fixture
def colleague(app, school, pupils):
    """Leo's mentor, who has not Jayden."""
    member = makers.member(school, "Nasreen Akhtar", "mentor")
    makers.put_on(member, pupils["leo"], pupils["ruby"])
    return makers.client(app, member)

"""The body map knows which part a place is; left and right are the child's own."""

import pytest

from mentoring import body_map
from mentoring.body_map import BACK, FRONT, SIDES


@pytest.mark.parametrize(("side", "x", "y", "region"), [
    (FRONT, 840, 480, "left forearm"), (FRONT, 160, 480, "right forearm"), (BACK, 160, 480, "left forearm"),
    (BACK, 840, 480, "right forearm"), (FRONT, 500, 110, "nose"), (BACK, 500, 100, "back of head"),
    (FRONT, 590, 970, "left foot"), (BACK, 400, 535, "left buttock"), (FRONT, 0, 0, "right ear"),
    (FRONT, 1000, 1000, "left foot"), (BACK, 500, 425, "lower back"), (FRONT, 420, 430, "stomach"),
])  # fmt: skip
def test_where_a_place_is(side, x, y, region):
    assert body_map.region(side, x, y) == region


def test_every_part_is_found_at_its_own_middle_and_in_the_list_once():
    for side in SIDES:
        names = [shape.region for shape in body_map.shapes(side)]
        assert len(names) == len(set(names))
        for name in names:
            assert body_map.region(side, *body_map.placed(side, name)) == name
    assert body_map.placed(FRONT, "tail") is None


def test_a_mark_in_words():
    class Mark:
        kind, region, side, look, note = "burn", "left thigh", "back", "red, 3 cm", ""

    assert body_map.said(Mark) == "Burn, left thigh (back), red, 3 cm"

"""A register's codes count as DfE's guidance says (Working together to improve school attendance, chapter 8)."""

import pytest

from mentoring import registers
from mentoring.registers import Sessions


def test_every_code_of_the_guidance_is_known_once():
    codes = "/ \\ L K V P W B D C1 M J1 S X C2 C T R I E Q Y1 Y2 Y3 Y4 Y5 Y6 Y7 G N O U Z #"
    assert sorted(registers.MEANINGS) == sorted(codes.split(" "))


@pytest.mark.parametrize(("marks", "counted"), [
    ("/\\/\\/\\/\\/\\", Sessions(10, 10, 0, 0)),
    ("/\\ L\\ VV WP KB", Sessions(10, 10, 0, 1)),  # elsewhere, supervised: attended
    ("II MC J1C1 C2T RE", Sessions(10, 0, 10, 0)),  # suspended is authorised
    ("GG NN OO U\\ /\\", Sessions(10, 3, 0, 1)),  # after the register closed: absent, and late
    ("DD XX Q# Y1Y7 Z/", Sessions(1, 1, 0, 0)),  # none of these was possible
    ("l u", Sessions(2, 1, 0, 2)),
    ("", Sessions(0, 0, 0, 0)),
])  # fmt: skip
def test_sessions_are_counted_by_their_codes(marks, counted):
    assert registers.count(marks) == counted


@pytest.mark.parametrize("marks", ["H", "//F", "Y8", "Y", "/?", "J", "/\\" * 8, "é"])
def test_codes_that_are_none_or_too_many_are_refused(marks):
    with pytest.raises(registers.BadMarks):
        registers.count(marks)

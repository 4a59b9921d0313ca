"""The body map: a front and a back outline, put together from simple shapes, and which part a place on it is.

Every shape is a capsule: a line from (x1, y1) to (x2, y2), so thick that its half is r, in a picture WIDTH by HEIGHT.
They are what is drawn, too. Left and right are the child's own: on the front, the child's left is on our right.
"""

from dataclasses import dataclass
from functools import cache
from math import hypot

WIDTH, HEIGHT = 400, 1000
FRONT, BACK = "front", "back"
SIDES = {FRONT: "Front", BACK: "Back"}
KINDS = {"bruise": "Bruise", "cut": "Cut", "burn": "Burn", "bite": "Bite", "swelling": "Swelling", "mark": "Mark",
         "other": "Other"}  # fmt: skip
THOUSAND = 1000

# Name, whether there is one on either side, and the capsule of the one on our right of the picture.
_BOTH = (
    ("{} shoulder", True, (262, 262, 284, 270, 30)),
    ("{} upper arm", True, (300, 300, 318, 372, 27)),
    ("{} elbow", True, (324, 408, 326, 416, 25)),
    ("{} forearm", True, (332, 446, 344, 520, 23)),
    ("{} wrist", True, (349, 546, 350, 552, 19)),
    ("{} side", True, (262, 400, 258, 450, 24)),
    ("{} hip", True, (250, 506, 250, 512, 34)),
    ("{} ankle", True, (236, 900, 236, 908, 23)),
)
_FRONT = (
    ("top of head", False, (172, 32, 228, 32, 22)),
    ("forehead", False, (168, 64, 232, 64, 24)),
    ("{} eye", True, (230, 96, 236, 96, 18)),
    ("{} ear", True, (274, 98, 274, 116, 13)),
    ("{} cheek", True, (236, 132, 240, 132, 23)),
    ("nose", False, (200, 102, 200, 120, 14)),
    ("mouth", False, (186, 150, 214, 150, 13)),
    ("chin", False, (188, 174, 212, 174, 14)),
    ("front of neck", False, (200, 204, 200, 222, 27)),
    ("{} side of chest", True, (232, 290, 232, 340, 36)),
    ("stomach", False, (200, 400, 200, 450, 56)),
    ("genital area", False, (200, 530, 200, 540, 24)),
    ("{} hand", True, (354, 584, 356, 606, 25)),
    ("{} thigh", True, (240, 580, 238, 680, 41)),
    ("{} knee", True, (237, 732, 237, 740, 34)),
    ("{} shin", True, (236, 784, 236, 866, 29)),
    ("{} foot", True, (240, 942, 252, 956, 25)),
)
_BACK = (
    ("top of head", False, (172, 32, 228, 32, 22)),
    ("back of head", False, (200, 84, 200, 128, 66)),
    ("back of {} ear", True, (274, 98, 274, 116, 13)),
    ("back of neck", False, (200, 204, 200, 222, 27)),
    ("{} shoulder blade", True, (240, 296, 238, 330, 32)),
    ("upper back", False, (200, 280, 200, 350, 20)),
    ("lower back", False, (200, 400, 200, 450, 56)),
    ("{} buttock", True, (234, 530, 236, 540, 34)),
    ("back of {} hand", True, (354, 584, 356, 606, 25)),
    ("back of {} thigh", True, (240, 600, 238, 680, 41)),
    ("back of {} knee", True, (237, 732, 237, 740, 34)),
    ("{} calf", True, (236, 784, 236, 866, 29)),
    ("{} heel", True, (238, 942, 242, 954, 24)),
)


@dataclass(frozen=True)
class Shape:
    """A part of the body on one side of the picture, and its capsule."""

    side: str
    region: str
    x1: int
    y1: int
    x2: int
    y2: int
    r: int

    @property
    def centre(self) -> tuple[int, int]:
        """Its middle, in thousandths of the picture's width and height."""
        x, y = (self.x1 + self.x2) / 2, (self.y1 + self.y2) / 2
        return round(x * THOUSAND / WIDTH), round(y * THOUSAND / HEIGHT)

    def outside(self, x: float, y: float) -> float:
        """How far a place of the picture is from its edge; less than 0 inside."""
        across, down = self.x2 - self.x1, self.y2 - self.y1
        length = across * across + down * down
        along = ((x - self.x1) * across + (y - self.y1) * down) / length if length else 0
        along = min(1.0, max(0.0, along))
        return hypot(x - self.x1 - along * across, y - self.y1 - along * down) - self.r


@cache
def shapes(side: str) -> tuple[Shape, ...]:
    """The shapes of a side, from head to foot."""
    rows = sorted((*_BOTH, *(_FRONT if side == FRONT else _BACK)), key=lambda row: row[2][1])
    found = []
    for name, paired, (x1, y1, x2, y2, r) in rows:
        if not paired:
            found.append(Shape(side, name, x1, y1, x2, y2, r))
            continue
        ours, theirs = ("left", "right") if side == FRONT else ("right", "left")
        found.append(Shape(side, name.format(theirs), WIDTH - x1, y1, WIDTH - x2, y2, r))
        found.append(Shape(side, name.format(ours), x1, y1, x2, y2, r))
    return tuple(found)


def region(side: str, x: int, y: int) -> str:
    """The part of the body at a place, in thousandths: the one whose edge is nearest or which it is deepest inside."""
    at = x * WIDTH / THOUSAND, y * HEIGHT / THOUSAND
    return min(shapes(side), key=lambda shape: shape.outside(*at)).region


def placed(side: str, name: str) -> tuple[int, int] | None:
    """The middle of a part of the body, in thousandths; None where the side has no such part."""
    return next((shape.centre for shape in shapes(side) if shape.region == name), None)


def said(mark) -> str:
    """A mark in words: Bruise, left forearm (back), yellow, 2 cm."""
    words = [f"{KINDS.get(mark.kind, 'Mark')}, {mark.region} ({mark.side})", mark.look, mark.note]
    return ", ".join(word for word in words if word)

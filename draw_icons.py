"""Our own icons as PNGs, for the platforms that take no SVG: drawn from static/icons by `make assets`.

Knows what those files use and no more: one square background, paths of M L H V C Z with a round white stroke.
"""

import re
import struct
import zlib
from math import hypot
from pathlib import Path

HERE = Path(__file__).parent
ICONS = HERE / "static" / "icons"
# What is made: the file's name, the drawing it is made from, its width in pixels.
MADE = (
    ("icon-192.png", "icon", 192), ("icon-512.png", "icon", 512), ("maskable-192.png", "maskable", 192),
    ("maskable-512.png", "maskable", 512), ("apple-touch-icon.png", "maskable", 180),
    ("incident-96.png", "incident", 96), ("parent_contact-96.png", "parent_contact", 96),
    ("concern-96.png", "concern", 96),
)  # fmt: skip
GRID = 32  # units of a drawing's side
STEPS = 12  # straight pieces of a curve
TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Z": 0}
LINE = re.compile(r'<path d="([^"]+)" fill="none" stroke="#fff" stroke-width="([\d.]+)" stroke-linecap="round"')
TOKEN = re.compile(r"[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)")
Point = tuple[float, float]


def draw(svg: str, size: int) -> bytes:
    """An icon as a PNG of `size` by `size` pixels. Raises ValueError for a drawing that says more than is known."""
    rect = re.search(r'<rect width="32" height="32"(?: rx="([\d.]+)")? fill="#(\w{6})"/>', svg)
    paths = LINE.findall(svg)
    if rect is None or svg.count("<path") != len(paths):
        raise ValueError("This drawing is none that draw_icons.py knows.")
    ink = [0.0] * (size * size)
    for path, width in paths:
        for piece in pieces(path):
            _stroke(ink, size, piece, float(width) / 2)
    ground = tuple(bytes.fromhex(rect[2]))
    return _png(size, _rows(ink, size, ground, float(rect[1] or 0) * size / GRID))


def pieces(path: str) -> list[tuple[Point, Point]]:
    """The straight pieces of a path."""
    found: list[tuple[Point, Point]] = []
    tokens, verb, at, start = TOKEN.findall(path), "", (0.0, 0.0), (0.0, 0.0)
    while tokens:
        verb = tokens.pop(0) if tokens[0].isalpha() else {"M": "L"}.get(verb, verb)
        if verb not in TAKES:
            raise ValueError(f"“{verb}” in a path is none that draw_icons.py knows.")
        numbers = [float(tokens.pop(0)) for _ in range(TAKES[verb])]
        points = _points(verb, numbers, at, start)
        if verb == "M":
            start = points[-1]
        else:
            found += list(zip([at, *points], points, strict=False))
        at = points[-1]
    return found


def _points(verb: str, numbers: list[float], at: Point, start: Point) -> list[Point]:
    """Where a verb of a path goes."""
    if verb == "C":
        return _curve(at, *numbers)
    if verb == "Z":
        return [start]
    if verb in "HV":
        return [(numbers[0], at[1]) if verb == "H" else (at[0], numbers[0])]
    return [(numbers[0], numbers[1])]


def _curve(at: Point, x1: float, y1: float, x2: float, y2: float, x3: float, y3: float) -> list[Point]:
    found = []
    for step in range(1, STEPS + 1):
        t, u = step / STEPS, 1 - step / STEPS
        found.append((
            u**3 * at[0] + 3 * u * u * t * x1 + 3 * u * t * t * x2 + t**3 * x3,
            u**3 * at[1] + 3 * u * u * t * y1 + 3 * u * t * t * y2 + t**3 * y3,
        ))  # fmt: skip
    return found


def _stroke(ink: list[float], size: int, piece: tuple[Point, Point], radius: float) -> None:
    """Put a round-ended line into `ink`: how far each pixel is covered, from 0 to 1."""
    scale = size / GRID
    (x1, y1), (x2, y2) = [(x * scale, y * scale) for x, y in piece]
    r, dx, dy = radius * scale, x2 - x1, y2 - y1
    length = dx * dx + dy * dy
    for row in range(max(0, int(min(y1, y2) - r - 1)), min(size, int(max(y1, y2) + r + 2))):
        for column in range(max(0, int(min(x1, x2) - r - 1)), min(size, int(max(x1, x2) + r + 2))):
            px, py = column + 0.5 - x1, row + 0.5 - y1
            along = min(1.0, max(0.0, (px * dx + py * dy) / length)) if length else 0.0
            cover = r + 0.5 - hypot(px - along * dx, py - along * dy)
            if cover > ink[row * size + column]:
                ink[row * size + column] = min(1.0, cover)


def _rows(ink: list[float], size: int, ground: tuple[int, ...], radius: float):
    """The pixels, row by row, as red, green, blue and opacity."""
    for row in range(size):
        line = bytearray()
        for column in range(size):
            cover = ink[row * size + column]
            line += bytes(round(one + (255 - one) * cover) for one in ground)
            line.append(round(255 * _inside(column + 0.5, row + 0.5, size, radius)))
        yield bytes(line)


def _inside(x: float, y: float, size: int, radius: float) -> float:
    """How far a pixel lies within the round corners."""
    across, down = max(radius - x, x - size + radius, 0), max(radius - y, y - size + radius, 0)
    return min(1.0, max(0.0, radius + 0.5 - hypot(across, down))) if across and down else 1.0


def _png(size: int, rows) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    pixels = zlib.compress(b"".join(b"\x00" + row for row in rows), 9)
    head = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def write(folder: Path) -> None:
    """Make them all."""
    for name, drawing, size in MADE:
        (folder / name).write_bytes(draw((ICONS / f"{drawing}.svg").read_text(), size))

"""The app as it is installed: its manifest, its icons, what every page says of them."""

import json
import re
import struct
import zlib

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

import draw_icons
from models import KINDS
from tests import makers
from views.assets import FOLDER

WHITE = (255, 255, 255)


@pytest.fixture
def manifest(nobody):
    reply = nobody.get("/manifest.webmanifest")
    assert reply.status_code == 200 and reply.content_type.startswith("application/manifest+json")
    return json.loads(reply.text)


def pixels(png: bytes) -> tuple[int, list[list[tuple[int, ...]]]]:
    """(width, rows of red, green, blue, opacity) of a PNG as ours are written: no filter."""
    width, height, depth, colours = struct.unpack(">IIBB", png[16:26])
    assert (width, depth, colours) == (height, 8, 6)
    body = b"".join(png[at + 8 : at + 8 + length] for at, length in chunks(png) if png[at + 4 : at + 8] == b"IDAT")
    raw, line = zlib.decompress(body), 1 + 4 * width
    rows = [raw[at + 1 : at + line] for at in range(0, len(raw), line)]
    return width, [[tuple(row[at : at + 4]) for at in range(0, len(row), 4)] for row in rows]


def chunks(png: bytes):
    at = 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield at, length
        at += 12 + length


def test_it_says_what_an_installed_app_needs(manifest):
    assert manifest["name"] == manifest["short_name"] == "Alongside"
    assert manifest["id"] == manifest["start_url"] == manifest["scope"] == "/"
    assert manifest["display"] == "standalone"
    sizes = {(one["sizes"], one["type"], one["purpose"]) for one in manifest["icons"]}
    assert {(size, "image/png", purpose) for size in ("192x192", "512x512") for purpose in ("any", "maskable")} < sizes
    assert ("any", "image/svg+xml", "any") in sizes


def test_a_long_press_offers_the_three_that_cannot_wait(manifest, nobody, as_mentor):
    assert [one["name"] for one in manifest["shortcuts"]] == ["Incident", "Parent contact", "Concern"]
    for one in manifest["shortcuts"]:
        assert as_mentor.get(one["url"]).status_code == 200
        assert nobody.get(one["icons"][0]["src"]).status_code == 200


def test_every_icon_is_there_and_as_large_as_it_says(manifest, nobody):
    icons = manifest["icons"] + [icon for one in manifest["shortcuts"] for icon in one["icons"]]
    for one in icons:
        reply = nobody.get(one["src"])
        assert reply.status_code == 200 and reply.content_type.startswith(one["type"]), one
        assert "immutable" in reply.headers["Cache-Control"]
        if one["type"] == "image/png":
            assert f"{pixels(reply.data)[0]}x{pixels(reply.data)[0]}" == one["sizes"]


def test_the_colours_are_the_tokens(manifest, nobody, school):
    tokens = (FOLDER / "css" / "tokens.css").read_text()
    light, dark = re.search(r"--paper:\s+light-dark\((#\w+), (#\w+)\)", tokens).groups()
    assert manifest["theme_color"] == manifest["background_color"] == light
    page = HTMLParser(nobody.get("/sign-in").text)
    found = {one.attributes["media"]: one.attributes["content"] for one in page.css("meta[name=theme-color]")}
    assert found == {"(prefers-color-scheme: light)": light, "(prefers-color-scheme: dark)": dark}


def test_every_page_names_the_manifest_and_the_icon_of_a_home_screen(as_mentor, nobody):
    for page in (nobody.get("/sign-in"), as_mentor.get("/"), as_mentor.get("/incidents/new")):
        page = HTMLParser(page.text)
        assert page.css_first("link[rel=manifest]").attributes["href"] == "/manifest.webmanifest"
        icon = page.css_first("link[rel=apple-touch-icon]").attributes["href"]
        assert pixels(nobody.get(icon).data)[0] == 180
        assert page.css_first("meta[name=apple-mobile-web-app-capable]").attributes["content"] == "yes"


@pytest.mark.parametrize("size", [180, 192])
def test_a_mask_of_any_shape_cuts_nothing_off(size):
    """Platforms cut a maskable icon to a circle of 80 % of its width; an icon of a home screen has no hole in it."""
    _, rows = pixels(draw_icons.draw((draw_icons.ICONS / "maskable.svg").read_text(), size))
    middle, reach = size / 2, 0.4 * size
    for y, row in enumerate(rows):
        for x, (*colour, opacity) in enumerate(row):
            assert opacity == 255
            if tuple(colour) == WHITE:
                assert (x + 0.5 - middle) ** 2 + (y + 0.5 - middle) ** 2 < reach**2
    assert sum(tuple(one[:3]) == WHITE for row in rows for one in row) > size


def test_the_drawing_is_drawn():
    """The bar of the A is white from leg to leg, between its legs below is the ground, and the corners are open."""
    width, rows = pixels(draw_icons.draw((draw_icons.ICONS / "icon.svg").read_text(), 320))

    def at(x, y):
        return rows[y * 10][x * 10]

    assert width == 320 and at(16, 18) == (*WHITE, 255) and at(16, 23)[:3] == (0x0B, 0x5D, 0x5B)
    assert at(9, 22) == at(23, 22) == (*WHITE, 255)
    assert rows[0][0][3] == 0 and rows[0][160][3] == 255


def test_every_shortcut_has_a_drawing_of_its_own():
    drawings = {(draw_icons.ICONS / f"{name}.svg").read_text() for name in ("incident", "parent_contact", "concern")}
    assert len(drawings) == 3 and {"incident", "parent_contact", "concern"} < set(KINDS)


@pytest.mark.parametrize("drawing", [
    "<svg></svg>", '<rect width="32" height="32" fill="#0b5d5b"/><path d="M0 0" fill="#fff"/>',
    '<rect width="32" height="32" fill="#0b5d5b"/><path d="M0 0A1 1 0 0 1 2 2" fill="none" stroke="#fff" '
    'stroke-width="2" stroke-linecap="round"/>',
])  # fmt: skip
def test_a_drawing_that_says_more_than_is_known_is_refused(drawing):
    with pytest.raises(ValueError, match="draw_icons"):
        draw_icons.draw(drawing, 16)


def test_the_worker_names_its_release_and_files_that_are_there(nobody, as_mentor, app):
    reply = nobody.get("/service-worker.js")
    assert reply.status_code == 200 and reply.content_type.startswith("text/javascript")
    assert reply.headers["Cache-Control"] == "no-cache"
    told = json.loads(re.match(r"const TOLD = (.*);\n", reply.text)[1])
    assert told["release"] == app.config["ASSETS"].release
    for name in told["files"]:
        assert nobody.get(name).status_code == 200, name
    for kind in KINDS.values():
        assert as_mentor.get(told["pages"][f"/{kind.path}/new"]).status_code == 200
    page = HTMLParser(as_mentor.get("/incidents/new").text)
    used = [one.attributes["href"] for one in page.css("link[rel=stylesheet], link[rel=preload]")]
    used += [one.attributes["src"] for one in page.css("script[type=module]")]
    used += [one.attributes["href"].split("#")[0] for one in page.css("use")]
    assert set(used) <= set(told["files"])


def test_the_worker_is_asked_for_again_at_little_cost_and_as_nobodys_use(as_mentor, nobody):
    tag = nobody.get("/service-worker.js").headers["ETag"]
    assert nobody.get("/service-worker.js", headers={"If-None-Match": tag}).status_code == 304
    assert as_mentor.get("/service-worker.js").text == nobody.get("/service-worker.js").text


def test_only_who_records_has_a_worker(as_mentor, nobody, app, school):
    def body(browser, path="/"):
        return HTMLParser(browser.get(path).text).css_first("body").attributes

    assert body(as_mentor)["data-worker"] == "/service-worker.js"
    assert "/shells/sessions" in body(as_mentor)["data-shelf"].split()
    assert "data-worker" not in body(nobody, "/sign-in")
    trust = makers.client(app, makers.member(school, "Tia Trust", "trust"))
    assert "data-worker" not in body(trust)
    midday = makers.client(app, makers.member(school, "Denise Whitlow", "contributor"))
    assert body(midday)["data-shelf"].split()[1:] == ["/shells/incidents", "/shells/concerns", "/shells/praise"]

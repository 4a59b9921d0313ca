"""What browsers are given: few files, small, of today's sources; what a first visit of New incident costs."""

import gzip
import re
import shutil
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

import build_assets
from models import KINDS
from tests import makers
from views.assets import FOLDER, Assets, MissingAssets

SUGGESTED = 14  # pupils that the picker shows at most
MOST, MOST_WITHOUT_TYPEFACE, MOST_REQUESTS = 75_000, 40_000, 10
QUESTIONS = ("/tickets", "/rosters")  # what a tablet asks once, where it has not yet
PSEUDO = re.compile(r"::?(?:before|after|marker|-webkit-[a-z-]+|checked|hover|focus(?:-visible)?|target|disabled)\b")
ANY = ":not(x-nothing)"
# from "./x.js", import "./x.js" and, with its bracket, import("./x.js"); minified or not.
IMPORTED = re.compile(r"""(?:from|import)\s*(\(?)\s*["'](\./[a-z_-]+\.js)["']""")


def wire(browser, path: str, method: str = "GET") -> int:
    """Bytes of a reply as a browser gets it, its status line and headers included; at least."""
    reply = browser.open(path, method=method, headers={"Accept-Encoding": "gzip, br"})
    assert reply.status_code in (200, 201), path
    return len(f"HTTP/1.1 {reply.status}\r\n") + len(str(reply.headers)) + len(reply.data)


def asked_at_once(page: str) -> set[str]:
    """The files that a page asks for as it stands; not the icons of the browser's own frame, for which it has time."""
    tree = HTMLParser(page)
    found = {one.attributes["href"] for one in tree.css("link[rel=stylesheet], link[rel=preload]")}
    found |= {one.attributes["src"] for one in tree.css("script[src]")}
    return found | {one.attributes["href"].split("#")[0] for one in tree.css("use")}


@pytest.fixture
def full_form(school, mentor, as_mentor) -> str:
    """A mentor's New incident with as many pupils as it ever suggests."""
    for number in range(SUGGESTED):
        makers.pupil(school, f"Maximiliane Featherstonehaugh{number}", on=mentor)
    page = as_mentor.get("/incidents/new").text
    assert page.count("Maximiliane") >= SUGGESTED
    return page


def test_a_first_visit_of_new_incident_costs_little(as_mentor, full_form):
    files = asked_at_once(full_form)
    sizes = {path: wire(as_mentor, path) for path in ("/incidents/new", *files)}
    sizes |= {path: wire(as_mentor, path, "POST") for path in QUESTIONS}
    typeface = next(size for path, size in sizes.items() if path.endswith("typeface.woff2"))
    said = "\n".join(f"{size:7,} {path}" for path, size in sizes.items())
    assert len(sizes) <= MOST_REQUESTS, said
    assert sum(sizes.values()) <= MOST, said
    asked = sum(sizes[path] for path in QUESTIONS)
    assert sum(sizes.values()) - typeface - asked <= MOST_WITHOUT_TYPEFACE, said


def imports(path: Path, static: bool = True) -> set[Path]:
    """The modules that one imports; with `static` False those that it fetches when it needs them."""
    found = IMPORTED.findall(path.read_text())
    return {(path.parent / name).resolve() for bracket, name in found if (not bracket) == static}


def bundled(name: str) -> set[Path]:
    """Every source that goes into a bundle."""
    entry = FOLDER / "js" / f"{name}.js"
    apart = {(FOLDER / "js" / one).resolve() for one in build_assets.SEPARATE}
    todo, found = {entry}, set()
    while todo:
        path = todo.pop()
        found.add(path)
        todo |= imports(path) - found - apart
    return found


def test_no_file_waits_for_another_before_it_is_asked_for():
    """A script that imports others runs only after one more journey to the server. later.js takes from app.js, which is
    there whenever later.js is asked for."""
    found = {name: {path.name for path in imports(FOLDER / "vendor" / f"{name}.js")} for name in build_assets.SCRIPTS}
    assert found == dict.fromkeys(build_assets.SCRIPTS, set()) | {"later": {"app.js"}}
    assert {path.name for path in imports(FOLDER / "vendor" / "app.js", static=False)} == {"later.js"}


def test_no_module_is_on_a_page_twice():
    """A second copy of a module would know nothing of what the first one knows: what is saving, what waits."""
    assert bundled("app") & bundled("later") == set()
    assert len(bundled("app")) > 15 and len(bundled("later")) > 8


def test_every_source_is_in_a_bundle():
    assert set().union(*map(bundled, build_assets.SCRIPTS)) == set((FOLDER / "js").glob("*.js"))
    sheets = [(FOLDER / "css" / f"{name}.css").read_text() for name in build_assets.STYLES]
    named = [name for sheet in sheets for name in re.findall(r'@import "([a-z-]+\.css)"', sheet)]
    assert sorted(named) == sorted(
        path.name for path in (FOLDER / "css").glob("*.css") if path.stem not in build_assets.STYLES
    )


def selectors(sheet: str) -> set[str]:
    """The selectors of a bundled sheet, whatever state they wait for."""
    found = re.findall(r"(?:^|[{};])([^{};@]+)\{", sheet)
    return {PSEUDO.sub(ANY, one) for one in found if "&" not in one and not one[0].isdigit()}


@pytest.mark.parametrize("kind", [one for one in KINDS.values() if not one.sealed], ids=lambda kind: kind.name)
def test_a_records_form_needs_no_style_of_other_screens(app, school, kind):
    """Its page goes without screens.css (components/record_form.html), so no rule in it may be about the form."""
    member = makers.member(school, "Eve Everybody", "mentor", "lead")
    pupil = makers.pupil(school, on=member)
    made = makers.record(member, pupil, kind=kind.name, note="Something seen", finish_later=True)
    browser, sheet = makers.client(app, member), app.config["ASSETS"].files["vendor/screens.css"].decode()
    for path in (f"/{kind.path}/new?pupil={pupil.id}", f"/{kind.path}/{made.id}/edit", f"/shells/{kind.room}"):
        page = browser.get(path).text
        assert "screens.css" not in page and "<form" in page, path
        tree = HTMLParser(re.sub(r"</?template[^>]*>", "", page).replace("<html", '<html class="scripted"'))
        assert [one for one in selectors(sheet) if tree.css_matches(one)] == [], path


def test_what_is_not_built_of_todays_sources_is_not_served(tmp_path):
    static = Path(shutil.copytree(FOLDER, tmp_path / "static"))
    (static / "css" / ".base.css.swp").touch()  # as an editor leaves one, and a file manager a folder
    (static / "js" / ".thumbnails").mkdir()
    assert Assets(static).release == Assets().release
    with (static / "js" / "app.js").open("a") as script:
        script.write("// One line more.\n")
    with pytest.raises(MissingAssets, match="not those of static/js and static/css. Run: make assets"):
        Assets(static)
    shutil.rmtree(static / "vendor")
    with pytest.raises(MissingAssets, match="missing. Run: make assets"):
        Assets(static)


def test_each_text_is_given_in_the_fewest_bytes_that_the_browser_understands(app, nobody):
    assets = app.config["ASSETS"]
    for name in ("vendor/app.js", "vendor/app.css", "vendor/htmx.min.js", "icons/icon.svg"):
        path = f"/static/{assets.release}/{name}"
        replies = {one: nobody.get(path, headers={"Accept-Encoding": one}) for one in ("gzip, br", "gzip", "identity")}
        assert [reply.headers.get("Content-Encoding") for reply in replies.values()] == ["br", "gzip", None]
        small, middle, plain = (reply.data for reply in replies.values())
        assert plain == gzip.decompress(middle) == assets.files[name]
        assert len(small) < len(middle) and {reply.headers["Vary"] for reply in replies.values()} == {"Accept-Encoding"}


def test_a_text_that_was_changed_is_never_given_as_it_was(tmp_path):
    static = Path(shutil.copytree(FOLDER, tmp_path / "static"))
    with (static / "vendor" / "app.js").open("a") as script:
        script.write("// Another release.\n")
    packed = Assets(static).packed["vendor/app.js"]
    assert list(packed) == ["gzip"] and gzip.decompress(packed["gzip"]).endswith(b"// Another release.\n")


def test_a_file_is_allowed_less_than_a_page(app, nobody):
    reply = nobody.get(f"/static/{app.config['ASSETS'].release}/vendor/icons.svg")
    assert "default-src 'none'" in reply.headers["Content-Security-Policy"]
    assert "'self'" not in reply.headers["Content-Security-Policy"]
    assert reply.headers["X-Content-Type-Options"] == "nosniff"

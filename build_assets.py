"""Build what browsers are given into static/vendor: scripts and styles bundled, icons drawn, the typeface cut.

Run by `make assets`, with the standard library only. npm checks the integrity hashes of package-lock.json. A bundle is
what static/js or static/css says, in one request and without its comments.
"""

import json
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import draw_icons
import sources

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
# The bundler is one program, and npm brings this machine’s. Its usual package would run a script to install it.
MACHINE = {"x86_64": "x64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
ESBUILD = MODULES / "@esbuild" / f"{sys.platform}-{MACHINE}" / "bin" / "esbuild"
STATIC = HERE / "static"
VENDOR = STATIC / "vendor"
HTMX = MODULES / "htmx.org" / "dist" / "htmx.min.js"
TYPEFACE = MODULES / "@fontsource-variable" / "atkinson-hyperlegible-next" / "files"
TYPEFACES = {"typeface.woff2": "latin", "typeface-ext.woff2": "latin-ext"}
# What a page asks for by name; the rest is bundled into these.
SCRIPTS = ("app", "later", "own_screen", "security-key", "keep")
STYLES = ("app", "screens")
SEPARATE = ("./app.js", "./later.js", "*.woff2")  # files of their own, whoever imports them
TEMPLATES = HERE / "templates"
# Where the icons are named that every page or every form of a record shows: its frame, its parts, the bar, the kinds.
EVERYWHERE = (
    TEMPLATES / "base.html", *(TEMPLATES / "components").glob("*.html"), *(TEMPLATES / "shells").glob("*.html"),
    TEMPLATES / "locks" / "_lock.html", HERE / "models" / "registry.py", HERE / "views" / "words.py",
)  # fmt: skip
QUOTED = re.compile(r"""(?:icon=|(?<![a-z]=))["'#]([a-z][a-z0-9-]*)["']""")  # what other attributes say is no icon


def icon_names(places: Iterable[Path]) -> set[str]:
    """Every icon that is named there (and the odd word that is an icon's name too)."""
    quoted = {name for path in places for name in QUOTED.findall(path.read_text())}
    return {name for name in quoted if (MODULES / "lucide-static" / "icons" / f"{name}.svg").exists()}


def symbol(name: str) -> str:
    """One icon as a sprite symbol."""
    path = MODULES / "lucide-static" / "icons" / f"{name}.svg"
    inner = re.search(r"<svg[^>]*>(.*)</svg>", path.read_text(), re.S).group(1)
    inner = re.sub(r"\s*(/?>)\s*", r"\1", re.sub(r"<!--.*?-->|\s+", " ", inner))
    return f'<symbol id="{name}" viewBox="0 0 24 24">{inner.strip()}</symbol>'


def draw_sprites() -> None:
    """Two files of icons: what stands round every page and in every form, and all others."""
    often = icon_names(EVERYWHERE)
    for name, icons in (("icons", often), ("icons-more", icon_names(TEMPLATES.rglob("*.html")) - often)):
        symbols = "".join(symbol(icon) for icon in sorted(icons))
        (VENDOR / f"{name}.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{symbols}</svg>')


def run(*command: str | Path) -> None:
    subprocess.run(command, cwd=HERE, check=True)  # noqa: S603


def bundle() -> None:
    """Scripts and styles, each with all that it imports, in as few bytes as that takes. Notes of what they are made."""
    entries = [f"static/js/{name}.js" for name in SCRIPTS] + [f"static/css/{name}.css" for name in STYLES]
    how = ["--bundle", "--minify", "--format=esm", "--target=es2022", "--charset=utf8", "--legal-comments=none"]
    where = ["--log-level=warning", "--entry-names=[name]", f"--outdir={VENDOR}"]
    run(ESBUILD, *entries, *(f"--external:{name}" for name in SEPARATE), *how, *where)
    run("node", "pack_assets.mjs")
    sources.note(STATIC)


def freshen() -> None:
    """Bundle again where a source has changed since."""
    if not sources.are_built(STATIC):
        bundle()


def main() -> None:
    """Install with npm, then build. Ends with a sentence when npm is missing or a file is not there."""
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is not there. Install Node.js 20 or newer, then run this again.")
    if "--copy-only" not in sys.argv:
        subprocess.run([npm, "ci", "--ignore-scripts", "--no-progress", "--loglevel=error"], cwd=HERE, check=True)  # noqa: S603
    asked = json.loads((HERE / "package.json").read_text())["dependencies"]
    if missing := [str(path) for path in (ESBUILD, *(MODULES / name for name in asked)) if not path.exists()]:
        sys.exit(f"This is not there: {', '.join(missing)}. Run: make assets")
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir()
    shutil.copyfile(HTMX, VENDOR / HTMX.name)
    for target, part in TYPEFACES.items():
        source = TYPEFACE / f"atkinson-hyperlegible-next-{part}-wght-normal.woff2"
        run("node", "cut_typeface.mjs", source, VENDOR / target)
    draw_sprites()
    draw_icons.write(VENDOR)
    bundle()


if __name__ == "__main__":
    main()

"""Copy the front-end files that are used from node_modules to static/vendor, and draw the icons.

Run by `make assets`, with the standard library only. npm checks the integrity hashes of package-lock.json.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import draw_icons

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
VENDOR = HERE / "static" / "vendor"
TYPEFACE = "@fontsource-variable/atkinson-hyperlegible-next"
FILES = {
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "typeface.woff2": f"{TYPEFACE}/files/atkinson-hyperlegible-next-latin-wght-normal.woff2",
    "typeface-ext.woff2": f"{TYPEFACE}/files/atkinson-hyperlegible-next-latin-ext-wght-normal.woff2",
}
QUOTED = re.compile(r"""["'#]([a-z][a-z0-9-]*)["']""")


def icon_names() -> set[str]:
    """Every icon that a template, a kind of record or the bar names (and the odd word that is an icon's name too)."""
    sources = [*(HERE / "templates").rglob("*.html"), HERE / "models" / "registry.py", HERE / "views" / "words.py"]
    quoted = {name for path in sources for name in QUOTED.findall(path.read_text())}
    return {name for name in quoted if (MODULES / "lucide-static" / "icons" / f"{name}.svg").exists()}


def symbol(name: str) -> str:
    """One icon as a sprite symbol."""
    path = MODULES / "lucide-static" / "icons" / f"{name}.svg"
    inner = re.sub(r"<!--.*?-->|\s+", " ", re.search(r"<svg[^>]*>(.*)</svg>", path.read_text(), re.S).group(1))
    return f'<symbol id="{name}" viewBox="0 0 24 24">{inner.strip()}</symbol>'


def main() -> None:
    """Install with npm, then copy. Ends with a sentence when npm is missing or a file is not there."""
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is not there. Install Node.js 20 or newer, then run this again.")
    if "--copy-only" not in sys.argv:
        subprocess.run([npm, "ci", "--ignore-scripts", "--no-progress", "--loglevel=error"], cwd=HERE, check=True)  # noqa: S603
    VENDOR.mkdir(parents=True, exist_ok=True)
    for target, source in FILES.items():
        shutil.copyfile(MODULES / source, VENDOR / target)
    sprite = "".join(symbol(name) for name in sorted(icon_names()))
    (VENDOR / "icons.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{sprite}</svg>')
    draw_icons.write(VENDOR)


if __name__ == "__main__":
    main()

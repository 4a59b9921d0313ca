"""Styles, scripts, typeface and icons: held in memory, compressed once, named by their content, kept by browsers."""

import gzip
import hashlib
import mimetypes
import re
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, request

import sources
from views.guard import public
from views.headers import FOR_GOOD

room = Blueprint("assets", __name__, url_prefix="/static")
FOLDER = Path(__file__).parent.parent / "static"
BUILT = "vendor"  # by build_assets.py, which says what of: static/js and static/css
ICONS, MORE_ICONS = f"{BUILT}/icons.svg", f"{BUILT}/icons-more.svg"
PACKED = {".css", ".js", ".svg"}
PAPER = re.compile(r"--paper: +light-dark\((#\w+), (#\w+)\)")
WORKER = "service-worker.js"  # served at the root by views/offline.py: its place says what it may answer for
# A file loads nothing and is no page, even where somebody opens a drawing by itself: less is allowed than to a page.
POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


class MissingAssets(SystemExit):
    """The built files are not there, or of other sources."""


class Assets:
    """Every file that is served by name, with one release name made of all their contents."""

    def __init__(self, folder: Path = FOLDER):
        if not (folder / BUILT / "htmx.min.js").exists():
            raise MissingAssets("The built front-end files are missing. Run: make assets")
        if not sources.are_built(folder):
            raise MissingAssets("The built front-end files are not those of static/js and static/css. Run: make assets")
        files = [*(folder / BUILT).glob("*.*"), *(folder / "icons").iterdir()]
        self.files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(files)}
        self.everywhere = set(re.findall(r' id="([^"]+)"', self.files[ICONS].decode()))
        self.worker = (folder / WORKER).read_text()
        self.paper = PAPER.search((folder / "css" / "tokens.css").read_text()).groups()  # type: ignore[union-attr]  # by day and by night
        digest = hashlib.sha256(self.worker.encode() + b"".join(self.files.values()))
        self.release = digest.hexdigest()[:12]
        texts = {name: body for name, body in self.files.items() if Path(name).suffix in PACKED}
        self.packed = {name: _packed(body, folder / BUILT / "brotli") for name, body in texts.items()}


def _packed(body: bytes, brotli: Path) -> dict[str, bytes]:
    """A text by content coding, the one to be preferred first."""
    small = brotli / hashlib.sha256(body).hexdigest()
    return ({"br": small.read_bytes()} if small.exists() else {}) | {"gzip": gzip.compress(body, 9, mtime=0)}


@room.get("/<release>/<path:name>")
@public
def show(release, name):
    assets = current_app.config["ASSETS"]
    if name not in assets.files or release != assets.release:
        abort(404)
    body, headers = assets.files[name], {"Cache-Control": FOR_GOOD, "Content-Security-Policy": POLICY}
    if name in assets.packed:
        headers["Vary"] = "Accept-Encoding"
        coding = next((one for one in assets.packed[name] if one in request.accept_encodings), None)
        if coding:
            body, headers["Content-Encoding"] = assets.packed[name][coding], coding
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Response(body, headers=headers, content_type=f"{kind}; charset=utf-8" if name in assets.packed else kind)


def asset(name: str) -> str:
    """The address of a static file in this release: `assets.show` of it, without asking the router for every icon."""
    return f"{request.script_root}{room.url_prefix}/{current_app.config['ASSETS'].release}/{name}"


def drawn(icon: str) -> str:
    """The address of an icon: in the file that every page has, or in that of all others."""
    return f"{asset(ICONS if icon in current_app.config['ASSETS'].everywhere else MORE_ICONS)}#{icon}"

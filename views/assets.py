"""Styles, scripts, typeface and icons: held in memory, compressed once, named by their content, kept by browsers."""

import gzip
import hashlib
import mimetypes
import re
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, request

from views.guard import public

room = Blueprint("assets", __name__, url_prefix="/static")
FOLDER = Path(__file__).parent.parent / "static"
STYLES = (
    "tokens",
    "base",
    "shell",
    "parts",
    "forms",
    "pupils",
    "more",
    "day",
    "concerns",
    "plans",
    "own-screens",
    "tracking",
    "print",
)
PACKED = {".css", ".js", ".svg"}
PAPER = re.compile(r"--paper: +light-dark\((#\w+), (#\w+)\)")
WORKER = "service-worker.js"  # served at the root by views/offline.py: its place says what it may answer for


class MissingAssets(SystemExit):
    """The built files are not there."""


class Assets:
    """Every file of static/ by name, with one release name made of all their contents."""

    def __init__(self, folder: Path = FOLDER):
        if not (folder / "vendor" / "htmx.min.js").exists():
            raise MissingAssets("The built front-end files are missing. Run: make assets")
        style = "\n".join((folder / "css" / f"{name}.css").read_text() for name in STYLES)
        files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.*"))}
        self.files = {name: body for name, body in files.items() if not name.startswith("css/")}
        self.files["app.css"] = style.encode()
        self.paper = PAPER.search(style).groups()  # type: ignore[union-attr]  # by day and by night
        digest = hashlib.sha256(b"".join(self.files[name] for name in sorted(self.files)))
        self.release = digest.hexdigest()[:12]
        self.worker = self.files.pop(WORKER).decode()
        self.packed = {
            name: gzip.compress(body, 9, mtime=0) for name, body in self.files.items() if Path(name).suffix in PACKED
        }


@room.get("/<release>/<path:name>")
@public
def show(release, name):
    assets = current_app.config["ASSETS"]
    if name not in assets.files or release != assets.release:
        abort(404)
    body, headers = assets.files[name], {"Cache-Control": "public, max-age=31536000, immutable"}
    if name in assets.packed:
        headers["Vary"] = "Accept-Encoding"
        if "gzip" in request.accept_encodings:
            body, headers["Content-Encoding"] = assets.packed[name], "gzip"
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Response(body, headers=headers, content_type=f"{kind}; charset=utf-8" if name in assets.packed else kind)


def asset(name: str) -> str:
    """The address of a static file in this release: `assets.show` of it, without asking the router for every icon."""
    return f"{request.script_root}{room.url_prefix}/{current_app.config['ASSETS'].release}/{name}"

"""What makes Alongside an app that opens without signal: its manifest, its service worker, its first page without."""

import json

from flask import Blueprint, Response, current_app, g, render_template, request, url_for

from models import KINDS
from models.school import STAFF
from views import shelf
from views.assets import asset
from views.guard import allow, public, unattended

room = Blueprint("offline", __name__)
SHORTCUTS = ("incident", "parent_contact", "concern")
NOT_KEPT = (".png", "security-key.js", "keep.js")  # what no page without signal uses


@room.get("/manifest.webmanifest")
@public
@unattended
def manifest():
    """What an installed app is called, how it looks, and what a long press on its icon offers."""
    paper, _ = current_app.config["ASSETS"].paper
    start = url_for("today.index")
    said = {
        "name": "Alongside", "short_name": "Alongside", "description": "The working record of learning mentors",
        "lang": "en-GB", "id": start, "start_url": start, "scope": start, "display": "standalone",
        "theme_color": paper, "background_color": paper, "icons": [*_icons()],
        "shortcuts": [_shortcut(KINDS[name]) for name in SHORTCUTS],
    }  # fmt: skip
    return Response(json.dumps(said), content_type="application/manifest+json; charset=utf-8")


@room.get("/service-worker.js")
@public
@unattended
def worker():
    """The service worker of this release, with what it keeps. It stands at the root, so that it answers for all."""
    assets = current_app.config["ASSETS"]
    told = {
        "release": assets.release, "statics": request.script_root + "/static/",
        "files": [asset(name) for name in sorted(assets.files) if not name.endswith(NOT_KEPT)],
        "offline": url_for("offline.show"), "always": [url_for("offline.show"), url_for("waiting.index")],
        "pages": _kept_pages(),
    }  # fmt: skip
    script = f"const TOLD = {json.dumps(told)};\n{assets.worker}"
    response = Response(script, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    return response.make_conditional(request)


@room.get("/offline")
@allow(*STAFF)
@unattended
def show():
    """The page in the place of Today, and of every page that needs signal. It is kept, and names nobody."""
    return render_template("offline/show.html", member=None, shell=g.member.school.id, ring=shelf.ring())


def _kept_pages() -> dict[str, str]:
    """What stands in the place of a page without signal: the first page, what waits, and each form."""
    kept = {url_for(name): url_for(name) for name in ("offline.show", "waiting.index")}
    kept[url_for("today.index")] = url_for("offline.show")
    return kept | {url_for(f"{kind.room}.new"): url_for("shells.show", room=kind.room) for kind in KINDS.values()}


def _icons():
    for size in (192, 512):
        for purpose, name in (("any", "icon"), ("maskable", "maskable")):
            yield {"src": asset(f"vendor/{name}-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png",
                   "purpose": purpose}  # fmt: skip
    for purpose, name in (("any", "icon"), ("maskable", "maskable")):
        yield {"src": asset(f"icons/{name}.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": purpose}


def _shortcut(kind) -> dict:
    icon = {"src": asset(f"vendor/{kind.name}-96.png"), "sizes": "96x96", "type": "image/png"}
    return {"name": kind.word, "url": url_for(f"{kind.room}.new"), "icons": [icon]}

"""Whether the scripts and styles that browsers are given are those of static/js and static/css as they stand."""

import hashlib
from pathlib import Path

FOLDERS = ("js", "css")
NOTE = "made-of"  # in static/vendor


def digest(static: Path) -> str:
    """SHA-256 over the names and contents of every source."""
    found = hashlib.sha256()
    for path in sorted(one for folder in FOLDERS for one in (static / folder).glob(f"[!.]*.{folder}")):
        found.update(f"{path.relative_to(static).as_posix()}\0".encode() + path.read_bytes())
    return found.hexdigest()


def note(static: Path) -> None:
    """The bundles have just been made."""
    (static / "vendor" / NOTE).write_text(digest(static))


def are_built(static: Path) -> bool:
    path = static / "vendor" / NOTE
    return path.exists() and path.read_text() == digest(static)

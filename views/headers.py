"""What every reply says of itself: nothing is kept, loaded from elsewhere or framed; and what it cost."""

import secrets
import struct
import zlib
from time import perf_counter

from flask import g, request

from database import waited

LEAST_PACKED = 1000  # bytes: below, a page fits into one packet anyway
LEVEL = 4

NOTHING = ", ".join(
    f"{name}=()" for name in (
        "camera", "microphone", "geolocation", "payment", "usb", "serial", "midi", "display-capture",
        "accelerometer", "gyroscope", "magnetometer", "browsing-topics",
    )
)  # fmt: skip
FOR_GOOD = "public, max-age=31536000, immutable"
STAY = "max-age=31536000"  # a year; whether other names of the domain have TLS is not ours to say
POLICY = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
        "connect-src 'self'", "manifest-src 'self'", "worker-src 'self'", "form-action 'self'", "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)  # fmt: skip


def begin() -> None:
    """Start the clocks of a request, and give it the id under which the log and the audit trail know it."""
    g.request_id = secrets.token_hex(8)
    g.began, g.waited = perf_counter(), waited()


def add(response):
    """Headers on every reply. Only the assets, which hold nobody's data, say that they may be kept. They are no pages,
    which could ask the device for something."""
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    if response.headers.setdefault("Cache-Control", "no-store") != FOR_GOOD:
        response.headers.setdefault("Permissions-Policy", NOTHING)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", STAY)
    if g.get("member"):
        _pack(response)
    if g.get("member") and "began" in g:
        response.headers["Server-Timing"] = _timing()
    return response


def _timing() -> str:
    """What the reply cost, in ms, for those signed in only: to a stranger it could tell whether an address has an
    account. To a tenth, which the lookup of one row more or less does not reach."""
    total, db = (perf_counter() - g.began) * 1000, (waited() - g.waited) * 1000
    return f"total;dur={total:.1f}, db;dur={db:.1f}"


def _pack(response) -> None:
    """Compress a page: on a slow line that is a second. It grows by a random number of bytes, as Django's does, so that
    its size does not tell whether a guess in the address stands in it too (BREACH)."""
    if response.mimetype != "text/html" or response.is_streamed or "Content-Encoding" in response.headers:
        return
    response.vary.add("Accept-Encoding")
    page = response.get_data()
    if len(page) < LEAST_PACKED or "gzip" not in request.accept_encodings:
        return
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    name = b"-" * (1 + secrets.randbelow(100))  # the format's own place for a file name
    head = b"\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\xff" + name + b"\x00"
    tail = struct.pack("<LL", zlib.crc32(page), len(page) & 0xFFFFFFFF)
    response.set_data(head + packer.compress(page) + packer.flush() + tail)
    response.headers["Content-Encoding"] = "gzip"

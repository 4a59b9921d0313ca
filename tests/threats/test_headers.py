"""What every reply says of itself: a page, a fragment, a redirect, a refusal, a file (ASVS 3.4, 4.1)."""

from itertools import cycle

import pytest

from tests import walking

WANTED = {
    "X-Content-Type-Options": ("nosniff",), "Referrer-Policy": ("same-origin", "no-referrer"),
    "Cross-Origin-Opener-Policy": ("same-origin",), "Cross-Origin-Resource-Policy": ("same-origin",),
    "Cache-Control": ("no-store",),
}  # fmt: skip
POLICY = {"default-src 'none'", "script-src 'self'", "style-src 'self'", "form-action 'self'", "base-uri 'none'",
          "frame-ancestors 'none'"}  # fmt: skip
WORKER = "/service-worker.js"  # nobody's data, and the browser is to ask whether there is a newer one


def faults(reply) -> list[str]:
    said = reply.headers
    found = [f"{name}: {said.get(name)}" for name, value in WANTED.items() if said.get(name) not in value]
    policy = {part.strip() for part in said.get("Content-Security-Policy", "").split(";")}
    found += sorted(POLICY - policy) + [part for part in policy if "unsafe" in part or "*" in part or "http" in part]
    silent = ("Access-Control", "Server:", "X-Powered-By")
    found += [f"{name} is said" for name, _ in said if f"{name}:".startswith(silent)]
    closed = {"camera=()", "microphone=()", "geolocation=()", "payment=()", "usb=()", "display-capture=()"}
    found += sorted(closed - {part.strip() for part in said.get("Permissions-Policy", "").split(",")})
    if reply.data and "charset=utf-8" not in reply.content_type:
        found.append(reply.content_type)
    return found


def test_every_page_fragment_and_redirect_says_so(house):
    ways = cycle(({}, walking.PARTIAL, {"Origin": "https://evil.example"}))
    for page, headers in zip(house.seen.pages, ways, strict=False):
        found = faults(house.browser.get(page, headers=headers))
        assert found == (["Cache-Control: no-cache"] if page == WORKER else []), page


def test_every_reply_to_a_form_says_so(house):
    for endpoint in sorted({form.endpoint for form in house.forms}):
        for body in (None, []):
            with house.undone():
                assert faults(house.send(house.form(endpoint), body)) == [], endpoint


REFUSALS = [("/nowhere", "GET"), ("/", "BREW"), ("/static/x/y.css", "GET"), ("/", "OPTIONS"), ("/notes", "POST"),
            ("/", "HEAD"), ("/imports/1/bad-rows.csv", "GET")]  # fmt: skip


@pytest.mark.parametrize(("path", "method"), REFUSALS)
def test_every_refusal_says_so(house, path, method):
    plain = {"Sec-Fetch-Site": "cross-site"} if method == "POST" else {}
    assert faults(house.browser.open(path, method=method, headers=plain)) == []


def test_only_assets_may_be_kept_and_they_hold_nobodys_data(house):
    page = house.browser.get("/").text
    asset = page.split('href="/static/')[1].split('"')[0]
    reply = house.browser.get(f"/static/{asset}")
    assert reply.headers["Cache-Control"] == "public, max-age=31536000, immutable" and "Set-Cookie" not in reply.headers
    assert reply.headers["X-Content-Type-Options"] == "nosniff"

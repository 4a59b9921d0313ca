"""What a browser's profile gives away to who reads its disk, and to who runs a script in it."""

import base64
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Page

GZIP = re.compile(rb"\x1f\x8b\x08")
BASE64 = re.compile(rb"[A-Za-z0-9+/]{16,}")
BLOCK, HEAD = 32768, 7  # bytes: LevelDB puts a header before each block of its log, in the middle of what it holds
HELD = """async () => {
  const found = [];
  const asText = (view) => Array.from(view, (byte) => String.fromCharCode(byte)).join("");
  const say = async (place, one) => {
    if (one instanceof Blob) return say(place, await one.arrayBuffer());
    if (one instanceof ArrayBuffer) return found.push([place, asText(new Uint8Array(one))]);
    if (ArrayBuffer.isView(one)) return found.push([place, asText(new Uint8Array(one.buffer))]);
    if (one instanceof CryptoKey) return one.extractable && found.push([place, "a key that can be taken away"]);
    if (one === null || typeof one !== "object") return found.push([place, String(one)]);
    for (const [name, part] of one[Symbol.iterator] ? [...one].entries() : Object.entries(one)) {
      await say(place, name);
      await say(`${place} ${name}`, part);
    }
  };
  const asked = (request) => new Promise((done) => (request.onsuccess = () => done(request.result)));
  for (const { name } of await indexedDB.databases()) {
    const base = await asked(indexedDB.open(name));
    for (const store of base.objectStoreNames) {
      const kept = base.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([asked(kept.getAllKeys()), asked(kept.getAll())]);
      await say(`${name} ${store}`, { keys, values });
    }
    base.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const reply = await cache.match(request, { ignoreVary: true });
      await say(`cache ${name}`, [request.url, [...reply.headers].join(), await reply.arrayBuffer()]);
    }
  }
  await say("localStorage", { ...localStorage });
  await say("sessionStorage", { ...sessionStorage });
  await say("history", [history.state, window.name]);
  return found;
}"""


def on_disk(profile: Path, canaries: tuple[str, ...]) -> list[str]:
    """Files of the profile in which a canary stands, each with the canary."""
    found = []
    for path in profile.rglob("*"):
        if path.is_file() and not path.is_symlink():
            with suppress(FileNotFoundError):  # a browser that runs takes some away meanwhile
                found += [f"{path.relative_to(profile)}: {one}" for one in _within(path.read_bytes(), canaries)]
    return found


def by_script(page: Page, canaries: tuple[str, ...]) -> list[str]:
    """Places of every storage that a script (or, of cookies, the server) reads in which a canary stands."""
    held = page.evaluate(HELD)
    assert len(held) > 3
    held += [("cookie", str(cookie)) for cookie in page.context.cookies()]
    return sorted({f"{place}: {one}" for place, text in held for one in _within(text.encode(), canaries)})


def _within(body: bytes, canaries: tuple[str, ...]) -> list[str]:
    """The canaries in `body`, in whichever letters: as they are, in UTF-16, packed, in base64, over LevelDB's heads."""
    text = b"\n".join((body, _joined(body), *_unpacked(body))).lower()
    found = []
    for canary in (one.lower() for one in canaries):
        forms = (canary.encode(), canary.encode("utf-16-le"), canary.encode("utf-16-be"))
        found += [canary] if any(form in text for form in forms) else []
    return found


def _joined(body: bytes) -> bytes:
    return b"".join(body[start + HEAD : start + BLOCK] for start in range(0, len(body), BLOCK))


def _unpacked(body: bytes) -> Iterator[bytes]:
    """What the gzip members and the base64 within `body` hold, as far as they can be read."""
    for start in GZIP.finditer(body):
        with suppress(zlib.error):
            yield zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(body[start.start() :])
    for run in BASE64.finditer(body):
        for skipped in range(4):  # what stands before it may look like it
            run_of_fours = run[0][skipped : len(run[0]) - (len(run[0]) - skipped) % 4]
            yield base64.b64decode(run_of_fours)

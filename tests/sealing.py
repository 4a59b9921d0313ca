"""A tablet as far as the server sees it: it holds a ticket, seals what is written, and sends it (decisions/0015)."""

import base64
import hashlib
import json
import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from mentoring import clock
from models import KINDS, Member
from tests import makers

SEALED_BESIDE = ("format", "client_id", "what", "kind", "path", "author", "made_at", "sequence")


def base64_of(content: bytes) -> str:
    return base64.b64encode(content).decode()


def pairs_of(form: dict) -> list[list[str]]:
    """A form as `makers` give it, as the pairs of names and values that a browser has."""
    return [[name, one] for name, value in form.items() for one in (value if isinstance(value, list) else [value])]


def seal(jwk: dict, plain: bytes, beside: bytes) -> dict:
    """`wrapped`, `iv` and `sealed` of an envelope."""
    numbers = [int.from_bytes(base64.urlsafe_b64decode(jwk[name] + "==")) for name in ("e", "n")]
    public = RSAPublicNumbers(*numbers).public_key()
    secret, iv = AESGCM.generate_key(256), os.urandom(12)
    wrapped = public.encrypt(secret, OAEP(mgf=MGF1(SHA256()), algorithm=SHA256(), label=None))
    sealed = AESGCM(secret).encrypt(iv, plain, beside)
    return {"wrapped": base64_of(wrapped), "iv": base64_of(iv), "sealed": base64_of(sealed)}


def beside_of(envelope: dict) -> bytes:
    """What an envelope says openly, as JSON.stringify writes it: it is sealed along."""
    said = [envelope[name] for name in SEALED_BESIDE]
    return json.dumps(said, separators=(",", ":"), ensure_ascii=False).encode()


@dataclass
class Tablet:
    """A tablet in which somebody signed in. `ahead` is how wrong its clock is."""

    app: object
    member: Member
    ahead: timedelta = timedelta()
    browser: makers.Browser = field(init=False)
    given: dict = field(init=False)
    numbers: count = field(init=False)

    def __post_init__(self):
        self.browser, self.numbers = makers.client(self.app, self.member), count(1)
        self.given = self.browser.post("/tickets").json
        self.elsewhere = makers.client(self.app)  # a browser in which nobody is signed in

    def now(self) -> datetime:
        """What its clock shows."""
        return clock.local(clock.now() + self.ahead, "Europe/London")

    def envelope(self, form: dict, kind: str = "incident", what: str = "record", **other) -> dict:
        """A form, sealed now. `other` are further facts of the envelope."""
        said = {
            "format": 1, "client_id": form.get("client_id", str(uuid4())), "what": what, "kind": kind,
            "path": f"/{KINDS[kind].path}" if kind in KINDS else "/x", "author": self.member.user.id,
            "made_at": self.now().isoformat(timespec="milliseconds"), "sequence": next(self.numbers),
        } | other  # fmt: skip
        plain = json.dumps({"pairs": pairs_of(form)}, ensure_ascii=False).encode()
        return said | {"key": self.given["key"]["id"]} | seal(self.given["key"]["jwk"], plain, beside_of(said))

    def send(self, envelope: dict, browser=None, **other):
        """Post an envelope as the outbox does; `other` are facts of this sending."""
        sending = {"sent_at": self.now().isoformat(timespec="milliseconds"), "ticket": self.given["ticket"]} | other
        return (browser or self.elsewhere).post("/outbox", json=envelope | sending)

    def missing(self, *client_ids: str):
        return self.elsewhere.post(
            "/outbox/missing", json={"ticket": self.given["ticket"], "client_ids": list(client_ids)}
        )


def key_id(jwk: dict) -> str:
    """The id of a public key, worked out as the tablet would not need to."""
    numbers = [int.from_bytes(base64.urlsafe_b64decode(jwk[name] + "==")) for name in ("e", "n")]
    der = RSAPublicNumbers(*numbers).public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(der).hexdigest()[:16]

"""The server's own keys, to which tablets seal what they hold: in a file outside the database (decisions/0015)."""

import base64
import hashlib
import os
import re
from functools import cached_property, lru_cache
from pathlib import Path
from uuid import uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

BITS = 3072  # as strong as 128 bits (NIST SP 800-57)
LEAST_BITS = 2048
_PEM = re.compile(rb"-----BEGIN [A-Z ]+-----.+?-----END [A-Z ]+-----", re.DOTALL)


class UnusableKey(SystemExit):
    """A file of keys that cannot be used; the message says how to put it right."""


class NotOpened(Exception):
    """What was sealed cannot be opened; the message says why, in words for whoever looks after the server."""


class Keys:
    """The keys of a file: the first is given out, the others open what was sealed before."""

    def __init__(self, path: Path):
        self.path = path
        if not path.exists():
            _make(path)

    @cached_property
    def _all(self) -> dict[str, RSAPrivateKey]:
        return _loaded(self.path.read_bytes(), str(self.path))

    @cached_property
    def public(self) -> dict:
        """The key to seal to: its id, and itself as a JSON Web Key (RFC 7517)."""
        number, key = next(iter(self._all.items()))
        numbers = key.public_key().public_numbers()
        jwk = {"kty": "RSA", "alg": "RSA-OAEP-256", "n": _number(numbers.n), "e": _number(numbers.e)}
        return {"id": number, "jwk": jwk}

    def open(self, key: str, wrapped: bytes, iv: bytes, sealed: bytes, beside: bytes) -> bytes:
        """What was sealed with `beside` as its additional data. Raises NotOpened."""
        private = self._all.get(key)
        if private is None:
            raise NotOpened(f"It is sealed to the key {key[:16]}, which is not in OUTBOX_KEY_FILE.")
        try:
            secret = private.decrypt(wrapped, OAEP(mgf=MGF1(SHA256()), algorithm=SHA256(), label=None))
            return AESGCM(secret).decrypt(iv, sealed, beside)
        except (ValueError, InvalidTag):
            raise NotOpened("What is sealed is not what its envelope says, or was damaged on the way.") from None


def key_id(key: RSAPrivateKey) -> str:
    """The first 16 hex digits of the SHA-256 of the public key's DER."""
    der = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(der).hexdigest()[:16]


def _make(path: Path) -> None:
    """A new key, readable by its owner only. Who comes second finds the first one's."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = generate_private_key(65537, BITS).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    spare = path.with_name(f"{path.name}.{uuid4().hex}")
    with os.fdopen(os.open(spare, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(made)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(spare, path)
    except FileExistsError:
        pass
    finally:
        spare.unlink()


@lru_cache(8)
def _loaded(content: bytes, name: str) -> dict[str, RSAPrivateKey]:
    keys = {}
    for pem in _PEM.findall(content):
        try:
            key = load_pem_private_key(pem, None)
        except (ValueError, TypeError):
            raise UnusableKey(f"OUTBOX_KEY_FILE: {name} holds a key that cannot be read. Put the file back.") from None
        if not isinstance(key, RSAPrivateKey) or key.key_size < LEAST_BITS:
            raise UnusableKey(f"OUTBOX_KEY_FILE: {name} holds a key that is not RSA of {LEAST_BITS} bits or more.")
        keys[key_id(key)] = key
    if not keys:
        raise UnusableKey(f"OUTBOX_KEY_FILE: {name} holds no key. Put the file back, or move it away for a new one.")
    return keys


def _number(number: int) -> str:
    """A number as a JSON Web Key writes it: big-endian bytes in base64url."""
    return base64.urlsafe_b64encode(number.to_bytes((number.bit_length() + 7) // 8)).rstrip(b"=").decode()

"""Small secrets sealed with a key that is not in the database: who steals its file cannot make anybody's codes."""

import base64
from dataclasses import dataclass
from functools import cached_property

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


@dataclass(frozen=True)
class Seal:
    """Seals with a key made from SECRET_KEY by HKDF (RFC 5869), for this one use."""

    secret_key: str

    @cached_property
    def _fernet(self) -> Fernet:
        made = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"alongside second factors")
        return Fernet(base64.urlsafe_b64encode(made.derive(self.secret_key.encode())))

    def close(self, text: str) -> str:
        """The text, sealed."""
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, sealed: str, seconds: int | None = None) -> str | None:
        """The text; None where another key sealed it, it was changed, or it is older than `seconds`."""
        try:
            return self._fernet.decrypt(sealed.encode(), ttl=seconds).decode()
        except InvalidToken:
            return None

"""Secrets that a browser holds and the server knows only by their hash."""

import hashlib
import secrets


def new_token() -> str:
    """256 random bits, fit for a cookie or an address."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is kept of a token: its SHA-256, in hex. Enough for random ones; a password needs argon2."""
    return hashlib.sha256(token.encode()).hexdigest()

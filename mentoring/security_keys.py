"""Security keys and phones by WebAuthn. Not the tablet itself: whoever knows its passcode could use it."""

import ipaddress
from dataclasses import dataclass

from models import SecurityKey, User

NO_ANSWER = "No key answered. Keys and phones need scripts: switch them on in this browser, or use codes from an app."


class KeyRefused(ValueError):
    """A key that was not taken; the message says why and what to do."""


@dataclass(frozen=True)
class Place:
    """Where a browser is: a key that was set up at one host is good at no other."""

    scheme: str
    host: str  # without the port
    origin: str

    def why_not(self) -> str:
        """Why keys cannot be used here, for people; nothing where they can (WebAuthn level 3, section 5.1.3)."""
        try:
            ipaddress.ip_address(self.host.strip("[]"))
        except ValueError:
            pass
        else:
            return (
                "Keys and phones cannot be used here, because this site is opened by a number instead of a name. "
                "Use codes from an app, or ask whoever looks after the server for an address with a name."
            )
        if self.scheme != "https" and self.host != "localhost":
            return (
                "Keys and phones cannot be used here, because this site is not opened over HTTPS. "
                "Use codes from an app, or ask whoever looks after the server for HTTPS."
            )
        return ""


def keys_at(user: User, place: Place) -> list[SecurityKey]:
    """The person's keys that are good here."""
    if place.why_not():
        return []
    return list(SecurityKey.select().where((SecurityKey.user == user) & (SecurityKey.rp_id == place.host)))

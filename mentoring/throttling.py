"""Token buckets: so many tries at once, then one every so often."""

import hashlib
from datetime import timedelta
from ipaddress import ip_address, ip_network

from database import write
from mentoring import clock
from models import Throttle

FULL_AGAIN = timedelta(days=2)  # longer than any bucket takes


def take(key: str, tries: int, minutes: float) -> bool:
    """Take one try from the bucket `key`, of `tries` at once and one more every `minutes`; whether there was one."""
    name = _name(key)
    with write(of=name):
        moment = clock.now()
        bucket, _ = Throttle.get_or_create(key=name, defaults={"tokens": float(tries), "updated_at": moment})
        passed = max(0.0, (moment - bucket.updated_at).total_seconds() / 60)
        tokens = min(float(tries), bucket.tokens + passed / minutes)
        enough = tokens >= 1
        Throttle.update(tokens=tokens - enough, updated_at=moment).where(Throttle.id == bucket.id).execute()
    return enough


def place(address: str) -> str:
    """An IPv4 address, or the network of an IPv6 one: a house has as many of those as it likes."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(found) if found.version == 4 else str(ip_network((int(found), 64), strict=False))


def put_back(key: str) -> None:
    """Give back the one try that was just taken: what was used up before stays used up."""
    name = _name(key)
    with write(of=name):
        Throttle.update(tokens=Throttle.tokens + 1).where(Throttle.key == name).execute()


def give_back(key: str) -> None:
    """Fill a bucket again: the try was a right one."""
    Throttle.delete().where(Throttle.key == _name(key)).execute()


def forget() -> None:
    """Let go of buckets that have long been full again: guessers make up addresses."""
    old = Throttle.updated_at < clock.now() - FULL_AGAIN
    if Throttle.select().where(old).exists():
        with write(of="throttle"):
            Throttle.delete().where(old).execute()


def _name(key: str) -> str:
    """What a bucket is for, without naming anybody in the database."""
    kind, _, whom = key.partition(":")
    return f"{kind}:{hashlib.sha256(whom.encode()).hexdigest()}"

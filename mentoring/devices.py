"""The browsers in which a person signed in before: at the door they have tries of their own (OWASP, device cookies)."""

from dataclasses import dataclass
from datetime import timedelta

from database import write
from mentoring import clock
from mentoring.mail import Post, queue
from mentoring.tokens import new_token, token_hash
from models import KnownDevice, Login, School, User

FORGET = timedelta(days=400)  # as long as browsers keep a cookie
NEW_DEVICE = (
    "Hello,\n\nsomebody signed in to Alongside with your account, in a browser where you had not signed in before.\n\n"
    "If that was you, there is nothing to do. If it was not, open {address}/more/sign-ins, end it there, and choose a "
    "new password.\n"
)


@dataclass(frozen=True)
class Visitor:
    """Whoever is at the door: what the browser says it is, where it comes from, its own token ("" for none)."""

    device: str
    address: str
    token: str = ""


def is_known(user: User | None, token: str) -> bool:
    """Whether the person signed in before in the browser that holds the token. For nobody it costs the same."""
    held = (KnownDevice.user == (user.id if user else 0)) & (KnownDevice.token_hash == token_hash(token))
    return KnownDevice.select().where(held).exists()


def remember(user: User, school: School, token: str, post: Post) -> str:
    """Know the browser from now on, and tell the person where it is not their first; the token it is to hold.

    A token that nobody knows is replaced, so that none can be planted.
    """
    key, moment = token_hash(token), clock.now()
    with write(of=f"devices {user.id}"):
        mine = KnownDevice.user == user
        KnownDevice.delete().where(mine & (KnownDevice.seen_at < moment - FORGET)).execute()
        if KnownDevice.update(seen_at=moment).where(mine & (KnownDevice.token_hash == key)).execute():
            return token
        if not KnownDevice.select().where(KnownDevice.token_hash == key).exists():
            token = new_token()
        if post.is_on and Login.select().where(Login.user == user).count() > 1:
            tomorrow = moment + timedelta(days=1)
            queue(school, user.email, "A new sign-in to Alongside", NEW_DEVICE, "new device", tomorrow)
        KnownDevice.create(user=user, token_hash=token_hash(token), created_at=moment, seen_at=moment)
    return token

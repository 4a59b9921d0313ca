"""Six-digit codes from an app (TOTP, RFC 6238): every 30 seconds another, each good once."""

import hmac
import io
from dataclasses import dataclass

import pyotp
import segno

from mentoring import clock
from mentoring.sealing import Seal
from models import CodeApp, User

STEP_SECONDS = 30
AROUND = (0, -1, 1)  # steps: a clock may be half a minute off, and a thumb slow
OFFER_SECONDS = 3600
ISSUER = "Alongside"


@dataclass(frozen=True)
class Offer:
    """A new secret for an app, before it is anybody's. `sealed` comes back with the first code."""

    secret: str
    sealed: str
    address: str

    @property
    def spaced(self) -> str:
        """The secret in fours, for typing."""
        return " ".join(self.secret[at : at + 4] for at in range(0, len(self.secret), 4))

    @property
    def picture(self) -> str:
        """The QR code as an SVG element without style or script, black on white in every scheme."""
        out = io.BytesIO()
        segno.make(self.address, error="m", micro=False).save(
            out, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=3, light="#fff", dark="#000",
            svgclass="qr", lineclass=None, nl=False,
        )  # fmt: skip
        return out.getvalue().decode()


def offer(seal: Seal, user: User, sealed: str = "") -> Offer:
    """A new secret (160 bits), or the one that was offered within the hour and came back as `sealed`."""
    secret = _offered(seal, user, sealed)
    if secret is None:
        secret = pyotp.random_base32()
        sealed = seal.close(f"{user.id}:{secret}")
    return Offer(secret, sealed, pyotp.TOTP(secret).provisioning_uri(name=user.email, issuer_name=ISSUER))


def start(seal: Seal, user: User, sealed: str, code: str, name: str) -> CodeApp | None:
    """The app, if `code` is one of the secret offered. None if it is not, or the offer has run out."""
    secret = _offered(seal, user, sealed)
    step = _step_of(secret, code) if secret else None
    if secret is None or step is None:
        return None
    moment = clock.now()
    return CodeApp.create(
        user=user, name=name, secret=seal.close(secret), last_step=step, created_at=moment, used_at=moment
    )


def answers(seal: Seal, user: User, code: str) -> bool:
    """Whether `code` is one of the person's apps' now, not used before; from now on it is."""
    for app in CodeApp.select().where(CodeApp.user == user):
        secret = seal.open(app.secret)
        step = _step_of(secret, code) if secret else None
        if step is not None:
            unused = (CodeApp.id == app.id) & (CodeApp.last_step < step)
            return CodeApp.update(last_step=step, used_at=clock.now()).where(unused).execute() == 1
    return False


def _offered(seal: Seal, user: User, sealed: str) -> str | None:
    owner, _, secret = (seal.open(sealed, OFFER_SECONDS) or "").partition(":")
    return secret if secret and owner == str(user.id) else None


def _step_of(secret: str, code: str) -> int | None:
    """Which step the code belongs to: the present one, or one beside it."""
    digits = "".join(code.split())
    if not (digits.isascii() and digits.isdecimal() and len(digits) == 6):
        return None
    now, codes = int(clock.now().timestamp()) // STEP_SECONDS, pyotp.TOTP(secret)
    steps = (now + off for off in AROUND)
    return next((one for one in steps if hmac.compare_digest(codes.generate_otp(one), digits)), None)

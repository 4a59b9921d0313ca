"""What browsers are asked of security keys and phones, and their answers (WebAuthn level 3, section 7).

Its library takes 4 MB: import it where somebody uses a key.
"""

import json
from datetime import timedelta

import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.structs import (
    AuthenticatorAttachment,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialHint,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from database import write
from mentoring import clock
from mentoring.security_keys import NO_ANSWER, KeyRefused, Place, keys_at
from models import KeyChallenge, SecurityKey, User

CHALLENGE_SECONDS = 300
NAME = "Alongside"
VERIFIED = UserVerificationRequirement.REQUIRED


def offer(holder: str, user: User, place: Place) -> str:
    """What the browser is asked for a new key, as JSON. `holder` is the token hash of the login that may answer."""
    options = webauthn.generate_registration_options(
        rp_id=place.host, rp_name=NAME, user_id=f"alongside-{user.id}".encode(), user_name=user.email,
        user_display_name=user.name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            authenticator_attachment=AuthenticatorAttachment.CROSS_PLATFORM,
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=VERIFIED,
        ),
        exclude_credentials=_descriptors(keys_at(user, place)),
        hints=[PublicKeyCredentialHint.SECURITY_KEY, PublicKeyCredentialHint.HYBRID],
    )  # fmt: skip
    _keep(holder, options.challenge)
    return webauthn.options_to_json(options)


def start(holder: str, user: User, place: Place, answer: str, name: str) -> SecurityKey:
    """The new key. Raises KeyRefused with a sentence for one that will not do."""
    said = _said(answer)
    transports = said.get("response", {}).get("transports") or []
    if said.get("authenticatorAttachment") == "platform" or transports == ["internal"]:
        raise KeyRefused(
            "That was this device itself. On a shared tablet everybody who knows its passcode could use it: take a "
            "security key or your own phone."
        )
    try:
        made = webauthn.verify_registration_response(
            credential=said, expected_challenge=_take(holder), expected_rp_id=place.host,
            expected_origin=place.origin, require_user_verification=True,
        )  # fmt: skip
    except Exception as error:  # a stranger's bytes: the parsers below raise whatever they stumble over
        raise KeyRefused(
            "The key was not taken. Try again, and confirm at the key or phone within a minute."
        ) from error
    known = bytes_to_base64url(made.credential_id)
    if SecurityKey.select().where(SecurityKey.credential_id == known).exists():
        raise KeyRefused("That key is set up already. Use another, or remove it first.")
    moment = clock.now()
    return SecurityKey.create(
        user=user, name=name, rp_id=place.host, credential_id=known,
        public_key=bytes_to_base64url(made.credential_public_key), sign_count=made.sign_count,
        transports=" ".join(one for one in transports if isinstance(one, str))[:80], created_at=moment, used_at=moment,
    )  # fmt: skip


def ask(holder: str, user: User, place: Place) -> str:
    """What the browser is asked to sign with one of the person's keys, as JSON."""
    options = webauthn.generate_authentication_options(
        rp_id=place.host, allow_credentials=_descriptors(keys_at(user, place)), user_verification=VERIFIED
    )
    _keep(holder, options.challenge)
    return webauthn.options_to_json(options)


def answers(holder: str, user: User, place: Place, answer: str) -> bool:
    """Whether one of the person's keys signed what `holder` was asked."""
    try:
        said = _said(answer)
        key = next((one for one in keys_at(user, place) if one.credential_id == said.get("id")), None)
        if key is None:
            return False
        signed = webauthn.verify_authentication_response(
            credential=said, expected_challenge=_take(holder), expected_rp_id=place.host,
            expected_origin=place.origin, credential_public_key=base64url_to_bytes(key.public_key),
            credential_current_sign_count=key.sign_count, require_user_verification=True,
        )  # fmt: skip
    except Exception:  # a stranger's bytes, as above
        return False
    SecurityKey.update(sign_count=signed.new_sign_count, used_at=clock.now()).where(SecurityKey.id == key.id).execute()
    return True


def _descriptors(keys: list[SecurityKey]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(key.credential_id)) for key in keys]


def _said(answer: str) -> dict:
    if not answer:
        raise KeyRefused(NO_ANSWER)
    try:
        said = json.loads(answer)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict) or not isinstance(said.get("response", {}), dict):
        raise KeyRefused("The browser's answer was not understood. Try again.")
    return said


def _keep(holder: str, challenge: bytes) -> None:
    """Keep what was asked; what was asked before is void."""
    with write():
        stale = KeyChallenge.created_at < clock.now() - timedelta(seconds=CHALLENGE_SECONDS)
        KeyChallenge.delete().where(stale | (KeyChallenge.holder == holder)).execute()
        KeyChallenge.create(holder=holder, challenge=bytes_to_base64url(challenge), created_at=clock.now())


def _take(holder: str) -> bytes:
    """What was asked of the holder, for this once. Raises KeyRefused where nothing was, or too long ago."""
    row = KeyChallenge.get_or_none(KeyChallenge.holder == holder)
    _forget(holder)
    if row is None or (clock.now() - row.created_at).total_seconds() > CHALLENGE_SECONDS:
        raise KeyRefused("That took too long. Try again, and confirm at the key or phone within a minute.")
    return base64url_to_bytes(row.challenge)


def _forget(holder: str) -> None:
    KeyChallenge.delete().where(KeyChallenge.holder == holder).execute()

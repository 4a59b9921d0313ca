"""A provider by OpenID Connect: where a browser is sent, and what the provider then says.

Authorization code with PKCE (RFC 7636), state and nonce; the issuer is fixed by the settings and no other is believed
(OpenID Connect Core 1.0, 3.1.3.7; Discovery 1.0, 4.3).
"""

import time
from collections.abc import Callable
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from mentoring import clock
from mentoring.providers import Person, Provider, ProviderError

SCOPE = "openid email profile"
SECONDS = 5  # for each answer of the provider
KEPT_SECONDS = 3600  # what a provider says of itself
LEEWAY_SECONDS = 60
ALGORITHMS = ["RS256", "ES256"]


def departure(provider: Provider, back: str, state: str, nonce: str, verifier: str) -> str:
    """The provider's address that asks the person who they are; `back` is ours. Raises ProviderError."""
    with _session(provider, back) as session:
        address, _ = session.create_authorization_url(
            _facts(provider)["authorization_endpoint"], state=state, nonce=nonce, code_verifier=verifier,
            prompt="select_account", **dict(provider.extra),
        )  # fmt: skip
    return address


def person(provider: Provider, back: str, code: str, nonce: str, verifier: str) -> Person:
    """Whom the provider vouches for by the code that came back. Raises ProviderError."""
    try:
        with _session(provider, back) as session:
            reply = session.fetch_token(_facts(provider)["token_endpoint"], code=code, code_verifier=verifier)
    except (AuthlibBaseError, requests.RequestException, ValueError) as error:
        raise ProviderError(f"{provider.word} did not confirm that. Try again.") from error
    return vouched(provider, str(reply.get("id_token", "")), nonce)


def vouched(provider: Provider, token: str, nonce: str) -> Person:
    """Whom an ID token names, its signature and every claim checked. Raises ProviderError."""
    try:
        read = jwt.decode(token, _keys(provider), algorithms=ALGORITHMS)
        claims = CodeIDToken(
            read.claims, read.header, {"iss": {"essential": True, "value": provider.issuer},
                                       "aud": {"essential": True, "value": provider.client_id}},
            {"nonce": nonce, "client_id": provider.client_id},
        )  # fmt: skip
        claims.validate(now=int(clock.now().timestamp()), leeway=LEEWAY_SECONDS)
        if str(claims.get(provider.tenant_claim, "")).casefold() != provider.tenant:
            raise ProviderError(
                f"That {provider.word} account is not one of your school's. Choose the one that your school gave you."
            )
        return Person(provider.issuer, provider.subject(claims), _label(claims), "mfa" in (claims.get("amr") or ()))
    except (JoseError, AuthlibBaseError, KeyError, TypeError) as error:
        raise ProviderError(f"What {provider.word} answered was not for Alongside. Try again.") from error


def _label(claims: dict) -> str:
    return str(claims.get("email") or claims.get("preferred_username") or claims.get("name") or "")[:254]


def _session(provider: Provider, back: str) -> OAuth2Session:
    return OAuth2Session(
        provider.client_id, provider.client_secret, scope=SCOPE, redirect_uri=back, code_challenge_method="S256",
        default_timeout=SECONDS,
    )  # fmt: skip


_kept: dict[str, tuple[float, Any]] = {}


def _facts(provider: Provider) -> dict:
    """What the provider says of itself, from its fixed address."""
    facts = _fetch(provider, f"{provider.issuer}/.well-known/openid-configuration")
    if facts.get("issuer") != provider.issuer:
        raise ProviderError(f"{provider.word} is not set up right. Tell whoever looks after the server.")
    return facts


def _keys(provider: Provider) -> Callable[[Any], Any]:
    """Its keys; asked again where a token is signed by one that is not among them, as after a change."""
    address = _facts(provider)["jwks_uri"]

    def key_of(token: Any) -> Any:
        wanted = token.headers().get("kid")
        keys = _fetch(provider, address)
        if wanted not in [one.get("kid") for one in keys.get("keys", [])]:
            keys = _fetch(provider, address, again=True)
        return KeySet.import_key_set({"keys": keys["keys"]})

    return key_of


def _fetch(provider: Provider, address: str, again: bool = False) -> dict:
    until, said = _kept.get(address, (0.0, {}))
    if again or time.monotonic() > until:
        try:
            reply = requests.get(address, timeout=SECONDS, allow_redirects=False)
            reply.raise_for_status()
            said = reply.json()
        except (requests.RequestException, ValueError) as error:
            raise ProviderError(
                f"{provider.word} does not answer at the moment. Try again, or sign in with your password."
            ) from error
        if not isinstance(said, dict):
            raise ProviderError(f"{provider.word} is not set up right. Tell whoever looks after the server.")
        _kept[address] = (time.monotonic() + KEPT_SECONDS, said)
    return said

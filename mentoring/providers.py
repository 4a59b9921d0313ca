"""Google Workspace and Microsoft 365 as providers of accounts: what the settings say of them, whom they vouch for."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


class ProviderError(ValueError):
    """The provider did not answer, or not as it must; the message is for the person."""


@dataclass(frozen=True)
class Provider:
    """A provider as the settings name it. The claim `tenant_claim` must say `tenant`; `subject` names the person."""

    name: str
    word: str
    issuer: str
    client_id: str
    client_secret: str
    tenant_claim: str
    tenant: str
    subject: Callable[[dict], str] = field(repr=False)
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Person:
    """Whom a provider vouches for. `sure`: it says that it asked for a second step (RFC 8176, amr: mfa)."""

    issuer: str
    subject: str
    label: str
    sure: bool


def configured(settings: Any) -> dict[str, Provider]:
    """The providers that are set, by name. `settings` has the SSO_ names of docs/deploying.md."""
    found = []
    if settings.SSO_GOOGLE_CLIENT_ID:
        domain = settings.SSO_GOOGLE_DOMAIN.casefold()
        found.append(Provider(
            "google", "Google", settings.SSO_GOOGLE_ISSUER, settings.SSO_GOOGLE_CLIENT_ID,
            settings.SSO_GOOGLE_CLIENT_SECRET, "hd", domain, lambda claims: claims["sub"], (("hd", domain),),
        ))  # fmt: skip
    if settings.SSO_MICROSOFT_CLIENT_ID:
        tenant = settings.SSO_MICROSOFT_TENANT.casefold()
        found.append(Provider(
            "microsoft", "Microsoft", settings.SSO_MICROSOFT_ISSUER or f"https://login.microsoftonline.com/{tenant}/v2.0",
            settings.SSO_MICROSOFT_CLIENT_ID, settings.SSO_MICROSOFT_CLIENT_SECRET, "tid", tenant,
            # `sub` differs from app to app there: tid and oid name the person (Microsoft, ID token claims reference).
            lambda claims: f"{claims['tid']}.{claims['oid']}",
        ))  # fmt: skip
    return {one.name: one for one in found}

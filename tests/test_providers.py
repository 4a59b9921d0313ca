"""What a provider says is believed only where every part of it fits; and which settings name one."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from mentoring import clock, openid, providers
from mentoring.providers import ProviderError
from settings import SettingError
from tests.openid_provider.browsing import at_provider, made, real_provider, sso_app  # noqa: F401  fixtures


def id_token(app, client_id: str, nonce: str) -> str:
    """A token that the provider truly signed, for one of its clients."""
    verifier = "v" * 50
    session = requests.Session()
    provider = app.config["PROVIDERS"]["google"]
    other = providers.Provider(**{**provider.__dict__, "client_id": client_id})
    back = "http://localhost/single-sign-ons/google/return"
    code = parse_qs(urlsplit(at_provider(openid.departure(other, back, "s", nonce, verifier))).query)["code"][0]
    sent = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier,
            "client_id": client_id, "client_secret": "a secret"}  # fmt: skip
    return session.post(f"{provider.issuer}/token/", data=sent).json()["id_token"]


def test_a_token_for_another_app_of_another_issuer_or_changed_is_refused(app):
    provider = app.config["PROVIDERS"]["google"]
    token = id_token(app, "alongside", "n")
    assert openid.vouched(provider, token, "n").label == "amara@school.example"
    with pytest.raises(ProviderError):
        openid.vouched(provider, id_token(app, "another", "n"), "n")
    elsewhere = providers.Provider(**{**provider.__dict__, "issuer": provider.issuer.replace("localhost", "127.0.0.1")})
    with pytest.raises(ProviderError, match="not set up right"):
        openid.vouched(elsewhere, token, "n")
    head, body, signature = token.split(".")
    none = "eyJhbGciOiJub25lIn0"
    for bad in (f"{head}.{body}.{signature[:-6]}AAAAAA", f"{none}.{body}.", f"{none}.{body}.{signature}", "", "x.y.z"):
        with pytest.raises(ProviderError):
            openid.vouched(provider, bad, "n")
    with clock.at(clock.now() + timedelta(hours=11)), pytest.raises(ProviderError):
        openid.vouched(provider, token, "n")


def test_an_issuer_that_the_token_does_not_name_is_refused(app, monkeypatch):
    """As if one tenant's metadata were served under another's name: the token's own issuer decides."""
    provider = app.config["PROVIDERS"]["microsoft"]
    token = id_token(app, "alongside", "n")
    other = providers.Provider(**{**provider.__dict__, "issuer": "https://login.example/other"})
    facts = {"issuer": other.issuer, "jwks_uri": f"{provider.issuer}/.well-known/jwks.json"}
    monkeypatch.setitem(openid._kept, f"{other.issuer}/.well-known/openid-configuration", (float("inf"), facts))
    with pytest.raises(ProviderError, match="was not for Alongside"):
        openid.vouched(other, token, "n")


@pytest.mark.parametrize(("given", "sentence"), [
    ({"SSO_GOOGLE_DOMAIN": ""}, "SSO_GOOGLE_DOMAIN must be set too"),
    ({"SSO_MICROSOFT_TENANT": "common"}, "tenant ID"),
    ({"SSO_MICROSOFT_CLIENT_SECRET": ""}, "SSO_MICROSOFT_CLIENT_SECRET must be set too"),
    ({"SSO_GOOGLE_ISSUER": "http://accounts.example"}, "must begin with https"),
])  # fmt: skip
def test_a_setting_that_lets_too_many_in_stops_the_start(url, issuer, given, sentence):
    with pytest.raises(SettingError, match=sentence):
        made(url, issuer, **given)

"""Fixtures: the provider as a process of its own, and a browser that signs in at it."""

import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

import database
from app import create_app
from tests.openid_provider.people import PASSWORD, TENANT

HERE = Path(__file__).parent
PYTHON = Path(sys.prefix).resolve().parent / ".venv-sso" / "bin" / "python"


@pytest.fixture(name="issuer", scope="session")
def real_provider(tmp_path_factory):
    """The provider's address."""
    assert PYTHON.exists(), "The OpenID provider is not installed. Run: make test"
    command = [PYTHON, HERE / "serve.py", tmp_path_factory.mktemp("provider")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    address = process.stdout.readline().strip()
    assert address, "The OpenID provider did not start."
    yield f"{address}/o"
    process.terminate()
    process.wait(10)


def made(url, issuer, **more):
    """The app, with both providers at the one that runs here."""
    app = create_app(
        DATABASE_URL=url, SECRET_KEY="only for tests", ARGON2_KIB="8",
        **{
            "SSO_GOOGLE_CLIENT_ID": "alongside", "SSO_GOOGLE_CLIENT_SECRET": "a secret",
            "SSO_GOOGLE_DOMAIN": "school.example", "SSO_GOOGLE_ISSUER": issuer,
            "SSO_MICROSOFT_CLIENT_ID": "alongside", "SSO_MICROSOFT_CLIENT_SECRET": "a secret",
            "SSO_MICROSOFT_TENANT": TENANT, "SSO_MICROSOFT_ISSUER": issuer,
        } | more,
    )  # fmt: skip
    app.testing = True
    database.migrate()
    return app


@pytest.fixture(name="app")
def sso_app(url, issuer):
    """In place of conftest's, for every fixture that asks for the app."""
    yield made(url, issuer)
    database.db.close()


def at_provider(address: str, username: str = "amara") -> str:
    """Sign in at the provider and say yes: the path at which it sends the browser back."""
    browser = requests.Session()
    reply = browser.get(address)
    if "/sign-in" in reply.url:
        reply = browser.post(reply.url, data={"username": username, "password": PASSWORD}, allow_redirects=False)
        reply = browser.get(requests.compat.urljoin(address, reply.headers["Location"]), allow_redirects=False)
    back = urlsplit(reply.headers["Location"])
    return f"{back.path}?{back.query}"


def come(browser, username="amara", name="google", onward=""):
    """Sign in with the provider, all the way."""
    leaving = browser.get(f"/single-sign-ons/{name}/new", query_string={"next": onward} if onward else None)
    return browser.get(at_provider(leaving.location, username))


def link(browser, username="amara", name="google"):
    page = browser.post(f"/single-sign-ons/{name}/links")
    assert page.status_code == 200
    address = page.text.split('href="http://localhost:')[1].split('"')[0].replace("&amp;", "&")
    return browser.get(at_provider(f"http://localhost:{address}", username))


@pytest.fixture(name="linked")
def linked_mentor(as_mentor, mentor):
    """The mentor, linked to Amara's account at Google."""
    assert link(as_mentor).location == "/factors"
    return mentor


def told(reply) -> str:
    assert reply.status_code in (422, 503), reply.status_code
    return reply.text

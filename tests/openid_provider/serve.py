"""`python tests/openid_provider/serve.py FOLDER`: an OpenID provider, run by a Python of its own.

django-oauth-toolkit as it is; its claims for a person are added by the hook that it documents for that. What it shares
with the app under test is the standard, and no code. Prints its address, and serves until it is stopped.
"""

import sys
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings
from people import PASSWORD, PEOPLE

BACK = " ".join(f"http://localhost{port}/single-sign-ons/{name}/return" for port in ("", ":5000")
                for name in ("google", "microsoft"))  # fmt: skip


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *_parts):
        """The tests' output is not the place."""


def configure(folder: Path, address: str) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    parts = ("sessions.middleware.SessionMiddleware", "contrib.auth.middleware.AuthenticationMiddleware")
    settings.configure(
        SECRET_KEY="only for tests", ALLOWED_HOSTS=["*"], ROOT_URLCONF="hooks", USE_TZ=True, LOGIN_URL="/sign-in",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "provider.db")}},
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
                        "oauth2_provider"],
        MIDDLEWARE=[f"django.contrib.{parts[0]}", f"django.{parts[1]}"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        OAUTH2_PROVIDER={
            "OIDC_ENABLED": True, "OIDC_RSA_PRIVATE_KEY": pem, "OIDC_ISS_ENDPOINT": f"{address}/o",
            "PKCE_REQUIRED": True,
            "SCOPES": {"openid": "", "email": "", "profile": ""}, "OAUTH2_VALIDATOR_CLASS": "hooks.Validator",
        },
    )  # fmt: skip
    django.setup()


def fill() -> None:
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from oauth2_provider.models import Application

    call_command("migrate", verbosity=0)
    for name in PEOPLE:
        User.objects.create_user(name, password=PASSWORD)
    for client in ("alongside", "another"):
        Application.objects.create(
            client_id=client, client_secret="a secret", name=client, client_type="confidential", algorithm="RS256",
            authorization_grant_type="authorization-code", redirect_uris=BACK, skip_authorization=True,
        )  # fmt: skip


def main() -> None:
    folder = Path(sys.argv[1])
    server = make_server("127.0.0.1", 0, None, Server, Quiet)
    address = f"http://localhost:{server.server_port}"
    configure(folder, address)
    fill()
    from django.core.wsgi import get_wsgi_application

    server.set_app(get_wsgi_application())
    print(address, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()

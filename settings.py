"""Every setting, read once from the environment or a `.env` beside the app.

docs/deploying.md documents each; a test compares that page with `SETTINGS`.
"""

import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

HERE = Path(__file__).parent
TENANT = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
SMTP_PORTS = {"starttls": "587", "tls": "465", "none": "25"}  # RFC 6409, RFC 8314, RFC 5321


class SettingError(SystemExit):
    """A setting that cannot be used; the message says how to put it right."""


@dataclass(frozen=True)
class Settings:
    """What the environment says. Times are in the unit that the name ends with."""

    DATABASE_URL: str
    SECRET_KEY: str
    HOST: str
    PORT: int
    TRUSTED_HOSTS: tuple[str, ...]
    TRUSTED_PROXIES: int
    THREADS: int
    LOGIN_IDLE_MINUTES: int
    LOGIN_HOURS: int
    LOCK_MINUTES: int
    ARGON2_KIB: int
    SSO_GOOGLE_CLIENT_ID: str
    SSO_GOOGLE_CLIENT_SECRET: str
    SSO_GOOGLE_DOMAIN: str
    SSO_GOOGLE_ISSUER: str
    SSO_MICROSOFT_CLIENT_ID: str
    SSO_MICROSOFT_CLIENT_SECRET: str
    SSO_MICROSOFT_TENANT: str
    SSO_MICROSOFT_ISSUER: str
    AUDIT_KEY: str
    OUTBOX_KEY_FILE: Path
    ANCHORS_DIR: str
    PUBLIC_URL: str
    SMTP_HOST: str
    SMTP_PORT: int
    SMTP_USER: str
    SMTP_PASSWORD: str
    SMTP_SECURITY: str
    MAIL_FROM: str

    @property
    def is_sqlite(self) -> bool:
        return self.DATABASE_URL.startswith("sqlite:")

    @property
    def anchors(self) -> Path:
        """The file of this database's anchors, named as it is; beside a SQLite file unless ANCHORS_DIR says."""
        database = Path(urlsplit(self.DATABASE_URL).path[1:])
        beside = database.parent if self.is_sqlite else HERE / "instance"
        return (Path(self.ANCHORS_DIR) if self.ANCHORS_DIR else beside / "anchors") / f"{database.stem}.anchors"


SETTINGS = {
    "DATABASE_URL": "",
    "SECRET_KEY": "",
    "HOST": "127.0.0.1",
    "PORT": "8000",
    "TRUSTED_HOSTS": "",
    "TRUSTED_PROXIES": "0",
    "THREADS": "8",
    "LOGIN_IDLE_MINUTES": "30",
    "LOGIN_HOURS": "12",
    "LOCK_MINUTES": "2",
    "ARGON2_KIB": "65536",
    "SSO_GOOGLE_CLIENT_ID": "",
    "SSO_GOOGLE_CLIENT_SECRET": "",
    "SSO_GOOGLE_DOMAIN": "",
    "SSO_GOOGLE_ISSUER": "https://accounts.google.com",
    "SSO_MICROSOFT_CLIENT_ID": "",
    "SSO_MICROSOFT_CLIENT_SECRET": "",
    "SSO_MICROSOFT_TENANT": "",
    "SSO_MICROSOFT_ISSUER": "",
    "AUDIT_KEY": "",
    "OUTBOX_KEY_FILE": "",
    "ANCHORS_DIR": "",
    "PUBLIC_URL": "",
    "SMTP_HOST": "",
    "SMTP_PORT": "",
    "SMTP_USER": "",
    "SMTP_PASSWORD": "",
    "SMTP_SECURITY": "starttls",
    "MAIL_FROM": "",
}


def _number(name: str, value: str, least: int) -> int:
    if not value.isdecimal() or int(value) < least:
        raise SettingError(f"{name} is “{value}”. Set it to a whole number of at least {least}.")
    return int(value)


def _single_sign_on(value: dict[str, str]) -> dict:
    """The SSO_ settings: of each provider all or none, the tenant as a number, the issuer over HTTPS."""
    found = {name: said.strip() for name, said in value.items() if name.startswith("SSO_")}
    for which, last in (("GOOGLE", "DOMAIN"), ("MICROSOFT", "TENANT")):
        names = [f"SSO_{which}_{part}" for part in ("CLIENT_ID", "CLIENT_SECRET", last)]
        missing = [name for name in names if not found[name]]
        if 0 < len(missing) < len(names):
            raise SettingError(f"{' and '.join(missing)} must be set too, or none of {', '.join(names)}.")
        issuer = urlsplit(found[f"SSO_{which}_ISSUER"])
        if issuer.geturl() and issuer.scheme != "https" and issuer.hostname not in ("localhost", "127.0.0.1"):
            raise SettingError(f"SSO_{which}_ISSUER is “{issuer.geturl()}”. It must begin with https://.")
    tenant = found["SSO_MICROSOFT_TENANT"]
    if tenant and not TENANT.fullmatch(tenant):
        raise SettingError(
            f"SSO_MICROSOFT_TENANT is “{tenant}”. Set it to your directory's tenant ID, such as "
            "72f988bf-0000-0000-0000-2d7cd011db47; “common” would let every school's accounts in."
        )
    return found


def kept_secret(folder: Path, name: str = "secret-key") -> str:
    """The key made at first start and kept, readable by its owner only."""
    path = folder / name
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


def load(**given: str) -> Settings:
    """Settings from `given`, else the environment, else `.env`, else the default.

    Raises SettingError with a sentence that says which setting to put right.
    """
    said = {**dotenv_values(HERE / ".env"), **os.environ, **given}
    value = {name: said.get(name) or default for name, default in SETTINGS.items()}
    instance = HERE / "instance"
    hosts = [host.strip() for host in value["TRUSTED_HOSTS"].split(",") if host.strip()]
    return Settings(
        DATABASE_URL=value["DATABASE_URL"] or f"sqlite:///{instance / 'alongside.db'}",
        SECRET_KEY=value["SECRET_KEY"] or kept_secret(instance),
        HOST=value["HOST"],
        PORT=_number("PORT", value["PORT"], 1),
        TRUSTED_HOSTS=(*hosts, "localhost", "127.0.0.1", "[::1]"),
        TRUSTED_PROXIES=_number("TRUSTED_PROXIES", value["TRUSTED_PROXIES"], 0),
        THREADS=_number("THREADS", value["THREADS"], 1),
        LOGIN_IDLE_MINUTES=_number("LOGIN_IDLE_MINUTES", value["LOGIN_IDLE_MINUTES"], 1),
        LOGIN_HOURS=_number("LOGIN_HOURS", value["LOGIN_HOURS"], 1),
        LOCK_MINUTES=_number("LOCK_MINUTES", value["LOCK_MINUTES"], 1),
        ARGON2_KIB=_number("ARGON2_KIB", value["ARGON2_KIB"], 8),
        **_single_sign_on(value),
        AUDIT_KEY=value["AUDIT_KEY"] or kept_secret(instance, "audit-key"),
        OUTBOX_KEY_FILE=Path(value["OUTBOX_KEY_FILE"] or instance / "outbox-key.pem"),
        ANCHORS_DIR=value["ANCHORS_DIR"],
        **_mail(value),
    )


def _mail(value: dict[str, str]) -> dict:
    """The settings of e-mail, which come together or not at all."""
    address, security = value["PUBLIC_URL"].rstrip("/"), value["SMTP_SECURITY"]
    if address and not re.fullmatch(r"https?://[^\s/?#]+", address):
        raise SettingError(f"PUBLIC_URL is “{address}”. Write it as https://alongside.school.example.")
    if security not in SMTP_PORTS:
        raise SettingError(f"SMTP_SECURITY is “{security}”. Set it to starttls, tls or none.")
    if value["SMTP_HOST"] and not (address and "@" in value["MAIL_FROM"]):
        raise SettingError("SMTP_HOST is set, so set PUBLIC_URL and MAIL_FROM too: e-mails need a sender and links.")
    if security == "none" and value["SMTP_USER"] and value["SMTP_HOST"] not in ("localhost", "127.0.0.1", "::1"):
        raise SettingError("SMTP_SECURITY is none, so SMTP_PASSWORD would cross the network bare. Use starttls.")
    return {
        "PUBLIC_URL": address, "SMTP_SECURITY": security,
        "SMTP_PORT": _number("SMTP_PORT", value["SMTP_PORT"] or SMTP_PORTS[security], 1),
    } | {name: value[name] for name in ("SMTP_HOST", "SMTP_USER", "SMTP_PASSWORD", "MAIL_FROM")}  # fmt: skip

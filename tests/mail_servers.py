"""A real SMTP server in this process, which can ask for TLS and a password, refuse people, and go away."""

import socket
import ssl
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

USER, PASSWORD = "alongside", "post office key"


class Keeps:
    """What the server does with a mail: keeps it, unless its recipient is refused."""

    def __init__(self, refuses: dict[str, str]):
        self.mails: list[EmailMessage] = []
        self.envelopes: list[tuple[str, list[str]]] = []
        self.refuses = refuses

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        self.envelopes.append((envelope.mail_from, envelope.rcpt_tos))
        return "250 OK"


def spare_port() -> int:
    with socket.socket() as spare:
        spare.bind(("127.0.0.1", 0))
        return spare.getsockname()[1]


def _right(_server, _session, _envelope, _mechanism, data) -> AuthResult:
    fine = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=fine, handled=fine)


@contextmanager
def serving(port: int = 0, refuses: dict[str, str] | None = None, authority: trustme.CA | None = None,
            asks_password: bool = False, from_first_byte: bool = False):  # fmt: skip
    """The server while the block runs; `authority` signs its certificate, without one it speaks no TLS."""
    keeps = Keeps(refuses or {})
    options: dict = {}
    if authority:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
        options = {"ssl_context": context} if from_first_byte else {"tls_context": context, "require_starttls": True}
    if asks_password:
        options |= {"authenticator": _right, "auth_required": True, "auth_require_tls": not from_first_byte}
    server = Controller(keeps, hostname="127.0.0.1", port=port or spare_port(), **options)
    keeps.port = server.port
    server.start()
    try:
        yield keeps
    finally:
        server.stop()

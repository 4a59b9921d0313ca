"""E-mail: written beside what it tells of, sent by and by. Fixed sentences only: no pupil's name, no content."""

import hashlib
import hmac
import re
import smtplib
import ssl
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage

from database import write
from mentoring import audit, clock
from models import Mail, Member, School

SECONDS = 15  # for each answer of the mail server
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=2)
IN_HAND = timedelta(minutes=5)  # nobody else takes a mail that is being sent
GIVE_UP, FORGET = timedelta(days=3), timedelta(days=30)
LINK = re.compile(r"\{link:([\w-]+)\}")


class Refused(Exception):
    """This mail will never be taken; the message is a sentence for the school's admin."""


class NotNow(Exception):
    """The mail server cannot be used at the moment, or not for this mail; the message is a sentence for the admin."""


@dataclass(frozen=True)
class Post:
    """The mail server, as the settings name it. `address` is PUBLIC_URL, `key` makes one-time links' tokens."""

    host: str
    port: int
    user: str
    password: str
    security: str
    sender: str
    address: str
    key: str

    @property
    def is_on(self) -> bool:
        """Whether there is a server to send by. Where there is none, queue nothing: nobody would send it."""
        return bool(self.host)

    def send(self, mail: Mail) -> None:
        """Hand one mail to the server. Raises Refused or NotNow."""
        message = self._message(mail)
        try:
            with self._connection() as server:
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            raise _by_code("The mail server refuses this address", *next(iter(error.recipients.values()))) from error
        except smtplib.SMTPDataError as error:
            raise _by_code("The mail server refuses this e-mail", error.smtp_code) from error
        except smtplib.SMTPNotSupportedError as error:
            raise Refused("The mail server does not take an address with such letters.") from error
        except (smtplib.SMTPException, OSError) as error:
            raise NotNow(_why(error)) from error

    def _connection(self) -> smtplib.SMTP:
        if self.security == "tls":
            context = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=SECONDS)
        try:
            if self.security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if self.user:
                server.login(self.user, self.password)
        except smtplib.SMTPNotSupportedError as error:
            server.close()
            raise NotNow("The mail server offers no TLS or no sign-in. Check SMTP_SECURITY and SMTP_USER.") from error
        except BaseException:
            server.close()
            raise
        return server

    def _message(self, mail: Mail) -> EmailMessage:
        message = EmailMessage()
        try:
            message["To"] = Address(addr_spec=mail.recipient)
            message["From"] = self.sender
            message["Subject"] = mail.subject
        except (ValueError, IndexError, MessageError) as error:
            raise Refused("That is not an e-mail address that can be written to. Put it right in People.") from error
        message["Date"] = mail.created_at
        # The same at every try, so that a mail whose receipt was lost is not shown twice.
        message["Message-ID"] = (
            f"<{mail.id}.{mail.created_at:%Y%m%d%H%M%S%f}@{self.sender.rpartition('@')[2].strip('>')}>"
        )
        message["Auto-Submitted"] = "auto-generated"
        links = LINK.sub(lambda found: f"{self.address}/one-time-links/{secret(self.key, found[1])}", mail.body)
        message.set_content(links.replace("{address}", self.address))
        return message


_on = False


def use(post: Post) -> None:
    """Say at the start whether there is a mail server, for verbs that nobody hands the post to."""
    global _on
    _on = post.is_on


def is_on() -> bool:
    """Whether there is a mail server."""
    return _on


def secret(key: str, nonce: str) -> str:
    """A link's token: 256 bits that the nonce alone does not tell, so that none stands in the database, not even in a
    mail that waits."""
    return urlsafe_b64encode(hmac.digest(key.encode(), b"link " + nonce.encode(), hashlib.sha256)).decode().rstrip("=")


def queue(school: School, to: str, subject: str, body: str, reason: str, expires_at: datetime | None = None) -> None:
    """Have an e-mail sent, if the caller's transaction commits. Call inside `database.write()`, where `Post.is_on`.

    In `body`, `{address}` stands for the school's address of Alongside and `{link:NONCE}` for a one-time link.
    `reason` says in a word or two what it is for; past `expires_at` nobody wants it any more.
    """
    moment, plain = clock.now(), " ".join(subject.split())[:200]
    Mail.create(
        school=school, recipient=to, subject=plain, body=body, reason=reason, created_at=moment, due_at=moment,
        expires_at=expires_at,
    )  # fmt: skip


def deliver(post: Post) -> int:
    """Send what is due, oldest first; how many went. Stops at the first that cannot go now: the others would not."""
    _forget()
    went = 0
    while mail := _take():
        try:
            post.send(mail)
        except Refused as error:
            _give_up(mail, str(error))
        except NotNow as error:
            _later(mail, str(error))
            break
        else:
            _change(mail, sent_at=clock.now(), body="", fault="")
            went += 1
    return went


def in_trouble(member: Member) -> list[Mail]:
    """The school's e-mails that were given up or failed at their last try, newest first, for its admins: to whom
    concerns go is not theirs to know."""
    rows = Mail.visible_to(member).where((Mail.fault != "") & Mail.sent_at.is_null() & (Mail.reason != "concern"))
    return list(rows.order_by(Mail.id.desc()).limit(100))


def last_sent(member: Member) -> datetime | None:
    """When an e-mail of the school's last went."""
    row = (
        Mail.visible_to(member)
        .where(Mail.sent_at.is_null(False) & (Mail.reason != "concern"))
        .order_by(Mail.sent_at.desc())
        .first()
    )
    return row.sent_at if row else None


def put_away(member: Member, mail: Mail) -> None:
    """Take an e-mail that was given up off the admins' list."""
    with write():
        Mail.update(fault="").where((Mail.id == mail.id) & Mail.failed_at.is_null(False)).execute()
        audit.note(member, "mail.put_away", mail)


def _take() -> Mail | None:
    """The oldest that is due, in hand for a while; None when there is none."""
    moment = clock.now()
    with write(of="mail"):
        waiting = Mail.sent_at.is_null() & Mail.failed_at.is_null()
        late = {"failed_at": moment, "body": "", "fault": "It could not be sent in time."}
        Mail.update(late).where(waiting & (Mail.expires_at <= moment)).execute()
        mail = Mail.select().where(waiting & (Mail.due_at <= moment)).order_by(Mail.id).first()
        if mail:
            mail.tries += 1
            _change(mail, due_at=moment + IN_HAND, tries=mail.tries)
    return mail


def _later(mail: Mail, fault: str) -> None:
    """Try again after one minute, two, four, up to LONGEST_WAIT; for GIVE_UP in all."""
    moment = clock.now()
    if moment - mail.created_at >= GIVE_UP:
        _give_up(mail, fault)
    else:
        _change(mail, fault=fault, due_at=moment + min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(mail.tries - 1, 20)))


def _give_up(mail: Mail, fault: str) -> None:
    with write():
        _change(mail, failed_at=clock.now(), body="", fault=fault)
        audit.note(None, "mail.failed", mail, school=mail.school, detail=mail.reason)


def _change(mail: Mail, **columns) -> None:
    with write(of="mail"):
        Mail.update(columns).where(Mail.id == mail.id).execute()


def _forget() -> None:
    """What is long over is kept no longer: the audit trail tells that it happened."""
    before = clock.now() - FORGET
    old = (Mail.sent_at < before) | (Mail.failed_at < before)
    if Mail.select().where(old).exists():
        with write(of="mail"):
            Mail.delete().where(old).execute()


def _by_code(sentence: str, code: int, *_said) -> Exception:
    """Codes of 500 and more are for good (RFC 5321, 4.2.1); below, the server asks to be tried again."""
    return Refused(f"{sentence} ({code}).") if code >= 500 else NotNow(f"{sentence} for now ({code}).")


def _why(error: Exception) -> str:
    """A fault of the server's in a sentence of ours: its own words may be anybody's."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "The mail server does not take SMTP_USER and SMTP_PASSWORD."
    if isinstance(error, smtplib.SMTPSenderRefused):
        return f"The mail server does not let Alongside send as MAIL_FROM ({error.smtp_code})."
    if isinstance(error, ssl.SSLError):
        return "The mail server's certificate is not one to trust, or it speaks no TLS at that port. Check SMTP_HOST."
    return "The mail server does not answer. Check SMTP_HOST and SMTP_PORT."

"""`flask send-mail` and `send-digests`, the thread of `flask serve` that does both, and `flask one-time-link`."""

import logging
import threading

import click
from flask import current_app

import database
from mentoring import digests, mail
from mentoring.links import DAYS, LinkError, Links

EVERY_SECONDS, REMIND_SECONDS = 10, 600
log = logging.getLogger("alongside")


@click.command("send-mail")
@database.every_school()
def send_mail():
    """Send the e-mails that wait (`flask serve` does so by itself)."""
    post = current_app.config["POST"]
    if not post.is_on:
        raise click.ClickException("No mail server is set. Set SMTP_HOST, MAIL_FROM and PUBLIC_URL.")
    went = mail.deliver(post)
    click.echo(f"{went} e-mail{'' if went == 1 else 's'} sent.")


@click.command("send-digests")
@database.every_school()
def send_digests():
    """E-mail how many to-dos are due to who chose that, once a school day (`flask serve` does so by itself)."""
    if not current_app.config["POST"].is_on:
        raise click.ClickException("No mail server is set. Set SMTP_HOST, MAIL_FROM and PUBLIC_URL.")
    made = digests.send()
    click.echo(f"{made} digest{'' if made == 1 else 's'} queued. `send-mail` sends them.")


@click.command("one-time-link")
@database.every_school()
@click.argument("email")
def one_time_link(email: str):
    """Print a link by which somebody chooses a new password, for when no admin or head can make one."""
    post = current_app.config["POST"]
    try:
        _, token = Links(post).at_server(email)
    except LinkError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Good once, for {DAYS} days: {post.address}/one-time-links/{token}")
    if not post.address:
        click.echo("Put the address at which people open Alongside in front of it (PUBLIC_URL is not set).")


def start_sending(post: mail.Post) -> None:
    """Send what waits every few seconds, and queue each day's digests, until the process ends. Nothing where no mail
    server is set."""
    if post.is_on:
        threading.Thread(target=_keep_sending, args=(post, threading.Event()), name="mail", daemon=True).start()
        threading.Thread(target=_keep_reminding, args=(threading.Event(),), name="digests", daemon=True).start()


def _keep_sending(post: mail.Post, stop: threading.Event) -> None:
    while not stop.wait(EVERY_SECONDS):
        try:
            with database.every_school():
                mail.deliver(post)
        except Exception as error:
            # A busy or lost database: the mails wait where they are.
            log.warning("e-mails were not sent: %s", type(error).__name__)
        finally:
            database.db.close()


def _keep_reminding(stop: threading.Event) -> None:
    while not stop.wait(REMIND_SECONDS):
        try:
            with database.every_school():
                digests.send(digests.FROM_HOUR)
        except Exception as error:
            # The next round queues what this one did not.
            log.warning("digests were not queued: %s", type(error).__name__)
        finally:
            database.db.close()

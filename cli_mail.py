"""`flask send-mail`, and the thread of `flask serve` that does the same every few seconds."""

import logging
import threading

import click
from flask import current_app

import database
from mentoring import mail

EVERY_SECONDS = 10
log = logging.getLogger("alongside")


@click.command("send-mail")
def send_mail():
    """Send the e-mails that wait (`flask serve` does so by itself)."""
    post = current_app.config["POST"]
    if not post.is_on:
        raise click.ClickException("No mail server is set. Set SMTP_HOST, MAIL_FROM and PUBLIC_URL.")
    went = mail.deliver(post)
    click.echo(f"{went} e-mail{'' if went == 1 else 's'} sent.")


def start_sending(post: mail.Post) -> None:
    """Send what waits, now and every few seconds, until the process ends. Nothing where no mail server is set."""
    if post.is_on:
        threading.Thread(target=_keep_sending, args=(post, threading.Event()), name="mail", daemon=True).start()


def _keep_sending(post: mail.Post, stop: threading.Event) -> None:
    while not stop.wait(EVERY_SECONDS):
        try:
            mail.deliver(post)
        except Exception as error:
            # A busy or lost database: the mails wait where they are.
            log.warning("e-mails were not sent: %s", type(error).__name__)
        finally:
            database.db.close()

"""Commands: `flask --app app …`. `make` prints the ones that people use most."""

import ctypes
import getpass
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app

import database
import tuning
from cli_evidence import anchor, anchor_daily, bring_up, verify
from cli_imports import import_pupils
from cli_mail import one_time_link, send_digests, send_mail, start_sending
from cli_outbox import backup, backup_verified, try_arrivals
from cli_people import give_role, rename_person
from cli_routes import routes_by_role
from cli_watch import start_watching
from mentoring import demo, factors, passwords, signing_in
from models import School, User
from models.school import ROLES
from views import guard, logs, setup


def install(app) -> None:
    """Give the app its commands."""
    for command in (
        migrate, serve, make_demo, import_pupils, add_person, reset_factors, start_afresh, routes_by_role, verify,
        anchor, send_mail, send_digests, one_time_link, give_role, rename_person, backup, backup_verified, try_arrivals,
    ):  # fmt: skip
        app.cli.add_command(command)


@click.command("migrate")
def migrate():
    """Bring the database's schema up to date."""
    done = bring_up()
    click.echo(f"{len(done)} migration(s) applied." if done else "The schema is up to date.")


def _share_heaps() -> None:
    """glibc lets each thread have heaps of its own, each as large as its largest page: two do for one interpreter
    (mallopt(3), M_ARENA_MAX). Another C library has nothing to be told."""
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(-8, 2)


@click.command("serve")
def serve():
    """Migrate, then serve with waitress until stopped."""
    from waitress import serve as wait

    settings = current_app.config["SETTINGS"]
    bring_up()
    current_app.config["OUTBOX_KEYS"].public  # noqa: B018  refuses to start with a key that cannot be read
    address = f"http://{settings.HOST}:{settings.PORT}"
    with database.every_school():
        if not School.select().exists():
            key = setup.token(current_app.config["SECRET_KEY"])
            click.echo(f"Set up your school here (this link works once): {address}/setup/{key}")
        for account in demo.accounts():
            click.echo(f"Demo: {account.role} {account.name}: {account.email}, password {account.password}")
    if database.db.obj.bypasses():
        click.echo(
            "The database's role is a superuser, so nothing but our queries keeps schools apart: docs/deploying.md"
        )
    click.echo(f"Alongside is at {address} (Ctrl+C stops it)")
    database.db.close()
    _share_heaps()
    logs.install()
    anchor_daily(settings.anchors)
    tuning.tune_daily()
    start_sending(current_app.config["POST"])
    start_watching(current_app.config["WATCH"])
    wait(
        current_app._get_current_object(), host=settings.HOST, port=settings.PORT, threads=settings.THREADS,
        ident=None, max_request_body_size=3 * guard.MOST_UPLOAD,
        clear_untrusted_proxy_headers=not settings.TRUSTED_PROXIES,
    )  # fmt: skip


@click.command("demo")
@database.every_school()
@click.option("--seed", default=7, show_default=True, help="The same seed makes the same school.")
def make_demo(seed: int):
    """Fill an empty database with a fictional school and print its accounts."""
    bring_up()
    if School.select().exists():
        accounts = demo.accounts()
        if not accounts:
            raise click.ClickException("This database holds a real school. Set DATABASE_URL to another for the demo.")
        click.echo("The demo school is here already.")
    else:
        began = time.monotonic()
        demo.make(current_app.config["PASSWORDS"], seed=seed)
        click.echo(f"The demo school is ready ({time.monotonic() - began:.1f} s).")
    for account in demo.accounts():
        click.echo(f"{account.role}: {account.name}, {account.email}, password {account.password}")


@click.command("add-person")
@database.every_school()
@click.argument("name")
@click.argument("email")
@click.option("--role", "roles", multiple=True, type=click.Choice(sorted(ROLES)), required=True)
def add_person(name: str, email: str, roles: tuple[str, ...]):
    """Add a person with roles; asks for the password."""
    school = School.select().order_by(School.id).first()
    if school is None:
        raise click.ClickException("There is no school yet. Open the set-up link that `flask serve` prints.")
    password = getpass.getpass("Password: ")
    if fault := passwords.password_fault(password, name, email):
        raise click.ClickException(fault)
    try:
        secret = current_app.config["PASSWORDS"].hash(password)
        signing_in.create_account(None, school, name, email, secret, set(roles))
    except signing_in.SignInError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{name} can sign in.")


@click.command("reset-factors")
@database.every_school()
@click.argument("email")
def reset_factors(email: str):
    """Take somebody's second steps away: for a head, when there is no other head. Be sure that it is them."""
    user = User.get_or_none((User.email == email.strip().casefold()) & User.ended_at.is_null())
    if user is None:
        raise click.ClickException("Nobody with that e-mail address can sign in here.")
    with database.write():
        factors.clear(None, user, by="Whoever looks after the server")
    click.echo(f"{user.name} signs in with the password alone next time, and sets a second step up again.")


@click.command("start-afresh")
@database.every_school()
def start_afresh():
    """Put a demo database aside, so that the next start is an empty one. Refuses a real school's."""
    settings = current_app.config["SETTINGS"]
    school = School.select().first()
    if school is None:
        raise click.ClickException("The database is empty already. Start Alongside and open the set-up link.")
    if not school.demo:
        raise click.ClickException("This is a real school's database. It stays where it is.")
    if not settings.is_sqlite:
        raise click.ClickException(
            "Alongside puts no PostgreSQL database aside. Create a new one, write it into DATABASE_URL and start again."
        )
    database.db.close()
    path = Path(database.db.obj.database)
    aside = path.with_name(f"{path.stem}-demo-{datetime.now(UTC):%Y%m%d-%H%M%S}{path.suffix}")
    path.rename(aside)
    for tail in ("-wal", "-shm"):
        Path(f"{path}{tail}").unlink(missing_ok=True)
    if settings.anchors.exists():
        settings.anchors.rename(settings.anchors.with_name(f"{aside.stem}.anchors"))
    click.echo(f"The demo is kept as {aside.name}. Start Alongside to set up your school.")

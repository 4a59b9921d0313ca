"""`flask give-role` and `flask rename-person`: what nobody at the school can do, or must not do alone."""

import click

import database
from mentoring import audit, granting
from models import Membership, School, User
from models.school import ROLES


@click.command("give-role")
@database.every_school()
@click.argument("email")
@click.option("--role", type=click.Choice(sorted(ROLES)), required=True)
@click.option("--school", "name", help="Its name, for who works at several.")
def give_role(email: str, role: str, name: str | None):
    """Give somebody a role that counts at once: where no headteacher is there to confirm it. Be sure of them."""
    user = _somebody(email)
    school = _school(user, name)
    granting.give_at_server(school, user, role)
    click.echo(f"{user.name} is {ROLES[role]} at {school.name}.")


@click.command("rename-person")
@database.every_school()
@click.argument("email")
@click.argument("name")
def rename_person(email: str, name: str):
    """Correct the name of somebody who works at several schools, at all of them."""
    user, name = _somebody(email), " ".join(name.split())
    if not 0 < len(name) <= User.name.max_length:
        raise click.ClickException(f"Give a name of at most {User.name.max_length} characters.")
    with database.write():
        User.update(name=name).where(User.id == user.id).execute()
        for school in _schools(user):
            audit.note(None, "user.rename", user, detail=f"{user.name} → {name}", school=school)
    click.echo(f"{user.name} is called {name} now.")


def _somebody(email: str) -> User:
    user = User.get_or_none((User.email == email.strip().casefold()) & User.ended_at.is_null())
    if user is None:
        raise click.ClickException("Nobody with that e-mail address can sign in here.")
    return user


def _school(user: User, name: str | None) -> School:
    """The school of somebody's that has the name, or their only one."""
    theirs = [one for one in _schools(user) if name in (None, one.name)]
    if len(theirs) != 1:
        raise click.ClickException("Say with --school the name of one school where they work.")
    return theirs[0]


def _schools(user: User) -> list[School]:
    """Where somebody works, in a role that waits for a head too."""
    held = Membership.select(Membership.school).where((Membership.user == user) & Membership.ended_at.is_null())
    return list(School.select().where(School.id.in_(held)).order_by(School.id))

"""The people who work at the demo school: who signs in, and the names that notes mention."""

from dataclasses import dataclass
from typing import Any

from mentoring import signing_in
from mentoring.signing_in import Passwords
from models import Member, Membership, School, User
from models.school import ROLES


@dataclass(frozen=True)
class Account:
    """Somebody whom a visitor to the demo may sign in as; `held` is the role's code."""

    held: str
    name: str
    email: str
    password: str

    @property
    def role(self) -> str:
        """The role in words."""
        return ROLES[self.held]


ACCOUNTS = (
    Account("mentor", "Amara Bello", "amara.bello@kestrel-park.example", "harbour velvet comet"),
    Account("mentor", "Tom Hargreaves", "tom.hargreaves@kestrel-park.example", "pebble tandem orchid"),
    Account("mentor", "Nasreen Akhtar", "nasreen.akhtar@kestrel-park.example", "lantern maple ferry"),
    Account("contributor", "Denise Whitlow", "denise.whitlow@kestrel-park.example", "marble cactus violin"),
    Account("lead", "Sunita Rao", "sunita.rao@kestrel-park.example", "thistle anchor pepper"),
    Account("dsl", "Grace Adeyemi", "grace.adeyemi@kestrel-park.example", "walnut harvest kettle"),
    Account("slt", "Owen Pritchard", "owen.pritchard@kestrel-park.example", "juniper basket rocket"),
    Account("head", "Helen Marsh", "helen.marsh@kestrel-park.example", "feather granite summer"),
    Account("admin", "Linda Prowse", "linda.prowse@kestrel-park.example", "saddle copper meadow"),
)
# One a class, in the order of the classes; none shares a name with a pupil.
TEACHERS = (
    "Miss Dunmore", "Mrs Lovatt", "Mr Trevelyan", "Miss Escott", "Mrs Garside", "Mr Penhale", "Miss Thackray",
    "Mrs Mottram", "Mr Oyelaran", "Miss Fairbrass", "Mrs Venkataraman", "Mr Cawthorne", "Ms Ludlam", "Mr Stannard",
)  # fmt: skip


def accounts() -> list[Account]:
    """The demo's accounts that can sign in, where the database's school is the demo; else none."""
    rows = Membership.select(User.email).join(User, on=(Membership.user == User.id)).switch(Membership).join(School)
    made = Membership.ended_at.is_null() & User.ended_at.is_null() & User.email.in_([one.email for one in ACCOUNTS])
    found: Any = rows.where(School.demo & made).tuples()
    here = {email for (email,) in found}
    return [one for one in ACCOUNTS if one.email in here]


def hire(school: School, hashes: list[str]) -> list[Member]:
    """Create the accounts, with a password hash for each, in their order."""
    people = []
    for account, password_hash in zip(ACCOUNTS, hashes, strict=True):
        user = signing_in.create_account(None, school, account.name, account.email, password_hash, {account.held})
        people.append(Member(user, school, frozenset({account.held})))
    return people


def hashes(passwords: Passwords) -> list[str]:
    """A hash of each account's password, in their order."""
    return [passwords.hash(account.password) for account in ACCOUNTS]

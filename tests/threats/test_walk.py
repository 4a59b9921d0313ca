"""The walk on which the other tests of threats stand: it reaches every form, and fills each as a person would."""

import pytest

from tests import walking

# Forms on pages that only who is not signed in sees; test_setup and test_signing_in send them.
BEFORE_SIGN_IN = {"setup.create", "setup.demo_school", "signing_in.create", "second_steps.create",
                  "second_steps.challenges_create", "one_time_links.create", "passwords.create",
                  "single_sign_ons.invitations_create"}  # fmt: skip
# Forms that stand on their page only with a key, a provider, a second sign-in, a decision, or something that went
# wrong; the rooms' own tests send them.
WITH_MORE = {
    "checks.challenges_create", "factors.challenges_create", "factors.code_apps_destroy",
    "factors.security_keys_destroy",
    "factors.security_keys_update", "single_sign_ons.identities_destroy", "single_sign_ons.links_create",
    "locks.uses_create", "more.other_logins_destroy", "mails.destroy", "concerns.notices_destroy",
    "reminders.digest_update", "reviews.sign_off_create", "own_screens.update", "own_screens.destroy",
    "agencies.closing_destroy", "agencies.promises_create",
}  # fmt: skip
# What our scripts ask for and no form stands for; tests/test_tickets.py, test_rosters.py and test_outbox*.py do.
OF_SCRIPTS = {"tickets.create", "rosters.create", "outbox.create", "outbox.missing_create"}
# What the walk cannot know: the digits that an app shows, what a key answers, the person's own password.
SECRETS = {"factors.code_apps_create", "factors.security_keys_create", "locks.pin_update"}


def test_every_route_that_changes_something_is_reached_by_a_form(house):
    unsafe = {rule.endpoint for rule, _, methods in walking.paths(house.app) if methods & walking.UNSAFE}
    assert unsafe - {form.endpoint for form in house.forms} == BEFORE_SIGN_IN | WITH_MORE | OF_SCRIPTS


def test_what_a_person_would_send_is_taken(house):
    refused = {}
    for endpoint in sorted({form.endpoint for form in house.forms} - SECRETS):
        with house.undone():
            reply = house.send(house.form(endpoint))
        if reply.status_code not in (200, 201, 204, 303):
            refused[endpoint] = (reply.status_code, house.form(endpoint).body())
    assert refused == {}


def test_what_is_done_is_undone(house):
    form = house.form("notes.create")
    for _ in range(2):
        with house.undone():
            assert house.send(form).status_code == 303


@pytest.mark.parametrize("endpoint", ["pupils.show", "incidents.new", "todos.index", "people.index"])
def test_pages_are_reached(house, endpoint):
    assert any(walking.endpoint_of(house.app, page, "GET") == endpoint for page in house.seen.pages)

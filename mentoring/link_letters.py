"""What the e-mails say that a one-time link, or a password chosen by one, gives rise to."""

HELLO = "Hello,\n\n"
INVITED = HELLO + (
    "{by} has given you an account in Alongside, the record of {school}'s mentors. Choose your password here:\n\n"
    "{link}\n\nThe link works once, for {days} days.\n"
)
AGAIN = HELLO + (
    "{by} sends you a link for choosing a new password for Alongside:\n\n{link}\n\n"
    "The link works once, for {days} days. Until you use it, the password from before stays.\n"
)
JOIN = HELLO + (
    "{by} asks you to join {school} in Alongside, with the account that you have already:\n\n{link}\n\n"
    "The link works once, for {days} days. You sign in with your own password.\n"
)
FORGOT = HELLO + (
    "somebody, probably you, has forgotten the password of your account in Alongside. Choose a new one here:\n\n"
    "{link}\n\nThe link works once, for an hour. If it was not you, do nothing: your password stays as it is.\n"
)
CHANGED = HELLO + (
    "the password of your account in Alongside was changed, and your other sign-ins have ended.\n\n"
    "If that was not you, choose a new one at {address}/passwords/new, and tell your school's admin.\n"
)
BODIES = {"invitation": INVITED, "reset": AGAIN, "joining": JOIN}
SUBJECTS = {
    "invitation": "Your account in Alongside", "reset": "A new password for Alongside",
    "joining": "Join a school in Alongside",
}  # fmt: skip

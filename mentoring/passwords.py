"""What makes a password or a PIN good enough. Pure words: no database, no hashing."""

import re
import unicodedata

LEAST_PASSWORD, MOST_PASSWORD, PIN_LENGTH = 12, 128, 6
# Guesses that a patient guesser is stopped by the throttle long before (zxcvbn: 8 is "safely unguessable" online).
LEAST_GUESSES_LOG10 = 9
SPACES = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
DAY, MONTH = r"(0[1-9]|[12]\d|3[01])", r"(0[1-9]|1[0-2])"
DATES = re.compile(rf"{DAY}{MONTH}\d\d|{MONTH}{DAY}\d\d|\d\d{MONTH}{DAY}|(19|20)\d\d{MONTH}|{MONTH}(19|20)\d\d")


def prepared(password: str) -> str:
    """A password as it is hashed and compared, whichever keyboard typed it: other spaces as plain ones, then NFC.

    That is PRECIS's OpaqueString (RFC 8265, 4.2), which refuses NFKC: it would make different passwords one. Unlike it
    we take every character, joined emoji too.
    """
    return unicodedata.normalize("NFC", SPACES.sub(" ", password))


def password_fault(password: str, *personal: str) -> str:
    """Why a new password will not do, or nothing. `personal` are the person's and the school's own words.

    NCSC ("Password policy: updating your approach", 2018) and NIST SP 800-63B, 5.1.1.2: length and a list of guessable
    ones, no rules on what it is made of, no expiry.
    """
    password = prepared(password)
    if len(password) < LEAST_PASSWORD:
        return f"Use at least {LEAST_PASSWORD} characters. Three random words make a good password."
    if len(password) > MOST_PASSWORD:
        return f"Use at most {MOST_PASSWORD} characters."
    own = [part for text in personal for part in re.split(r"[\W_]+", text.casefold()) if len(part) > 3]
    rest = password.casefold()
    for part in (*own, "password", "alongside"):
        rest = rest.replace(part, "")
    if len(rest) < LEAST_PASSWORD // 2:
        return "That is easy to guess from your name, your school or the word itself. Add two more random words."
    if _guesses_log10(password, [*own, "alongside"]) < LEAST_GUESSES_LOG10:
        return "That is easy to guess: many use it, or it repeats or runs along the keyboard. Use three random words."
    return ""


def pin_fault(pin: str) -> str:
    """Why a new PIN will not do, or nothing: six digits, and none of those that are tried first."""
    if not (len(pin) == PIN_LENGTH and pin.isascii() and pin.isdecimal()):
        return f"Use {PIN_LENGTH} digits."
    steps = {(int(after) - int(before)) % 10 for before, after in zip(pin, pin[1:], strict=False)}
    if len(steps) == 1 or len(set(pin)) < 3 or pin[:3] == pin[3:] or pin[:2] * 3 == pin or pin[:3] == pin[:2:-1]:
        return "That is one of the first that anybody tries. Choose digits without a pattern."
    if DATES.fullmatch(pin):
        return "That looks like a date, and dates are tried first. Choose other digits."
    return ""


def _guesses_log10(password: str, own: list[str]) -> float:
    from zxcvbn import zxcvbn  # its lists take a tenth of a second to load: only where somebody chooses a password

    return float(zxcvbn(password, user_inputs=own, max_length=MOST_PASSWORD)["guesses_log10"])

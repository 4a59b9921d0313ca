"""What makes a password good enough. Pure words: no database, no hashing."""

LEAST_PASSWORD, MOST_PASSWORD = 12, 128


def password_fault(password: str, *personal: str) -> str:
    """Why a new password will not do, or nothing (NCSC: length and no guessable words, no composition rules)."""
    if len(password) < LEAST_PASSWORD:
        return f"Use at least {LEAST_PASSWORD} characters. Three random words make a good password."
    if len(password) > MOST_PASSWORD:
        return f"Use at most {MOST_PASSWORD} characters."
    plain = password.casefold()
    guessable = [part for text in personal for part in text.casefold().replace("@", " ").split() if len(part) > 3]
    rest = plain
    for part in (*guessable, "password", "alongside"):
        rest = rest.replace(part, "")
    if len(rest) < LEAST_PASSWORD // 2:
        return "That is easy to guess from your name, your school or the word itself. Add two more random words."
    if len(set(plain)) < 5 or plain in "01234567890123456789" * 2 or plain in "qwertyuiopasdfghjklzxcvbnm" * 2:
        return "That is easy to guess: it repeats or runs along the keyboard. Use three random words."
    return ""

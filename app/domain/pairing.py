"""Pairing a device by a code on its screen: what the code is, how long it lives, when guessing ends.

The device makes its own secret and shows the server hashes alone; whoever stands before it reads the
code to an administrator, who gives the device its role and place. From then on the secret is its token.
"""

import hmac
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from ipaddress import IPv4Address, ip_address, ip_network

# No vowels, so that no code spells a word, and no letter that looks like a figure (OWASP, RFC 8628 6.1).
ALPHABET = "BCDFGHJKLMNPQRSTVWXZ"
CODE_LENGTH = 8
HALF = CODE_LENGTH // 2
CODE_LIVES = timedelta(minutes=10)
MOST_OPEN = 20  # pairings that wait for an administrator at one time
MOST_OPEN_FROM_ONE = 8  # of them from one neighbourhood: a stranger alone cannot keep the others out
MOST_WRONG = 5  # of one administrator, whom it locks
MOST_WRONG_TOGETHER = 20  # of all of them, and locks them all
WRONG_WITHIN = timedelta(minutes=10)
LOCKED_FOR = timedelta(minutes=10)
LONGEST_NAME = 40
HOME = 64  # bits of an IPv6 address that are the same for a whole household
_FAIR = 256 // len(ALPHABET) * len(ALPHABET)  # bytes from here on would make some letters likelier


class PairingRole(StrEnum):
    """What a device may ask to become."""

    AGENT = "agent"
    KIOSK = "kiosk"
    DISPLAY = "display"


def new_code(random: Callable[[int], bytes]) -> str:
    """Eight letters, each as likely as any other; `random(n)` gives n secret bytes."""
    letters = ""
    while len(letters) < CODE_LENGTH:
        letters += "".join(ALPHABET[byte % len(ALPHABET)] for byte in random(CODE_LENGTH) if byte < _FAIR)
    return letters[:CODE_LENGTH]


def shown(code: str) -> str:
    """ABCD-EFGH, as people read it."""
    return f"{code[:HALF]}-{code[HALF:]}"


def typed(text: str) -> str | None:
    """The code that a person typed, with or without hyphen, blanks and capitals; None if it can be none."""
    code = "".join(text.split()).replace("-", "").upper()
    return code if len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) else None


def same_code(one: str, other: str) -> bool:
    """Compared in a time that tells nothing about where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())


def plain_name(text: str) -> str:
    """A stranger's name as it may be shown: one short line, nothing that hides or turns letters round."""
    visible = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(visible.split())[:LONGEST_NAME].rstrip()


def poll_key(secret: str) -> str:
    """What a device asks with whether it is paired: made from its secret, which it does not give away."""
    return sha256(f"antrean pairing:{secret}".encode()).hexdigest()


def neighbourhood(address: str) -> str:
    """Those that count as one: an address, or everybody in a network that one household is given in IPv6."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, IPv4Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ip_network((found, HOME), strict=False))


def is_good(expires_at: datetime, *, now: datetime) -> bool:
    """Whether a code is still to be shown; one that lasts longer than any was made by a clock set back."""
    return now < expires_at <= now + CODE_LIVES


def to_give_way(neighbourhoods: Sequence[str]) -> int:
    """Which of those that wait, the oldest first, makes room: the oldest of the fullest neighbourhood."""
    crowd = Counter(neighbourhoods)
    return max(range(len(neighbourhoods)), key=lambda number: (crowd[neighbourhoods[number]], -number))


def locked_until(locks: Iterable[datetime], *, now: datetime) -> datetime | None:
    """Until when no code is looked up; a lock further ahead was made by a clock that has been set back."""
    return max((until for until in locks if now < until <= now + LOCKED_FOR), default=None)


def is_one_too_many(wrong: Iterable[datetime], *, now: datetime, most: int = MOST_WRONG) -> bool:
    """Whether a wrong code now, after those at `wrong`, is as many as there may be."""
    recent = [moment for moment in wrong if now - WRONG_WITHIN < moment <= now]
    return len(recent) + 1 >= most

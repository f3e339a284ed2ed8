"""Numbers taken from afar: when their visitors are to be here, and the place that they then get.

A number from a phone waits in no queue. Its visitor is told when to come, and gets a place at check-in:
never an earlier one than the promised time less a head start, never an earlier one than the arrival
less that head start, and never an earlier one than a number of a kiosk would have had at the moment of
asking. So whoever stands in the hall is overtaken only by people who came, or were told to come, at most
the head start later, and by nobody who asked after them in the same lane; coming early gains nothing.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from app.domain.ordering import sort_key
from app.domain.ticket import Priority

POSTPONED_BY = timedelta(minutes=10)
MOST_POSTPONED = 2  # times
CODE_SECONDS = 90
CODES_KEPT = 2  # the one that is shown, and the one before: walking to the phone takes time
CODE_LENGTH = 6
_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that looks or sounds like another sign on a screen


@dataclass(frozen=True, slots=True)
class Appointment:
    """`promised` is when the visitor is told to be here, `latest` until when the number is kept."""

    promised: datetime
    latest: datetime

    def later(self) -> "Appointment":
        return Appointment(self.promised + POSTPONED_BY, self.latest + POSTPONED_BY)


def appointment(now: datetime, *, wait_minutes: float, grace_minutes: int) -> Appointment:
    """Told to somebody who takes a number now: `wait_minutes` is the likely wait of those who are here."""
    promised = now + timedelta(minutes=wait_minutes)
    return Appointment(promised, promised + timedelta(minutes=grace_minutes))


def place(
    promised: datetime,
    arrived: datetime,
    priority: Priority | None,
    *,
    asked: datetime,
    credit_minutes: int,
    priority_credit_minutes: int,
) -> datetime:
    """The key of a visitor who asked at `asked`, was told `promised` and came at `arrived`.

    Head starts do not add up: with priority too it is the larger of the two. Asking with a phone never
    beats the number that a kiosk gives in the same lane at the same moment.
    """
    credit = max(credit_minutes, priority_credit_minutes) if priority else credit_minutes
    at_a_kiosk = sort_key(asked, priority, credit_minutes=priority_credit_minutes)
    return max(max(promised, arrived) - timedelta(minutes=credit), at_a_kiosk)


def presence_code(secret: bytes, site: str, now: datetime) -> str:
    """What the screens of a site show for 90 seconds: whoever knows it stands before one of them."""
    return _code(secret, site, _turn(now))


def presence_until(now: datetime) -> datetime:
    """When the screens show another code."""
    return datetime.fromtimestamp((_turn(now) + 1) * CODE_SECONDS, tz=now.tzinfo)


def is_present(secret: bytes, site: str, said: str, now: datetime) -> bool:
    """Whether somebody says the site's code, of now or of the 90 seconds before; spaces do not matter."""
    plain = "".join(said.split()).replace("-", "").upper()
    if not plain.isascii():
        return False
    turns = (_turn(now) - before for before in range(CODES_KEPT))
    return any(hmac.compare_digest(_code(secret, site, turn), plain) for turn in turns)


def _turn(now: datetime) -> int:
    return int(now.timestamp()) // CODE_SECONDS


def _code(secret: bytes, site: str, turn: int) -> str:
    value = int.from_bytes(hmac.digest(secret, f"antrean presence/{site}/{turn}".encode(), sha256), "big")
    signs = []
    for _ in range(CODE_LENGTH):
        value, sign = divmod(value, len(_SIGNS))
        signs.append(_SIGNS[sign])
    return "".join(signs)

"""Where a visitor wishes to be told something: an e-mail address, a telephone number, or a browser."""

import re
from datetime import date, timedelta

from app.domain.delivering import Channel
from app.domain.errors import BadAddress

MOST_OF_ONE = 3  # addresses of one booking or number
MOST_OF_ADDRESS = 20  # bookings and numbers of one address: nobody is to be flooded by somebody else
LONGEST = 254
_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}")
_BESIDE_DIGITS = str.maketrans("", "", " .-()/\u00a0")
_TELEPHONE = re.compile(r"\+[1-9]\d{7,14}")  # E.164
HOME = "+62"


def channel_of(said: str) -> Channel:
    """What somebody means who writes one or the other into the same field."""
    return Channel.MAIL if "@" in said else Channel.WEBHOOK


def plain_address(channel: Channel, said: str) -> str:
    """One way to write each address, so that it is known again. Raises BadAddress."""
    said = said.strip()
    if channel is Channel.MAIL:
        return _mail(said)
    if channel is Channel.WEBHOOK:
        return _telephone(said)
    return said


def _mail(said: str) -> str:
    name, _, host = said.rpartition("@")
    if len(said) > LONGEST or not _MAIL.fullmatch(said) or ".." in said or name.startswith("."):
        raise BadAddress
    return f"{name}@{host.lower()}"


def _telephone(said: str) -> str:
    """0812..., 62812... and +62812... are the same number."""
    digits = said.translate(_BESIDE_DIGITS)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    elif digits.startswith("0"):
        digits = HOME + digits[1:]
    elif digits.startswith("62"):
        digits = "+" + digits
    if not digits.isascii() or not _TELEPHONE.fullmatch(digits):
        raise BadAddress
    return digits


def found_by(channel: Channel, address: str) -> str:
    """What an address is found by: Siti@ and siti@ are one person, as telephones write what they like."""
    return address.lower() if channel is Channel.MAIL else address


def veiled(channel: Channel, address: str) -> str:
    """Enough to know one's own address by, too little for anybody else to use it."""
    if channel is Channel.MAIL:
        name, _, host = address.rpartition("@")
        return f"{name[:1]}***@{host}"
    return f"{address[:3]}***{address[-3:]}" if channel is Channel.WEBHOOK else ""


def forgotten_on(day: date, *, contact_days: int) -> date:
    """When the address of a visit on `day` is forgotten."""
    return day + timedelta(days=contact_days)

"""The secret address of a ticket: 128 bits that only its paper, its screen and its phone know."""

import hmac
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256

# Crockford's base 32: no I, L, O, U; upper case keeps the QR code in its compact alphabet.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans("OIL", "011")
TOKEN_LENGTH = 26
BOOKING_CODE_LENGTH = 10  # 50 bits, beside a pace for whoever guesses


@dataclass(frozen=True, slots=True)
class Links:
    """Makes a ticket's token from its stored nonce and the installation's secret.

    The database holds the nonce and the token's hash; without the secret neither gives the
    token away, and with it a reprint carries the same code as the first paper.
    """

    public_url: str
    secret: bytes = field(repr=False)

    def token(self, nonce: bytes) -> str:
        return _token(self.secret, nonce)

    def page(self, token: str) -> str:
        return f"{self.public_url}/t/{token}"

    def board(self, site: str) -> str:
        """The public board of a site, the same for everybody."""
        return f"{self.public_url}/{site}/board"

    def booking_code(self, nonce: bytes) -> str:
        """What a visitor says, types or opens to reach a booking: ten signs."""
        return _token(self.secret + b"booking", nonce)[-BOOKING_CODE_LENGTH:]

    def booking(self, code: str) -> str:
        return f"{self.public_url}/b/{code}"

    def presence(self, site: str, code: str) -> str:
        """Where a phone at the site checks in."""
        return f"{self.public_url}/{site}/here/{code}"

    def scanned(self, token: str) -> str:
        """The same page in capitals, which a QR code packs into fewer dots; a folder keeps its case."""
        scheme, separator, place = self.public_url.partition("://")
        host, slash, folder = place.partition("/")
        return f"{scheme}{separator}{host}".upper() + f"{slash}{folder}/T/{token}"


@lru_cache(maxsize=1024)  # a ticket is issued, printed and answered with the same one
def _token(secret: bytes, nonce: bytes) -> str:
    bits = int.from_bytes(hmac.digest(secret, b"ticket:" + nonce, "sha256")[:16], "big")
    return "".join(_ALPHABET[bits >> shift & 31] for shift in range(125, -1, -5))


def normal(token: str) -> str:
    """What a person may have typed, as it is stored: upper case, lookalikes mended."""
    return token.upper().translate(_LOOKALIKES)


def code_of(typed: str) -> str:
    """The code of a booking, with the dashes and spaces between which people write it."""
    return normal(typed.replace("-", "").replace(" ", ""))


def digest(token: str) -> bytes:
    """What the database keeps of a token."""
    return sha256(token.encode()).digest()

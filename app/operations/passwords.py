"""Passwords as the database keeps them: argon2id, worked out where it stops nobody else."""

import threading

from argon2 import PasswordHasher, Type
from argon2.exceptions import Argon2Error, InvalidHashError

from app.domain.passwords import plain_password, weakness
from app.domain.staff_refusals import WEAK
from app.engine import Offload

# The second choice of OWASP's Password Storage Cheat Sheet: 19 MiB, two rounds, one lane.
ROUNDS, MEMORY_KIB, LANES = 2, 19 * 1024, 1
MOST_AT_ONCE = 2  # a flood of attempts takes neither all memory nor all threads, the database's among them
# Of a password that nobody knows: an unknown user name costs the same work as a known one.
NOBODYS = "$argon2id$v=19$m=19456,t=2,p=1$BYWr75HulkxqMMjKAoXU8w$j9nKS1fl6UDfwtFpPYuSgV4r3zjta01oGl2QHsjKnis"


class Passwords:
    """Makes and checks hashes; `offload` runs the work beside the server's event loop."""

    def __init__(self, offload: Offload) -> None:
        self._offload = offload
        self._hasher = PasswordHasher(ROUNDS, MEMORY_KIB, LANES, type=Type.ID)
        self._room = threading.BoundedSemaphore(MOST_AT_ONCE)

    def hashed(self, password: str, *, username: str) -> str:
        """The hash of a new password; raises one of WEAK for a bad one."""
        plain = plain_password(password)
        weak = weakness(plain, username=username)
        if weak is not None:
            raise WEAK[weak]
        with self._room:
            made: str = self._offload(lambda: self._hasher.hash(plain))
        return made

    def fits(self, password: str, known: str) -> bool:
        """Whether the password is the one of the hash."""
        plain = plain_password(password)
        with self._room:
            fits: bool = self._offload(lambda: self._verify(known, plain))
        return fits

    def _verify(self, known: str, plain: str) -> bool:
        try:
            return self._hasher.verify(known, plain)
        except (Argon2Error, InvalidHashError):
            return False

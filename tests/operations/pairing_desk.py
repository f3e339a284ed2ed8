"""A device that asks, and the administrator who looks for it and gives it a place."""

import os
from dataclasses import replace
from typing import Any

from app.domain.errors import (
    Refused,
)
from app.domain.links import digest
from app.domain.pairing import (
    PairingRole,
    poll_key,
)
from app.operations.pairing import (
    Asking,
    Place,
    ask_pairing,
    confirm_pairing,
    find_pairing,
)
from app.queries.devices import device_facts
from app.queries.pairing import Pairing, Waiting, pairing_of_key
from app.queries.tokens import Bearer, bearer
from tests.factories import MAIN
from tests.hall import Hall

WRONG = "ZZZZZZZZ"
K1 = Place(PairingRole.KIOSK, MAIN, "K1", "Anjungan 1")
AGENT = Place(PairingRole.AGENT, MAIN, "", "pc-01")
REPLACING = replace(AGENT, name="pc-02", replaces=True)


class Device:
    """One that asks, with the secret that it keeps."""

    def __init__(
        self, hall: Hall, role: PairingRole = PairingRole.KIOSK, *, address: str = "10.0.0.7"
    ) -> None:
        self.hall = hall
        self.secret = os.urandom(32).hex()
        self.key = poll_key(self.secret)
        self.asking = Asking(role, "pc-01", address, digest(self.secret), digest(self.key))

    def ask(self) -> Waiting | Bearer:
        return self.hall.database.write(
            "", lambda tx: ask_pairing(tx, self.asking, now=self.hall.now, random=os.urandom)
        )

    def code(self) -> str:
        waiting = self.ask()
        assert isinstance(waiting, Waiting)
        return waiting.code

    def poll(self) -> Waiting | Bearer | None:
        with self.hall.database.read() as connection:
            return pairing_of_key(connection, self.key, now=self.hall.now)


def find(hall: Hall, code: str, *, actor: str = "admin:1") -> Pairing | Refused:
    return hall.database.write("", lambda tx: find_pairing(tx, code, actor=actor, now=hall.now))


def confirm(hall: Hall, code: str, place: Place = K1, *, actor: str = "admin:1") -> int | Refused:
    return hall.database.write(
        "", lambda tx: confirm_pairing(tx, hall.mall, code, place, actor=actor, now=hall.now)
    )


def facts(hall: Hall) -> list[dict[str, Any]]:
    with hall.database.read() as connection:
        return device_facts(connection, site=None)


def holder(hall: Hall, secret: str) -> Bearer | None:
    with hall.database.read() as connection:
        return bearer(connection, secret)

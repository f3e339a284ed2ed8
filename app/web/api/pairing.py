"""The door for devices that hold no token yet: ask for a code, then wait for an administrator."""

import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from flask import Blueprint, jsonify, request

from app.audience import audience
from app.context import Context
from app.domain.errors import TooMany, UnknownPairing
from app.domain.pairing import neighbourhood, plain_name
from app.domain.staff import Permission
from app.operations.pairing import Asking, ask_pairing, forget_waiting
from app.queries.pairing import Waiting, answer_known, pairing_of_key
from app.queries.tokens import Bearer
from app.web.api.description import describe
from app.web.api.pace import Pace
from app.web.api.pairing_documents import Forgotten, PairingPoll, PairingState, PairingWish
from app.web.api.requests import body

LOOK_SECONDS = 1.0
MOST_WAITING = 40  # requests held open; further ones are answered at once
LONGEST_ADDRESS = 64
MOST_ASKS, ASKS_WITHIN = 30, timedelta(minutes=1)  # of one neighbourhood


class WaitingRoom:
    """Who may wait for an answer: so many at one time, and each device once."""

    def __init__(self) -> None:
        self._room = threading.Semaphore(MOST_WAITING)
        self._lock = threading.Lock()
        self._keys: set[str] = set()

    @contextmanager
    def place(self, key: str) -> Iterator[bool]:
        """False for one that has to be answered at once."""
        with self._lock:
            is_free = key not in self._keys and self._room.acquire(blocking=False)
            if is_free:
                self._keys.add(key)
        try:
            yield is_free
        finally:
            if is_free:
                self._keys.discard(key)
                self._room.release()


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds the routes under /pairings, and the one that empties the waiting room."""
    room = WaitingRoom()
    pace = Pace(MOST_ASKS, ASKS_WITHIN)

    @blueprint.post("/pairings")
    @audience("anyone")
    @describe(
        "Ask for a code to show; the same secret gets the same code while it lives",
        tag="devices",
        body=PairingWish,
        answer=PairingState,
        refusals=("secret_used", "too_many_pairings", "too_many"),
    )
    def ask_for_code() -> Any:
        wish, now = body(PairingWish), context.clock()
        address = (request.remote_addr or "")[:LONGEST_ADDRESS]
        if until := pace.visit(neighbourhood(address), now=now):
            raise TooMany(until=until)
        secret_hash, key_hash = bytes.fromhex(wish.secret_hash), bytes.fromhex(wish.key_hash)
        with context.database.glance() as connection:
            state = answer_known(connection, secret_hash, key_hash, now=now)
        if state is None:
            asking = Asking(wish.role, plain_name(wish.name), address, secret_hash, key_hash)
            state = context.database.write(
                "", lambda tx: ask_pairing(tx, asking, now=now, random=context.random)
            )
        return jsonify(_told(context, state))

    @blueprint.post("/pairings/poll")
    @audience("anyone")
    @describe(
        "Has somebody confirmed this device? Waits for it if asked",
        tag="devices",
        body=PairingPoll,
        answer=PairingState,
        refusals=("unknown_pairing",),
    )
    def wait_for_place() -> Any:
        wish = body(PairingPoll)
        deadline = time.monotonic() + wish.wait
        with room.place(wish.key) as may_wait:
            while isinstance(state := _state(context, wish.key), Waiting):
                left = deadline - time.monotonic()
                if left <= 0 or not may_wait:
                    break
                time.sleep(min(left, LOOK_SECONDS))
        return jsonify(_told(context, state))

    @blueprint.post("/admin/pairings/forget")
    @audience("admin", staff=Permission.MANAGE_DEVICES)
    @describe("Forget every device that shows a code and waits", tag="devices", answer=Forgotten)
    def forget_devices() -> Any:
        now = context.clock()
        gone = context.database.write("", lambda tx: forget_waiting(tx, now=now, random=context.random))
        return jsonify(forgotten=gone)


def _state(context: Context, key: str) -> Waiting | Bearer:
    """Raises UnknownPairing."""
    with context.database.glance() as connection:
        found = pairing_of_key(connection, key, now=context.clock())
    if found is None:
        raise UnknownPairing
    return found


def _told(context: Context, state: Waiting | Bearer) -> dict[str, Any]:
    """What the device may know: nothing about the mall before it is paired."""
    if isinstance(state, Waiting):
        left = math.ceil((state.expires_at - context.clock()).total_seconds())
        nothing = dict.fromkeys(("role", "site", "place"))
        return {"state": "waiting", "code": state.code, "seconds": max(0, left), **nothing}
    place = {"role": state.role, "site": state.site, "place": state.code}
    return {"state": "paired", "code": None, "seconds": None, **place}

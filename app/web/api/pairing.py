"""The door for devices that hold no token yet: ask for a code, then wait for an administrator."""

import math
import threading
import time
from typing import Any

from flask import Blueprint, jsonify, request

from app.audience import audience
from app.context import Context
from app.domain.errors import UnknownPairing
from app.domain.pairing import plain_name
from app.operations.pairing import Asking, ask_pairing
from app.queries.pairing import Waiting, pairing_of_key
from app.queries.tokens import Bearer
from app.web.api.description import describe
from app.web.api.pairing_documents import PairingPoll, PairingState, PairingWish
from app.web.api.requests import body

LOOK_SECONDS = 1.0
MOST_WAITING = 40  # requests held open; further ones are answered at once
LONGEST_ADDRESS = 64


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds the routes under /pairings."""
    room = threading.Semaphore(MOST_WAITING)

    @blueprint.post("/pairings")
    @audience("anyone")
    @describe(
        "Ask for a code to show; the same secret gets the same code while it lives",
        tag="devices",
        body=PairingWish,
        answer=PairingState,
        refusals=("secret_used", "too_many_pairings"),
    )
    def ask_for_code() -> Any:
        wish, now = body(PairingWish), context.clock()
        asking = Asking(
            wish.role,
            plain_name(wish.name),
            (request.remote_addr or "")[:LONGEST_ADDRESS],
            bytes.fromhex(wish.secret_hash),
            bytes.fromhex(wish.key_hash),
        )
        state = context.database.write("", lambda tx: ask_pairing(tx, asking, now=now, random=context.random))
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
        may_wait = room.acquire(blocking=False)
        try:
            while isinstance(state := _state(context, wish.key), Waiting):
                left = deadline - time.monotonic()
                if left <= 0 or not may_wait:
                    break
                time.sleep(min(left, LOOK_SECONDS))
        finally:
            if may_wait:
                room.release()
        return jsonify(_told(context, state))


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

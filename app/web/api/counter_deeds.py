"""What a clerk can do at a counter: each deed with its path, its wish and the operation behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from app.context import Context
from app.domain.ticket import Ticket
from app.operations import calling, counters, journeys, undoing, walking_up
from app.operations.desk import Desk
from app.operations.meant import must_be_here, must_be_last
from app.store.transaction import Transaction
from app.web.api.counter_documents import (
    BreakWish,
    CallWish,
    HandReasonWish,
    HandWish,
    NoteWish,
    ReturnWish,
    TransferWish,
    UndoWish,
    WalkUpWish,
)
from app.web.api.documents import Nothing

Do = Callable[[Transaction, Desk, Any, datetime], Ticket | None]


@dataclass(frozen=True, slots=True)
class Deed:
    """One path under /counters/{counter}; `refusals` beside those that any deed may meet."""

    summary: str
    wish: type[BaseModel]
    do: Do
    refusals: tuple[str, ...] = ()


def deeds(context: Context) -> dict[str, Deed]:
    """Every deed by its path."""

    def walk_up(tx: Transaction, desk: Desk, wish: WalkUpWish, now: datetime) -> Ticket:
        return walking_up.walk_up(
            tx,
            desk,
            service=wish.service,
            priority=wish.priority,
            now=now,
            links=context.links,
            random=context.random,
        )

    walk_up_deed = Deed(
        "Give a number to a visitor who stands here, and serve",
        WalkUpWish,
        walk_up,
        ("unknown_service",),
    )
    return {**DEEDS, "walk-up": walk_up_deed}


def _open(tx: Transaction, desk: Desk, _wish: Nothing, now: datetime) -> None:
    counters.open_counter(tx, desk, now=now)


def _break(tx: Transaction, desk: Desk, wish: BreakWish, now: datetime) -> None:
    counters.break_counter(tx, desk, minutes=wish.minutes, reason=wish.reason, now=now)


def _call(tx: Transaction, desk: Desk, wish: CallWish, now: datetime) -> Ticket:
    if wish.ticket is not None and wish.in_hand:
        must_be_here(tx, desk, wish.ticket)
    elif wish.ticket is not None:
        return calling.call_chosen(tx, desk, wish.ticket, now=now)
    return calling.call_looked(tx, desk, now=now)


def _recall(tx: Transaction, desk: Desk, wish: CallWish, now: datetime) -> Ticket:
    if wish.ticket is not None and wish.in_hand:
        must_be_here(tx, desk, wish.ticket)
    elif wish.ticket is not None:
        return calling.call_again(tx, desk, wish.ticket, now=now)
    return calling.recall(tx, desk, now=now)


def _undo(tx: Transaction, desk: Desk, wish: UndoWish, now: datetime) -> Ticket:
    must_be_last(tx, desk, move=wish.move, ticket_id=wish.ticket, now=now)
    return undoing.undo(tx, desk, now=now)


def _transfer(tx: Transaction, desk: Desk, wish: TransferWish, now: datetime) -> Ticket:
    return journeys.transfer(
        tx, desk, service=wish.service, counter=wish.counter, come_back=wish.come_back, now=now
    )


def _simply(operation: Callable[..., Ticket]) -> Do:
    """A deed whose wish says nothing of its own."""
    return lambda tx, desk, _wish, now: operation(tx, desk, now=now)


def _in_hand(do: Do) -> Do:
    """A deed with the ticket at the counter: with the one that the wish names, if it names one."""

    def deed(tx: Transaction, desk: Desk, wish: HandWish, now: datetime) -> Ticket | None:
        if wish.ticket is not None:
            must_be_here(tx, desk, wish.ticket)
        return do(tx, desk, wish, now)

    return deed


DEEDS: dict[str, Deed] = {
    "open": Deed("Open the counter", Nothing, _open),
    "break": Deed("Pause the counter", BreakWish, _break),
    "call-next": Deed("Call whoever is next", Nothing, _simply(calling.call_next)),
    "look": Deed("Look at whoever is next before calling", Nothing, _simply(calling.look)),
    "call": Deed("Call the number looked at, or a chosen one", CallWish, _call, ("forbidden",)),
    "recall": Deed("Say the number again, or call a held or missed one", CallWish, _recall),
    "serve": Deed("The visitor arrived", HandWish, _in_hand(_simply(calling.serve))),
    "finish": Deed(
        "The visitor is served, or goes on to the next stop", HandWish, _in_hand(_simply(calling.finish))
    ),
    "miss": Deed("The visitor did not come", HandWish, _in_hand(_simply(calling.miss)), ("recall_first",)),
    "hold": Deed(
        "Set the visitor aside",
        HandReasonWish,
        _in_hand(lambda tx, desk, wish, now: calling.hold(tx, desk, reason=wish.reason, now=now)),
    ),
    "transfer": Deed(
        "Send the visitor to another service or counter",
        TransferWish,
        _in_hand(_transfer),
        ("unknown_service", "counter_absent", "not_served_there"),
    ),
    "return": Deed(
        "Put the visitor back into the queue",
        ReturnWish,
        _in_hand(lambda tx, desk, wish, now: calling.return_to_queue(tx, desk, count=wish.count, now=now)),
    ),
    "cancel": Deed(
        "The visitor gives the number up",
        HandReasonWish,
        _in_hand(lambda tx, desk, wish, now: calling.cancel(tx, desk, reason=wish.reason, now=now)),
    ),
    "note": Deed(
        "Write a note for colleagues",
        NoteWish,
        _in_hand(lambda tx, desk, wish, now: calling.note(tx, desk, text=wish.text, now=now)),
    ),
    "undo": Deed("Take back the last move", UndoWish, _undo, ("nothing_to_undo",)),
}

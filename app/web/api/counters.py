"""Counters: the list, one console's view, and the clerk's deeds."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, jsonify, request
from pydantic import BaseModel

from app.audience import audience
from app.context import Context
from app.domain.errors import UnknownCounter
from app.domain.ticket import Ticket
from app.operations import calling, counters
from app.operations.calling import Desk, desk_at
from app.operations.replies import once
from app.queries.counters import counter_list, hall_queue, state_of
from app.queries.tickets import position_of, ticket_by_id, ticket_document
from app.store.transaction import Transaction
from app.web.api.counter_documents import (
    BreakWish,
    CallWish,
    CounterDocument,
    CounterList,
    DeedDocument,
    ReasonWish,
    TransferWish,
)
from app.web.api.description import describe
from app.web.api.documents import Nothing
from app.web.api.requests import asked_once, body, site_named
from app.web.auth import enter

Deed = Callable[[Transaction, Desk, Any, Any], Ticket | None]


def _recall(tx: Transaction, desk: Desk, wish: CallWish, now: Any) -> Ticket:
    if wish.ticket is not None:
        return calling.call_again(tx, desk, wish.ticket, now=now)
    return calling.recall(tx, desk, now=now)


def _open(tx: Transaction, desk: Desk, _wish: Nothing, now: Any) -> None:
    counters.open_counter(tx, desk, now=now)


def _break(tx: Transaction, desk: Desk, wish: BreakWish, now: Any) -> None:
    counters.break_counter(tx, desk, minutes=wish.minutes, reason=wish.reason, now=now)


DEEDS: dict[str, tuple[str, type[BaseModel], Deed]] = {
    "open": ("Open the counter", Nothing, _open),
    "break": ("Pause the counter", BreakWish, _break),
    "call-next": (
        "Call whoever is next",
        Nothing,
        lambda tx, desk, _, now: calling.call_next(tx, desk, now=now),
    ),
    "recall": ("Say the number again, or call a held or missed one", CallWish, _recall),
    "serve": ("The visitor arrived", Nothing, lambda tx, desk, _, now: calling.serve(tx, desk, now=now)),
    "finish": ("The visitor is served", Nothing, lambda tx, desk, _, now: calling.finish(tx, desk, now=now)),
    "miss": ("The visitor did not come", Nothing, lambda tx, desk, _, now: calling.miss(tx, desk, now=now)),
    "hold": (
        "Set the visitor aside",
        ReasonWish,
        lambda tx, desk, wish, now: calling.hold(tx, desk, reason=wish.reason, now=now),
    ),
    "transfer": (
        "Send the visitor to another service",
        TransferWish,
        lambda tx, desk, wish, now: calling.transfer(tx, desk, service=wish.service, now=now),
    ),
    "return": (
        "Put the visitor back into the queue",
        Nothing,
        lambda tx, desk, _, now: calling.return_to_queue(tx, desk, now=now),
    ),
}
REFUSALS = ("counter_busy", "counter_closed", "nobody_waiting", "wrong_state", "unknown_counter")


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds the routes under /counters; every one names its site by ?site=."""

    @blueprint.get("/counters")
    @audience("counter", "admin")
    @describe("Every counter of a site", tag="counters", answer=CounterList, query=("site",))
    def list_counters() -> Any:
        site = site_named(context.mall, request.args.get("site"))
        enter(site.code)
        with context.database.read() as connection:
            return jsonify(counters=counter_list(connection, context.mall, site))

    @blueprint.get("/counters/<counter>")
    @audience("counter", "admin")
    @describe(
        "State, active ticket, queue",
        tag="counters",
        answer=CounterDocument,
        refusals=("unknown_counter", "unknown_site"),
        query=("site",),
    )
    def show_counter(counter: str) -> Any:
        site = site_named(context.mall, request.args.get("site"))
        enter(site.code)
        if counter not in site.counter:
            raise UnknownCounter(counter=counter)
        with context.database.read() as connection:
            place = site.counter[counter]
            queue = hall_queue(connection, context.mall, site, now=context.clock(), counters=(place,))
        return jsonify(queue.document(place, links=context.links))

    for name, (summary, wish, deed) in DEEDS.items():
        blueprint.add_url_rule(
            f"/counters/<counter>/{name}",
            f"counter_{name}",
            _view(context, summary, wish, deed),
            methods=["POST"],
        )


def _view(context: Context, summary: str, model: type[BaseModel], deed: Deed) -> Callable[..., Any]:
    """The route of one deed: who, which counter, once, in one commit."""

    @audience("counter", "admin")
    @describe(
        summary,
        tag="counters",
        body=model,
        answer=DeedDocument,
        refusals=REFUSALS,
        query=("site",),
        idempotent=True,
    )
    def view(counter: str) -> Any:
        site = site_named(context.mall, request.args.get("site"))
        bearer = enter(site.code)
        wish = body(model)
        ask = asked_once(f"token:{bearer.id}", wish)
        now = context.clock()

        def commit(tx: Transaction) -> dict[str, Any]:
            desk = desk_at(tx, context.mall, counter, actor=bearer.actor)

            def do() -> dict[str, Any]:
                ticket = deed(tx, desk, wish, now)
                counters.after_leaving(tx, desk, now=now)
                return {"ticket": ticket.id if ticket else None}

            done = once(tx, ask, now=now, deed=do).value["ticket"]
            return deed_document(context, tx, counter, done)

        return jsonify(context.database.write(site.code, commit))

    return view


def deed_document(context: Context, tx: Transaction, counter: str, ticket_id: int | None) -> dict[str, Any]:
    document = None
    if ticket_id is not None:
        ticket = ticket_by_id(tx.connection, ticket_id)
        position = position_of(tx.connection, context.mall, ticket)
        document = ticket_document(context.mall, ticket, position, links=context.links, reveal=False)
    state = state_of(tx.connection, site=tx.site, counter=counter)
    return {"state": state.value, "ticket": document}

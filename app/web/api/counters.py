"""Counters: the list, one console's view, and the clerk's deeds."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, jsonify, request

from app.audience import audience
from app.context import Context
from app.domain.errors import Forbidden, UnknownCounter
from app.domain.staff import Permission
from app.operations.desk import desk_at
from app.operations.replies import once
from app.queries.counters import counter_list, hall_queue, state_of
from app.queries.helping import with_help
from app.queries.last_moves import undoable
from app.queries.places import places_of
from app.queries.tickets import position_of, ticket_by_id, ticket_document
from app.store.journal import newest
from app.store.transaction import Transaction
from app.web.api.counter_deeds import Deed, deeds
from app.web.api.counter_documents import CounterDocument, CounterList, DeedDocument
from app.web.api.description import describe
from app.web.api.requests import asked_once, body, site_named
from app.web.auth import enter

REFUSALS = ("counter_busy", "counter_closed", "nobody_waiting", "wrong_state", "moved_on", "unknown_counter")


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds the routes under /counters; every one names its site by ?site=."""

    @blueprint.get("/counters")
    @audience("counter", "admin", staff=Permission.CALL)
    @describe("Every counter of a site", tag="counters", answer=CounterList, query=("site",))
    def list_counters() -> Any:
        site = site_named(context.mall, request.args.get("site"))
        mine = enter(site.code).agencies(Permission.CALL, site.code)
        with context.database.read() as connection:
            mall = with_help(connection, context.mall, site=site.code)
            places = places_of(connection, mall, site, mine)
            counters = counter_list(connection, context.mall, site)
        return jsonify(counters=[each for each in counters if each["code"] in places])

    @blueprint.get("/counters/<counter>")
    @audience("counter", "admin", staff=Permission.CALL)
    @describe(
        "State, active ticket, queue",
        tag="counters",
        answer=CounterDocument,
        refusals=("unknown_counter", "unknown_site"),
        query=("site",),
    )
    def show_counter(counter: str) -> Any:
        site = site_named(context.mall, request.args.get("site"))
        mine = enter(site.code).agencies(Permission.CALL, site.code)
        if counter not in site.counter:
            raise UnknownCounter(counter=counter)
        with context.database.read() as connection:
            place = site.counter[counter]
            mall = with_help(connection, context.mall, site=site.code)
            if counter not in places_of(connection, mall, site, mine):
                raise Forbidden
            queue = hall_queue(connection, context.mall, site, now=context.clock(), counters=(place,))
        return jsonify(queue.document(place, links=context.links, agencies=mine))

    for name, deed in deeds(context).items():
        blueprint.add_url_rule(
            f"/counters/<counter>/{name}",
            f"counter_{name}",
            _view(context, deed),
            methods=["POST"],
        )


def _view(context: Context, deed: Deed) -> Callable[..., Any]:
    """The route of one deed: who, which counter, once, in one commit."""

    @audience("counter", "admin", staff=Permission.CALL)
    @describe(
        deed.summary,
        tag="counters",
        body=deed.wish,
        answer=DeedDocument,
        refusals=(*REFUSALS, *deed.refusals),
        query=("site",),
        idempotent=True,
    )
    def view(counter: str) -> Any:
        site = site_named(context.mall, request.args.get("site"))
        bearer = enter(site.code)
        wish = body(deed.wish)
        ask = asked_once(bearer.scope, wish)
        now = context.clock()

        def commit(tx: Transaction) -> dict[str, Any]:
            desk = desk_at(
                tx,
                context.mall,
                counter,
                actor=bearer.actor,
                only_agencies=bearer.agencies(Permission.CALL, site.code),
                may_choose=lambda agency: bearer.may(Permission.CALL_CHOSEN, site.code, agency),
            )

            def do() -> dict[str, Any]:
                ticket = deed.do(tx, desk, wish, now)
                return {"ticket": ticket.id if ticket else None}

            done = once(tx, ask, now=now, deed=do).value["ticket"]
            return deed_document(context, tx, counter, done, now=now)

        return jsonify(context.database.write(site.code, commit))

    return view


def deed_document(
    context: Context, tx: Transaction, counter: str, ticket_id: int | None, *, now: datetime
) -> dict[str, Any]:
    document = None
    if ticket_id is not None:
        ticket = ticket_by_id(tx.connection, ticket_id)
        position = position_of(tx.connection, context.mall, ticket)
        document = ticket_document(context.mall, ticket, position, links=context.links, reveal=False)
    state = state_of(tx.connection, site=tx.site, counter=counter)
    last = undoable(tx.connection, site=tx.site, counter=counter, now=now)
    return {
        "cursor": newest(tx.connection, tx.site),
        "state": state.value,
        "ticket": document,
        "undo": last.document if last else None,
    }

"""What a supervisor does at a counter, or agrees to: closings, help elsewhere, numbers that are stuck."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, jsonify, request
from pydantic import BaseModel

from app.audience import audience
from app.context import Context
from app.domain.errors import Forbidden, WrongState
from app.domain.staff import Permission
from app.operations import calling, counters, helping
from app.operations.desk import Desk, desk_at
from app.operations.replies import once
from app.queries.tickets import active_at
from app.queries.tokens import Bearer
from app.store.transaction import Transaction
from app.web.api.counter_documents import CloseWish, DeedDocument, FreeWish, HelpWish
from app.web.api.counters import deed_document
from app.web.api.description import describe
from app.web.api.documents import Nothing
from app.web.api.requests import asked_once, body, site_named
from app.web.auth import enter

Do = Callable[[Transaction, Desk, Any, datetime, Bearer], object]
REFUSALS = (
    "counter_busy",
    "forbidden",
    "unknown_counter",
    "unknown_service",
    "unknown_site",
    "wrong_state",
)


@dataclass(frozen=True, slots=True)
class Steer:
    """One path under /counters/{counter} and who may take it."""

    summary: str
    wish: type[BaseModel]
    do: Do
    staff: Permission
    roles: tuple[str, ...] = ("admin",)
    about_visitor: bool = False  # whoever sits there decides whose leave it needs, not the counter


def _close(tx: Transaction, desk: Desk, wish: CloseWish, now: datetime, who: Bearer) -> None:
    counters.close_counter(
        tx,
        desk,
        reason=wish.reason,
        reopens_minutes=wish.reopens_minutes,
        may_approve=_may(who, Permission.APPROVE_CLOSING, desk, desk.owners),
        now=now,
    )


def _may(who: Bearer, permission: Permission, desk: Desk, agencies: Iterable[str]) -> bool:
    """Whether it is allowed for any of these agencies, or for the whole site, whatever a counter serves."""
    site = desk.site.code
    return who.may(permission, site) or any(who.may(permission, site, agency) for agency in agencies)


def _concerned(tx: Transaction, desk: Desk, steer: Steer) -> frozenset[str]:
    """The agencies whose leave it needs: the visitor's, else those to which the counter belongs."""
    sitting = None
    if steer.about_visitor:
        sitting = active_at(tx.connection, site=tx.site, counter=desk.counter.code)
    return frozenset({sitting.agency}) if sitting else desk.owners


def _simply(operation: Callable[..., object]) -> Do:
    """A deed whose wish says nothing."""
    return lambda tx, desk, _wish, now, _who: operation(tx, desk, now=now)


def _help(tx: Transaction, desk: Desk, wish: HelpWish, now: datetime, _who: Bearer) -> None:
    helping.help_elsewhere(tx, desk, code=wish.service, minutes=wish.minutes, now=now)


def _free(tx: Transaction, desk: Desk, wish: FreeWish, now: datetime, _who: Bearer) -> None:
    """Whatever state the counter is in, and however often it called: its clerk may be gone.

    Raises WrongState where another number than the one meant is there by now.
    """
    there = active_at(tx.connection, site=tx.site, counter=desk.counter.code)
    if wish.number is not None and (there is None or there.number != wish.number):
        raise WrongState(status="free" if there is None else there.status.value, action="free")
    MOVES[wish.move](tx, desk, now=now)


MOVES: dict[str, Callable[..., object]] = {
    "return": calling.return_to_queue,
    "finish": calling.finish,
    "miss": calling.park,
}
CLERK = ("counter", "admin")
STEERS: dict[str, Steer] = {
    "close": Steer("Close the counter, or ask to", CloseWish, _close, Permission.ASK_CLOSING, CLERK),
    "closing/approve": Steer(
        "Agree to a closing: now, or after the visitor",
        Nothing,
        _simply(counters.approve_closing),
        Permission.APPROVE_CLOSING,
    ),
    "closing/refuse": Steer(
        "Ask the counter to stay open", Nothing, _simply(counters.refuse_closing), Permission.APPROVE_CLOSING
    ),
    "closing/withdraw": Steer(
        "Stay open after all", Nothing, _simply(counters.withdraw_closing), Permission.ASK_CLOSING, CLERK
    ),
    "help": Steer(
        "Serve another agency or service, too, for a while", HelpWish, _help, Permission.HELP_ELSEWHERE
    ),
    "help/end": Steer(
        "Serve what it always serves", Nothing, _simply(helping.end_help), Permission.HELP_ELSEWHERE
    ),
    "free": Steer(
        "Take a stuck number off a counter", FreeWish, _free, Permission.TAKE_OVER, about_visitor=True
    ),
}


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds them under /counters; every one names its site by ?site=."""
    for name, steer in STEERS.items():
        blueprint.add_url_rule(
            f"/counters/<counter>/{name}",
            f"counter_{name.replace('/', '_')}",
            _view(context, steer),
            methods=["POST"],
        )


def _view(context: Context, steer: Steer) -> Callable[..., Any]:
    """The route of one of them: who, which counter, once, in one commit."""

    @audience(*steer.roles, staff=steer.staff)
    @describe(
        steer.summary,
        tag="counters",
        body=steer.wish,
        answer=DeedDocument,
        refusals=REFUSALS,
        query=("site",),
        idempotent=True,
    )
    def view(counter: str) -> Any:
        site = site_named(context.mall, request.args.get("site"))
        bearer = enter(site.code)
        wish = body(steer.wish)
        ask = asked_once(bearer.scope, wish)
        now = context.clock()

        def commit(tx: Transaction) -> dict[str, Any]:
            desk = desk_at(tx, context.mall, counter, actor=bearer.actor)
            if not _may(bearer, steer.staff, desk, _concerned(tx, desk, steer)):
                raise Forbidden

            def do() -> dict[str, Any]:
                steer.do(tx, desk, wish, now, bearer)
                return {}

            once(tx, ask, now=now, deed=do)
            return deed_document(context, tx, counter, None, now=now)

        return jsonify(context.database.write(site.code, commit))

    return view

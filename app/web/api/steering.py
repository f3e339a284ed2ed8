"""What a supervisor does at a counter, or agrees to: closings that were asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, jsonify, request
from pydantic import BaseModel

from app.audience import audience
from app.context import Context
from app.operations import counters
from app.operations.desk import Desk, desk_at
from app.operations.replies import once
from app.queries.tokens import Bearer
from app.store.transaction import Transaction
from app.web.api.counter_documents import CloseWish, DeedDocument
from app.web.api.counters import deed_document
from app.web.api.description import describe
from app.web.api.documents import Nothing
from app.web.api.requests import asked_once, body, site_named
from app.web.auth import enter

Do = Callable[[Transaction, Desk, Any, datetime, Bearer], object]
REFUSALS = ("counter_busy", "wrong_state", "unknown_counter", "unknown_site")


@dataclass(frozen=True, slots=True)
class Steer:
    """One path under /counters/{counter} and who may take it."""

    summary: str
    wish: type[BaseModel]
    do: Do
    roles: tuple[str, ...] = ("admin",)


def _close(tx: Transaction, desk: Desk, wish: CloseWish, now: datetime, who: Bearer) -> None:
    counters.close_counter(
        tx,
        desk,
        reason=wish.reason,
        reopens_minutes=wish.reopens_minutes,
        may_approve=who.role == "admin",
        now=now,
    )


def _simply(operation: Callable[..., object]) -> Do:
    """A deed whose wish says nothing."""
    return lambda tx, desk, _wish, now, _who: operation(tx, desk, now=now)


CLERK = ("counter", "admin")
STEERS: dict[str, Steer] = {
    "close": Steer("Close the counter, or ask to", CloseWish, _close, CLERK),
    "closing/approve": Steer(
        "Agree to a closing: now, or after the visitor", Nothing, _simply(counters.approve_closing)
    ),
    "closing/refuse": Steer("Ask the counter to stay open", Nothing, _simply(counters.refuse_closing)),
    "closing/withdraw": Steer("Stay open after all", Nothing, _simply(counters.withdraw_closing), CLERK),
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

    @audience(*steer.roles)
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
        ask = asked_once(f"token:{bearer.id}", wish)
        now = context.clock()

        def commit(tx: Transaction) -> dict[str, Any]:
            desk = desk_at(tx, context.mall, counter, actor=bearer.actor)

            def do() -> dict[str, Any]:
                steer.do(tx, desk, wish, now, bearer)
                return {}

            once(tx, ask, now=now, deed=do)
            return deed_document(context, tx, counter, None, now=now)

        return jsonify(context.database.write(site.code, commit))

    return view

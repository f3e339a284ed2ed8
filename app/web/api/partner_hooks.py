"""What a partner's hook was sent: seen by an administrator, tried, and sent again."""

from typing import Any

from flask import Blueprint, jsonify, request

from app.audience import audience
from app.context import Context
from app.domain.delivering import DeliveryState
from app.domain.errors import BadRequest, UnknownDelivery
from app.domain.partner import Partner
from app.domain.partner_refusals import UnknownPartner
from app.domain.staff import Permission
from app.operations.heralding import ping, replay
from app.operations.outbox import send_again
from app.queries.partners import deliveries_of, delivery_counts, delivery_site, partner_by_id
from app.web.api.description import describe
from app.web.api.documents import Nothing
from app.web.api.partner_documents import DeliveryList, ReplayAnswer, ReplayWish
from app.web.api.partners import shown
from app.web.api.requests import LARGEST_ID, body, row_id, whole_number
from app.web.auth import enter_everywhere


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds the routes under /partners/<partner> about its hook."""
    _looking(blueprint, context)
    _sending(blueprint, context)


def _looking(blueprint: Blueprint, context: Context) -> None:
    @blueprint.get("/partners/<partner>/deliveries")
    @audience("admin", staff=Permission.MANAGE_PARTNERS)
    @describe(
        "What the partner's hook was sent, the newest first; state=due, sent or given_up",
        tag="partners",
        answer=DeliveryList,
        refusals=("unknown_partner",),
        query=("state", "before"),
    )
    def list_deliveries(partner: str) -> Any:
        known = _named(context, partner)
        state = request.args.get("state")
        if state and state not in set(DeliveryState):
            raise BadRequest
        before = whole_number("before", default=LARGEST_ID, least=1, most=LARGEST_ID)
        with context.database.read() as connection:
            deliveries = deliveries_of(connection, known, state=state, before=before)
            counts = delivery_counts(connection, known)
        return jsonify(
            now=context.clock().isoformat(),
            partner=shown(context, known),
            counts=counts,
            deliveries=deliveries,
        )


def _sending(blueprint: Blueprint, context: Context) -> None:
    @blueprint.post("/partners/<partner>/ping")
    @audience("admin", staff=Permission.MANAGE_PARTNERS)
    @describe(
        "Try the hook with a message that tells of nothing",
        tag="partners",
        body=Nothing,
        refusals=("unknown_partner",),
    )
    def try_hook(partner: str) -> Any:
        known = _named(context, partner)
        body(Nothing)
        context.database.write("", lambda tx: ping(tx, known, now=context.clock()))
        return jsonify({})

    @blueprint.post("/partners/<partner>/deliveries/<delivery>/again")
    @audience("admin", staff=Permission.MANAGE_PARTNERS)
    @describe(
        "Send one message again, under the same key",
        tag="partners",
        body=Nothing,
        refusals=("unknown_partner", "unknown_delivery"),
    )
    def once_more(partner: str, delivery: str) -> Any:
        known = _named(context, partner)
        body(Nothing)
        number = row_id(delivery, unknown=UnknownDelivery)
        with context.database.read() as connection:
            site = delivery_site(connection, known, number)
        if site is None:
            raise UnknownDelivery(delivery=number)
        context.database.write(site, lambda tx: send_again(tx, number, now=context.clock()))
        return jsonify({})

    @blueprint.post("/partners/<partner>/replay")
    @audience("admin", staff=Permission.MANAGE_PARTNERS)
    @describe(
        "Send everything again that was given up since a moment, or everything",
        tag="partners",
        body=ReplayWish,
        answer=ReplayAnswer,
        refusals=("unknown_partner",),
    )
    def again_since(partner: str) -> Any:
        known, wish = _named(context, partner), body(ReplayWish)
        actor, now = enter_everywhere().actor, context.clock()
        count = context.database.write(
            "",
            lambda tx: replay(tx, known, since=wish.since, given_up_alone=not wish.all, actor=actor, now=now),
        )
        return jsonify(count=count)


def _named(context: Context, partner: str) -> Partner:
    """Raises UnknownPartner."""
    enter_everywhere()
    number = row_id(partner, unknown=UnknownPartner)
    with context.database.read() as connection:
        return partner_by_id(connection, number)

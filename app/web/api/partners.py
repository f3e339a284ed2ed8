"""Partners, as an administrator sees and changes them, and what one of them sees of its own."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, g, jsonify, request

from app.audience import audience
from app.context import Context
from app.domain.partner import Partner, Scope, hook_secret
from app.domain.partner_refusals import UnknownPartner
from app.domain.staff import Permission
from app.operations.partners import Terms, add_partner, change_partner, renew_hook_secret, renew_token
from app.queries.partners import last_seen, partner_by_id, partner_document, partners
from app.store.transaction import Transaction
from app.web.api.description import describe
from app.web.api.partner_documents import (
    MadeToday,
    PartnerChange,
    PartnerDocument,
    PartnerKeys,
    PartnerList,
    PartnerTerms,
    PartnerWish,
)
from app.web.api.requests import body, row_id, site_named
from app.web.auth import enter, enter_everywhere, forget_holders
from app.web.far_made import made_today as made_by
from app.web.far_values import address_of, booking_told
from app.web.partner_door import partner_counts

NOT_THERE = ("unknown_partner",)
Deed = Callable[[Transaction, Partner], Any]


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds the routes under /partners, and /made."""
    _list_routes(blueprint, context)
    _one_routes(blueprint, context)
    _key_routes(blueprint, context)
    _made_route(blueprint, context)


def _list_routes(blueprint: Blueprint, context: Context) -> None:
    @blueprint.get("/partners")
    @audience("admin", staff=Permission.MANAGE_PARTNERS)
    @describe("Every partner, what each may do and how much it asked", tag="partners", answer=PartnerList)
    def list_partners() -> Any:
        enter_everywhere()
        with context.database.read() as connection:
            known, seen = partners(connection), last_seen(connection)
        return jsonify(
            now=context.clock().isoformat(),
            timezone=context.mall.timezone,
            scopes=[scope.value for scope in Scope],
            partners=[_document(each, seen) for each in known],
        )

    @blueprint.post("/partners")
    @audience("admin", staff=Permission.MANAGE_PARTNERS)
    @describe(
        "Add a partner; the answer holds its token, once",
        tag="partners",
        body=PartnerWish,
        answer=PartnerKeys,
        status=201,
        refusals=("wrong_partner_code", "partner_code_taken", "unknown_site", "wrong_hook_address"),
    )
    def enrol() -> Any:
        actor, wish = enter_everywhere().actor, body(PartnerWish)
        made, token = context.database.write(
            "",
            lambda tx: add_partner(
                tx,
                context.mall,
                code=wish.code,
                terms=_terms(wish),
                actor=actor,
                now=context.clock(),
                random=context.random,
            ),
        )
        return jsonify(_keys(context, made, token)), 201


def _one_routes(blueprint: Blueprint, context: Context) -> None:
    @blueprint.put("/partners/<partner>")
    @audience("admin", staff=Permission.MANAGE_PARTNERS)
    @describe(
        "Change what a partner may, or let it in no more; at once",
        tag="partners",
        body=PartnerChange,
        answer=PartnerDocument,
        refusals=(*NOT_THERE, "unknown_site", "wrong_hook_address"),
    )
    def change_terms(partner: str) -> Any:
        actor, wish = enter_everywhere().actor, body(PartnerChange)

        def deed(tx: Transaction, known: Partner) -> Partner:
            return change_partner(
                tx,
                context.mall,
                known,
                terms=_terms(wish),
                disabled=wish.disabled,
                actor=actor,
                now=context.clock(),
            )

        return jsonify(shown(context, _done(context, partner, deed)))


def _key_routes(blueprint: Blueprint, context: Context) -> None:
    @blueprint.post("/partners/<partner>/token")
    @audience("admin", staff=Permission.MANAGE_PARTNERS)
    @describe(
        "Give a new token; the earlier one ends at once",
        tag="partners",
        answer=PartnerKeys,
        refusals=NOT_THERE,
    )
    def another_token(partner: str) -> Any:
        actor = enter_everywhere().actor

        def deed(tx: Transaction, known: Partner) -> tuple[Partner, str]:
            now = context.clock()
            return known, renew_token(tx, known, actor=actor, now=now, random=context.random)

        return jsonify(_keys(context, *_done(context, partner, deed)))

    @blueprint.post("/partners/<partner>/hook-secret")
    @audience("admin", staff=Permission.MANAGE_PARTNERS)
    @describe(
        "Sign the hook with a new secret from now on",
        tag="partners",
        answer=PartnerKeys,
        refusals=NOT_THERE,
    )
    def another_secret(partner: str) -> Any:
        actor = enter_everywhere().actor

        def deed(tx: Transaction, known: Partner) -> Partner:
            return renew_hook_secret(tx, known, actor=actor, now=context.clock())

        return jsonify(_keys(context, _done(context, partner, deed), None))


def _made_route(blueprint: Blueprint, context: Context) -> None:
    @blueprint.get("/made")
    @audience("partner", scope=Scope.DESK)
    @describe(
        "The numbers and bookings that this token made today at a site",
        tag="partners",
        answer=MadeToday,
        refusals=("unknown_site",),
        query=("site",),
    )
    def made_today() -> Any:
        site = site_named(context.mall, request.args.get("site"))
        return jsonify(made_document(context, site.code, origin=enter(site.code).actor))


def made_document(context: Context, site: str, *, origin: str) -> dict[str, Any]:
    """What the actor of the journal `origin` gave to visitors at the site today."""
    mall, links = context.mall, context.links
    made = made_by(context, site, origin)

    def named(code: str) -> str:
        service = mall.service.get(code)
        return service.named(g.language) if service else code

    return {
        "site": site,
        "tickets": [
            {
                "id": ticket.id,
                "number": ticket.number,
                "service": ticket.issued_for,
                "service_name": named(ticket.issued_for),
                "state": ticket.status.value,
                "issued_at": ticket.issued_at.isoformat(),
                "arrives_by": ticket.arrives_by.isoformat() if ticket.arrives_by else None,
                "token": address_of(context, ticket),
                "url": links.page(address_of(context, ticket)),
            }
            for ticket in made.tickets
        ],
        "bookings": [
            {
                **{name: booking_told(context, booking)[name] for name in ("code", "url")},
                "service": booking.service,
                "service_name": named(booking.service),
                "state": booking.state.value,
                "starts_at": booking.starts_at.isoformat(),
                "booked_at": booking.booked_at.isoformat(),
            }
            for booking in made.bookings
        ],
    }


def _done(context: Context, partner: str, deed: Deed) -> Any:
    """One deed with a partner in one commit; what it takes away is gone with the answer."""
    enter_everywhere()
    number = row_id(partner, unknown=UnknownPartner)
    outcome = context.database.write("", lambda tx: deed(tx, partner_by_id(tx.connection, number)))
    forget_holders()
    return outcome


def _terms(wish: PartnerTerms) -> Terms:
    return Terms(wish.name.strip(), wish.scopes, wish.sites, wish.rate, wish.hook_url)


def _keys(context: Context, partner: Partner, token: str | None) -> dict[str, Any]:
    secret = hook_secret(context.links.secret, partner)
    return {"partner": shown(context, partner), "token": token, "hook_secret": secret}


def shown(context: Context, partner: Partner) -> dict[str, Any]:
    """The Partner of the API, as it is now."""
    with context.database.read() as connection:
        return _document(partner, last_seen(connection))


def _document(partner: Partner, seen: Any) -> dict[str, Any]:
    return partner_document(
        partner,
        has_token=partner.code in seen,
        seen_at=seen.get(partner.code),
        counts=partner_counts().get(partner.id, {}),
    )

"""Numbers from afar: take one with a phone, check in, ask for more time."""

from typing import Any

from flask import Blueprint, Response, g, jsonify

from app.audience import audience
from app.context import Context
from app.domain.arriving import presence_code, presence_until
from app.domain.errors import Forbidden, UnknownTicket, WrongPresenceCode
from app.domain.partner import Scope
from app.domain.staff import Permission
from app.operations.numbering import Wish
from app.operations.remote import check_in, go_to_end, postpone
from app.operations.replies import Once
from app.queries.finding import ticket_at
from app.queries.tickets import position_of, ticket_document
from app.store.transaction import Transaction
from app.web.api.afar import PHONE, Afar
from app.web.api.description import describe
from app.web.api.documents import Nothing, TicketDocument
from app.web.api.remote_documents import CheckInWish, PresenceDocument, RemoteWish
from app.web.api.requests import asked_once, body, row_id, site_named
from app.web.api.sites import REFUSALS
from app.web.auth import enter
from app.web.partner_door import partner_with
from app.web.phone import hub_desk


def routes(blueprint: Blueprint, context: Context, afar: Afar) -> None:
    """Adds /sites/<site>/remote-tickets and what a phone does with its number."""
    _add_taking(blueprint, context, afar)
    _add_presence(blueprint, context)
    _add_check_in(blueprint, context, afar)
    _add_delays(blueprint, afar)


def _add_taking(blueprint: Blueprint, context: Context, afar: Afar) -> None:
    @blueprint.post("/sites/<site>/remote-tickets")
    @audience("anyone", scope=Scope.REMOTE)
    @describe(
        "Take a number for today from a phone; it joins the queue when its visitor checks in",
        tag="tickets",
        body=RemoteWish,
        answer=TicketDocument,
        status=201,
        refusals=(*REFUSALS[:-1], "unknown_site", "remote_closed", "remote_full", "phone_limit", "too_many"),
        idempotent=True,
    )
    def take_from_afar(site: str) -> Any:
        known = site_named(context.mall, site)
        asked = body(RemoteWish)
        language, partner = asked.language or g.language, partner_with(Scope.REMOTE) or hub_desk()
        if partner is not None:
            wish = Wish(asked.service, asked.priority, language, partner.actor)
            document, replayed = afar.take_for(known.code, wish, asked_once(partner.scope, asked))
            return jsonify(document), 200 if replayed else 201
        wish = Wish(asked.service, asked.priority, language, PHONE)
        taken = afar.take(known.code, wish, asked_once(PHONE, asked))
        response: Response = jsonify(taken.document)
        response.status_code = 200 if taken.replayed else 201
        taken.remember(response)
        return response


def _add_presence(blueprint: Blueprint, context: Context) -> None:
    @blueprint.get("/sites/<site>/presence")
    @audience("kiosk", "display", "admin", staff=Permission.ISSUE)
    @describe(
        "The code that proves that a visitor is at the site; another one every 90 seconds",
        tag="tickets",
        answer=PresenceDocument,
        refusals=("unknown_site",),
    )
    def show_presence(site: str) -> Any:
        known, now = site_named(context.mall, site), context.clock()
        enter(known.code)
        code = presence_code(context.links.secret, known.code, now)
        url = context.links.presence(known.code, code)
        return jsonify(code=code, until=presence_until(now).isoformat(), url=url)


def _add_check_in(blueprint: Blueprint, context: Context, afar: Afar) -> None:
    @blueprint.post("/tickets/<token>/check-in")
    @audience("anyone")
    @describe(
        "The visitor is at the site, and says the code of its screens; again changes nothing",
        tag="tickets",
        body=CheckInWish,
        answer=TicketDocument,
        refusals=("unknown_token", "wrong_presence_code", "wrong_state", "too_many"),
    )
    def arrive(token: str) -> Any:
        code = body(CheckInWish).code
        if code is None:
            return jsonify(_vouched(afar, token))
        return jsonify(afar.arrive(token, code))

    @blueprint.post("/sites/<site>/tickets/<ticket>/check-in")
    @audience("admin", staff=Permission.ISSUE)
    @describe(
        "The visitor of a number from afar stands at the desk; again changes nothing",
        tag="tickets",
        body=Nothing,
        answer=TicketDocument,
        refusals=("unknown_site", "unknown_ticket", "wrong_state"),
    )
    def receive(site: str, ticket: str) -> Any:
        known = site_named(context.mall, site)
        bearer = enter(known.code)
        body(Nothing)
        ticket_id = row_id(ticket, unknown=UnknownTicket)

        def deed(tx: Transaction) -> dict[str, Any]:
            found = ticket_at(tx.connection, known.code, ticket_id)
            if found is None:
                raise UnknownTicket(ticket=ticket_id)
            if not bearer.may(Permission.ISSUE, known.code, found.agency):
                raise Forbidden
            here = check_in(tx, context.mall, found, actor=bearer.actor, now=context.clock())
            position = position_of(tx.connection, context.mall, here)
            return ticket_document(context.mall, here, position, links=context.links, reveal=False)

        return jsonify(context.database.write(known.code, deed))


def _vouched(afar: Afar, token: str) -> dict[str, Any]:
    """A partner knows by its own means that the visitor of a number of its own is there; a hub, from one.

    Raises UnknownToken, WrongState, and WrongPresenceCode for whoever has nothing but its word.
    """
    partner = partner_with(Scope.PRESENCE) or hub_desk()
    if partner is None or afar.ticket(token).origin != partner.actor:
        raise WrongPresenceCode
    return afar.receive(token)


def _add_delays(blueprint: Blueprint, afar: Afar) -> None:
    @blueprint.post("/tickets/<token>/postpone")
    @audience("anyone")
    @describe(
        "Ten more minutes: the place moves back by as much, twice at most",
        tag="tickets",
        body=Nothing,
        answer=TicketDocument,
        refusals=("unknown_token", "wrong_state", "postponed_enough"),
        idempotent=True,
    )
    def take_longer(token: str) -> Any:
        return jsonify(afar.put_off(token, postpone, _asked))

    @blueprint.post("/tickets/<token>/to-end")
    @audience("anyone")
    @describe(
        "Go behind everybody who came before this moment",
        tag="tickets",
        body=Nothing,
        answer=TicketDocument,
        refusals=("unknown_token", "wrong_state"),
        idempotent=True,
    )
    def move_to_end(token: str) -> Any:
        return jsonify(afar.put_off(token, go_to_end, _asked))


def _asked(scope: str) -> Once:
    return asked_once(scope, body(Nothing))

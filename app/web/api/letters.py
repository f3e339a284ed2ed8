"""Messages to visitors: what waits, what was given up and why, and what is kept about whoever asks."""

from typing import Any

from flask import Blueprint, jsonify

from app.audience import audience
from app.context import Context
from app.domain.contacts import channel_of, found_by, plain_address
from app.domain.errors import UnknownDelivery
from app.domain.events import Kind
from app.domain.staff import Permission
from app.operations.contacts import export_contacts, forget_contacts
from app.operations.outbox import send_again
from app.queries.contacts import Contact, contacts_by_digest, how_many_contacts
from app.queries.outbox import letter_counts, letter_site, letters
from app.store.transaction import Transaction
from app.web.api.description import describe
from app.web.api.documents import Nothing
from app.web.api.letter_documents import AddressWish, ForgottenAnswer, KeptList, LetterList
from app.web.api.requests import body, row_id, site_named
from app.web.auth import enter


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds the routes under /sites/<site>/letters and /sites/<site>/contacts."""
    _add_letters(blueprint, context)
    _add_requests(blueprint, context)


def _add_letters(blueprint: Blueprint, context: Context) -> None:
    @blueprint.get("/sites/<site>/letters")
    @audience("admin", staff=Permission.MANAGE_MALL)
    @describe(
        "Messages to visitors: what waits, what was given up, and why",
        tag="admin",
        answer=LetterList,
        refusals=("unknown_site",),
    )
    def list_letters(site: str) -> Any:
        known = site_named(context.mall, site)
        enter(known.code)
        with context.database.read() as connection:
            found = letters(connection, site=known.code)
            counts = letter_counts(connection, site=known.code)
            contacts = how_many_contacts(connection, site=known.code)
        return jsonify(
            now=context.clock().isoformat(),
            timezone=context.mall.timezone,
            channels=[channel.value for channel in context.channels],
            contacts=contacts,
            counts=counts,
            letters=found,
        )

    @blueprint.post("/sites/<site>/letters/<delivery>/again")
    @audience("admin", staff=Permission.MANAGE_MALL)
    @describe(
        "Send one message again, under the same key",
        tag="admin",
        body=Nothing,
        refusals=("unknown_site", "unknown_delivery"),
    )
    def send_letter_again(site: str, delivery: str) -> Any:
        known = site_named(context.mall, site)
        enter(known.code)
        body(Nothing)
        number = row_id(delivery, unknown=UnknownDelivery)
        with context.database.read() as connection:
            if letter_site(connection, number) != known.code:
                raise UnknownDelivery(delivery=number)
        context.database.write(known.code, lambda tx: send_again(tx, number, now=context.clock()))
        return jsonify({})


def _add_requests(blueprint: Blueprint, context: Context) -> None:
    """The address stands in the body of the request, never in its own address, which logs may keep."""

    @blueprint.post("/sites/<site>/contacts/export")
    @audience("admin", staff=Permission.MANAGE_MALL)
    @describe(
        "All that is kept about an address, for whose it is; journalled as a number",
        tag="admin",
        body=AddressWish,
        answer=KeptList,
        refusals=("unknown_site", "bad_address"),
    )
    def export_kept(site: str) -> Any:
        known = site_named(context.mall, site)
        bearer = enter(known.code)
        digest = _digest(context, body(AddressWish))

        def deed(tx: Transaction) -> list[dict[str, Any]]:
            mine = contacts_by_digest(tx.connection, digest, site=known.code)
            return export_contacts(tx, context.vault, mine, actor=bearer.actor, now=context.clock())

        return jsonify(contacts=context.database.write(known.code, deed))

    @blueprint.post("/sites/<site>/contacts/delete")
    @audience("admin", staff=Permission.MANAGE_MALL)
    @describe(
        "Forget an address wherever it was left, and what it is still owed; journalled as a number",
        tag="admin",
        body=AddressWish,
        answer=ForgottenAnswer,
        refusals=("unknown_site", "bad_address"),
    )
    def forget_kept(site: str) -> Any:
        known = site_named(context.mall, site)
        bearer = enter(known.code)
        digest = _digest(context, body(AddressWish))

        def deed(tx: Transaction) -> int:
            mine: list[Contact] = list(contacts_by_digest(tx.connection, digest, site=known.code))
            numbers = [contact.id for contact in mine]
            kind = Kind.CONTACTS_DELETED
            return forget_contacts(tx, numbers, kind=kind, actor=bearer.actor, now=context.clock())

        return jsonify(count=context.database.write(known.code, deed))


def _digest(context: Context, wish: AddressWish) -> bytes:
    """Raises BadAddress."""
    channel = channel_of(wish.address)
    return context.vault.digest(found_by(channel, plain_address(channel, wish.address)))

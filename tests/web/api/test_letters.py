"""Messages to visitors as an administrator sees them, and what visitors may ask for about themselves."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.delivering import Channel, Declined
from app.domain.events import Kind
from app.domain.staff import Grant, Role
from app.operations.contacts import leave_contact
from app.operations.outbox import settle, take
from app.operations.telling import booking_made, ticket_taken
from app.queries.bookings import booking_by_code
from app.queries.tickets import ticket_by_id
from app.store.journal import since
from tests.factories import BRANCH, MAIN
from tests.web.api.caller import Api
from tests.web.api.test_bookings import book

LETTERS = f"/api/v1/sites/{MAIN}/letters"
SITI = "siti@example.org"


@pytest.fixture
def api(api: Api) -> Api:
    api.mall = replace(api.mall, rules=replace(api.mall.rules, bookings=True))
    return api


def leave(api: Api, key: str = "b1", said: str = SITI) -> None:
    code = book(api, key, cookie=key.encode().hex().ljust(64, "0")).get_json()["code"]

    def deed(tx: Any) -> None:
        booking = booking_by_code(tx.connection, code, mall=api.mall, now=api.now)
        leave_contact(
            tx,
            api.server.context.vault,
            channel=Channel.MAIL,
            said=said,
            language="id",
            day=booking.day,
            actor="visitor",
            now=api.now,
            booking=booking.id,
            first=booking_made(booking),
        )

    api.database.write(MAIN, deed)


def leave_for_number(api: Api) -> None:
    """A visitor with a number of today leaves an address."""
    number = api.take().get_json()["id"]

    def deed(tx: Any) -> None:
        ticket = ticket_by_id(tx.connection, number)
        leave_contact(
            tx,
            api.server.context.vault,
            channel=Channel.MAIL,
            said=SITI,
            language="id",
            day=ticket.day,
            actor="visitor",
            now=api.now,
            ticket=ticket.id,
            first=ticket_taken(ticket),
        )

    api.database.write(MAIN, deed)


def fail(api: Api) -> None:
    def deed(tx: Any) -> None:
        taken = take(tx, Channel.MAIL, now=api.now)
        assert taken is not None
        settle(tx, taken, Declined("the mail server refused the address (550)"), now=api.now)

    api.database.write("", deed)


def look(api: Api) -> Any:
    return api.ask("GET", LETTERS, role="admin").get_json()


def test_an_administrator_sees_what_became_of_messages_and_no_address(api: Api) -> None:
    leave(api)
    fail(api)
    leave(api, "b2", "budi@example.org")
    answer = api.ask("GET", LETTERS, role="admin")
    told = answer.get_json()

    assert told["counts"] == {"due": 1, "sent": 0, "given_up": 1}
    assert told["contacts"] == 2
    first, second = told["letters"]
    assert (first["state"], first["last_error"]) == ("given_up", "the mail server refused the address (550)")
    assert (second["state"], second["subject"], second["attempts"]) == ("due", "booking_made", 0)
    assert "example.org" not in answer.text


def test_a_message_is_sent_again_on_request(api: Api) -> None:
    leave(api)
    fail(api)
    number = look(api)["letters"][0]["id"]

    assert api.ask("POST", f"{LETTERS}/{number}/again", role="admin", body={}).status_code == 200
    assert look(api)["counts"]["due"] == 1
    again = api.ask("POST", f"{LETTERS}/{number}/again", role="admin", body={})
    assert (again.status_code, again.get_json()["code"]) == (404, "unknown_delivery")


def test_another_sites_message_is_unknown_here(api: Api) -> None:
    leave(api)
    fail(api)
    number = look(api)["letters"][0]["id"]
    other = f"/api/v1/sites/{BRANCH}/letters/{number}/again"

    assert api.ask("POST", other, role="admin", body={}).get_json()["code"] == "unknown_delivery"


def test_whoever_asks_the_office_gets_a_copy_or_is_forgotten(api: Api) -> None:
    for key in ("b1", "b2"):
        leave(api, key)
    path = f"/api/v1/sites/{MAIN}/contacts"
    copy = api.ask("POST", f"{path}/export", role="admin", body={"address": " Siti@Example.org"}).get_json()
    assert [one["address"] for one in copy["contacts"]] == [SITI] * 2
    assert copy["contacts"][0]["messages"][0]["subject"] == "booking_made"

    gone = api.ask("POST", f"{path}/delete", role="admin", body={"address": SITI}).get_json()
    assert gone == {"count": 2}
    assert api.ask("POST", f"{path}/delete", role="admin", body={"address": SITI}).get_json() == {"count": 0}
    assert look(api)["counts"] == {"due": 0, "sent": 0, "given_up": 2}
    with api.database.read() as connection:
        facts = [event for event in since(connection, MAIN, 0) if str(event.kind).startswith("contacts_")]
    assert [(fact.kind, fact.data) for fact in facts] == [
        (Kind.CONTACTS_EXPORTED, {"count": 2}),
        (Kind.CONTACTS_DELETED, {"count": 2}),
    ]


def test_what_is_no_address_is_refused(api: Api) -> None:
    path = f"/api/v1/sites/{MAIN}/contacts/delete"
    assert api.ask("POST", path, role="admin", body={"address": "siti"}).get_json()["code"] == "bad_address"
    assert api.ask("POST", path, role="admin", body={"address": ""}).status_code == 422


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_but_an_administrator_asks_about_addresses(api: Api, role: Role) -> None:
    person = api.session(Grant(role, MAIN))
    answer = api.ask("POST", f"/api/v1/sites/{MAIN}/contacts/export", session=person, body={"address": SITI})
    assert answer.status_code == 403

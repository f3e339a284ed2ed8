"""From the outbox to a mailbox: the right words to the right person, and no news that is none any more."""

import os
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from app.channels.hook import GatewayChannel
from app.channels.mail import MailChannel
from app.channels.push import PushChannel
from app.domain.delivering import Channel, Gateway, MailServer
from app.domain.news import Closing, News, Notice
from app.operations import calling
from app.operations.bookings import cancel_booking
from app.operations.telling import tell
from app.postman import Postman
from app.postroom import PostRoom, channels_of
from app.store.database import Database
from app.store.tables import delivery
from app.vault import Vault
from config.outgoing import Outgoing
from tests.factories import LINKS
from tests.hall import WORDS, Hall
from tests.operations.test_bookings import change, open_to_bookings, reserve
from tests.operations.test_contacts import SITI, VAULT, leave, leave_for_ticket
from tests.services.gateway import GatewayServer
from tests.services.mailbox import Mailbox


@pytest.fixture
def hall(sqlite_url: str) -> Iterator[Hall]:
    database = Database(sqlite_url)
    hall = Hall(database)
    hall.mall = open_to_bookings(hall.mall)
    yield hall
    database.close()


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with Mailbox() as box:
        yield box


@pytest.fixture
def gateway() -> Iterator[GatewayServer]:
    with GatewayServer() as gateway:
        yield gateway


def room(hall: Hall, channels: dict[Channel, Any], *, vault: Vault = VAULT) -> PostRoom:
    return PostRoom(
        hall.database,
        channels,
        vault=vault,
        links=LINKS,
        words=WORDS,
        mall_now=lambda: hall.mall,
        clock=lambda: hall.now,
    )


def by_mail(hall: Hall, box: Mailbox, **more: Any) -> int:
    """Sends all that is due; how many were taken up."""
    channel = MailChannel(MailServer("localhost", box.port, "none", "antrean@mpp.example.go.id"))
    return deliver(hall, Channel.MAIL, channel, **more)


def deliver(hall: Hall, channel: Channel, sender: Any, **more: Any) -> int:
    send = room(hall, {channel: sender}, **more).send
    postman = Postman(hall.database, channel, send, clock=lambda: hall.now)
    count = 0
    while postman.do_one():
        count += 1
    return count


def states(hall: Hall) -> list[tuple[str, str]]:
    with hall.database.read() as connection:
        return [
            (row.state, row.last_error)
            for row in connection.execute(select(delivery).order_by(delivery.c.id))
        ]


def test_a_booker_reads_when_where_and_how_to_change_it(hall: Hall, box: Mailbox) -> None:
    leave(hall, booking=reserve(hall))
    assert by_mail(hall, box) == 1
    (letter,) = box.letters
    text = letter.get_content()  # type: ignore[attr-defined]
    code = text.partition("/b/")[2][:10]
    assert letter["To"] == SITI
    assert letter["Subject"] == "Reservasi Selasa 24 November 2026, 09.00: Layanan ktp"
    for piece in ("Mal Utama", "pukul 09.00 WIB", f"{code[:5]}-{code[5:]}", "25 November 2026"):
        assert piece in text
    assert states(hall) == [("sent", "")]


def test_what_was_sent_is_sent_once_however_often_the_postman_comes(hall: Hall, box: Mailbox) -> None:
    leave(hall, booking=reserve(hall))
    by_mail(hall, box)
    hall.later(days=1)
    assert by_mail(hall, box) == 0
    assert len(box.letters) == 1


def test_english_speakers_read_english(hall: Hall, box: Mailbox) -> None:
    visit = reserve(hall)
    mine = leave(hall, booking=visit, first=None)
    notice = Notice(News.BOOKING_REMINDER, "reminder", {"booking": visit.id})
    hall.database.write(
        hall.site,
        lambda tx: tell(tx, [replace(mine, language="en")], notice, now=hall.now),
    )
    by_mail(hall, box)
    assert box.letters[0]["Subject"] == "Tomorrow at 09:00: Identity card"


def test_a_telephone_is_told_by_the_gateway(hall: Hall, gateway: GatewayServer) -> None:
    hall.open("1")
    ticket = hall.ticket()
    leave_for_ticket(hall, ticket, "0812 3456 7890")
    hall.call("1")
    deliver(hall, Channel.WEBHOOK, GatewayChannel(Gateway(gateway.url, "a secret of both"), local=True))
    taken, called = (post.document for post in gateway.posts)
    assert (taken["subject"], called["subject"]) == ("ticket_taken", "called")
    assert called["to"] == "+6281234567890"
    assert called["text"].startswith(f"Nomor {ticket.number} dipanggil. Silakan menuju Loket 1, Mal Utama.")
    assert called["fields"]["counter"] == "Loket 1"
    assert taken["id"] != called["id"]


def test_a_call_that_was_answered_is_no_news(hall: Hall, gateway: GatewayServer) -> None:
    hall.open("1")
    ticket = hall.ticket()
    leave_for_ticket(hall, ticket, "0812 3456 7890")
    hall.call("1")
    hall.clerk("1", calling.serve)
    deliver(hall, Channel.WEBHOOK, GatewayChannel(Gateway(gateway.url, "a secret of both"), local=True))
    assert gateway.posts == []
    assert states(hall) == [("given_up", "it is not so any more")] * 2


def test_a_cancelled_booking_is_confirmed_no_more(hall: Hall, box: Mailbox) -> None:
    visit = reserve(hall)
    leave(hall, booking=visit)
    change(hall, visit, cancel_booking)
    by_mail(hall, box)
    assert [letter["Subject"] for letter in box.letters] == [
        "Reservasi Selasa 24 November 2026, 09.00 dibatalkan"
    ]


@pytest.mark.parametrize("why", list(Closing))
def test_every_closing_has_its_words(hall: Hall, box: Mailbox, why: Closing) -> None:
    visit = reserve(hall)
    mine = leave(hall, booking=visit, first=None)
    body = {"booking": visit.id, "why": why.value, "reason": "server pusat", "back": hall.now.isoformat()}
    notice = Notice(News.COUNTER_CLOSED, f"closed:{why}", body)
    hall.database.write(hall.site, lambda tx: tell(tx, [mine], notice, now=hall.now))
    by_mail(hall, box)
    text = box.letters[0].get_content()  # type: ignore[attr-defined]
    assert "Layanan ktp" in text
    assert "/b/" in text
    if why is Closing.PAUSED:
        assert "dihentikan sementara (server pusat). Diperkirakan buka lagi pukul 08.30." in text


def test_another_installations_address_is_not_guessed_at(hall: Hall, box: Mailbox) -> None:
    leave(hall, booking=reserve(hall))
    by_mail(hall, box, vault=Vault(b"other" * 8, os.urandom))
    assert states(hall) == [("given_up", "the address cannot be opened with this installation's secret")]


def test_a_server_that_is_away_is_waited_for(hall: Hall) -> None:
    leave(hall, booking=reserve(hall))
    with Mailbox() as gone:
        pass
    assert by_mail(hall, gone) == 1
    assert states(hall)[0] == ("due", "the mail server did not answer (ConnectionRefusedError)")


def test_a_message_that_makes_its_channel_stumble_waits_and_the_next_one_goes(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    class Stumbling:
        def send(self, message: Any) -> Any:
            raise RuntimeError(f"a mistake of ours with {message.subject}")

    leave(hall, booking=reserve(hall))
    assert deliver(hall, Channel.MAIL, Stumbling()) == 1
    assert states(hall) == [("due", "the server stumbled; its log says how")]
    assert "siti" not in caplog.text


def test_an_office_without_a_mail_server_sends_later(hall: Hall) -> None:
    leave(hall, booking=reserve(hall))
    postman = Postman(hall.database, Channel.MAIL, room(hall, {}).send, clock=lambda: hall.now)
    postman.do_one()
    assert states(hall) == [("due", "this channel is not set up")]


def test_only_secure_pages_may_push() -> None:
    plain = channels_of(Outgoing(), secret=b"a" * 32, public_url="http://localhost:8080")
    secure = channels_of(Outgoing(), secret=b"a" * 32, public_url="https://antrean.example.go.id")
    assert (list(plain), list(secure)) == ([], [Channel.PUSH])
    push = secure[Channel.PUSH]
    assert isinstance(push, PushChannel)
    assert push.about == "https://antrean.example.go.id"

"""Mail is handed to a real server over a real socket; what it says of an address goes no further."""

import socket
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from app.channels import mail
from app.channels.mail import MailChannel
from app.domain.delivering import Declined, MailServer, Message, Retry, Sent
from tests.services.mailbox import Mailbox

SENDER = "antrean@mpp.example.go.id"
ACCOUNT = ("antrean", "a long password")


def channel(box: Mailbox, security: str = "none", **more: str) -> MailChannel:
    return MailChannel(MailServer("localhost", box.port, security, SENDER, **more))


def test_a_letter_arrives_whole(message: Message) -> None:
    with Mailbox() as box:
        assert channel(box).send(message) == Sent()
    (letter,) = box.letters
    assert (letter["From"], letter["To"], letter["Subject"]) == (SENDER, message.address, message.title)
    assert letter["Message-ID"] == f"<{message.key}@mpp.example.go.id>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content().split("\r\n") == [*message.text.split("\n"), ""]  # type: ignore[attr-defined]


def test_every_sign_of_a_sentence_arrives(message: Message) -> None:
    with Mailbox() as box:
        channel(box).send(replace(message, title="Antrean • besok", text=".\n✓ – “é”"))
    (letter,) = box.letters
    assert letter["Subject"] == "Antrean • besok"
    assert letter.get_content().split("\r\n") == [".", "✓ – “é”", ""]  # type: ignore[attr-defined]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_nobody_on_the_way_reads_it(certificate: Path, message: Message, security: str) -> None:
    with Mailbox(certificate=certificate, tls=security == "tls", account=ACCOUNT) as box:
        sent = channel(box, security, user=ACCOUNT[0], password=ACCOUNT[1]).send(message)
    assert (sent, box.secured) == (Sent(), [True])


def test_a_server_without_encryption_is_told_nothing(certificate: Path, message: Message) -> None:
    with Mailbox() as box:
        assert isinstance(channel(box, "starttls").send(message), Retry)
    assert box.letters == []


def test_a_certificate_that_nobody_knows_is_not_trusted(
    certificate: Path, message: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with Mailbox(certificate=certificate) as box:
        outcome = channel(box, "starttls").send(message)
    assert outcome == Retry("the certificate of the mail server is not trusted")


def test_a_wrong_password_is_not_the_messages_fault(message: Message) -> None:
    with Mailbox(account=ACCOUNT) as box:
        outcome = channel(box, user="antrean", password="wrong").send(message)
    assert outcome == Retry("the mail server did not let us in (535)")


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("550 siti@example.org is unknown", Declined("the mail server refused the address (550)")),
        ("450 siti@example.org: try later", Retry("the mail server refused the address (450)")),
    ],
)
def test_a_refusal_is_told_without_the_address(
    message: Message, answer: str, outcome: Declined | Retry
) -> None:
    with Mailbox(refuse=lambda _: answer) as box:
        assert channel(box).send(message) == outcome


def test_a_server_that_takes_leave_in_its_own_way_has_the_mail_all_the_same(message: Message) -> None:
    with Mailbox(farewell="421 closing") as box:
        assert channel(box).send(message) == Sent()
    assert len(box.letters) == 1


def test_a_server_that_drips_is_cut_off(message: Message, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "WHOLE_SECONDS", 0.3)
    done = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip() -> None:
            connection, _ = listener.accept()
            with connection, suppress(OSError):
                while not done.wait(0.05):
                    connection.sendall(b"2")

        thread = threading.Thread(target=drip)
        thread.start()
        port = listener.getsockname()[1]
        outcome = MailChannel(MailServer("localhost", port, "none", SENDER)).send(message)
        done.set()
        thread.join()
    assert isinstance(outcome, Retry)


def test_a_server_that_is_away_is_tried_again(message: Message) -> None:
    with Mailbox() as box:
        gone = channel(box)
    assert gone.send(message) == Retry("the mail server did not answer (ConnectionRefusedError)")


def test_nothing_about_an_address_is_shown_by_accident(message: Message) -> None:
    assert "siti" not in repr(message)
    assert "Loket" not in repr(message)
    assert "secret" not in repr(MailServer("mail", 25, "none", SENDER, password="secret"))

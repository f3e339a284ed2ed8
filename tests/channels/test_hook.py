"""Whoever gets a post can tell that it is ours, new, and whether it came before."""

import hmac
from collections.abc import Iterator

import pytest

from app.channels.hook import GatewayChannel, judged, signature
from app.domain.delivering import Declined, Gateway, Message, Retry, Sent
from tests.factories import MORNING
from tests.services.gateway import GatewayServer

SECRET = "a secret of both"


@pytest.fixture
def gateway() -> Iterator[GatewayServer]:
    with GatewayServer() as server:
        yield server


def channel(gateway: GatewayServer) -> GatewayChannel:
    return GatewayChannel(Gateway(gateway.url, SECRET), local=True)


def test_a_gateway_is_told_whom_to_write_what(gateway: GatewayServer, message: Message) -> None:
    assert channel(gateway).send(message) == Sent()
    (came,) = gateway.posts
    assert came.document == {
        "id": message.key,
        "to": message.address,
        "subject": "called",
        "language": "id",
        "text": message.text,
        "until": "2026-11-23T01:45:00+00:00",
        "fields": {"number": "A-007", "counter": "Loket 3"},
    }
    assert came.headers["content-type"] == "application/json"


def test_the_same_message_has_the_same_key(gateway: GatewayServer, message: Message) -> None:
    channel(gateway).send(message)
    channel(gateway).send(message)
    assert [post.headers["idempotency-key"] for post in gateway.posts] == [message.key] * 2


def test_the_signature_is_of_the_time_and_the_body(gateway: GatewayServer, message: Message) -> None:
    channel(gateway).send(message)
    (came,) = gateway.posts
    said = dict(part.split("=") for part in came.headers["antrean-signature"].split(","))
    assert int(said["t"]) == int(MORNING.timestamp())
    made = hmac.new(SECRET.encode(), f"{said['t']}.".encode() + came.body, "sha256").hexdigest()
    assert said["v1"] == made


def test_another_body_or_secret_has_another_signature() -> None:
    made = {signature(secret, body, MORNING) for secret, body in (("a", b"1"), ("b", b"1"), ("a", b"2"))}
    assert len(made) == 3


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (200, Sent), (204, Sent), (301, Retry), (307, Retry), (400, Declined), (401, Retry), (404, Retry),
        (410, Declined), (422, Declined), (429, Retry), (500, Retry), (503, Retry),
    ],
)  # fmt: skip
def test_an_answer_means(status: int, kind: type) -> None:
    assert isinstance(judged(status), kind)


def test_a_gateway_in_the_office_must_be_allowed(gateway: GatewayServer, message: Message) -> None:
    closed = GatewayChannel(Gateway(gateway.url.replace("http:", "https:"), SECRET))
    assert closed.send(message) == Declined("private addresses may not be written to")
    assert gateway.posts == []


def test_a_gateway_that_is_away_is_tried_again(message: Message) -> None:
    with GatewayServer() as server:
        gone = channel(server)
    assert isinstance(gone.send(message), Retry)


def test_the_secret_is_not_shown_by_accident() -> None:
    assert SECRET not in repr(Gateway("https://gateway.example.org/key=1", SECRET))

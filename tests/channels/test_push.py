"""A push can be opened by its browser alone, and is signed by this server."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.channels.push import (
    CURVE,
    BadSubscription,
    PushChannel,
    Subscription,
    decoded,
    encoded,
    encrypted,
    key_from,
    public_bytes,
)
from app.domain.delivering import Declined, Message, Outcome, Retry, Sent
from tests.services.gateway import GatewayServer, Post

# RFC 8291, section 5 and appendix A.
PLAIN = b"When I grow up, I want to be a watermelon"
THEIRS = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
OURS = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
SEALED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz"
    "AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)
AUTH_BYTES = bytes(range(16))


def test_a_message_is_sealed_as_the_standard_says() -> None:
    to = Subscription("https://push.example.org/1", decoded(THEIRS), decoded(AUTH))
    own = ec.derive_private_key(int.from_bytes(decoded(OURS)), CURVE)
    assert encoded(encrypted(PLAIN, to, own=own, salt=decoded(SALT))) == SEALED


def test_the_same_secret_makes_the_same_key() -> None:
    made = {
        encoded(public_bytes(key_from(secret).public_key())) for secret in (b"a" * 48, b"a" * 48, b"b" * 48)
    }
    assert len(made) == 2


@pytest.fixture
def browser() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(CURVE)


def subscription_of(browser: ec.EllipticCurvePrivateKey, endpoint: str) -> str:
    keys = {"p256dh": encoded(public_bytes(browser.public_key())), "auth": encoded(AUTH_BYTES)}
    return json.dumps({"endpoint": endpoint, "expirationTime": None, "keys": keys})


def send(
    certificate: Path, message: Message, browser: ec.EllipticCurvePrivateKey, status: int = 201
) -> tuple[Outcome, Post]:
    channel = PushChannel(key_from(b"a" * 48), "mailto:antrean@example.go.id", local=True)
    with GatewayServer(certificate=certificate) as service:
        service.status = status
        told = replace(message, address=subscription_of(browser, service.url))
        outcome = channel.send(told)
    return outcome, service.posts[0]


def opened(post: Post, browser: ec.EllipticCurvePrivateKey) -> dict[str, Any]:
    """What the browser makes of it, written from the standard's other end."""
    salt, ours = post.body[:16], post.body[21:86]
    shared = browser.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, ours))
    info = b"WebPush: info\0" + public_bytes(browser.public_key()) + ours
    seed = HKDF(hashes.SHA256(), 32, AUTH_BYTES, info).derive(shared)
    key = HKDF(hashes.SHA256(), 16, salt, b"Content-Encoding: aes128gcm\0").derive(seed)
    nonce = HKDF(hashes.SHA256(), 12, salt, b"Content-Encoding: nonce\0").derive(seed)
    plain = AESGCM(key).decrypt(nonce, post.body[86:], None)
    assert plain.endswith(b"\x02")
    told: dict[str, Any] = json.loads(plain[:-1])
    return told


def test_its_browser_reads_a_push(
    certificate: Path, message: Message, browser: ec.EllipticCurvePrivateKey
) -> None:
    outcome, post = send(certificate, message, browser)
    assert outcome == Sent()
    told = opened(post, browser)
    assert (told["title"], told["text"], told["number"]) == (message.title, message.text, "A-007")
    assert (post.headers["content-encoding"], post.headers["ttl"]) == ("aes128gcm", "900")


def test_a_push_says_who_sent_it(
    certificate: Path, message: Message, browser: ec.EllipticCurvePrivateKey
) -> None:
    _, post = send(certificate, message, browser)
    said = dict(
        part.split("=", 1) for part in post.headers["authorization"].removeprefix("vapid ").split(", ")
    )
    head, claims, signed = said["t"].split(".")
    raw = decoded(signed)
    key = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, decoded(said["k"]))
    genuine = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    key.verify(genuine, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    told = json.loads(decoded(claims))
    assert told["aud"] == f"https://{post.headers['host']}"
    assert told["sub"] == "mailto:antrean@example.go.id"
    assert 0 < told["exp"] - message.sent_at.timestamp() <= 24 * 3600


@pytest.mark.parametrize(
    ("status", "kind"), [(410, Declined), (404, Declined), (413, Declined), (429, Retry)]
)
def test_a_browser_that_left_is_not_written_to_again(
    certificate: Path, message: Message, browser: ec.EllipticCurvePrivateKey, status: int, kind: type
) -> None:
    outcome, _ = send(certificate, message, browser, status)
    assert isinstance(outcome, kind)


@pytest.mark.parametrize(
    "text",
    [
        "", "1", "[]", "{}", '{"endpoint": 1}', '{"endpoint": "https://a/", "keys": {}}',
        '{"endpoint": "https://a/", "keys": {"p256dh": "AAAA", "auth": "AAAA"}}',
        json.dumps({"endpoint": "http://a/", "keys": {"p256dh": THEIRS, "auth": AUTH}}),
        json.dumps({"endpoint": "https://a/", "keys": {"p256dh": THEIRS, "auth": "AAAA"}}),
        json.dumps({"endpoint": "https://a/" + "a" * 1000, "keys": {"p256dh": THEIRS, "auth": AUTH}}),
    ],
)  # fmt: skip
def test_what_is_no_subscription_is_refused(text: str) -> None:
    with pytest.raises(BadSubscription):
        Subscription.parsed(text)


def test_a_subscription_may_not_lead_to_a_neighbour(
    message: Message, browser: ec.EllipticCurvePrivateKey
) -> None:
    channel = PushChannel(key_from(b"a" * 48), "https://antrean.example.go.id")
    told = replace(message, address=subscription_of(browser, "https://127.0.0.1:1/"))
    assert channel.send(told) == Declined("private addresses may not be written to")

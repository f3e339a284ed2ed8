"""Web push: encrypted for one browser (RFC 8291) and signed by this server (VAPID, RFC 8292).

Written on the primitives of `cryptography`: the libraries for it bring a second web client, and post
wherever a subscription says. A test compares with the example of RFC 8291.
"""

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.channels.hook import judged
from app.channels.posting import NotAllowed, Unreachable, post
from app.domain.delivering import Declined, Message, Outcome, Retry

CURVE = ec.SECP256R1()
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256, FIPS 186-5
RECORD = 4096
SIGNED_FOR = timedelta(hours=12)  # at most 24, RFC 8292 2
KEPT = timedelta(hours=1)  # by the push service for a phone that is off, where the news does not say


class BadSubscription(ValueError):
    """What the browser sent is no subscription."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """Where a browser is written to, and the keys that only it can answer to."""

    endpoint: str = field(repr=False)
    public: bytes = field(repr=False)
    auth: bytes = field(repr=False)

    @classmethod
    def parsed(cls, text: str) -> "Subscription":
        """From the JSON of PushSubscription.toJSON(). Raises BadSubscription."""
        try:
            told = json.loads(text)
            endpoint, keys = told["endpoint"], told["keys"]
            made = cls(endpoint, decoded(keys["p256dh"]), decoded(keys["auth"]))
            ec.EllipticCurvePublicKey.from_encoded_point(CURVE, made.public)
            fits = urlsplit(endpoint).scheme == "https" and len(made.auth) == 16 and len(endpoint) <= 1000
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as mistake:
            raise BadSubscription from mistake
        if not fits:
            raise BadSubscription
        return made


@dataclass(frozen=True, slots=True)
class PushChannel:
    """`about` is whom a push service may ask, `mailto:` or `https:`."""

    key: ec.EllipticCurvePrivateKey
    about: str
    local: bool = False

    @property
    def public(self) -> str:
        """What the browser must know to subscribe."""
        return encoded(public_bytes(self.key.public_key()))

    def send(self, message: Message) -> Outcome:
        try:
            subscription = Subscription.parsed(message.address)
        except BadSubscription:
            return Declined("the subscription is damaged")
        told = {"title": message.title, "text": message.text, "tag": message.subject, **message.fields}
        body = encrypted(
            json.dumps(told, ensure_ascii=False).encode(),
            subscription,
            own=ec.generate_private_key(CURVE),
            salt=os.urandom(16),
        )
        lasts = message.until - message.sent_at if message.until else KEPT
        headers = {
            "Content-Type": "application/octet-stream",
            "Content-Encoding": "aes128gcm",
            "TTL": str(max(0, int(lasts.total_seconds()))),
            "Urgency": "high",
            "Topic": message.key[:32],  # a repeat takes the place of the first one
            "Authorization": self._signed(subscription.endpoint, int(message.sent_at.timestamp())),
        }
        try:
            status = post(subscription.endpoint, body, headers, local=self.local)
        except NotAllowed as refusal:
            return Declined(str(refusal))
        except Unreachable as trouble:
            return Retry(str(trouble))
        return Declined("the browser takes no more of them") if status in (404, 410) else judged(status)

    def _signed(self, endpoint: str, now: int) -> str:
        parts = urlsplit(endpoint)
        claims = {
            "aud": f"{parts.scheme}://{parts.netloc}",
            "exp": now + int(SIGNED_FOR.total_seconds()),
            "sub": self.about,
        }
        head = [json.dumps(part, separators=(",", ":")) for part in ({"typ": "JWT", "alg": "ES256"}, claims)]
        signed = ".".join(encoded(part.encode()) for part in head)
        r, s = decode_dss_signature(self.key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
        token = f"{signed}.{encoded(r.to_bytes(32) + s.to_bytes(32))}"
        return f"vapid t={token}, k={self.public}"


def key_from(secret: bytes) -> ec.EllipticCurvePrivateKey:
    """The server's own key, the same for the same secret: 48 bytes spread over the curve's order."""
    return ec.derive_private_key(int.from_bytes(secret) % (ORDER - 1) + 1, CURVE)


def encrypted(text: bytes, to: Subscription, *, own: ec.EllipticCurvePrivateKey, salt: bytes) -> bytes:
    """One record of aes128gcm (RFC 8188) that only `to` can open; `own` is a key for this message alone."""
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, to.public)
    ours = public_bytes(own.public_key())
    shared = own.exchange(ec.ECDH(), theirs)
    seed = _derived(shared, salt=to.auth, info=b"WebPush: info\0" + to.public + ours, length=32)
    key = _derived(seed, salt=salt, info=b"Content-Encoding: aes128gcm\0", length=16)
    nonce = _derived(seed, salt=salt, info=b"Content-Encoding: nonce\0", length=12)
    sealed = AESGCM(key).encrypt(nonce, text + b"\x02", None)  # 2: the last record
    return salt + RECORD.to_bytes(4) + len(ours).to_bytes(1) + ours + sealed


def _derived(secret: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


def public_bytes(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def encoded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))

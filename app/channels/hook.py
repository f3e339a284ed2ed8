"""A signed post of JSON: to a gateway that sends texts to telephones, and to partners' own programs."""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from app.channels.posting import NotAllowed, Unreachable, post
from app.domain.delivering import Declined, Gateway, Message, Outcome, Retry, Sent

SIGNATURE, KEY = "Antrean-Signature", "Idempotency-Key"
NEVER = frozenset({400, 410, 413, 415, 422})  # it was understood and is not wanted


def signature(secret: str, body: bytes, at: datetime) -> str:
    """`t=<unix>,v1=<hex>`: HMAC-SHA256 over time, dot and body, so that no old post passes for a new one."""
    moment = str(int(at.timestamp()))
    made = hmac.digest(secret.encode(), moment.encode() + b"." + body, sha256).hex()
    return f"t={moment},v1={made}"


def post_signed(
    url: str, secret: str, document: Mapping[str, Any], *, key: str, now: datetime, local: bool
) -> Outcome:
    """Posts it once; `key` is the same at every try, `local` also allows the office's own network."""
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Antrean",
        KEY: key,
        SIGNATURE: signature(secret, body, now),
    }
    try:
        status = post(url, body, headers, local=local)
    except NotAllowed as refusal:
        return Declined(str(refusal))
    except Unreachable as trouble:
        return Retry(str(trouble))
    return judged(status)


def judged(status: int) -> Outcome:
    """What an answer means; redirects are not followed, as they may lead where nobody may write."""
    if 200 <= status < 300:
        return Sent()
    reason = f"it answered {status}"
    return Declined(reason) if status in NEVER else Retry(reason)


@dataclass(frozen=True, slots=True)
class GatewayChannel:
    """Texts to telephones, by whatever gateway the operator has: WhatsApp, SMS."""

    gateway: Gateway
    local: bool = False

    def send(self, message: Message) -> Outcome:
        document = {
            "id": message.key,
            "to": message.address,
            "subject": message.subject,
            "language": message.language,
            "text": message.text,
            "until": message.until.isoformat() if message.until else None,
            "fields": dict(message.fields),
        }
        return post_signed(
            self.gateway.url,
            self.gateway.secret,
            document,
            key=message.key,
            now=message.sent_at,
            local=self.local,
        )

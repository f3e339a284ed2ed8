"""Messages on their way out: through which channel, in which state, and how patiently they are tried."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol


class Channel(StrEnum):
    MAIL = "mail"
    WEBHOOK = "webhook"  # a gateway that sends texts to telephones
    PUSH = "push"  # a browser that asked for it
    PARTNER = "partner"  # another program


class DeliveryState(StrEnum):
    DUE = "due"
    SENT = "sent"
    GIVEN_UP = "given_up"


# After the first try, the second, ...; whoever could not be reached then is given up.
PAUSES = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
)
MOST_TRIES = len(PAUSES) + 1
# A worker that took a message and died is waited for so long. Longer than any channel may take.
LEASE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Sent:
    """The other side has it."""


@dataclass(frozen=True, slots=True)
class Retry:
    """It may go well later. `reason` is for an administrator: no address, no personal data."""

    reason: str


@dataclass(frozen=True, slots=True)
class Declined:
    """It will never go well, however often it is tried."""

    reason: str


@dataclass(frozen=True, slots=True)
class Wait:
    """It was not tried at all, which costs it none of its tries.

    It is looked at again after `pause`, and so is all else that is due to the same target.
    """

    reason: str
    pause: timedelta


Outcome = Sent | Retry | Declined | Wait


@dataclass(frozen=True, slots=True)
class Message:
    """What a channel sends: `key` is the same however often it is tried, so that a repeat is known.

    `address` is an e-mail address, a telephone number, or what a browser gave for its pushes; `fields`
    say the same as the text, for programs. After `until` nobody needs it.
    """

    key: str
    address: str = field(repr=False)
    language: str
    subject: str
    title: str
    text: str = field(repr=False)
    fields: Mapping[str, Any] = field(repr=False)
    sent_at: datetime
    until: datetime | None = None


class Sender(Protocol):
    """A channel."""

    def send(self, message: Message, /) -> Outcome: ...


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in. `security` is "tls" from the start, "starttls", or "none"."""

    host: str
    port: int
    security: str
    sender: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Gateway:
    """Where texts to telephones are posted, and the secret that signs them."""

    url: str = field(repr=False)
    secret: str = field(repr=False)


def next_try(attempts: int, *, now: datetime, until: datetime | None = None) -> datetime | None:
    """When a message that failed `attempts` times is tried again; None to give it up.

    `until` is when the news in it is old.
    """
    if attempts >= MOST_TRIES:
        return None
    moment = now + PAUSES[attempts - 1]
    return moment if until is None or moment < until else None

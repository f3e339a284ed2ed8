"""The shapes of messages to visitors and of what is kept about them, as an administrator sees them."""

from pydantic import Field

from app.domain.contacts import LONGEST
from app.domain.delivering import Channel, DeliveryState
from app.domain.news import News
from app.web.api.documents import Answered, Asked


class LetterDocument(Answered):
    """A message: to whom is in no answer. `next_at` is when it is tried next, while it is due."""

    id: int
    channel: Channel
    subject: News
    state: DeliveryState
    attempts: int
    created_at: str
    next_at: str | None
    sent_at: str | None
    last_error: str


class LetterCounts(Answered):
    due: int
    sent: int
    given_up: int


class LetterList(Answered):
    """Messages of a site: those that were given up and those that wait first, each the newest first."""

    now: str
    timezone: str
    channels: list[Channel]
    contacts: int
    counts: LetterCounts
    letters: list[LetterDocument]


class AddressWish(Asked):
    """An e-mail address or a telephone number, as its owner says it."""

    address: str = Field(min_length=1, max_length=LONGEST)


class ForgottenAnswer(Answered):
    count: int


class SentDocument(Answered):
    subject: str
    state: DeliveryState
    at: str


class KeptDocument(Answered):
    """All that is kept about one address at one visit."""

    id: int
    site: str
    channel: Channel
    address: str
    language: str
    visit: str
    left_at: str
    messages: list[SentDocument]


class KeptList(Answered):
    contacts: list[KeptDocument]

"""The shapes of partners."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from app.domain.partner import LEAST_RATE, LONGEST_NAME, LONGEST_URL, MOST_RATE, USUAL_RATE, Scope
from app.web.api.documents import Answered, Asked, Code

NO_NUL = r"^[^\x00]*$"
ScopeName = Annotated[Scope, Field(strict=False)]


class PartnerTerms(Asked):
    """What a partner may: without `sites` at every site, `rate` requests a minute, facts to `hook_url`."""

    name: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME, pattern=NO_NUL)]
    scopes: Annotated[list[ScopeName], Field(max_length=len(Scope))]
    sites: Annotated[list[Code], Field(min_length=1, max_length=100)] | None = None
    rate: Annotated[int, Field(ge=LEAST_RATE, le=MOST_RATE)] = USUAL_RATE
    hook_url: Annotated[str, Field(min_length=1, max_length=LONGEST_URL, pattern=NO_NUL)] | None = None


class PartnerWish(PartnerTerms):
    code: Code


class PartnerChange(PartnerTerms):
    """All of the terms anew; `disabled`: its token opens nothing and its hook is told nothing."""

    disabled: bool = False


class PartnerRequests(Answered):
    """Since this server started."""

    admitted: int
    too_many: int
    forbidden: int


class PartnerDocument(Answered):
    """`seen_at` is when its token was used last; no `has_token`: it never had one, or it was revoked."""

    id: int
    code: str
    name: str
    scopes: list[str]
    sites: list[str] | None
    rate: int
    hook_url: str | None
    made_at: str
    disabled_at: str | None
    has_token: bool
    seen_at: str | None
    requests: PartnerRequests


class PartnerList(Answered):
    now: str
    timezone: str
    scopes: list[str]
    partners: list[PartnerDocument]


class PartnerKeys(Answered):
    """Shown once. `token` is for its requests, `hook_secret` for checking what the hook is sent."""

    partner: PartnerDocument
    token: str | None
    hook_secret: str


class DeliveryDocument(Answered):
    """A message to a hook: `fact` is the number of the fact in the journal, `next_at` its next try."""

    id: int
    site: str
    kind: str
    fact: int | None
    state: Literal["due", "sent", "given_up"]
    attempts: int
    next_at: str | None
    last_error: str
    created_at: str
    sent_at: str | None


class DeliveryCounts(Answered):
    due: int
    sent: int
    given_up: int


class DeliveryList(Answered):
    """The newest hundred; ask again with `before` = the last id."""

    now: str
    partner: PartnerDocument
    counts: DeliveryCounts
    deliveries: list[DeliveryDocument]


class ReplayWish(Asked):
    """What was owed since then is sent anew; `all`: also what was sent well, else what was given up."""

    since: AwareDatetime
    all: bool = False


class ReplayAnswer(Answered):
    count: int


class MadeTicket(Answered):
    """`token` and `url` are the visitor's secret address."""

    id: int
    number: str
    service: str
    service_name: str
    state: str
    issued_at: str
    arrives_by: str | None
    token: str
    url: str


class MadeBooking(Answered):
    code: str
    url: str
    service: str
    service_name: str
    state: Literal["booked", "cancelled", "released", "arrived"]
    starts_at: str
    booked_at: str


class MadeToday(Answered):
    """What whoever asks gave to visitors at the site today, the newest first."""

    site: str
    tickets: list[MadeTicket]
    bookings: list[MadeBooking]

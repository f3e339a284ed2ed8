"""The shapes that the API takes and gives, from which its OpenAPI document is made."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.domain.ticket import Action, PrintState, Priority, Status

# What no database takes stays outside: the byte NUL in text, whole numbers beyond 64 bits.
Code = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[^\x00]*$")]
Reason = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
RowId = Annotated[int, Field(ge=1, lt=2**63)]


class Asked(BaseModel):
    """A request body: unknown keys are refused, and a number as text or yes as 1 are not put right."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Answered(BaseModel):
    """A response body; the description of the API alone needs it, so that none is worked out at the start."""

    model_config = ConfigDict(extra="forbid", defer_build=True)


class TicketWish(Asked):
    """`then`: services that follow on the same number, in this order.

    `printer` is for staff alone: where the paper comes out for whoever stands at their desk.
    """

    service: Code
    then: Annotated[list[Code], Field(max_length=10)] = []
    priority: Priority | None = None
    language: Literal["id", "en"] | None = None
    printer: Code | None = None


class Nothing(Asked):
    """An empty object."""


class Range(Answered):
    """Minutes, from the likely to the nearly certain."""

    low: int
    high: int


class PrintDocument(Answered):
    """The paper; `place` is where to collect it, unless it comes out of the kiosk that gave the number."""

    state: PrintState
    printer: str | None
    place: str | None


class StopDocument(Answered):
    """A service that follows on the same number; `counter` where one counter alone will call it."""

    service: str
    service_name: str
    service_name_en: str
    counter: str | None
    counter_name: str | None


class Away(Answered):
    """All counters of a service have closed; `reopens_at` is when the first will be back, if anybody said."""

    reopens_at: str | None


class ArrivalDocument(Answered):
    """A number from afar: when its visitor is to be here, until when it is kept, when the check-in was."""

    promised_at: str
    arrives_by: str | None
    arrived_at: str | None


class TicketDocument(Answered):
    """A ticket. `token` and `url` are its secret address: null on staff screens.

    `summons` counts the calls since it left the queue, `only_at` is the one counter that may call
    it; `note` and `hold_reason` are for staff: null wherever the address is shown.
    """

    id: int
    token: str | None
    number: str
    site: str
    day: str
    service: str
    service_name: str
    service_name_en: str
    agency: str
    agency_name: str
    state: Status
    priority: Priority | None
    language: str
    ahead: int
    estimate: Range | None
    now_serving: str | None
    counters_closed: Away | None
    issued_at: str
    called_at: str | None
    serving_at: str | None
    served_at: str | None
    calls: int
    summons: int
    misses: int
    stops: list[StopDocument]
    only_at: str | None
    note: str | None
    hold_reason: str | None
    counter: str | None
    counter_name: str | None
    zone_name: str | None
    arrival: ArrivalDocument | None
    postpones_left: int
    url: str | None
    possible: list[Action]
    print: PrintDocument


class ServiceDocument(Answered):
    """`attended`: somebody is at a counter that serves it, perhaps on a break."""

    code: str
    name: str
    name_en: str
    minutes: int
    requirements: list[str]
    online: bool
    open: bool
    code_reason: str
    reason: str | None = None
    reason_id: str | None
    reason_en: str | None
    next_opening: str | None
    waiting: int
    estimate: Range | None
    quota_left: int | None
    attended: bool


class AgencyDocument(Answered):
    code: str
    name: str
    short_name: str
    hue: int
    zone: str | None
    zone_name: str | None
    waiting: int
    estimate: Range | None
    open: bool
    reason: str | None = None
    reason_id: str | None
    reason_en: str | None
    next_opening: str | None
    services: list[ServiceDocument]


class SiteDocument(Answered):
    """`as_of`: until when everything is known of a site that another server keeps; null: kept here."""

    code: str
    name: str
    address: str
    mall: str
    now: str
    as_of: str | None
    timezone: str
    remote_tickets: bool
    bookings: bool
    agencies: list[AgencyDocument]


class SiteEntry(Answered):
    """`as_of` as in the site's own document."""

    code: str
    name: str
    address: str
    open: bool
    waiting: int
    as_of: str | None


class SiteList(Answered):
    sites: list[SiteEntry]


class CallDocument(Answered):
    """`zone` is where the counter is, `zones` where the call is to be seen; none: everywhere."""

    id: str
    ticket: int
    number: str
    counter: str
    counter_name: str
    agency: str
    agency_name: str
    hue: int
    zone: str | None
    zones: list[str]
    zone_name: str
    recall: bool
    at: str
    state: Status


class BoardAgency(Answered):
    code: str
    short_name: str
    hue: int
    zone: str | None
    waiting: int
    current: str | None


class BoardNotice(Answered):
    id: str
    en: str
    until: str | None
    urgent: bool


class BoardDocument(Answered):
    """`notice` is the notice in the first language, `notices` in both."""

    site: str
    site_name: str
    mall: str
    timezone: str
    now: str
    calls: list[CallDocument]
    agencies: list[BoardAgency]
    notice: str | None
    notices: BoardNotice | None
    ticker: str


class FactDocument(Answered):
    id: int
    site: str
    at: str
    kind: str
    actor: str
    ticket: int | None
    counter: str | None
    data: dict[str, Any]


class JournalDocument(Answered):
    """Facts in order; ask again with `after` = `cursor`."""

    facts: list[FactDocument]
    cursor: int


class MallHead(Answered):
    code: str
    name: str
    timezone: str
    languages: list[str]
    logo: str | None


class MeDocument(Answered):
    """Who this screen is, and the mall's entry of the kiosk or display behind it."""

    role: str
    site: str | None
    code: str | None
    name: str
    mall: MallHead
    device: dict[str, Any] | None
    demo: bool
    emulator_url: str | None


class Problem(BaseModel):
    """RFC 9457; `code` is stable, `detail` is a sentence for people in their language."""

    type: str
    title: str
    status: int
    detail: str
    code: str

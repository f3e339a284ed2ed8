"""The shape of a hall at a glance, as the administrator's page reads it."""

from typing import Any, Literal

from app.domain.counter import CounterState
from app.domain.printing import PrinterState
from app.web.api.documents import Answered


class Totals(Answered):
    """Today's tickets: all that were issued, and how many stand in each state now."""

    issued: int
    expected: int
    waiting: int
    looked: int
    called: int
    serving: int
    held: int
    missed: int
    served: int
    no_show: int
    cancelled: int
    voided: int
    expired: int


class DeskDocument(Answered):
    """A counter and the number at it."""

    code: str
    name: str
    agencies: list[str]
    state: CounterState
    since: str | None
    returns_at: str | None
    number: str | None
    ticket_state: Literal["looked", "called", "serving"] | None
    number_since: str | None
    served_today: int


class ZoneDocument(Answered):
    code: str
    name: str
    counters: list[DeskDocument]


class QueueDocument(Answered):
    """An agency's queue: people, minutes of the longest wait, and how many of its counters are staffed."""

    code: str
    short_name: str
    hue: int
    zone: str | None
    waiting: int
    longest_wait: int
    counters: int
    staffed: int


class PaperDocument(Answered):
    """A printer; `state` is null until an agent first told of it. The jobs are those of today's tickets."""

    code: str
    transport: str
    kiosks: list[str]
    state: PrinterState | None
    reason: str
    since: str | None
    seen_at: str | None
    open_jobs: int
    failed_jobs: int


class ScreenDocument(Answered):
    """A token without its secret; `site` null holds everywhere."""

    id: int
    role: str
    site: str | None
    code: str | None
    name: str
    created_at: str
    revoked_at: str | None


class LatestFact(Answered):
    id: int
    at: str
    kind: str
    actor: str
    counter_name: str | None
    data: dict[str, Any]


class OverviewDocument(Answered):
    """One site now; `facts` are the last ones of its journal, the newest first."""

    site: str
    site_name: str
    mall: str
    timezone: str
    now: str
    totals: Totals
    zones: list[ZoneDocument]
    queues: list[QueueDocument]
    printers: list[PaperDocument]
    screens: list[ScreenDocument]
    facts: list[LatestFact]

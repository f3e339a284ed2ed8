"""The shapes of the live hall: switches, notices, what a service would say, and every counter and queue."""

from typing import Annotated, Any

from pydantic import Field

from app.domain.opening import Reason
from app.domain.switching import Setting
from app.web.api.counter_documents import ClosingDocument, HelpDocument
from app.web.api.documents import Answered, Asked
from app.web.api.documents import Reason as Words
from app.web.api.overview_documents import (
    DeskDocument,
    LatestFact,
    PaperDocument,
    QueueDocument,
    Totals,
)
from app.web.api.printer_documents import AlarmDocument

Minutes = Annotated[int, Field(ge=1, le=1440)]
Sentence = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*[^\x00\s][^\x00]*$")]


class SwitchWish(Asked):
    """Why, and for how long; without `minutes` until it is set anew."""

    reason: Words = ""
    minutes: Minutes | None = None


class SwitchDocument(Answered):
    service: str
    setting: Setting
    reason: str
    until: str | None


class Said(Answered):
    id: str
    en: str


class AvailabilityDocument(Answered):
    """What the service says at a moment; `sentence` is empty while numbers are given."""

    service: str
    at: str
    code: Reason
    open: bool
    sentence: Said
    next_opening: str | None


class NoticeWish(Asked):
    """`urgent`: it covers every display, phones announce it, and the voice says it again and again."""

    text_id: Sentence
    text_en: Sentence
    minutes: Minutes | None = None
    urgent: bool = False


class NoticeDocument(Answered):
    """`by` is told to staff alone."""

    id: str
    en: str
    urgent: bool
    since: str
    until: str | None
    by: str | None


class NoticeState(Answered):
    notice: NoticeDocument | None


class HallDesk(DeskDocument):
    """A counter; `minutes_here` is how long its number has been there, `actor` who did its last deed.

    `agency_codes` are the agencies that it always serves, whoever it helps.
    """

    agency_codes: list[str]
    minutes_here: int | None
    actor: str | None
    reopens_at: str | None
    closing: ClosingDocument | None
    helping: list[HelpDocument]


class HallZone(Answered):
    code: str
    name: str
    counters: list[HallDesk]


class HallQueue(QueueDocument):
    """`norm` is the longest wait in minutes that the mall thinks bearable."""

    norm: int


class SetService(SwitchDocument):
    service_name: str
    agency: str | None
    by: str
    since: str


class HallClosing(ClosingDocument):
    counter: str
    counter_name: str


class HallDocument(Answered):
    """One hall now, as its supervisor sees it.

    `names` are those of the people and screens that it tells of, by what the journal calls them.
    """

    site: str
    site_name: str
    timezone: str
    now: str
    totals: Totals
    zones: list[HallZone]
    queues: list[HallQueue]
    printers: list[PaperDocument]
    alarms: list[AlarmDocument]
    switches: list[SetService]
    closings: list[HallClosing]
    unattended: list[str]
    notice: NoticeDocument | None
    facts: list[LatestFact]
    names: dict[str, str]
    rules: dict[str, Any]

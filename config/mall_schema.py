"""The tables of a mall's TOML files: each checks its own keys and becomes a value of the domain."""

from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainValidator

from app.domain.layout import Drawing, Layout, drawing
from app.domain.mall import (
    BACKUP_AT,
    BACKUPS_KEPT,
    MESSAGES_KEPT_DAYS,
    WEEKDAYS,
    Agency,
    Break,
    Holiday,
    Look,
    Mall,
    NumberSpeech,
    OwnSentence,
    Rules,
    Service,
    Span,
    Text,
    Upkeep,
)
from app.domain.ordering import Ratio
from config.mall_fields import (
    Code,
    Colour,
    HoursTable,
    Languages,
    Line,
    LocalTime,
    Minute,
    Prefix,
    Sentence,
    Table,
    Weekdays,
    known_timezone,
    local_date,
    ratio,
)
from config.mall_site_schema import SiteTable

MOST_LINES = 12  # of the drawing of a layout
Share = Annotated[float, Field(gt=0, allow_inf_nan=False)]  # of the width or the height
WHOLE_DAY = 24 * 60  # minutes; a longer rule would never have an effect
MOST_SECONDS = 60 * 60
MOST_CALLS = 20
LONGEST_SERVICE = 8 * 60  # minutes, a whole day of work
MOST_NUMBERS = 10_000  # a day
MOST_BACKUPS = 366
MOST_PREFERENCE = 15  # minutes; more would be a queue of its own


class MallTable(Table):
    code: Code
    name: Line
    timezone: Annotated[Line, BeforeValidator(known_timezone)]
    languages: Languages = Field(["id", "en"], min_length=1)
    logo: Line | None = None
    ticket_footer: Line | None = None
    allow_i_and_o: bool = False


class TextTable(Table):
    id: Line
    en: Line


class BreakTable(Table):
    days: Weekdays
    start: Minute = Field(alias="from")
    to: Minute
    reason: TextTable

    def value(self) -> Break:
        return Break(
            days=frozenset(WEEKDAYS.index(day) for day in self.days),
            span=Span(self.start, self.to),
            reason=Text(id=self.reason.id, en=self.reason.en),
        )


class HolidayTable(Table):
    date: Annotated[date, PlainValidator(local_date)]
    name: Line

    def value(self) -> Holiday:
        return Holiday(day=self.date, name=self.name)


class RulesTable(Table):
    cutoff_minutes: int = Field(30, ge=0, le=WHOLE_DAY)
    capacity_check: bool = True
    priority_credit_minutes: int = Field(20, ge=0, le=WHOLE_DAY)
    priority_max_wait_minutes: int | None = Field(None, gt=0, le=WHOLE_DAY)
    priority_ratio: Annotated[Ratio, PlainValidator(ratio)] | None = None
    preference_minutes: int = Field(10, ge=0, le=MOST_PREFERENCE)
    unprinted_void_seconds: int = Field(90, gt=0, le=MOST_SECONDS)
    missed_after_calls: int = Field(2, gt=0, le=MOST_CALLS)
    parked_minutes: int = Field(15, gt=0, le=WHOLE_DAY)
    closing_needs_approval: bool = False
    wait_norm_minutes: int = Field(60, gt=0, le=WHOLE_DAY)
    service_norm_factor: float = Field(3.0, ge=1, le=100, allow_inf_nan=False)
    idle_minutes: int = Field(10, gt=0, le=WHOLE_DAY)
    number_speech: NumberSpeech = Field(NumberSpeech.DIGITS, strict=False)
    remote_tickets: bool = False
    remote_share: int = Field(50, ge=1, le=100)  # percent of quota and capacity
    remote_credit_minutes: int = Field(20, ge=0, le=WHOLE_DAY)
    remote_grace_minutes: int = Field(30, ge=0, le=WHOLE_DAY)
    bookings: bool = False
    booking_days: int = Field(7, ge=1, le=60)
    booking_slot_minutes: int = Field(30, ge=10, le=240)
    reminder_hour: int = Field(18, ge=0, le=23)  # of the evening before a booking
    near_ahead: int = Field(2, ge=1, le=20)  # numbers before one's own
    contact_days: int = Field(1, ge=1, le=30)  # after the visit, until an address is forgotten

    def value(self) -> Rules:
        return Rules(**dict(self))


class ServiceTable(Table):
    code: Code
    name: Line
    name_en: Line | None = None
    minutes: int = Field(gt=0, le=LONGEST_SERVICE)
    requirements: list[Line] = Field([])
    quota: int | None = Field(None, ge=0, le=MOST_NUMBERS)
    prefix: Prefix | None = None
    hours: HoursTable | None = None
    online: bool = True
    archived: bool = False

    def value(self, *, agency: str, prefix: str) -> Service:
        return Service(
            code=self.code,
            name=self.name,
            agency=agency,
            minutes=self.minutes,
            prefix=self.prefix or prefix,
            name_en=self.name_en,
            requirements=tuple(self.requirements),
            quota=self.quota,
            hours=self.hours.value() if self.hours else None,
            online=self.online,
            archived=self.archived,
        )


class AgencyTable(Table):
    code: Code
    name: Line
    short_name: Line
    prefix: Prefix | None = None
    zone: Code | None = None
    archived: bool = False
    service: list[ServiceTable] = Field([])

    def value(self) -> Agency:
        prefix = self.prefix or self.code
        return Agency(
            code=self.code,
            name=self.name,
            short_name=self.short_name,
            prefix=prefix,
            services=tuple(service.value(agency=self.code, prefix=prefix) for service in self.service),
            zone=self.zone,
            archived=self.archived,
        )


class LookTable(Table):
    """The colours of a mall, in place of the system's own."""

    primary: Colour | None = None
    accent: Colour | None = None

    def value(self) -> Look:
        return Look(primary=self.primary, accent=self.accent)


class WordsTable(Table):
    """Sentences in the mall's own words; which there are is looked at in mall_words.py."""

    id: dict[str, Sentence] = Field({})
    en: dict[str, Sentence] = Field({})

    def value(self) -> tuple[OwnSentence, ...]:
        spoken = {"id": self.id, "en": self.en}
        return tuple(
            OwnSentence(language, key, sentence)
            for language, sentences in spoken.items()
            for key, sentence in sentences.items()
        )


class UpkeepTable(Table):
    backup_at: LocalTime = BACKUP_AT
    backups_kept: int = Field(BACKUPS_KEPT, ge=1, le=MOST_BACKUPS)
    messages_kept_days: int = Field(MESSAGES_KEPT_DAYS, ge=7, le=365)

    def value(self) -> Upkeep:
        return Upkeep(**dict(self))


class LayoutTable(Table):
    """A division of the hall of displays; what it draws is looked at in mall_layouts.py."""

    code: Code
    name: Line | None = None
    landscape: Annotated[list[Line], Field(min_length=1, max_length=MOST_LINES)]
    landscape_columns: list[Share] = Field([])
    landscape_rows: list[Share] = Field([])
    portrait: Annotated[list[Line], Field(min_length=1, max_length=MOST_LINES)]
    portrait_columns: list[Share] = Field([])
    portrait_rows: list[Share] = Field([])
    clock: bool = True
    ticker: bool = True

    def value(self) -> Layout:
        return Layout(
            code=self.code,
            landscape=_drawing(self.landscape, self.landscape_columns, self.landscape_rows),
            portrait=_drawing(self.portrait, self.portrait_columns, self.portrait_rows),
            clock=self.clock,
            ticker=self.ticker,
            name=self.name,
        )


def _drawing(lines: list[str], columns: list[float], rows: list[float]) -> Drawing:
    return drawing(*lines, columns=tuple(columns), rows=tuple(rows))


class MallDocument(Table):
    """The whole of mall.toml with its included files."""

    mall: MallTable
    hours: HoursTable
    break_: list[BreakTable] = Field([], alias="break")
    holiday: list[HolidayTable] = Field([])
    rules: RulesTable = RulesTable()
    look: LookTable = LookTable()
    words: WordsTable = WordsTable()
    upkeep: UpkeepTable = UpkeepTable()
    layout: list[LayoutTable] = Field([])
    agency: list[AgencyTable] = Field(min_length=1)
    site: list[SiteTable] = Field(min_length=1)

    def value(self) -> Mall:
        return Mall(
            code=self.mall.code,
            name=self.mall.name,
            timezone=self.mall.timezone,
            hours=self.hours.value(),
            agencies=tuple(agency.value() for agency in self.agency),
            sites=tuple(site.value() for site in self.site if not site.archived),
            archived_sites=tuple(site.value() for site in self.site if site.archived),
            languages=tuple(self.mall.languages),
            logo=self.mall.logo,
            ticket_footer=self.mall.ticket_footer,
            breaks=tuple(break_.value() for break_ in self.break_),
            holidays=tuple(holiday.value() for holiday in self.holiday),
            rules=self.rules.value(),
            layouts=tuple(layout.value() for layout in self.layout),
            look=self.look.value(),
            own_sentences=self.words.value(),
            upkeep=self.upkeep.value(),
        )

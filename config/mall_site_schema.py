"""The tables of one site in a mall's TOML files: zones, counters, printers, kiosks and displays."""

from collections.abc import Sequence
from typing import Annotated, Any, Protocol, TypeVar

from pydantic import BeforeValidator, Field

from app.domain.layout import Theme
from app.domain.mall import (
    EVERY_DAY,
    WEEKDAYS,
    Archive,
    Counter,
    Display,
    Kiosk,
    Printer,
    Quiet,
    Site,
    Span,
    Transport,
    Zone,
)
from config.mall_fields import (
    Code,
    HoursTable,
    Languages,
    Line,
    Minute,
    StoredPicture,
    Table,
    Weekdays,
    all_or_list,
)

Codes = Annotated[list[Code], Field(min_length=1)]
MOST_ROLL_M = 1000.0  # more is no roll, but a figure in millimetres
AllOrCodes = Annotated[list[Code] | None, BeforeValidator(all_or_list)]


Value_co = TypeVar("Value_co", covariant=True)


class Place(Protocol[Value_co]):
    @property
    def archived(self) -> bool: ...

    def value(self) -> Value_co: ...


def _living(tables: Sequence[Place[Value_co]]) -> tuple[Value_co, ...]:
    return tuple(table.value() for table in tables if not table.archived)


def _archived(tables: Sequence[Place[Value_co]]) -> tuple[Value_co, ...]:
    return tuple(table.value() for table in tables if table.archived)


def _kept(table: Table) -> dict[str, Any]:
    """The keys that a value has too: where it is kept says whether it is archived."""
    return {key: value for key, value in table if key != "archived"}


class ZoneTable(Table):
    code: Code
    name: Line
    archived: bool = False

    def value(self) -> Zone:
        return Zone(code=self.code, name=self.name)


class CounterTable(Table):
    code: Code
    name: Line
    zone: Code
    services: Codes
    prefers: list[Code] = Field([])
    archived: bool = False

    def value(self) -> Counter:
        services, prefers = tuple(self.services), tuple(self.prefers)
        return Counter(code=self.code, name=self.name, zone=self.zone, services=services, prefers=prefers)


class PrinterTable(Table):
    code: Code
    transport: Transport = Field(strict=False)
    address: Line
    profile: Code
    fallback: Code | None = None
    agent: Code | None = None
    logo: StoredPicture | None = None
    roll_m: float | None = Field(None, gt=0, le=MOST_ROLL_M, allow_inf_nan=False)
    archived: bool = False

    def value(self) -> Printer:
        return Printer(**_kept(self))


class KioskTable(Table):
    code: Code
    name: Line
    printer: Code | None = None
    services: AllOrCodes = None
    archived: bool = False

    def value(self) -> Kiosk:
        services = None if self.services is None else frozenset(self.services)
        return Kiosk(code=self.code, name=self.name, printer=self.printer, services=services)


class DisplayTable(Table):
    code: Code
    name: Line
    zones: Codes
    layout: Code = "calls"
    voice: Languages = Field(["id"])
    speaker: bool = False
    distance_m: float | None = Field(None, gt=0, le=100, allow_inf_nan=False)
    screen_inches: float = Field(55, ge=10, le=200, allow_inf_nan=False)
    theme: Theme | None = Field(None, strict=False)
    volume: int = Field(100, ge=0, le=100)
    archived: bool = False

    def value(self) -> Display:
        return Display(**{**_kept(self), "zones": tuple(self.zones), "voice": tuple(self.voice)})


class QuietTable(Table):
    """When nothing sounds in the hall: a prayer, a ceremony; every day, or on some weekdays."""

    days: Weekdays | None = None
    start: Minute = Field(alias="from")
    to: Minute

    def value(self) -> Quiet:
        days = EVERY_DAY if self.days is None else frozenset(map(WEEKDAYS.index, self.days))
        return Quiet(Span(self.start, self.to), days)


class SiteTable(Table):
    code: Code
    name: Line
    address: Line
    agencies: AllOrCodes = None
    hours: HoursTable | None = None
    archived: bool = False
    zone: list[ZoneTable] = Field([])
    counter: list[CounterTable] = Field([])
    printer: list[PrinterTable] = Field([])
    kiosk: list[KioskTable] = Field([])
    display: list[DisplayTable] = Field([])
    quiet: list[QuietTable] = Field([])

    def value(self) -> Site:
        return Site(
            code=self.code,
            name=self.name,
            address=self.address,
            agencies=None if self.agencies is None else frozenset(self.agencies),
            hours=self.hours.value() if self.hours else None,
            zones=_living(self.zone),
            counters=_living(self.counter),
            printers=_living(self.printer),
            kiosks=_living(self.kiosk),
            displays=_living(self.display),
            quiet=tuple(quiet.value() for quiet in self.quiet),
            archive=Archive(
                zones=_archived(self.zone),
                counters=_archived(self.counter),
                printers=_archived(self.printer),
                kiosks=_archived(self.kiosk),
                displays=_archived(self.display),
            ),
        )

"""Where a mall serves: sites with their zones, counters, printers, kiosks and displays."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Protocol, TypeVar

from app.domain.layout import Theme
from app.domain.mall_services import Agency, Service
from app.domain.mall_week import Hours, Quiet

SCREEN_INCHES = 55.0  # of a display, where the mall says nothing else
FULL_VOLUME = 100  # of a hundred: as loud as the television is set


class Transport(StrEnum):
    TCP = "tcp"
    USB = "usb"
    SERIAL = "serial"
    CUPS = "cups"
    EMULATOR = "emulator"


@dataclass(frozen=True, slots=True)
class Zone:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Counter:
    """A place where clerks serve; `services` and `prefers`, some of these, hold agency and service codes.

    `helping` are those of its services that it joined for a while, and until when.
    """

    code: str
    name: str
    zone: str
    services: tuple[str, ...]
    prefers: tuple[str, ...] = ()
    helping: tuple[tuple[str, datetime], ...] = ()

    def leaves_at(self, service: Service) -> datetime | None:
        """When it stops serving this service, where it does so for a while only."""
        if not self.helping:
            return None
        joined = dict(self.helping)
        own = set(self.services) - joined.keys()
        if own & {service.code, service.agency}:
            return None
        return max((joined[code] for code in (service.code, service.agency) if code in joined), default=None)


@dataclass(frozen=True, slots=True)
class Printer:
    code: str
    transport: Transport
    address: str
    profile: str
    fallback: str | None = None
    agent: str | None = None
    logo: str | None = None  # the two-letter name of a picture in its own memory
    roll_m: float | None = None  # metres of a fresh roll; None: what is usual for its width


@dataclass(frozen=True, slots=True)
class Kiosk:
    """A place where visitors take numbers; `services` is None for all of the site."""

    code: str
    name: str
    printer: str | None = None
    services: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Display:
    code: str
    name: str
    zones: tuple[str, ...]
    layout: str = "calls"
    voice: tuple[str, ...] = ("id",)
    speaker: bool = False
    distance_m: float | None = None
    screen_inches: float = SCREEN_INCHES
    theme: Theme | None = None
    volume: int = FULL_VOLUME


@dataclass(frozen=True, slots=True)
class Archive:
    """What a site had once: it does nothing any more, and old tickets still tell its names."""

    zones: tuple[Zone, ...] = ()
    counters: tuple[Counter, ...] = ()
    printers: tuple[Printer, ...] = ()
    kiosks: tuple[Kiosk, ...] = ()
    displays: tuple[Display, ...] = ()


@dataclass(frozen=True)
class Site:
    """One building; `agencies` is None for every agency of the mall, `quiet` is when no display sounds.

    Its lists hold what works there today; `archive` holds the rest.
    """

    code: str
    name: str
    address: str
    agencies: frozenset[str] | None = None
    hours: Hours | None = None
    zones: tuple[Zone, ...] = ()
    counters: tuple[Counter, ...] = ()
    printers: tuple[Printer, ...] = ()
    kiosks: tuple[Kiosk, ...] = ()
    displays: tuple[Display, ...] = ()
    quiet: tuple[Quiet, ...] = ()
    archive: Archive = field(default_factory=Archive)

    @cached_property
    def zone(self) -> Mapping[str, Zone]:
        return {zone.code: zone for zone in self.zones}

    @cached_property
    def counter(self) -> Mapping[str, Counter]:
        return {counter.code: counter for counter in self.counters}

    @cached_property
    def printer(self) -> Mapping[str, Printer]:
        return {printer.code: printer for printer in self.printers}

    @cached_property
    def kiosk(self) -> Mapping[str, Kiosk]:
        return {kiosk.code: kiosk for kiosk in self.kiosks}

    @cached_property
    def display(self) -> Mapping[str, Display]:
        return {display.code: display for display in self.displays}

    def any_counter(self, code: str | None) -> Counter | None:
        """The counter of an old ticket, which may be archived by now; None if there was never one."""
        return any_of(code, self.counter, self.archive.counters)

    def any_zone(self, code: str | None) -> Zone | None:
        """The zone of an old ticket, which may be archived by now; None if there was never one."""
        return any_of(code, self.zone, self.archive.zones)

    def offers(self, agency: Agency) -> bool:
        return not agency.archived and (self.agencies is None or agency.code in self.agencies)


class Coded(Protocol):
    @property
    def code(self) -> str: ...


Thing = TypeVar("Thing", bound=Coded)


def any_of(code: str | None, living: Mapping[str, Thing], old: tuple[Thing, ...]) -> Thing | None:
    """What has the code among those that work, else among those that are archived."""
    if code is None or code in living:
        return living.get(code or "")
    return next((each for each in old if each.code == code), None)

"""What exists in a mall: one immutable value that config/mall.py builds and every rule reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from app.domain.layout import BUILT_IN, Layout, Theme
from app.domain.ordering import Ratio

LANGUAGES = ("id", "en")
SCREEN_INCHES = 55.0  # of a display, where the mall says nothing else
FULL_VOLUME = 100  # of a hundred: as loud as the television is set
BACKUP_AT = time(18, 30)  # the hall is empty, the computer still on
BACKUPS_KEPT = 14
MESSAGES_KEPT_DAYS = 30
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EVERY_DAY = frozenset(range(7))  # Monday is 0


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence in both languages of the system."""

    id: str
    en: str

    def in_(self, language: str) -> str:
        return self.en if language == "en" else self.id


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a day in minutes since local midnight; `end` is exclusive, at most 1440."""

    start: int
    end: int

    def __str__(self) -> str:
        return f"{clock_text(self.start)}-{clock_text(self.end)}"


def clock_text(minute: int) -> str:
    """07:30 for 450; 24:00 for the end of a day."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def minute_of(moment: time) -> int:
    return moment.hour * 60 + moment.minute


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours, one span a weekday (index 0 is Monday); None is closed."""

    days: tuple[Span | None, ...]

    def on(self, day: date) -> Span | None:
        return self.days[day.weekday()]


ALWAYS = Hours(days=(Span(0, 1440),) * 7)


@dataclass(frozen=True, slots=True)
class Break:
    """A pause of the whole mall that comes back on the same weekdays (e.g. Friday prayer)."""

    days: frozenset[int]
    span: Span
    reason: Text


@dataclass(frozen=True, slots=True)
class Quiet:
    """When nothing sounds in the hall, on these weekdays: a prayer, a ceremony."""

    span: Span
    days: frozenset[int] = EVERY_DAY


@dataclass(frozen=True, slots=True)
class Holiday:
    day: date
    name: str


class NumberSpeech(StrEnum):
    DIGITS = "digits"
    WORDS = "words"


class Transport(StrEnum):
    TCP = "tcp"
    USB = "usb"
    SERIAL = "serial"
    CUPS = "cups"
    EMULATOR = "emulator"


@dataclass(frozen=True, slots=True)
class Rules:
    """The mall's choices where the rules of the queue leave one."""

    cutoff_minutes: int = 30
    capacity_check: bool = True
    priority_credit_minutes: int = 20
    priority_max_wait_minutes: int | None = None
    priority_ratio: Ratio | None = None
    preference_minutes: int = 10
    unprinted_void_seconds: int = 90
    missed_after_calls: int = 2
    parked_minutes: int = 15
    closing_needs_approval: bool = False
    wait_norm_minutes: int = 60
    service_norm_factor: float = 3.0
    idle_minutes: int = 10
    number_speech: NumberSpeech = NumberSpeech.DIGITS
    remote_tickets: bool = False
    remote_share: int = 50
    remote_credit_minutes: int = 20
    remote_grace_minutes: int = 30
    bookings: bool = False
    booking_days: int = 7
    booking_slot_minutes: int = 30
    reminder_hour: int = 18
    near_ahead: int = 2
    contact_days: int = 1


@dataclass(frozen=True, slots=True)
class Service:
    code: str
    name: str
    agency: str
    minutes: int
    prefix: str
    name_en: str | None = None
    requirements: tuple[str, ...] = ()
    quota: int | None = None
    hours: Hours | None = None
    online: bool = True
    archived: bool = False

    def named(self, language: str) -> str:
        return self.name_en if language == "en" and self.name_en else self.name


@dataclass(frozen=True, slots=True)
class Agency:
    code: str
    name: str
    short_name: str
    prefix: str
    services: tuple[Service, ...]
    zone: str | None = None
    archived: bool = False


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

    def leaves_at(self, service: "Service") -> datetime | None:
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
        return _any(code, self.counter, self.archive.counters)

    def any_zone(self, code: str | None) -> Zone | None:
        """The zone of an old ticket, which may be archived by now; None if there was never one."""
        return _any(code, self.zone, self.archive.zones)

    def offers(self, agency: Agency) -> bool:
        return not agency.archived and (self.agencies is None or agency.code in self.agencies)


class Coded(Protocol):
    @property
    def code(self) -> str: ...


Thing = TypeVar("Thing", bound=Coded)


def _any(code: str | None, living: Mapping[str, Thing], old: tuple[Thing, ...]) -> Thing | None:
    if code is None or code in living:
        return living.get(code or "")
    return next((each for each in old if each.code == code), None)


@dataclass(frozen=True, slots=True)
class Look:
    """The two colours of a mall as "#rrggbb"; None is the system's own."""

    primary: str | None = None
    accent: str | None = None


@dataclass(frozen=True, slots=True)
class Upkeep:
    """When the data is copied by itself (local time, None never), and how long things are kept."""

    backup_at: time | None = BACKUP_AT
    backups_kept: int = BACKUPS_KEPT
    messages_kept_days: int = MESSAGES_KEPT_DAYS


@dataclass(frozen=True, slots=True)
class OwnSentence:
    """A sentence that the mall says in its own words; `key` as in config/words."""

    language: str
    key: str
    sentence: str


@dataclass(frozen=True)
class Mall:
    """Everything that exists; `sites` are those that work today, `archived_sites` those that did."""

    code: str
    name: str
    timezone: str
    hours: Hours
    agencies: tuple[Agency, ...]
    sites: tuple[Site, ...]
    languages: tuple[str, ...] = LANGUAGES
    logo: str | None = None
    ticket_footer: str | None = None
    breaks: tuple[Break, ...] = ()
    holidays: tuple[Holiday, ...] = ()
    layouts: tuple[Layout, ...] = ()
    rules: Rules = field(default_factory=Rules)
    look: Look = field(default_factory=Look)
    own_sentences: tuple[OwnSentence, ...] = ()
    upkeep: Upkeep = field(default_factory=Upkeep)
    archived_sites: tuple[Site, ...] = ()

    @cached_property
    def zone_info(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @cached_property
    def site(self) -> Mapping[str, Site]:
        return {site.code: site for site in self.sites}

    def any_site(self, code: str | None) -> Site | None:
        """The site of an old ticket, which may be archived by now; None if there was never one."""
        return _any(code, self.site, self.archived_sites)

    @cached_property
    def own_words(self) -> Mapping[str, Mapping[str, str]]:
        """The mall's own sentences by language, then by key."""
        words: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
        for own in self.own_sentences:
            words[own.language][own.key] = own.sentence
        return MappingProxyType(words)

    @cached_property
    def agency(self) -> Mapping[str, Agency]:
        return {agency.code: agency for agency in self.agencies}

    @cached_property
    def layout(self) -> Mapping[str, Layout]:
        """Every layout that a display may have: those of the system, then the mall's own."""
        return {**BUILT_IN, **{layout.code: layout for layout in self.layouts}}

    @cached_property
    def service(self) -> Mapping[str, Service]:
        return {service.code: service for agency in self.agencies for service in agency.services}

    @cached_property
    def holiday(self) -> Mapping[date, Holiday]:
        return {holiday.day: holiday for holiday in self.holidays}

    def hours_of(self, site: Site, service: Service) -> Hours:
        """The service's own hours, else the site's, else the mall's."""
        return service.hours or site.hours or self.hours

    def agencies_at(self, site: Site) -> tuple[Agency, ...]:
        return tuple(agency for agency in self.agencies if site.offers(agency))

    def service_at(self, site: Site, code: str) -> Service | None:
        """The service if this site offers it; None if it does not exist here."""
        service = self.service.get(code)
        if service is None or not site.offers(self.agency[service.agency]):
            return None
        return service

    def offered_by(self, kiosk: Kiosk, service: Service) -> bool:
        """Whether the kiosk shows the service; its list may name agencies and services."""
        chosen = kiosk.services
        return chosen is None or service.code in chosen or service.agency in chosen

    @cached_property
    def _served(self) -> Mapping[tuple[str, str], frozenset[str]]:
        return {
            (site.code, counter.code): frozenset(
                service.code
                for agency in self.agencies_at(site)
                for service in agency.services
                if agency.code in counter.services or service.code in counter.services
            )
            for site in self.sites
            for counter in site.counters
        }

    def services_of(self, site: Site, counter: Counter) -> frozenset[str]:
        """Codes of every service this counter may call."""
        return self._served[site.code, counter.code]

    def preferred_at(self, site: Site, counter: Counter) -> frozenset[str]:
        """Codes of the services that this counter calls a little earlier than others do."""
        mine = counter.prefers
        served = self.services_of(site, counter) if mine else frozenset()
        return frozenset(code for code in served if code in mine or self.service[code].agency in mine)

    @cached_property
    def _pools(self) -> Mapping[tuple[str, str], "Pool"]:
        pools: dict[tuple[str, str], Pool] = {}
        alike: dict[Pool, Pool] = {}  # one object for all services that have the same: quick to compare
        for site in self.sites:
            for agency in self.agencies_at(site):
                for service in agency.services:
                    desks = tuple(
                        desk for desk in site.counters if service.code in self.services_of(site, desk)
                    )
                    reach = frozenset({service.code}).union(*(self.services_of(site, desk) for desk in desks))
                    pool = Pool(
                        counters=tuple(desk.code for desk in desks),
                        services=reach,
                        agencies=frozenset(self.service[code].agency for code in reach),
                    )
                    pools[site.code, service.code] = alike.setdefault(pool, pool)
        return MappingProxyType(pools)

    def pool(self, site: Site, service: Service) -> "Pool":
        """Who competes with a visitor of this service: its counters and all that they serve."""
        return self._pools[site.code, service.code]

    def open_around_the_clock(self) -> "Mall":
        """The same mall without closing hours, breaks and holidays: for demonstrations."""
        return replace(
            self,
            hours=ALWAYS,
            breaks=(),
            holidays=(),
            sites=tuple(replace(site, hours=None) for site in self.sites),
            agencies=tuple(
                replace(agency, services=tuple(replace(service, hours=None) for service in agency.services))
                for agency in self.agencies
            ),
        )


@dataclass(frozen=True, slots=True)
class Pool:
    """The counters that serve a service, every service those serve, and the agencies of these."""

    counters: tuple[str, ...]
    services: frozenset[str]
    agencies: frozenset[str]

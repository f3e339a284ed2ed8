"""What exists in a mall: one immutable value that config/mall.py builds and every rule reads.

Its parts stand in mall_week.py, mall_rules.py, mall_services.py and mall_places.py; the rest of
the system takes them from here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType
from zoneinfo import ZoneInfo

from app.domain.layout import BUILT_IN, Layout
from app.domain.mall_places import (
    FULL_VOLUME,
    SCREEN_INCHES,
    Archive,
    Counter,
    Display,
    Kiosk,
    Printer,
    Site,
    Transport,
    Zone,
    any_of,
)
from app.domain.mall_rules import (
    BACKUP_AT,
    BACKUPS_KEPT,
    MESSAGES_KEPT_DAYS,
    Look,
    NumberSpeech,
    OwnSentence,
    Rules,
    Upkeep,
)
from app.domain.mall_services import (
    Agency,
    Service,
)
from app.domain.mall_week import (
    ALWAYS,
    EVERY_DAY,
    WEEKDAYS,
    Break,
    Holiday,
    Hours,
    Quiet,
    Span,
    Text,
    clock_text,
    minute_of,
)

__all__ = [
    "ALWAYS",
    "BACKUPS_KEPT",
    "BACKUP_AT",
    "EVERY_DAY",
    "FULL_VOLUME",
    "LANGUAGES",
    "MESSAGES_KEPT_DAYS",
    "SCREEN_INCHES",
    "WEEKDAYS",
    "Agency",
    "Archive",
    "Break",
    "Counter",
    "Display",
    "Holiday",
    "Hours",
    "Kiosk",
    "Look",
    "Mall",
    "NumberSpeech",
    "OwnSentence",
    "Pool",
    "Printer",
    "Quiet",
    "Rules",
    "Service",
    "Site",
    "Span",
    "Text",
    "Transport",
    "Upkeep",
    "Zone",
    "clock_text",
    "minute_of",
]  # fmt: skip

LANGUAGES = ("id", "en")


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
        return any_of(code, self.site, self.archived_sites)

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

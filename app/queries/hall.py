"""A site as visitors see it: agencies and services, open or why not, waiting and for how long."""

from collections.abc import Hashable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from app.domain.mall import Agency, Kiosk, Mall, Pool, Service, Site
from app.domain.opening import Decision, decide, service_day
from app.domain.pressure import Counts, Pressure, Staffing, by_service, pool_pressure
from app.domain.switching import NO_SWITCH
from app.queries.attendance import Attendance, attendance
from app.queries.helping import with_help
from app.queries.load import later_by_service, load_on, staffing, waiting_groups
from app.queries.marks import hue
from app.queries.switches import switches
from app.queries.tickets import issued_on
from config.sentences import availability
from config.words import Words


def site_document(
    connection: Connection, mall: Mall, site: Site, *, now: datetime, words: Words, kiosk: Kiosk | None = None
) -> dict[str, Any]:
    """GET /sites/{site}; with a kiosk, only what that kiosk offers."""
    view = SiteView(connection, mall, site, now=now, words=words)
    return {
        "code": site.code,
        "name": site.name,
        "address": site.address,
        "mall": mall.name,
        "now": now.isoformat(),
        "timezone": mall.timezone,
        "remote_tickets": mall.rules.remote_tickets,
        "bookings": mall.rules.bookings,
        "agencies": [
            document
            for agency in mall.agencies_at(site)
            if (document := view.agency(agency, kiosk))["services"]
        ],
    }


class SiteView:
    """One look at a site: counts are read once, then every service is decided from them."""

    def __init__(
        self, connection: Connection, mall: Mall, site: Site, *, now: datetime, words: Words
    ) -> None:
        mall = with_help(connection, mall, site=site.code)
        site = mall.site[site.code]
        self._mall, self._site, self._now, self._words = mall, site, now, words
        day = service_day(mall, now)
        self._groups: Counts = waiting_groups(connection, site=site.code, day=day, agencies=mall.agency)
        self._counts: Mapping[str, int] = by_service(self._groups)
        self._later: Mapping[str, int] = later_by_service(
            connection, site=site.code, day=day, agencies=mall.agency
        )
        self._staff: Staffing = staffing(connection, site=site.code)
        self._here: Attendance = attendance(connection, mall, site=site.code, day=day)
        self._switches = switches(connection, site=site.code)
        limited = [service for service in mall.service.values() if service.quota is not None]
        self._issued = issued_on(connection, site=site.code, day=day, services=limited)
        self._pressures: dict[Pool, Pressure] = {}
        self._told: dict[Hashable, dict[str, Any]] = {}

    def agency(self, agency: Agency, kiosk: Kiosk | None = None) -> dict[str, Any]:
        """An agency is open while one of its services is; else it gives the first one's reason."""
        offered = [
            service
            for service in agency.services
            if not service.archived and (kiosk is None or self._mall.offered_by(kiosk, service))
        ]
        services = [self.service(service) for service in offered]
        shown = next((document for document in services if document["open"]), services[0] if services else {})
        zone = self._site.zone.get(agency.zone or "")
        return {
            "code": agency.code,
            "name": agency.name,
            "short_name": agency.short_name,
            "hue": hue(self._mall, agency.code),
            "zone": agency.zone,
            "zone_name": zone.name if zone else None,
            "waiting": sum(self._counts.get(service.code, 0) for service in offered),
            **{key: shown.get(key) for key in ("estimate", "open", "reason_id", "reason_en", "next_opening")},
            "services": services,
        }

    def service(self, service: Service) -> dict[str, Any]:
        issued = self._issued.get(service.code, 0)
        left = max(0, service.quota - issued) if service.quota is not None else None
        alike = self._alike(service, issued)
        if alike not in self._told:
            self._told[alike] = self._decided(service, issued)
        return {
            "code": service.code,
            "name": service.name,
            "name_en": service.named("en"),
            "minutes": service.minutes,
            "requirements": list(service.requirements),
            "online": service.online,
            "waiting": self._counts.get(service.code, 0),
            "quota_left": left,
            **self._told[alike],
        }

    def _alike(self, service: Service, issued: int) -> Hashable:
        """The hall has the same to say of services for which this is the same: most of an agency's are."""
        mall, site = self._mall, self._site
        pool = mall.pool(site, service)
        is_helped = any(site.counter[code].helping for code in pool.counters)
        return (
            pool,
            mall.hours_of(site, service),
            service.minutes,
            (service.quota, issued),
            service.archived,
            self._switches.get(service.code, NO_SWITCH),
            service.code if is_helped else None,
        )

    def _decided(self, service: Service, issued: int) -> dict[str, Any]:
        pressure = self._pressure(service)
        load = load_on(pressure, self._mall, self._site, service, self._here, issued=issued, now=self._now)
        switch = self._switches.get(service.code, NO_SWITCH)
        decision = decide(self._mall, self._site, service, now=self._now, load=load, switch=switch)
        return {
            "estimate": _range(pressure) if decision.open and not load.deserted else None,
            "attended": self._here.is_attended(self._mall.pool(self._site, service)),
            **self._reasons(decision),
        }

    def _pressure(self, service: Service) -> Pressure:
        pool = self._mall.pool(self._site, service)
        if pool not in self._pressures:
            self._pressures[pool] = pool_pressure(
                self._mall, pool, self._groups, self._staff, later=self._later
            )
        return self._pressures[pool]

    def _reasons(self, decision: Decision) -> dict[str, Any]:
        opens = decision.next_opening
        said = {
            f"reason_{language}": availability(self._words, language, decision, now=self._now) or None
            for language in ("id", "en")
        }
        return {
            "open": decision.open,
            "code_reason": decision.reason.value,
            "next_opening": opens.isoformat() if opens else None,
            **said,
        }


def _range(pressure: Pressure) -> dict[str, int]:
    shown = pressure.estimate()
    return {"low": shown.low, "high": shown.high}

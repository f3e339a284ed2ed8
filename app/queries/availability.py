"""What a service says about numbers at any moment: the supervisor's question before a day is changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from app.domain.mall import Mall, Service, Site
from app.domain.opening import Decision, Load, decide, service_day
from app.domain.pressure import pool_pressure
from app.queries.attendance import attendance
from app.queries.helping import with_help
from app.queries.load import later_by_service, load_on, staffing, waiting_groups
from app.queries.switches import switch_of
from app.queries.tickets import issued_on
from config.sentences import availability
from config.words import Words


def availability_document(
    connection: Connection,
    mall: Mall,
    site: Site,
    service: Service,
    *,
    at: datetime,
    now: datetime,
    words: Words,
) -> dict[str, Any]:
    """Today as it is now; on any other day nobody has come yet, and every counter of the plan is there.

    `at` may be later than `now` on the same day: with what waits now. A switch counts as long as it
    is set for.
    """
    decision = _decide(connection, mall, site, service, at=at, now=now)
    opens = decision.next_opening
    return {
        "service": service.code,
        "at": at.astimezone(mall.zone_info).isoformat(),
        "code": decision.reason.value,
        "open": decision.open,
        "sentence": {language: availability(words, language, decision, now=at) for language in ("id", "en")},
        "next_opening": opens.isoformat() if opens else None,
    }


def _decide(
    connection: Connection, mall: Mall, site: Site, service: Service, *, at: datetime, now: datetime
) -> Decision:
    switch = switch_of(connection, site=site.code, service=service.code)
    day = service_day(mall, at)
    if day != service_day(mall, now):
        load = Load(desks=len(mall.pool(site, service).counters))
        return decide(mall, site, service, now=at, load=load, switch=switch)
    mall = with_help(connection, mall, site=site.code)
    site = mall.site[site.code]
    staff = staffing(connection, site=site.code)
    here = attendance(connection, mall, site=site.code, day=day)
    pool = mall.pool(site, service)
    groups = waiting_groups(connection, site=site.code, day=day, agencies=pool.agencies)
    later = later_by_service(connection, site=site.code, day=day, agencies=pool.agencies)
    before = pool_pressure(mall, pool, groups, staff, later=later)
    issued = issued_on(connection, site=site.code, day=day, services=[service]).get(service.code, 0)
    load = load_on(before, mall, site, service, here, issued=issued, now=at)
    return decide(mall, site, service, now=at, load=load, switch=switch)

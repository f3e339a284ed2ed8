"""Whether a service has room for one more from afar: the share that the mall does not keep for its hall."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from app.domain.mall import Mall, Service, Site
from app.domain.opening import Load, decide, service_day
from app.queries.bookings import afar_left
from app.queries.door import Door, at_the_door
from app.queries.load import load_on
from app.queries.tickets import issued_on


def remote_room(connection: Connection, door: Door, service: Service, load: Load, *, now: datetime) -> bool:
    """Whether the mall's share of the quota and of the day's capacity has room for a number.

    Of the capacity: a number from afar is given only where the work that is promised, and its own, would
    fit into that share of the time that the counters have left.
    """
    mall, share = door.mall, door.mall.rules.remote_share
    if share <= 0:
        return False
    if service.quota is not None:
        day = service_day(mall, now)
        if afar_left(connection, mall, door.site, service, day=day) == 0:
            return False
    grown = (load.work_minutes + service.minutes) * 100 / share - service.minutes
    load = replace(load, work_minutes=grown)
    return decide(mall, door.site, service, now=now, load=load, switch=door.switch).open


def has_remote_room(
    connection: Connection, mall: Mall, site: Site, service: Service, *, now: datetime
) -> bool:
    """The same, asked before anybody wishes for a number."""
    day = service_day(mall, now)
    door = at_the_door(connection, mall, site, service, day=day)
    issued = issued_on(connection, site=site.code, day=day, services=[service]).get(service.code, 0)
    load = load_on(door.pressure(), door.mall, door.site, service, door.here, issued=issued, now=now)
    return remote_room(connection, door, service, load, now=now)

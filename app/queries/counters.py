"""What a clerk sees: the counter, its visitor, the queue, and the colleagues."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from app.domain.counter import CounterState
from app.domain.links import Links
from app.domain.mall import Counter, Mall, Site
from app.domain.opening import day_start, service_day
from app.domain.ordering import Turn, changes_at, in_order
from app.domain.reach import within
from app.domain.ticket import ACTIVE, Status, Ticket
from app.queries.finished import finished_at
from app.queries.helping import helps, with_help
from app.queries.last_moves import Undoable, undoable_moves
from app.queries.next import turn_of, turns_taken
from app.queries.tickets import SELECT, Position, from_row, ticket_document
from app.store.tables import counter as counter_table
from app.store.tables import is_active, is_open
from app.store.tables import ticket as table

MOST_SHOWN = 50


def state_of(connection: Connection, *, site: str, counter: str) -> CounterState:
    """The counter's state; one that never opened is closed."""
    state = connection.execute(
        select(counter_table.c.state).where(counter_table.c.site == site, counter_table.c.code == counter)
    ).scalar()
    return CounterState(state) if state else CounterState.CLOSED


def calls_visitors(connection: Connection, *, site: str, counter: str) -> bool:
    """Whether the counter may call somebody: it is open, or asks to close and nobody has agreed yet."""
    row = connection.execute(
        select(counter_table.c.state, counter_table.c.approved).where(
            counter_table.c.site == site, counter_table.c.code == counter
        )
    ).one_or_none()
    if row is None:
        return False
    return bool(row.state == CounterState.OPEN or (row.state == CounterState.CLOSING and not row.approved))


def counter_list(connection: Connection, mall: Mall, site: Site) -> list[dict[str, Any]]:
    """Every counter of the site with its state and what it serves now, for choosing one."""
    mall = with_help(connection, mall, site=site.code)
    states = {row.code: row.state for row in connection.execute(_states(site))}
    return [
        {
            **_counter(site, counter),
            "state": states.get(counter.code, "closed"),
            "agencies": _served(mall, counter),
            "serves": list(counter.services),
        }
        for counter in mall.site[site.code].counters
    ]


def hall_queue(
    connection: Connection, mall: Mall, site: Site, *, now: datetime, counters: Sequence[Counter]
) -> "HallQueue":
    """Everything these counters of the site need to see, read once for all of them."""
    mall = with_help(connection, mall, site=site.code)
    site = mall.site[site.code]
    day = service_day(mall, now)
    rows = connection.execute(
        SELECT.where(
            table.c.site == site.code,
            table.c.day == day,
            table.c.agency.in_(sorted(_agencies(mall, site, counters))),
            is_open,
        ).order_by(table.c.sort_key, table.c.id)
    )
    active = connection.execute(SELECT.where(table.c.site == site.code, is_active))  # of any agency and day
    served = finished_at(connection, site=site.code, since=day_start(mall, day))
    states = {row.code: row for row in connection.execute(_states(site))}
    tickets = tuple({row.id: from_row(row) for row in (*rows, *active)}.values())
    helping = help_documents(mall, helps(connection, site=site.code))
    undoable = undoable_moves(connection, site=site.code, now=now)
    taken = turns_taken(connection, mall, site, now=now)
    turns = {
        counter.code: turn_of(connection, mall, site, counter, now=now, turns=taken) for counter in counters
    }
    return HallQueue(mall, site, tickets, states, served, helping, undoable, turns, now)


def _agencies(mall: Mall, site: Site, counters: Sequence[Counter]) -> set[str]:
    """Whose visitors these counters and the colleagues beside them may have."""
    services = {mall.service[code] for counter in counters for code in mall.services_of(site, counter)}
    return {agency for service in services for agency in mall.pool(site, service).agencies}


class HallQueue:
    """Open tickets of a site in order of call; `document(counter)` is one console's view."""

    def __init__(
        self,
        mall: Mall,
        site: Site,
        tickets: tuple[Ticket, ...],
        states: Mapping[str, Any],
        served: Mapping[str, int],
        helping: Mapping[str, list[dict[str, Any]]],
        undoable: Mapping[str, Undoable],
        turns: Mapping[str, Turn],
        now: datetime,
    ) -> None:
        self._mall, self._site, self._now = mall, site, now
        self._states, self._served, self._helping = states, served, helping
        self._undoable, self._turns = undoable, turns
        self._waiting = [ticket for ticket in tickets if ticket.status is Status.WAITING]
        self._aside = [ticket for ticket in tickets if ticket.status in (Status.HELD, Status.MISSED)]
        self._active = {ticket.counter: ticket for ticket in tickets if ticket.status in ACTIVE}

    def document(
        self, counter: Counter, *, links: Links, agencies: frozenset[str] | None = None
    ) -> dict[str, Any]:
        """GET /counters/{counter}: state, active ticket, queue; never a ticket's secret address.

        With `agencies`, as a clerk of these alone may call: of another's visitor only who sits there.
        """
        counter = self._site.counter[counter.code]
        services = within(self._mall, self._mall.services_of(self._site, counter), agencies)
        mine = (
            ticket
            for ticket in self._waiting
            if ticket.service in services and ticket.only_at in (None, counter.code)
        )
        turn = self._turns[counter.code]
        queue = in_order(mine, turn)
        aside = [ticket for ticket in self._aside if ticket.service in services]
        active = self._active.get(counter.code)
        last = self._undoable.get(counter.code)
        longest = max((self._now - ticket.waiting_since for ticket in queue), default=None)

        def is_mine(agency: str) -> bool:
            return agencies is None or agency in agencies

        def shown(ticket: Ticket, ahead: int = 0) -> dict[str, Any]:
            known = ticket_document(
                self._mall, ticket, Position(ahead, None, None), links=links, reveal=False
            )
            return known if is_mine(ticket.agency) else {**known, "note": "", "hold_reason": ""}

        return {
            "counter": {
                **_counter(self._site, counter),
                **self._state(counter.code),
                "agencies": _served(self._mall, counter),
                "serves": list(counter.services),
                "helping": self._helping.get(counter.code, []),
            },
            "ticket": shown(active) if active else None,
            "queue": [shown(ticket, ahead) for ahead, ticket in enumerate(queue[:MOST_SHOWN])],
            "reorders_at": _iso(changes_at(queue, turn, now=self._now)),
            "waiting": len(queue),
            "longest_wait": max(0, int(longest.total_seconds() // 60)) if longest else 0,
            "held": [shown(ticket) for ticket in aside if ticket.status is Status.HELD],
            "missed": [shown(ticket) for ticket in aside if ticket.status is Status.MISSED],
            "colleagues": self._colleagues(counter, services),
            "served_today": self._served.get(counter.code, 0),
            "undo": last.document if last and is_mine(last.agency) else None,
            "rules": {
                "missed_after_calls": self._mall.rules.missed_after_calls,
                "closing_needs_approval": self._mall.rules.closing_needs_approval,
            },
            "now": self._now.isoformat(),
        }

    def _state(self, code: str) -> dict[str, Any]:
        row = self._states.get(code)
        return {
            "state": row.state if row else CounterState.CLOSED.value,
            "since": _iso(row.since if row else None),
            "returns_at": _iso(row.returns_at if row else None),
            "reopens_at": _iso(row.reopens_at if row else None),
            "closing": closing_document(row),
        }

    def _colleagues(self, counter: Counter, services: frozenset[str]) -> list[dict[str, Any]]:
        """Counters that share a queue with this one and are not closed."""
        found = []
        for other in self._site.counters:
            state = self._state(other.code)["state"]
            if other.code == counter.code or state == CounterState.CLOSED or other.code not in self._states:
                continue
            if services.isdisjoint(self._mall.services_of(self._site, other)):
                continue
            active = self._active.get(other.code)
            if active is not None and active.status is Status.LOOKED:
                active = None  # announced to nobody yet
            since = (active.serving_at or active.called_at) if active else None
            found.append(
                {
                    "code": other.code,
                    "name": other.name,
                    "state": state,
                    "number": active.number if active else None,
                    "since": since.isoformat() if since else None,
                }
            )
        return found


def closing_document(row: Any) -> dict[str, Any] | None:
    """What a counter that asks to close asked for; None if it does not."""
    if row is None or row.state != CounterState.CLOSING:
        return None
    return {
        "reason": row.reason,
        "reopens_at": _iso(row.reopens_at),
        "asked_by": row.asked_by,
        "asked_at": _iso(row.asked_at),
        "approved": row.approved,
    }


def help_documents(mall: Mall, rows: Iterable[Any]) -> dict[str, list[dict[str, Any]]]:
    """What each counter joined, by its code."""
    documents: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        agency, service = mall.agency.get(row.code), mall.service.get(row.code)
        name = agency.short_name if agency else (service.name if service else row.code)
        about = {"code": row.code, "name": name, "until": row.until.isoformat()}
        documents.setdefault(row.counter, []).append(about)
    return documents


def _states(site: Site) -> Any:
    return select(counter_table).where(counter_table.c.site == site.code)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _counter(site: Site, counter: Counter) -> dict[str, Any]:
    zone = site.zone.get(counter.zone)
    return {
        "code": counter.code,
        "name": counter.name,
        "zone": counter.zone,
        "zone_name": zone.name if zone else counter.zone,
    }


def _served(mall: Mall, counter: Counter) -> list[str]:
    """The short names of what the counter serves, in its order of preference."""
    return [
        mall.agency[code].short_name if code in mall.agency else mall.service[code].name
        for code in counter.services
        if code in mall.agency or code in mall.service
    ]

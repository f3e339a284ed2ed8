"""What happens without a person: days end, papers that never came void their number, keys age."""

from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, or_, select, update

from app.domain.counter import CounterState
from app.domain.events import Kind
from app.domain.mall import Mall
from app.domain.opening import day_start, service_day
from app.domain.ticket import Action, PrintState, Status
from app.operations.bookings import release_bookings
from app.operations.clearing import clear_gone_counters
from app.operations.contacts import purge_contacts
from app.operations.counters import AT_WORK, close_left_counters, reopen_counters
from app.operations.helping import end_overdue_help
from app.operations.moving import move, write
from app.operations.notices import end_overdue_notice
from app.operations.outbox import forget_deliveries
from app.operations.printing import give_up_lost
from app.operations.probing import end_overdue_probes
from app.operations.remote import expire_unarrived
from app.operations.switching import end_switches
from app.queries.alarms import may_be_awaited
from app.queries.helping import with_help
from app.queries.tickets import SELECT, from_row
from app.store.journal import record
from app.store.tables import counter, is_open, is_waiting, reply
from app.store.tables import ticket as table
from app.store.transaction import Transaction

KEYS_KEPT = timedelta(days=2)
MOST_AT_ONCE = 200
SYSTEM = "system"


def tidy(tx: Transaction, mall: Mall, *, now: datetime, watching_since: datetime | None = None) -> int:
    """One round for one site; returns how much it changed, so that a full round is followed by another.

    `watching_since` is when somebody began to look, None for long ago: visitors whose paper or nod
    nobody could take before get their time from then on.
    """
    today = service_day(mall, now)
    changed = give_up_lost(tx, today=today, now=now, watching_since=watching_since)
    changed += end_overdue_probes(tx, now=now)
    changed += _void_ghosts(tx, mall, now=now, watching_since=watching_since)
    changed += _return_parked(tx, mall, now=now) + _expire_unarrived(tx, mall, now=now)
    changed += release_bookings(tx, mall, now=now)
    changed += _close_counters(tx, mall, now=now) + clear_gone_counters(tx, mall, now=now)
    changed += _free_kept(tx, mall, now=now)
    changed += end_switches(tx, mall, now=now) + end_overdue_help(tx, mall, now=now)
    changed += end_overdue_notice(tx, now=now)
    changed += purge_contacts(tx, mall, now=now, most=MOST_AT_ONCE)
    forget_deliveries(tx, before=now - timedelta(days=mall.upkeep.messages_kept_days))
    changed += close_left_counters(tx, mall, now=now) + reopen_counters(tx, mall, now=now)
    return changed + _end_days(tx, today, now=now)


def wind_up(tx: Transaction, mall: Mall, *, now: datetime) -> int:
    """One round for a site that is archived: its counters close, and its numbers expire with their day."""
    changed = clear_gone_counters(tx, mall, now=now) + release_bookings(tx, mall, now=now)
    return changed + _end_days(tx, service_day(mall, now), now=now)


def forget_replies(tx: Transaction, *, now: datetime) -> None:
    """Answers are kept for repeats of a request, not for ever."""
    tx.execute(delete(reply).where(reply.c.at < now - KEYS_KEPT))


def _void_ghosts(tx: Transaction, mall: Mall, *, now: datetime, watching_since: datetime | None) -> int:
    """Numbers whose paper failed and for which nobody can be waiting: no clerk shall call a ghost."""
    deadline = now - timedelta(seconds=mall.rules.unprinted_void_seconds)
    if watching_since is not None and watching_since > deadline:
        return 0
    rows = tx.execute(
        SELECT.where(
            table.c.site == tx.site,
            table.c.day == service_day(mall, now),
            is_waiting,
            table.c.print_state == PrintState.FAILED,
            table.c.confirmed_at.is_(None),
            table.c.issued_at <= deadline,
            table.c.moves == 0,  # whoever was at a counter is no ghost
            ~may_be_awaited(),
        ).limit(MOST_AT_ONCE)
    ).all()
    for row in rows:
        move(tx, from_row(row), Action.VOID, Kind.TICKET_VOIDED, actor=SYSTEM, now=now)
    return len(rows)


def _return_parked(tx: Transaction, mall: Mall, *, now: datetime) -> int:
    """Whoever did not come gets another chance after a while, in the place of the own key."""
    rows = tx.execute(
        select(*SELECT.selected_columns)
        .where(
            table.c.site == tx.site,
            table.c.day == service_day(mall, now),
            is_open,
            table.c.status == Status.MISSED,
            table.c.parked_at <= now - timedelta(minutes=mall.rules.parked_minutes),
        )
        .limit(MOST_AT_ONCE)
    ).all()
    for row in rows:
        move(tx, from_row(row), Action.RETURN, Kind.TICKET_RETURNED, actor=SYSTEM, now=now)
    return len(rows)


def _expire_unarrived(tx: Transaction, mall: Mall, *, now: datetime) -> int:
    """Numbers from afar whose visitors have not come although their time is over."""
    rows = tx.execute(
        select(*SELECT.selected_columns)
        .where(
            table.c.site == tx.site,
            table.c.day == service_day(mall, now),
            is_open,
            table.c.status == Status.EXPECTED,
            table.c.arrives_by < now,
        )
        .limit(MOST_AT_ONCE)
    ).all()
    for row in rows:
        expire_unarrived(tx, from_row(row), actor=SYSTEM, now=now)
    return len(rows)


def _free_kept(tx: Transaction, mall: Mall, *, now: datetime) -> int:
    """Whoever was kept for a counter that has closed, or helps here no more, may be called by others.

    So may whoever is kept for one whose break is over for as long as a missed number is parked.
    """
    mall = with_help(tx.connection, mall, site=tx.site)
    site = mall.site[tx.site]
    overdue = now - timedelta(minutes=mall.rules.parked_minutes)
    staffed = select(counter.c.code).where(
        counter.c.site == tx.site,
        counter.c.state != CounterState.CLOSED,
        or_(
            counter.c.state != CounterState.BREAK,
            func.coalesce(counter.c.returns_at, counter.c.since) > overdue,
        ),
    )
    there = {row.code for row in tx.execute(staffed)}
    served = {code: mall.services_of(site, site.counter[code]) for code in there if code in site.counter}
    rows = tx.execute(
        SELECT.where(
            table.c.site == tx.site,
            table.c.day == service_day(mall, now),
            is_open,
            table.c.only_at.is_not(None),
        )
    ).all()
    left = [ticket for ticket in map(from_row, rows) if ticket.service not in served.get(ticket.only_at, ())]
    for ticket in left[:MOST_AT_ONCE]:
        write(tx, ticket, {"only_at": None})
        data = {
            "number": ticket.number,
            "service": ticket.service,
            "agency": ticket.agency,
            "to": ticket.status.value,
            "changed": {"only_at": None},
        }
        record(tx, Kind.TICKET_FREED, at=now, actor=SYSTEM, ticket=ticket.id, data=data)
    return min(len(left), MOST_AT_ONCE)


def _close_counters(tx: Transaction, mall: Mall, *, now: datetime) -> int:
    """A counter that somebody left open yesterday has nobody at it this morning."""
    rows = tx.execute(
        select(counter.c.code).where(
            counter.c.site == tx.site,
            counter.c.state != CounterState.CLOSED,
            counter.c.since < day_start(mall, service_day(mall, now)),
        )
    ).all()
    mine = (counter.c.site == tx.site, counter.c.code.in_([row.code for row in rows]))
    values = {"state": CounterState.CLOSED, "since": now, **AT_WORK}
    if rows:
        tx.execute(update(counter).where(*mine).values(values))
    for row in rows:
        record(tx, Kind.COUNTER_CLOSED, at=now, actor=SYSTEM, counter=row.code, data={"reason": "end of day"})
    return len(rows)


def _end_days(tx: Transaction, today: date, *, now: datetime) -> int:
    """Whatever is still open from an earlier service day expires."""
    rows = tx.execute(
        select(*SELECT.selected_columns)
        .where(table.c.site == tx.site, table.c.day < today, is_open)
        .limit(MOST_AT_ONCE)
    ).all()
    for row in rows:
        move(tx, from_row(row), Action.EXPIRE, Kind.TICKET_EXPIRED, actor=SYSTEM, now=now)
    return len(rows)

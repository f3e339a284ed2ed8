"""A clerk's deeds with visitors: look, call, recall, serve, finish, miss, hold, return, cancel, note."""

from datetime import datetime

from sqlalchemy import select, update

from app.domain.errors import Forbidden, NobodyWaiting, RecallFirst, WrongState
from app.domain.events import Kind
from app.domain.opening import service_day
from app.domain.ticket import Action, Status, Ticket, after
from app.operations.desk import Desk, must_be_free
from app.operations.journeys import next_stop
from app.operations.printing import withdraw_paper
from app.operations.steps import step, visitor_of
from app.operations.telling import tell_of_ticket, ticket_called
from app.queries.next import first_waiting
from app.queries.tickets import SELECT, active_at, from_row, ticket_by_id
from app.store.journal import record
from app.store.tables import ticket as table
from app.store.transaction import Transaction


def call_next(tx: Transaction, desk: Desk, *, now: datetime) -> Ticket:
    """Calls whoever has waited longest by the order of call among those this clerk may call.

    Raises CounterClosed, CounterBusy (its visitor is not finished) or NobodyWaiting.
    """
    must_be_free(tx, desk)
    return _call(tx, desk, _first_waiting(tx, desk, now=now), now=now)


def look(tx: Transaction, desk: Desk, *, now: datetime) -> Ticket:
    """Takes whoever is next to the counter without a word, to read the papers before the call."""
    must_be_free(tx, desk)
    ticket = _first_waiting(tx, desk, now=now)
    changes = {"counter": desk.counter.code}
    return step(tx, desk, ticket, Action.LOOK, Kind.TICKET_LOOKED, now=now, changes=changes)


def call_looked(tx: Transaction, desk: Desk, *, now: datetime) -> Ticket:
    """Announces the number that the clerk has been looking at; raises WrongState for any other."""
    ticket = visitor_of(tx, desk, Action.CALL)
    return _call(tx, desk, ticket, now=now)


def call_chosen(tx: Transaction, desk: Desk, ticket_id: int, *, now: datetime) -> Ticket:
    """Calls one certain visitor: waiting (out of turn, also one kept for a colleague), held or missed.

    Raises Forbidden for one who waits, or is kept for a colleague, where the clerk may not choose.
    """
    occupied = active_at(tx.connection, site=tx.site, counter=desk.counter.code)
    if occupied is not None and (occupied.id, occupied.status) == (ticket_id, Status.LOOKED):
        desk.must_be_mine(occupied.agency)
        return _call(tx, desk, occupied, now=now)
    must_be_free(tx, desk)
    ticket = _ticket_of_day(tx, desk, ticket_id, now=now)
    if ticket.status is Status.WAITING and not desk.may_choose(ticket.agency):
        raise Forbidden
    _must_be_ours(desk, ticket)
    return _call(tx, desk, ticket, now=now)


def call_again(tx: Transaction, desk: Desk, ticket_id: int, *, now: datetime) -> Ticket:
    """Calls a held or missed ticket back to this counter.

    Raises Forbidden for one who is kept for a colleague, where the clerk may not choose.
    """
    must_be_free(tx, desk)
    ticket = _ticket_of_day(tx, desk, ticket_id, now=now)
    if ticket.status not in (Status.HELD, Status.MISSED):
        raise WrongState(status=ticket.status.value, action=Action.CALL.value)
    _must_be_ours(desk, ticket)
    return _call(tx, desk, ticket, now=now)


def recall(tx: Transaction, desk: Desk, *, now: datetime) -> Ticket:
    """Says the number once more; `called_at` is always the latest call, the first is in the journal."""
    ticket = visitor_of(tx, desk, Action.RECALL)
    changes = {
        "calls": ticket.calls + 1,
        "announced": ticket.announced + 1,
        "summons": ticket.summons + 1,
        "called_at": now,
        "recalled": True,
    }
    facts = {**desk.facts, "calls": ticket.calls + 1, "announced": ticket.announced + 1}
    recalled = step(
        tx, desk, ticket, Action.RECALL, Kind.TICKET_RECALLED, now=now, changes=changes, facts=facts
    )
    return _told(tx, desk, recalled, now=now)


def serve(tx: Transaction, desk: Desk, *, now: datetime) -> Ticket:
    """The visitor has arrived at the counter, and what was missed before is forgiven."""
    ticket = visitor_of(tx, desk, Action.SERVE)
    changes = {"serving_at": now, "misses": 0}
    return step(tx, desk, ticket, Action.SERVE, Kind.TICKET_SERVING, now=now, changes=changes)


def finish(tx: Transaction, desk: Desk, *, now: datetime) -> Ticket:
    """The visitor is done here; with stops to come the number goes on by its own key."""
    ticket = visitor_of(tx, desk, Action.FINISH)
    onward = next_stop(tx, desk, ticket, now=now)
    if onward is None:
        return step(tx, desk, ticket, Action.FINISH, Kind.TICKET_SERVED, now=now)
    facts = {"to_service": onward["service"], "to_agency": onward["agency"]}
    return step(tx, desk, ticket, Action.GO_ON, Kind.TICKET_WENT_ON, now=now, changes=onward, facts=facts)


def miss(tx: Transaction, desk: Desk, *, now: datetime) -> Ticket:
    """The visitor did not come. Raises RecallFirst before there were as many calls as the mall asks for."""
    ticket = visitor_of(tx, desk, Action.MISS)
    after(ticket.status, Action.MISS)
    needed = desk.mall.rules.missed_after_calls
    if ticket.summons < needed:
        raise RecallFirst(number=ticket.number, calls=ticket.summons, needed=needed)
    return park(tx, desk, now=now)


def park(tx: Transaction, desk: Desk, *, now: datetime) -> Ticket:
    """Sets whoever does not come aside until the housekeeper returns the number; the second time it is over.

    However often it was called: for a supervisor, where the clerk who could call again is gone.
    """
    ticket = visitor_of(tx, desk, Action.MISS)
    changes = {"misses": ticket.misses + 1}
    if ticket.misses:
        return step(tx, desk, ticket, Action.NO_SHOW, Kind.TICKET_NO_SHOW, now=now, changes=changes)
    parked = {**changes, "parked_at": now}
    return step(tx, desk, ticket, Action.MISS, Kind.TICKET_MISSED, now=now, changes=parked)


def hold(tx: Transaction, desk: Desk, *, reason: str, now: datetime) -> Ticket:
    """Sets the visitor aside, e.g. to make a copy; the counter is free meanwhile."""
    ticket = visitor_of(tx, desk, Action.HOLD)
    changes, facts = {"hold_reason": reason}, {"reason": reason}
    return step(tx, desk, ticket, Action.HOLD, Kind.TICKET_HELD, now=now, changes=changes, facts=facts)


def return_to_queue(tx: Transaction, desk: Desk, *, count: bool = True, now: datetime) -> Ticket:
    """Puts the visitor back into the same queue with the same key.

    With `count` False, as if it had not been called to this counter.
    """
    ticket = visitor_of(tx, desk, Action.RETURN)
    changes: dict[str, object] = {"serving_at": None}
    if not count:
        calls = max(0, ticket.calls - ticket.summons)
        changes["calls"] = calls
        if calls == 0:
            changes["called_at"] = None
    return step(tx, desk, ticket, Action.RETURN, Kind.TICKET_RETURNED, now=now, changes=changes)


def cancel(tx: Transaction, desk: Desk, *, reason: str = "", now: datetime) -> Ticket:
    """The visitor at the counter gives the number up."""
    ticket = visitor_of(tx, desk, Action.CANCEL)
    facts = {"reason": reason}
    cancelled = step(tx, desk, ticket, Action.CANCEL, Kind.TICKET_CANCELLED, now=now, facts=facts)
    withdraw_paper(tx, ticket.id, actor=desk.actor, now=now)
    return cancelled


def note(tx: Transaction, desk: Desk, *, text: str, now: datetime) -> Ticket:
    """Writes on the ticket what colleagues should know; the journal only says that somebody did."""
    ticket = visitor_of(tx, desk, Action.SERVE)
    tx.execute(update(table).where(table.c.id == ticket.id).values(note=text))
    facts = {"number": ticket.number, "service": ticket.service, "agency": ticket.agency}
    record(
        tx,
        Kind.TICKET_NOTED,
        at=now,
        actor=desk.actor,
        ticket=ticket.id,
        counter=desk.counter.code,
        data=facts,
    )
    return ticket_by_id(tx.connection, ticket.id)


def _first_waiting(tx: Transaction, desk: Desk, *, now: datetime) -> Ticket:
    ticket = first_waiting(tx.connection, desk.mall, desk.site, desk.counter, services=desk.services, now=now)
    if ticket is None:
        raise NobodyWaiting
    return ticket


def _ticket_of_day(tx: Transaction, desk: Desk, ticket_id: int, *, now: datetime) -> Ticket:
    row = tx.execute(
        select(*SELECT.selected_columns).where(
            table.c.id == ticket_id, table.c.site == tx.site, table.c.day == service_day(desk.mall, now)
        )
    ).one_or_none()
    if row is None or row.service not in desk.services:
        raise WrongState(status="elsewhere", action=Action.CALL.value)
    return from_row(row)


def _must_be_ours(desk: Desk, ticket: Ticket) -> None:
    """To call whoever is kept for a colleague is to choose."""
    if ticket.only_at not in (None, desk.counter.code) and not desk.may_choose(ticket.agency):
        raise Forbidden


def _call(tx: Transaction, desk: Desk, ticket: Ticket, *, now: datetime) -> Ticket:
    calls, announced = ticket.calls + 1, ticket.announced + 1
    changes = {
        "counter": desk.counter.code,
        "calls": calls,
        "announced": announced,
        "summons": 1,
        "called_at": now,
        "recalled": False,  # also for whoever was called before, returned, and is called once more
        "serving_at": None,
    }
    facts = {**desk.facts, "calls": calls, "announced": announced}
    called = step(tx, desk, ticket, Action.CALL, Kind.TICKET_CALLED, now=now, changes=changes, facts=facts)
    return _told(tx, desk, called, now=now)


def _told(tx: Transaction, desk: Desk, ticket: Ticket, *, now: datetime) -> Ticket:
    """Whoever left an address hears the call there, too."""
    tell_of_ticket(tx, ticket, ticket_called(ticket, counter=desk.counter.code, now=now), now=now)
    return ticket

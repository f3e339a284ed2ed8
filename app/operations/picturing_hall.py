"""Counters, services, help and the notice of a satellite, as its facts tell them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from app.domain.counter import CounterState
from app.domain.events import Event, Kind
from app.domain.switching import Setting
from app.operations.counters import AT_WORK, SYSTEM
from app.store.tables import counter, helping, is_active, notice, switch, ticket
from app.store.transaction import Transaction

SETTINGS = {
    Kind.SERVICE_NORMAL: Setting.NORMAL,
    Kind.SERVICE_PAUSED: Setting.PAUSED,
    Kind.SERVICE_FORCED: Setting.FORCED,
    Kind.SERVICE_SURGE: Setting.SURGE,
}


def picture_hall(tx: Transaction, event: Event) -> None:
    """What else than a ticket the fact is about; nothing for most."""
    if not isinstance(event.kind, Kind):
        return  # of a newer version
    if event.kind in SETTINGS:
        _service_set(tx, event)
    elif event.kind in _DEEDS:
        _DEEDS[event.kind](tx, event)


def _opened(tx: Transaction, event: Event) -> None:
    was = _state(tx, event)
    opened = {"opened_at": event.at} if was is CounterState.CLOSED else {}
    _set_counter(tx, event, {**AT_WORK, "state": CounterState.OPEN, "since": event.at, **opened})


def _paused(tx: Transaction, event: Event) -> None:
    was, data = _state(tx, event), event.data
    told = {"returns_at": _moment(data.get("returns_at")), "reason": data.get("reason", "")}
    values = {**AT_WORK, "state": CounterState.BREAK, **told}
    if was is not CounterState.BREAK:  # else the same break, with another return or reason
        values["since"] = event.at
    if was is CounterState.CLOSED:
        values["opened_at"] = event.at
    _set_counter(tx, event, values)


def _closed(tx: Transaction, event: Event) -> None:
    data = event.data
    by_itself = event.actor == SYSTEM and "reopens_at" not in data  # at the end of a day: nobody's reason
    reason = "" if by_itself else data.get("reason", "")
    told = {"reason": reason, "reopens_at": _moment(data.get("reopens_at"))}
    _set_counter(tx, event, {**AT_WORK, "state": CounterState.CLOSED, "since": event.at, **told})


def _asked(tx: Transaction, event: Event) -> None:
    was, data = _counter(tx, event), event.data
    again = was is not None and was.state == CounterState.CLOSING
    resumes = was.resumes if again else (was.state if was is not None else CounterState.OPEN)
    told = {"reason": data.get("reason", ""), "reopens_at": _moment(data.get("reopens_at"))}
    values = {"asked_by": event.actor, "asked_at": event.at, "approved": False, "resumes": resumes}
    _set_counter(tx, event, {"state": CounterState.CLOSING, **told, **values})


def _approved(tx: Transaction, event: Event) -> None:
    _set_counter(tx, event, {"approved": True})


def _resumed(tx: Transaction, event: Event) -> None:
    was = _counter(tx, event)
    resumes = CounterState(was.resumes or CounterState.OPEN) if was is not None else CounterState.OPEN
    busy = select(ticket.c.id).where(ticket.c.site == tx.site, ticket.c.counter == event.counter, is_active)
    if tx.execute(busy).first() is not None:
        resumes = CounterState.OPEN
    returns = was.returns_at if was is not None and resumes is CounterState.BREAK else None
    _set_counter(tx, event, {**AT_WORK, "state": resumes, "returns_at": returns})


def _helped(tx: Transaction, event: Event) -> None:
    _help_ended(tx, event)
    row = {"site": tx.site, "counter": event.counter, "code": event.data["code"], "actor": event.actor}
    tx.execute(insert(helping).values(**row, since=event.at, until=_moment(event.data["until"])))


def _help_ended(tx: Transaction, event: Event) -> None:
    mine = (helping.c.site == tx.site, helping.c.counter == event.counter)
    tx.execute(delete(helping).where(*mine, helping.c.code == event.data["code"]))


def _service_set(tx: Transaction, event: Event) -> None:
    setting, data = SETTINGS[Kind(event.kind)], event.data
    tx.execute(delete(switch).where(switch.c.site == tx.site, switch.c.service == data["service"]))
    if setting is Setting.NORMAL:
        return
    row = {"site": tx.site, "service": data["service"], "setting": setting.value, "reason": data["reason"]}
    until = _moment(data["until"])
    tx.execute(insert(switch).values(**row, actor=event.actor, since=event.at, until=until))


def _posted(tx: Transaction, event: Event) -> None:
    _taken_down(tx, event)
    data = event.data
    row = {"text_id": data["text_id"], "text_en": data["text_en"], "urgent": data.get("urgent", False)}
    until = _moment(data["until"])
    tx.execute(insert(notice).values(site=tx.site, **row, actor=event.actor, since=event.at, until=until))


def _taken_down(tx: Transaction, _event: Event) -> None:
    tx.execute(delete(notice).where(notice.c.site == tx.site))


_DEEDS: Mapping[Kind, Callable[[Transaction, Event], None]] = {
    Kind.COUNTER_OPENED: _opened,
    Kind.COUNTER_PAUSED: _paused,
    Kind.COUNTER_CLOSED: _closed,
    Kind.CLOSING_ASKED: _asked,
    Kind.CLOSING_APPROVED: _approved,
    Kind.CLOSING_REFUSED: _resumed,
    Kind.CLOSING_WITHDRAWN: _resumed,
    Kind.HELP_BEGAN: _helped,
    Kind.HELP_ENDED: _help_ended,
    Kind.NOTICE_POSTED: _posted,
    Kind.NOTICE_ENDED: _taken_down,
}


def _counter(tx: Transaction, event: Event) -> Any:
    mine = (counter.c.site == tx.site, counter.c.code == event.counter)
    return tx.execute(select(counter).where(*mine)).one_or_none()


def _state(tx: Transaction, event: Event) -> CounterState:
    known = _counter(tx, event)
    return CounterState(known.state) if known is not None else CounterState.CLOSED


def _set_counter(tx: Transaction, event: Event, values: Mapping[str, Any]) -> None:
    mine = (counter.c.site == tx.site, counter.c.code == event.counter)
    if not tx.execute(update(counter).where(*mine).values(values)).rowcount:
        row = {"since": event.at, **values}
        tx.execute(insert(counter).values(site=tx.site, code=event.counter, **row))


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None

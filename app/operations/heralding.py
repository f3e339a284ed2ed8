"""What partners are owed: facts of the journal put into the outbox, each once, and sent again when asked."""

from datetime import datetime

from sqlalchemy import insert, select, update

from app.domain.delivering import Channel, DeliveryState
from app.domain.events import Kind
from app.domain.partner import Partner, public_fact
from app.operations.outbox import as_new, put
from app.store import journal
from app.store.journal import record
from app.store.tables import delivery, is_due
from app.store.tables import partner_cursor as cursors
from app.store.transaction import Transaction

MOST_AT_ONCE = 200
PING = "ping"


def owe_facts(tx: Transaction, partner: Partner, *, now: datetime) -> int:
    """Puts the next facts of the site for the partner's hook; how many facts were looked at.

    The cursor moves in the same commit: a server that dies owes neither less nor more. A partner that
    was never told of this site is told from now on.
    """
    here = (cursors.c.partner == partner.id, cursors.c.site == tx.site)
    cursor = tx.execute(select(cursors.c.cursor).where(*here).with_for_update()).scalar_one_or_none()
    if cursor is None:
        newest = journal.newest(tx.connection, tx.site)
        tx.execute(insert(cursors).values(partner=partner.id, site=tx.site, cursor=newest))
        return 0
    events = journal.since(tx.connection, tx.site, cursor, limit=MOST_AT_ONCE)
    for event in events:
        fact = public_fact(event)
        if fact is not None:
            put(
                tx,
                channel=Channel.PARTNER,
                target=partner.code,
                subject=fact["kind"],
                fact=f"journal:{event.id}",
                body=fact,
                now=now,
            )
    if events:
        tx.execute(update(cursors).where(*here).values(cursor=events[-1].id))
    return len(events)


def ping(tx: Transaction, partner: Partner, *, now: datetime) -> None:
    """Owes the hook a message that tells of nothing, to try it."""
    body = {"id": 0, "site": "", "at": now.isoformat(), "kind": PING, "data": {"partner": partner.code}}
    put(
        tx,
        channel=Channel.PARTNER,
        target=partner.code,
        subject=PING,
        fact=f"ping:{now.isoformat()}",
        body={**body, "actor": "system", "ticket": None, "counter": None},
        now=now,
    )


def replay(
    tx: Transaction, partner: Partner, *, since: datetime, given_up_alone: bool, actor: str, now: datetime
) -> int:
    """Has what was put since then sent anew, in its order; how many. Those on their way stay as they are.

    A receiver knows repeats by their key.
    """
    state = DeliveryState.GIVEN_UP if given_up_alone else None
    mine = [
        delivery.c.channel == Channel.PARTNER.value,
        delivery.c.target == partner.code,
        delivery.c.created_at >= since,
        ~is_due,
        *([delivery.c.state == state.value] if state else []),
    ]
    count = tx.execute(update(delivery).where(*mine).values(as_new(now))).rowcount
    data = {"partner": partner.id, "code": partner.code, "name": partner.name, "count": count}
    record(tx, Kind.PARTNER_REPLAYED, at=now, actor=actor, data=data)
    return count

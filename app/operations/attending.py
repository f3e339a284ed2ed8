"""What opening, closing and helping mean for services that lose or regain their last counter."""

from datetime import datetime

from app.domain.events import Kind
from app.domain.mall import Mall
from app.domain.opening import service_day
from app.queries.attendance import deserted_services
from app.queries.helping import with_help
from app.store.journal import record
from app.store.transaction import Transaction


def unattended(tx: Transaction, mall: Mall, *, now: datetime) -> frozenset[str]:
    """The services that nobody is left to serve, with whatever helps at this moment."""
    mall = with_help(tx.connection, mall, site=tx.site)
    return deserted_services(tx.connection, mall, mall.site[tx.site], day=service_day(mall, now))


def tell_attendance(
    tx: Transaction,
    mall: Mall,
    before: frozenset[str],
    *,
    actor: str,
    counter: str,
    now: datetime,
    reopens_at: str | None = None,
) -> None:
    """The facts for the services that are unattended now and were not `before`, and the other way round."""
    after = unattended(tx, mall, now=now)
    for services, news in (
        (after - before, Kind.SERVICE_UNATTENDED),
        (before - after, Kind.SERVICE_ATTENDED),
    ):
        if services:
            about = {"services": sorted(services), "reopens_at": reopens_at}
            record(tx, news, at=now, actor=actor, counter=counter, data=about)

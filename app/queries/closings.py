"""Whether a visitor who is booked, or on the way, may come in vain: the one answer for pages and messages."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection, func, select

from app.domain.booking import BookingState
from app.domain.mall import Mall, Service, Site
from app.domain.news import Closing
from app.domain.opening import service_day
from app.domain.switching import Setting
from app.domain.ticket import Status, Ticket
from app.queries.attendance import attendance
from app.queries.bookings import Booking
from app.queries.helping import with_help
from app.queries.switches import switch_rows
from app.store.tables import counter

SOON = timedelta(hours=2)  # nobody is told of a pause without an end that may be over by then
SETTLED = timedelta(minutes=3)  # one clerk closes, a colleague opens: nobody is told of that


@dataclass(frozen=True, slots=True)
class Closed:
    """`since` names this closing among others of its kind; `back` is when it is said to be over."""

    kind: Closing
    since: str
    reason: str = ""
    back: datetime | None = None


class Closings:
    """One look at a site: what of it is closed, for whoever is asked about."""

    def __init__(self, connection: Connection, mall: Mall, site: Site, *, now: datetime) -> None:
        self._connection = connection
        self._mall = with_help(connection, mall, site=site.code)
        self._site = self._mall.site[site.code]
        self._now = now
        self._today = service_day(mall, now)
        self._switches = {row.service: row for row in switch_rows(connection, site=site.code)}
        self._here = attendance(connection, mall, site=site.code, day=self._today)

    def of_booking(self, booking: Booking) -> Closed | None:
        """Why its visitor should read on before setting out; None where all is well, or it is over."""
        if booking.state is not BookingState.BOOKED or booking.ends_at <= self._now:
            return None
        service = self._mall.service_at(self._site, booking.service)
        if service is None or service.archived:
            return Closed(Closing.GONE, booking.day.isoformat())
        if self._shut(service, booking.day, booking.starts_at):
            return Closed(Closing.DAY, booking.day.isoformat(), self._holiday(booking.day))
        if booking.day != self._today:
            return None
        return self._paused(service, booking.starts_at) or self._deserted(service, booking.starts_at)

    def of_ticket(self, ticket: Ticket) -> Closed | None:
        """The same for a number of today whose visitor waits, or is on the way."""
        service = self._mall.service_at(self._site, ticket.service)
        if service is None or ticket.day != self._today:
            return None
        if ticket.status is Status.EXPECTED and ticket.promised_at is not None:
            return self._paused(service, ticket.promised_at) or self._deserted(service, ticket.promised_at)
        return self._deserted(service, self._now) if ticket.status is Status.WAITING else None

    def _shut(self, service: Service, day: date, starts_at: datetime) -> bool:
        if day in self._mall.holiday:
            return True
        hours = self._mall.hours_of(self._site, service).on(day)
        midnight = datetime.combine(day, time(), tzinfo=self._mall.zone_info)
        minute = (starts_at - midnight).total_seconds() / 60
        return hours is None or not hours.start <= minute < hours.end

    def _holiday(self, day: date) -> str:
        holiday = self._mall.holiday.get(day)
        return holiday.name if holiday else ""

    def _paused(self, service: Service, comes_at: datetime) -> Closed | None:
        row = self._switches.get(service.code)
        if row is None or row.setting != Setting.PAUSED or not self._matters(row.until, comes_at):
            return None
        return Closed(Closing.PAUSED, row.since.isoformat(), row.reason, row.until)

    def _deserted(self, service: Service, comes_at: datetime) -> Closed | None:
        pool = self._mall.pool(self._site, service)
        if not pool.counters or not self._here.is_deserted(pool):
            return None
        back = self._here.reopens_at(pool)
        if not self._matters(back, comes_at):
            return None
        last = select(func.max(counter.c.since)).where(
            counter.c.site == self._site.code, counter.c.code.in_(sorted(pool.counters))
        )
        since = self._connection.execute(last).scalar()
        if since is None or self._now - since < SETTLED:
            return None
        return Closed(Closing.DESERTED, since.isoformat(), "", back)

    def _matters(self, back: datetime | None, comes_at: datetime) -> bool:
        """Whether somebody who comes then would find it closed, as far as anybody knows."""
        if back is not None:
            return back > max(comes_at, self._now)
        return comes_at - self._now <= SOON

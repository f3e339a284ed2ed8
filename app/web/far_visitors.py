"""Numbers and bookings as visitors ask for them, of this server's sites and of its satellites' alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from flask import g, request

from app.context import Context
from app.domain.booking import BookingState
from app.domain.errors import TooMany, UnknownService
from app.domain.keeping import SatelliteAway
from app.domain.links import code_of
from app.domain.mall import Service, Site
from app.domain.pairing import neighbourhood
from app.domain.ticket import ENDED, PrintState, Priority, Status, Ticket
from app.operations.bookings import BookingWish
from app.operations.errands import Errand
from app.operations.numbering import Wish
from app.operations.remote import go_to_end
from app.operations.replies import Once
from app.queries.bookings import Booking
from app.web.api.afar import MOST_TAKEN, TAKEN_WITHIN, Afar, Deed
from app.web.api.pace import Pace
from app.web.api.reservations import Reservations
from app.web.messenger import Messenger, messenger
from app.web.phone import Given, phone_secret

Document = dict[str, Any]


class FarAfar(Afar):
    """Numbers from afar of this server's own sites, and of its satellites'."""

    def __init__(self, context: Context, via: Messenger) -> None:
        super().__init__(context)
        self._far = _FarWay(context, via)

    def take(self, site: str, wish: Wish, ask: Once) -> Given:
        if not self._far.messenger.is_for(site):
            return super().take(site, wish, ask)
        body = {"service": wish.service, "priority": wish.priority, "language": wish.language}
        return self._far.fetch(site, Errand.TICKET, "remote-tickets", body, ask)

    def ticket(self, token: str) -> Ticket:
        known = self._far.messenger.given(token)
        return super().ticket(token) if known is None else ticket_of(known.told)

    def arrive(self, token: str, said: str) -> Document:
        site = self._far.site_of(token)
        if site is None:
            return super().arrive(token, said)
        return self._far.messenger.ask(
            site, "POST", f"/tickets/{quote(token)}/check-in", {"code": said}, about=token
        )

    def put_off(self, token: str, put_off: Deed, asked: Callable[[str], Once]) -> Document:
        site = self._far.site_of(token)
        if site is None:
            return super().put_off(token, put_off, asked)
        move = "to-end" if put_off is go_to_end else "postpone"
        key = asked("far").key
        return self._far.messenger.ask(
            site, "POST", f"/tickets/{quote(token)}/{move}", {}, key=key, about=token
        )


@dataclass(frozen=True, slots=True)
class FarBooking(Booking):
    """A booking that a satellite keeps; `told` is its document."""

    told: Document


class FarReservations(Reservations):
    """Bookings of this server's own sites, and of its satellites'."""

    def __init__(self, context: Context, via: Messenger) -> None:
        super().__init__(context)
        self._far = _FarWay(context, via)

    def days(self, site: Site, service: Service | None) -> list[Document]:
        if not self._far.messenger.is_for(site.code):
            return super().days(site, service)
        if service is None:
            raise UnknownService
        path = f"/sites/{site.code}/services/{quote(service.code)}/slots"
        days: list[Document] = self._far.messenger.ask(site.code, "GET", path)["days"]
        return days

    def book(self, site: str, wish: BookingWish, ask: Once) -> Given:
        if not self._far.messenger.is_for(site):
            return super().book(site, wish, ask)
        body = {
            "service": wish.service,
            "starts_at": wish.starts_at.isoformat(),
            "priority": wish.priority,
            "language": wish.language,
        }
        return self._far.fetch(site, Errand.BOOKING, "bookings", body, ask)

    def find(self, code: str) -> Booking:
        """As the satellite has it; without a line to it as it was told last."""
        known = self._far.messenger.given(code)
        if known is None:
            return super().find(code)
        try:
            return _booking(self._far.messenger.ask(known.site, "GET", f"/bookings/{quote(code)}"))
        except SatelliteAway:
            if known.told.get("state") != BookingState.BOOKED:
                raise
            links, plain = self._context.links, code_of(code)
            return _booking({**known.told, "code": plain, "url": links.booking(plain), "ticket": None})

    def document(self, booking: Booking) -> Document:
        return booking.told if isinstance(booking, FarBooking) else super().document(booking)

    def cancel(self, code: str) -> Document:
        site = self._far.site_of(code)
        if site is None:
            return super().cancel(code)
        return self._far.messenger.ask(site, "DELETE", f"/bookings/{quote(code)}", about=code)

    def move(self, code: str, starts_at: datetime) -> Document:
        site = self._far.site_of(code)
        if site is None:
            return super().move(code, starts_at)
        body = {"starts_at": starts_at.isoformat()}
        return self._far.messenger.ask(site, "POST", f"/bookings/{quote(code)}/move", body, about=code)

    def check_in(self, code: str, said: str) -> Document:
        site = self._far.site_of(code)
        return (
            super().check_in(code, said) if site is None else self._far.messenger.check_in(site, code, said)
        )


class _FarWay:
    """What both have in common: the messenger, a pace, and the phone that asks."""

    def __init__(self, context: Context, via: Messenger) -> None:
        self.messenger = via
        self._context = context
        self._pace = Pace(MOST_TAKEN, TAKEN_WITHIN)

    def site_of(self, address: str) -> str | None:
        known = self.messenger.given(address)
        return known.site if known is not None else None

    def fetch(self, site: str, kind: Errand, what: str, body: Document, ask: Once) -> Given:
        """Raises TooMany for a neighbourhood in a hurry, and what the messenger raises."""
        if until := self._pace.visit(neighbourhood(request.remote_addr or ""), now=self._context.clock()):
            raise TooMany(until=until)
        secret = phone_secret(request, secret=self._context.links.secret, key=ask.key)
        path = f"/sites/{site}/{what}"
        document, replayed = self.messenger.fetch(site, kind, path, body, key=ask.key, phone=secret)
        return Given(document, replayed, secret)


def _booking(told: Document) -> FarBooking:
    """A satellite's document as the value that pages read; what only its own database knows is empty."""
    starts_at, ends_at = (datetime.fromisoformat(told[name]) for name in ("starts_at", "ends_at"))
    lane = told["priority"]
    return FarBooking(
        id=0,
        site=told["site"],
        day=date.fromisoformat(told["day"]),
        starts_at=starts_at,
        ends_at=ends_at,
        service=told["service"],
        agency=told["agency"],
        state=BookingState(told["state"]),
        priority=Priority(lane) if lane else None,
        language=g.language,
        origin="hub",
        phone=None,
        nonce=b"",
        ticket=None,
        booked_at=starts_at,
        ended_at=None,
        told=told,
    )


def ticket_of(document: Mapping[str, Any]) -> Ticket:
    """Likewise."""
    issued, lane = datetime.fromisoformat(document["issued_at"]), document["priority"]
    return Ticket(
        id=0,
        site=document["site"],
        day=date.fromisoformat(document["day"]),
        number=document["number"],
        service=document["service"],
        issued_for=document["service"],
        agency=document["agency"],
        status=Status(document["state"]),
        priority=Priority(lane) if lane else None,
        language=document["language"],
        sort_key=issued,
        issued_at=issued,
        waiting_since=issued,
        called_at=None,
        serving_at=None,
        ended_at=None,
        counter=document["counter"],
        calls=document["calls"],
        origin="hub",
        print_state=PrintState.NONE,
        printer=None,
        confirmed_at=None,
        nonce=b"",
    )


@dataclass(frozen=True, slots=True)
class FarTicket(Ticket):
    """A ticket that a satellite keeps, with its address: no secret of this server makes it."""

    address: str = ""


def far_tickets(site: str, phone: bytes) -> list[Ticket]:
    """Those that the phone was given at a satellite's site, and that are not over."""
    known = messenger().mine(site, Errand.TICKET, phone)
    return [_with_address(told) for told in known if Status(told["state"]) not in ENDED]


def address_of(context: Context, ticket: Ticket) -> str:
    return ticket.address if isinstance(ticket, FarTicket) else context.links.token(ticket.nonce)


def _with_address(told: Document) -> FarTicket:
    plain, arrival = ticket_of(told), told.get("arrival") or {}
    moments = {name: _moment(arrival.get(name)) for name in ("promised_at", "arrives_by", "arrived_at")}
    values = {each.name: getattr(plain, each.name) for each in fields(plain)}
    if plain.status is not Status.EXPECTED and moments["arrived_at"] is None:
        moments["arrived_at"] = plain.issued_at
    return FarTicket(**{**values, **moments, "address": told["token"]})


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None

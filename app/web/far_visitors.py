"""Numbers and bookings as visitors ask for them, of this server's sites and of its satellites' alike."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from flask import request

from app.context import Context
from app.domain.booking import BookingState
from app.domain.errors import TooMany, UnknownService
from app.domain.keeping import SatelliteAway
from app.domain.links import code_of
from app.domain.mall import Service, Site
from app.domain.pairing import neighbourhood
from app.domain.ticket import Ticket
from app.operations.bookings import BookingWish
from app.operations.errands import Errand
from app.operations.numbering import Wish
from app.operations.remote import go_to_end
from app.operations.replies import Once
from app.queries.bookings import Booking
from app.web.api.afar import MOST_TAKEN, TAKEN_WITHIN, Afar, Deed
from app.web.api.pace import Pace
from app.web.api.reservations import Reservations
from app.web.far_values import HUB, FarBooking, booking_of, ticket_of
from app.web.messenger import Asker, Messenger
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
        return self._far.fetch(site, Errand.TICKET, body, ask)

    def take_for(self, site: str, wish: Wish, ask: Once) -> tuple[Document, bool]:
        if not self._far.messenger.is_for(site):
            return super().take_for(site, wish, ask)
        body = {"service": wish.service, "priority": wish.priority, "language": wish.language}
        return self._far.fetch_for(site, Errand.TICKET, body, ask, origin=wish.origin)

    def ticket(self, token: str) -> Ticket:
        known = self._far.messenger.given(token)
        if known is None:
            return super().ticket(token)
        return replace(ticket_of(known.told), origin=known.origin or HUB)

    def receive(self, token: str) -> Document:
        site = self._far.site_of(token)
        if site is None:
            return super().receive(token)
        return self._far.messenger.ask(site, "POST", f"/tickets/{quote(token)}/check-in", {}, about=token)

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
        return self._far.fetch(site, Errand.BOOKING, _booking_body(wish), ask)

    def book_for(
        self, site: str, wish: BookingWish, ask: Once, *, phone: bytes | None = None
    ) -> tuple[Booking, bool]:
        if phone is not None or not self._far.messenger.is_for(site):
            return super().book_for(site, wish, ask, phone=phone)
        body = _booking_body(wish)
        document, replayed = self._far.fetch_for(site, Errand.BOOKING, body, ask, origin=wish.origin)
        return booking_of(document), replayed

    def find(self, code: str) -> Booking:
        """As the satellite has it; without a line to it as it was told last."""
        known = self._far.messenger.given(code)
        if known is None:
            return super().find(code)
        try:
            return booking_of(self._far.messenger.booking(known.site, code))
        except SatelliteAway:
            if known.told.get("state") in (None, BookingState.ARRIVED):  # the number has a page of its own
                raise
            links, plain = self._context.links, code_of(code)
            return booking_of({**known.told, "code": plain, "url": links.booking(plain), "ticket": None})

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

    def fetch(self, site: str, kind: Errand, body: Document, ask: Once) -> Given:
        """Raises TooMany for a neighbourhood in a hurry, and what the messenger raises."""
        if until := self._pace.visit(neighbourhood(request.remote_addr or ""), now=self._context.clock()):
            raise TooMany(until=until)
        secret = phone_secret(request, secret=self._context.links.secret, key=ask.key)
        asker = Asker.of_phone(secret)
        document, replayed = self.messenger.fetch(site, kind, body, key=ask.key, asker=asker)
        return Given(document, replayed, secret)

    def fetch_for(
        self, site: str, kind: Errand, body: Document, ask: Once, *, origin: str
    ) -> tuple[Document, bool]:
        """For a desk or a partner, whose keys are told apart from everybody else's at the satellite, too."""
        key = sha256(f"{ask.scope}/{ask.key}".encode()).hexdigest()
        return self.messenger.fetch(site, kind, body, key=key, asker=Asker.of_desk(origin))


def _booking_body(wish: BookingWish) -> Document:
    return {
        "service": wish.service,
        "starts_at": wish.starts_at.isoformat(),
        "priority": wish.priority,
        "language": wish.language,
    }

"""The forms about addresses below a booking and a number: leave one, delete one, take all with you."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, jsonify, redirect, request

from app.audience import audience
from app.context import Context
from app.domain.errors import Refused, UnknownContact, UnknownToken
from app.domain.ticket import Ticket
from app.queries.bookings import Booking
from app.queries.tickets import ticket_by_token
from app.web.api.reservations import Reservations
from app.web.visitor.contact_box import ContactBox
from app.web.visitor.moment import speak_as

Page = Callable[[str, Refused], str]


def add_contact_pages(
    pages: Blueprint,
    context: Context,
    reservations: Reservations,
    box: ContactBox,
    *,
    booking_page: Page,
    ticket_page: Page,
) -> None:
    """Below /b/<code> and /t/<token>; what is refused is said on the page itself."""

    def ticket(token: str) -> Ticket:
        with context.database.read() as connection:
            return ticket_by_token(connection, token, mall=context.mall, now=context.clock())

    _add_forms(pages, context, box, "b/<code>", reservations.find, booking_page)
    _add_forms(pages, context, box, "t/<token>", ticket, ticket_page)


def _add_forms(
    pages: Blueprint,
    context: Context,
    box: ContactBox,
    place: str,
    find: Callable[[str], Booking | Ticket],
    page: Page,
) -> None:
    """`place` is the page's own address, in which one word is the secret of its holder."""
    kind = place.partition("/")[0]

    def done(secret: Mapping[str, str], deed: Callable[[Booking | Ticket], object]) -> Any:
        (code,) = secret.values()
        visit = find(code)
        speak_as(context, visit.language)
        try:
            deed(visit)
        except UnknownToken:
            raise
        except Refused as refusal:
            return page(code, refusal), refusal.status
        return redirect(f"/{kind}/{code}#contact", 303)

    @pages.post(f"/{place}/contact", endpoint=f"{kind}_leave_contact")
    @audience("anyone")
    def leave(**secret: str) -> Any:
        """A written address, or what a browser gives for its pushes."""
        browser = request.form.get("subscription", "")
        if browser:
            return done(secret, lambda visit: box.leave_browser(visit, browser))
        return done(secret, lambda visit: box.leave(visit, request.form.get("contact", "")))

    @pages.post(f"/{place}/contact/delete", endpoint=f"{kind}_forget_contact")
    @audience("anyone")
    def forget(**secret: str) -> Any:
        said = request.form.get("id", "")
        if not (said.isascii() and said.isdecimal() and len(said) < 19):
            raise UnknownContact
        return done(secret, lambda visit: box.forget(visit, int(said)))

    @pages.post(f"/{place}/contact/export", endpoint=f"{kind}_export_contacts")
    @audience("anyone")
    def export(**secret: str) -> Response:
        response = jsonify(contacts=box.export(find(*secret.values())))
        response.headers["Content-Disposition"] = 'attachment; filename="antrean.json"'
        return response

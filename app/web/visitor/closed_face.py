"""The sentence by which a booking's page warns a visitor who would come in vain, and says what to do."""

from flask import g

from app.context import Context
from app.queries.bookings import Booking
from app.queries.closings import Closings
from config.sentences import opening_phrase


def closed_sentence(context: Context, booking: Booking) -> str:
    """Empty while nothing is in the way, and where another server keeps the site."""
    mall, now, say = context.mall, context.clock(), context.words.say
    site = mall.site.get(booking.site)
    if site is None or not context.database.owns(site.code):
        return ""
    with context.database.read() as connection:
        closed = Closings(connection, mall, site, now=now).of_booking(booking)
    if closed is None:
        return ""
    back = ""
    if closed.back is not None:
        at = opening_phrase(context.words, g.language, closed.back.astimezone(mall.zone_info), now=now)
        back = say(g.language, "letter.back", at=at) + " "
    reason = f" ({closed.reason})" if closed.reason else ""
    return say(g.language, f"contact.closed_{closed.kind.value}", reason=reason, back=back)

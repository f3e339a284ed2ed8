"""The shapes of bookings."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from app.domain.booking import BookingState
from app.domain.ticket import Priority
from app.web.api.documents import Answered, Asked, Code

Moment = AwareDatetime
BookingCode = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[^\x00]*$")]


class BookingRequest(Asked):
    """`starts_at` is the beginning of a slot."""

    service: Code
    starts_at: Moment
    priority: Priority | None = None
    language: Literal["id", "en"] | None = None


class MoveRequest(Asked):
    starts_at: Moment


class PresenceWish(Asked):
    """`presence` is what the site's screens show at this moment."""

    presence: BookingCode


class ArrivalWish(Asked):
    """The code of a booking, as a visitor types it at a kiosk or says it at a desk."""

    booking: BookingCode


class SlotDocument(Answered):
    """`free` places are given out from `released_at` on; `open`: one may be booked now."""

    starts_at: str
    ends_at: str
    released_at: str
    open: bool
    free: int


class SlotDay(Answered):
    day: str
    slots: list[SlotDocument]


class SlotList(Answered):
    now: str
    timezone: str
    days: list[SlotDay]


class BookingDocument(Answered):
    """A booking. `ticket` is the secret address of the number that it became at check-in."""

    id: int
    code: str
    url: str
    site: str
    site_name: str
    service: str
    service_name: str
    service_name_en: str
    agency: str
    agency_name: str
    state: BookingState
    priority: Priority | None
    day: str
    starts_at: str
    ends_at: str
    kept_until: str
    ticket: str | None

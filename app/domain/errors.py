"""Why a deed was refused: one class a reason, each with a stable code for programs.

Refused
|-- NotFound (404)        UnknownSite, UnknownService, UnknownCounter, UnknownToken,
|                         UnknownTicket, UnknownPrinter, UnknownAlarm,
|                         UnknownCode, UnknownPairing, UnknownPlace, UnknownDevice, NoScreen,
|                         UnknownLanguage, NoRecording, UnknownBooking, UnknownDelivery, UnknownContact
|-- Conflict (409)        CounterBusy, CounterClosed, NobodyWaiting, WrongState, RecallFirst, CounterAbsent,
|                         NotServedThere, NothingToUndo, ReprintLimit, KeyReused, CodeUsed, SecretUsed,
|                         RemoteClosed, RemoteFull, PhoneLimit, WrongPresenceCode, PostponedEnough,
|                         BookingsClosed, SlotUnavailable, SlotFull, BookingOver, ContactLimit, NoChannel
|   `-- Unavailable       ServiceClosed, ServicePaused, QuotaFull, CapacityFull
|-- Forbidden (403)
|-- Unauthenticated (401)
|-- BadRequest (422)       BadAddress
`-- TooMany (429)         PairingLocked, TooManyPairings

The sentence a person reads stands under `errors.<code>` in config/words and `params` fill its
blanks; an Unavailable service says its own sentence, that of the decision.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from app.domain.opening import Decision


class Unworkable(Exception):
    """What a command cannot go on with; its text is all that the person who gave it is told."""


class Refused(Exception):
    """A deed that the rules, or the caller's standing, do not allow; nothing was changed."""

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409

    def __init__(self, **params: object) -> None:
        super().__init__(self.code, params)
        self.params = params
        self.members: Mapping[str, Any] = {}  # what the problem document says beside the sentence


class NotFound(Refused):
    code = "not_found"
    status = 404


class UnknownSite(NotFound):
    code = "unknown_site"


class UnknownService(NotFound):
    code = "unknown_service"


class UnknownCounter(NotFound):
    code = "unknown_counter"


class UnknownToken(NotFound):
    code = "unknown_token"


class UnknownTicket(NotFound):
    """No ticket of this site has that id."""

    code = "unknown_ticket"


class UnknownPrinter(NotFound):
    code = "unknown_printer"


class UnknownAlarm(NotFound):
    code = "unknown_alarm"


class UnknownCode(NotFound):
    """No device shows this pairing code now."""

    code = "unknown_code"


class UnknownPairing(NotFound):
    """This device waits for nobody: its code ran out, or it never asked."""

    code = "unknown_pairing"


class UnknownPlace(NotFound):
    """The site has no such kiosk, display or agent."""

    code = "unknown_place"


class UnknownDevice(NotFound):
    code = "unknown_device"


class NoScreen(NotFound):
    """The device is a program, or stands at no site: there is nobody to show or to load anything."""

    code = "no_screen"


class Conflict(Refused):
    code = "conflict"
    status = 409


class Unavailable(Conflict):
    """No number may be issued; the decision says why and when it opens again."""

    def __init__(self, decision: "Decision") -> None:
        super().__init__()
        self.decision = decision


class ServiceClosed(Unavailable):
    code = "service_closed"


class ServicePaused(Unavailable):
    code = "service_paused"


class QuotaFull(Unavailable):
    code = "quota_full"


class CapacityFull(Unavailable):
    code = "capacity_full"


class RemoteClosed(Conflict):
    """The mall gives numbers for this service to nobody but those who are here."""

    code = "remote_closed"


class RemoteFull(Conflict):
    """What may be given from afar today is given; the rest is for those who stand in the hall."""

    code = "remote_full"


class PhoneLimit(Conflict):
    """This phone has a number for the service, or as many as one phone may have."""

    code = "phone_limit"


class WrongPresenceCode(Conflict):
    """The site's screens do not show this code now."""

    code = "wrong_presence_code"


class BookingsClosed(Conflict):
    """This service takes no bookings."""

    code = "bookings_closed"


class SlotUnavailable(Conflict):
    """The day has no such slot, it lies in the past, or its places are not given out yet."""

    code = "slot_unavailable"


class SlotFull(Conflict):
    code = "slot_full"


class UnknownBooking(NotFound):
    """No booking has this code, or its day is long over."""

    code = "unknown_booking"


class UnknownDelivery(NotFound):
    """No message of this site has that number, or it is on its way already."""

    code = "unknown_delivery"


class UnknownContact(NotFound):
    """This booking or number has no such address."""

    code = "unknown_contact"


class ContactLimit(Conflict):
    """As many addresses as a booking or a number may have."""

    code = "contact_limit"


class NoChannel(Conflict):
    """This installation sends nothing to addresses of this kind."""

    code = "no_channel"


class BookingOver(Conflict):
    """The booking was cancelled, has become a number, or its time is over."""

    code = "booking_over"


class BookingElsewhere(Conflict):
    """The booking is good, at another site than the one where its visitor stands."""

    code = "booking_elsewhere"


class PostponedEnough(Conflict):
    """A visitor asks for more time once too often."""

    code = "postponed_enough"


class CounterBusy(Conflict):
    code = "counter_busy"


class CounterClosed(Conflict):
    code = "counter_closed"


class NobodyWaiting(Conflict):
    code = "nobody_waiting"


class WrongState(Conflict):
    code = "wrong_state"


class MovedOn(Conflict):
    """What was meant is not at the counter any more: somebody else was quicker."""

    code = "moved_on"


class RecallFirst(Conflict):
    """A visitor is called as often as the mall's rules say before the number is passed over."""

    code = "recall_first"


class CounterAbsent(Conflict):
    """A visitor cannot be sent to a counter with nobody at it."""

    code = "counter_absent"


class NotServedThere(Conflict):
    """The counter does not serve that service."""

    code = "not_served_there"


class NothingToUndo(Conflict):
    """The last move is too long ago, or things have gone on since."""

    code = "nothing_to_undo"


class ReprintLimit(Conflict):
    """Staff have printed this number as often as they may."""

    code = "reprint_limit"


class KeyReused(Conflict):
    """An Idempotency-Key came back with a different request."""

    code = "key_reused"


class CodeUsed(Conflict):
    """Another device's place was given by this code."""

    code = "code_used"


class SecretUsed(Conflict):
    """A device asked with a secret that was a token already; it must make another one."""

    code = "secret_used"


class Forbidden(Refused):
    code = "forbidden"
    status = 403


class Unauthenticated(Refused):
    code = "unauthenticated"
    status = 401


class BadRequest(Refused):
    code = "bad_request"
    status = 422


class BadAddress(BadRequest):
    """Neither an e-mail address nor a telephone number."""

    code = "bad_address"


class TooMany(Refused):
    """`until` is when it may be tried again, where somebody knows."""

    code = "too_many"
    status = 429

    def __init__(self, *, until: datetime | None = None) -> None:
        super().__init__()
        self.until = until


class PairingLocked(TooMany):
    """Too many wrong codes came in a short time."""

    code = "pairing_locked"


class TooManyPairings(TooMany):
    """As many devices as may wait to be paired wait already."""

    code = "too_many_pairings"

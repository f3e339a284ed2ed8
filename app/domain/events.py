"""The facts of the journal: what happened, where, when and by whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    TICKET_ISSUED = "ticket_issued"
    BOOKING_MADE = "booking_made"
    BOOKING_MOVED = "booking_moved"
    BOOKING_CANCELLED = "booking_cancelled"
    BOOKING_RELEASED = "booking_released"  # nobody came
    BOOKING_ARRIVED = "booking_arrived"
    CONTACT_LEFT = "contact_left"  # a visitor wishes to be told something; where to is in no fact
    CONTACTS_DELETED = "contacts_deleted"  # at the wish of whose they are
    CONTACTS_EXPORTED = "contacts_exported"
    CONTACTS_PURGED = "contacts_purged"  # their time is over
    TICKET_CHECKED_IN = "ticket_checked_in"  # the visitor of a number taken from afar is here
    TICKET_POSTPONED = "ticket_postponed"  # at the visitor's wish
    TICKET_LOOKED = "ticket_looked"
    TICKET_CALLED = "ticket_called"
    TICKET_RECALLED = "ticket_recalled"
    TICKET_SERVING = "ticket_serving"
    TICKET_SERVED = "ticket_served"
    TICKET_WENT_ON = "ticket_went_on"
    TICKET_MISSED = "ticket_missed"
    TICKET_NO_SHOW = "ticket_no_show"
    TICKET_HELD = "ticket_held"
    TICKET_TRANSFERRED = "ticket_transferred"
    TICKET_RETURNED = "ticket_returned"
    TICKET_CANCELLED = "ticket_cancelled"
    TICKET_VOIDED = "ticket_voided"
    TICKET_EXPIRED = "ticket_expired"
    TICKET_FREED = "ticket_freed"
    TICKET_NOTED = "ticket_noted"
    TICKET_REGRADED = "ticket_regraded"  # another lane, and the place that goes with it
    MOVE_UNDONE = "move_undone"
    TICKET_CONFIRMED = "ticket_confirmed"
    TICKET_PRINTED = "ticket_printed"
    TICKET_REPRINTED = "ticket_reprinted"
    PRINT_FAILED = "print_failed"
    PAPER_MOVED = "paper_moved"
    PRINTER_CHANGED = "printer_changed"
    PRINTER_TESTED = "printer_tested"
    PRINTER_PROBE_ASKED = "printer_probe_asked"
    PRINTER_PROBED = "printer_probed"
    ROLL_CHANGED = "roll_changed"
    ALARM_RAISED = "alarm_raised"
    ALARM_ACKNOWLEDGED = "alarm_acknowledged"
    ALARM_CLEARED = "alarm_cleared"
    COUNTER_OPENED = "counter_opened"
    COUNTER_PAUSED = "counter_paused"
    COUNTER_CLOSED = "counter_closed"
    CLOSING_ASKED = "closing_asked"
    CLOSING_APPROVED = "closing_approved"
    CLOSING_REFUSED = "closing_refused"
    CLOSING_WITHDRAWN = "closing_withdrawn"
    SERVICE_UNATTENDED = "service_unattended"
    SERVICE_ATTENDED = "service_attended"
    SERVICE_PAUSED = "service_paused"
    SERVICE_FORCED = "service_forced"
    SERVICE_SURGE = "service_surge"
    SERVICE_NORMAL = "service_normal"
    HELP_BEGAN = "help_began"
    HELP_ENDED = "help_ended"
    NOTICE_POSTED = "notice_posted"
    NOTICE_ENDED = "notice_ended"
    DISPLAY_SET = "display_set"
    MEDIA_ADDED = "media_added"
    MEDIA_REMOVED = "media_removed"
    PLAYLIST_SET = "playlist_set"
    VOICE_WORD_SET = "voice_word_set"
    MALL_CHANGED = "mall_changed"
    DEVICE_PAIRED = "device_paired"
    DEVICE_REVOKED = "device_revoked"
    PAIRING_LOCKED = "pairing_locked"
    SCREEN_IDENTIFIED = "screen_identified"  # asked to show its name in the hall
    SCREEN_RELOADED = "screen_reloaded"  # asked to load itself anew
    PARTNER_ADDED = "partner_added"
    PARTNER_CHANGED = "partner_changed"
    PARTNER_TOKEN_RENEWED = "partner_token_renewed"  # noqa: S105 - the name of a fact
    PARTNER_SECRET_RENEWED = "partner_secret_renewed"  # noqa: S105 - likewise
    PARTNER_REPLAYED = "partner_replayed"  # what its hook was owed was sent again
    BACKUP_ASKED = "backup_asked"
    BACKUP_FETCHED = "backup_fetched"  # somebody carried it away
    STAFF_ADDED = "staff_added"
    STAFF_CHANGED = "staff_changed"
    STAFF_PASSWORD_SET = "staff_password_set"  # noqa: S105 - the name of a fact
    STAFF_SIGNED_IN = "staff_signed_in"
    STAFF_SIGNED_OUT = "staff_signed_out"
    SIGN_IN_FAILED = "sign_in_failed"


# Facts of which a member of staff, and no queue, has to know.
ALARMS = frozenset({Kind.ALARM_RAISED, Kind.ALARM_ACKNOWLEDGED, Kind.ALARM_CLEARED})


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the journal. `id` is the cursor: within a site it grows in commit order.

    `data` holds what a listener needs without another look-up; for every ticket_* fact:
    number, service, agency, and counter where there is one; for every fact that moves a ticket also
    `to` and `changed` (app/domain/replay.py). No token, no personal data. `kind` is a plain word
    where a newer version, on the same database, wrote what this one does not know.
    """

    id: int
    site: str
    at: datetime
    kind: Kind | str
    actor: str
    ticket: int | None
    counter: str | None
    data: Mapping[str, Any]

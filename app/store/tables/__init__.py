"""Every table: columns, keys and constraints, a room each. The rules live in app/domain."""

from app.store.tables.access import device_report, pairing, token, wrong_code
from app.store.tables.bookings import booking, is_booked, is_by_desk
from app.store.tables.columns import Key, Moment, metadata
from app.store.tables.hall import display_setting, helping, notice, switch
from app.store.tables.installation import installation, mall_file, revision
from app.store.tables.outbox import contact, delivery, is_due
from app.store.tables.paper import (
    alarm,
    here_since,
    is_open_job,
    is_open_probe,
    print_job,
    printer_holder,
    printer_probe,
    printer_state,
    roll,
)
from app.store.tables.partners import partner, partner_cursor
from app.store.tables.people import session, setup_code, sign_in_failure, staff, staff_grant
from app.store.tables.queue import (
    counter,
    has_stops,
    is_active,
    is_aside,
    is_finish,
    is_open,
    is_waiting,
    journal,
    last_move,
    reply,
    series,
    stops_text,
    ticket,
)
from app.store.tables.satellites import errand, far_ticket, satellite
from app.store.tables.screens import media, playlist_item, voice_word

__all__ = [
    "Key",
    "Moment",
    "alarm",
    "booking",
    "contact",
    "counter",
    "delivery",
    "device_report",
    "display_setting",
    "errand",
    "far_ticket",
    "has_stops",
    "helping",
    "here_since",
    "installation",
    "is_active",
    "is_aside",
    "is_booked",
    "is_by_desk",
    "is_due",
    "is_finish",
    "is_open",
    "is_open_job",
    "is_open_probe",
    "is_waiting",
    "journal",
    "last_move",
    "mall_file",
    "media",
    "metadata",
    "notice",
    "pairing",
    "partner",
    "partner_cursor",
    "playlist_item",
    "print_job",
    "printer_holder",
    "printer_probe",
    "printer_state",
    "reply",
    "revision",
    "roll",
    "satellite",
    "series",
    "session",
    "setup_code",
    "sign_in_failure",
    "staff",
    "staff_grant",
    "stops_text",
    "switch",
    "ticket",
    "token",
    "voice_word",
    "wrong_code",
]

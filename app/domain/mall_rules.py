"""What a mall chooses where there is a choice: rules of the queue, colours, own sentences, upkeep."""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from app.domain.ordering import Ratio

BACKUP_AT = time(18, 30)  # the hall is empty, the computer still on
BACKUPS_KEPT = 14
MESSAGES_KEPT_DAYS = 30


class NumberSpeech(StrEnum):
    DIGITS = "digits"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Rules:
    """The mall's choices where the rules of the queue leave one."""

    cutoff_minutes: int = 30
    capacity_check: bool = True
    priority_credit_minutes: int = 20
    priority_max_wait_minutes: int | None = None
    priority_ratio: Ratio | None = None
    preference_minutes: int = 10
    unprinted_void_seconds: int = 90
    missed_after_calls: int = 2
    parked_minutes: int = 15
    closing_needs_approval: bool = False
    wait_norm_minutes: int = 60
    service_norm_factor: float = 3.0
    idle_minutes: int = 10
    number_speech: NumberSpeech = NumberSpeech.DIGITS
    remote_tickets: bool = False
    remote_share: int = 50
    remote_credit_minutes: int = 20
    remote_grace_minutes: int = 30
    bookings: bool = False
    booking_days: int = 7
    booking_slot_minutes: int = 30
    reminder_hour: int = 18
    near_ahead: int = 2
    contact_days: int = 1


@dataclass(frozen=True, slots=True)
class Look:
    """The two colours of a mall as "#rrggbb"; None is the system's own."""

    primary: str | None = None
    accent: str | None = None


@dataclass(frozen=True, slots=True)
class Upkeep:
    """When the data is copied by itself (local time, None never), and how long things are kept."""

    backup_at: time | None = BACKUP_AT
    backups_kept: int = BACKUPS_KEPT
    messages_kept_days: int = MESSAGES_KEPT_DAYS


@dataclass(frozen=True, slots=True)
class OwnSentence:
    """A sentence that the mall says in its own words; `key` as in config/words."""

    language: str
    key: str
    sentence: str

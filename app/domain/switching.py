"""A supervisor's hand on a service: paused, open against the calendar, or thrifty while there is a rush."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Setting(StrEnum):
    NORMAL = "normal"
    PAUSED = "paused"
    FORCED = "forced"
    SURGE = "surge"  # numbers only as far as those who are here can serve soon and today


@dataclass(frozen=True, slots=True)
class Switch:
    """What a service is set to and why; `until` None: until somebody turns it back."""

    setting: Setting
    reason: str = ""
    until: datetime | None = None

    def holds(self, now: datetime) -> bool:
        return self.until is None or now < self.until


NO_SWITCH = Switch(Setting.NORMAL)

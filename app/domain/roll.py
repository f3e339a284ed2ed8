"""The roll of paper in a printer: when it was changed, and about how many tickets are left on it.

No receipt printer says how much paper it has. So the papers of a roll are counted, from the moment
it was put in, and the sensor for the end of the roll has the last word where it says that less is left.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from math import floor

from app.domain.mall import Printer
from app.domain.printing import TICKET_MM, WORKING, PrinterState

# Metres on a fresh roll of thermal paper of about 0.06 mm, by its outer diameter D and that of its core d:
# pi / 4 x (D^2 - d^2) / thickness. 80 x 80 mm on a core of 18 mm holds 80 m, 58 x 50 mm on one of 13 mm 31 m.
# Many rolls are shorter than their size says: a mall writes roll_m then.
WIDE_ROLL_M = 80.0
NARROW_ROLL_M = 30.0
NARROW = "58"  # in the name of a profile: the paper's width in mm
# Assumed to be left when the sensor speaks: it looks at the side of the roll, some millimetres over the core.
# A diameter of 24 mm over one of 18 mm is 3.3 m by the formula above. Most printers let it be set.
NEAR_END_M = 3.0


@dataclass(frozen=True, slots=True)
class Roll:
    """What was seen of the roll in a printer.

    `papers` counts what came out, or may have, since it was put in; `since` is None if nobody saw
    that. `low_from` are its papers when the printer first said that it runs low, and `opened`
    whether the printer has stopped after that, as it must for a change.
    """

    papers: int = 0
    printed_at: datetime | None = None
    since: datetime | None = None
    low_from: int | None = None
    opened: bool = False

    def printed(self, *, now: datetime) -> "Roll":
        """One paper more."""
        return replace(self, papers=self.papers + 1, printed_at=now)


def fresh(*, now: datetime) -> Roll:
    return Roll(since=now)


def roll_after(
    roll: Roll, state: PrinterState, *, heard_at: datetime | None, is_printing: bool, now: datetime
) -> Roll:
    """The roll once the printer's state became `state`; it was heard before at `heard_at`.

    A low roll was changed when all is well after the printer had stopped: paper cannot be changed
    with the cover closed. Without a stop that anyone saw it was changed only if no paper has moved
    since the printer spoke last, and none does now: else the sensor merely wavers at the edge of a
    turning roll.
    """
    if state is PrinterState.READY:
        turned = roll.printed_at is not None and heard_at is not None and roll.printed_at > heard_at
        is_changed = roll.low_from is not None and (roll.opened or not (turned or is_printing))
        return fresh(now=now) if is_changed else roll
    is_low = roll.low_from is not None or state in (PrinterState.NEAR_END, PrinterState.PAPER_OUT)
    if not is_low:
        return roll
    low_from = roll.papers if roll.low_from is None else roll.low_from
    return replace(roll, low_from=low_from, opened=state not in WORKING)


def roll_m(printer: Printer) -> float:
    """Metres of a fresh roll: as the mall says, else the usual one of the width that the profile names."""
    if printer.roll_m is not None:
        return printer.roll_m
    return NARROW_ROLL_M if NARROW in printer.profile.split("-") else WIDE_ROLL_M


def tickets_left(roll: Roll, state: str | None, *, metres: float) -> int | None:
    """About how many tickets a roll that was so long still gives; None if nobody saw when it was put in."""
    if roll.since is None:
        return None
    if state == PrinterState.PAPER_OUT:
        return 0
    left = metres * 1000.0 - roll.papers * TICKET_MM
    if roll.low_from is not None or state == PrinterState.NEAR_END:
        since_low = roll.papers - (roll.low_from or 0)
        left = min(left, NEAR_END_M * 1000.0 - since_low * TICKET_MM)
    return max(0, floor(left / TICKET_MM))

"""Random trouble for an emulated printer, from a seed, and what its paper says afterwards."""

import random
import re
import threading
from collections import Counter
from dataclasses import dataclass, field

from printers.emulator.device import Device
from printers.emulator.roll import ROLL_MM

FIRST_LINE = "MPP"
SHARE_OF_TROUBLE = 0.45  # of all attempts
SHARE_LEFT_ALONE = 0.2  # of all troubles: nobody mends them before the next attempt
LONGEST_JOB_BYTES = 400
TICKET_MM = 60.0
_BEGUN = re.compile(r"^(\d+)\.(\d+)$")
_ENDED = re.compile(r"^selesai (\d+)\.(\d+)$")
_STATES = ("cover", "offline", "cutter", "mute", "refuse")

Key = tuple[int, int]  # job, attempt


class Trouble:
    """Makes and mends faults of one printer."""

    def __init__(self, device: Device, chance: random.Random) -> None:
        self._device = device
        self._chance = chance
        self._hands: list[threading.Timer] = []

    def make(self) -> None:
        """Perhaps something goes wrong with the next attempt: before it, at a byte of it, or on its paper."""
        if self._chance.random() > SHARE_OF_TROUBLE:
            return
        moment = self._chance.choice(("before", "byte", "byte", "paper"))
        if moment == "paper":
            self._device.load_paper(self._chance.uniform(1.0, TICKET_MM))
        elif moment == "before":
            self._break(self._chance.choice((*_STATES, "paper")))
        else:
            what = self._chance.choice((*_STATES, "paper", "line", "line", "power"))
            at = self._chance.randrange(LONGEST_JOB_BYTES)
            self._device.at_byte(at, lambda: self._break(what))
        if self._chance.random() > SHARE_LEFT_ALONE:
            hand = threading.Timer(self._chance.uniform(0.01, 0.25), self.mend)
            hand.start()
            self._hands.append(hand)

    def mend(self) -> None:
        for name in _STATES:
            self._device.set_fault(name, on=False)
        if self._device.mechanism.paper_mm < TICKET_MM:
            self._device.load_paper(ROLL_MM)

    def end(self) -> None:
        """No hand is left that would still do something."""
        for hand in self._hands:
            hand.join()
        self._hands.clear()

    def _break(self, what: str) -> None:
        if what == "paper":
            self._device.load_paper(0.0)
        elif what == "line":
            self._device.break_line()
        elif what == "power":
            self._device.cycle_power()
        else:
            self._device.set_fault(what, on=True)


@dataclass
class Papers:
    """What came out of a printer, by job and attempt."""

    begun: Counter[Key] = field(default_factory=Counter)
    complete: Counter[Key] = field(default_factory=Counter)
    marked: set[Key] = field(default_factory=set)
    _read: int = 0  # number of the last slip

    def collect(self, device: Device) -> None:
        """Read the slips that were cut since the last time."""
        for slip in device.mechanism.slips:
            if slip.number > self._read:
                self._read = slip.number
                self.read(slip.text)

    def read(self, text: str) -> None:
        mark = False
        for line in (line.strip() for line in text.splitlines()):
            if line == FIRST_LINE:
                mark = False
            elif line.startswith("CETAK ULANG"):
                mark = True
            elif found := _BEGUN.match(line):
                key = (int(found[1]), int(found[2]))
                self.begun[key] += 1
                if mark:
                    self.marked.add(key)
            elif found := _ENDED.match(line):
                self.complete[int(found[1]), int(found[2])] += 1

    def of(self, job: int) -> list[Key]:
        """Every paper of a job, torn ones too, in the order of attempts."""
        return sorted(key for key in self.begun.elements() if key[0] == job)

    def unmarked_duplicates(self, job: int) -> int:
        """Papers that look like the only one of their job and are not."""
        return sum(key not in self.marked for key in self.of(job)[1:])

    def has(self, job: int) -> bool:
        return any(key[0] == job for key in self.complete)

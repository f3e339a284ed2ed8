"""A desk, a courier and its printer: what the agent says of one paper, and what came out."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.printing import PrinterState, Verdict, in_doubt, reprint_mark
from printers.courier import Courier
from printers.emulator.device import Device
from printers.emulator.mechanism import AT_ONCE, Pace
from printers.journal import Journal
from printers.remains import FLUSH, STRAYS
from printers.server import PrinterPlace, Server
from printers.session import Timing
from printers.status import ASK, FENCE, ask_process_id
from printers.ticket import render
from tests.printers.desk import TOKEN, Desk
from tests.printers.pieces import SHORT, a_device, a_slip

NUMBER, FIRST_WORDS, LAST_WORDS = "A-007", "MAL PELAYANAN", "Terima kasih"


@dataclass
class Office:
    """A printer, the agent's courier for it, and the desk that hands out papers and hears verdicts."""

    device: Device
    desk: Desk
    courier: Courier
    attempts: int = 0
    doubts: int = 0
    _threads: list[threading.Thread] = field(default_factory=list)

    def begin(self) -> None:
        """Hand out the next attempt of the one paper, marked by the rule, and let the courier work."""
        self.attempts += 1
        self.desk.queue(1, a_slip(), attempt=self.attempts, mark=reprint_mark(self.doubts))
        thread = threading.Thread(target=self.courier.do_one)
        thread.start()
        self._threads.append(thread)

    def end(self) -> tuple[str, str]:
        """The verdict of the attempt under way, and its reason."""
        self._threads[-1].join(60)
        report = self.desk.reports[self.attempts - 1]
        self.doubts += in_doubt(Verdict(report["verdict"]))
        return report["verdict"], report["reason"]

    def prints(self) -> tuple[str, str]:
        self.begin()
        return self.end()

    def sees(self, state: PrinterState) -> bool:
        return self.desk.wait_until(lambda desk: ("P1", state) in desk.states)

    def papers(self) -> list[str]:
        """The marks ("" for none) of all complete tickets that are cut by now: what is PRINTED must be."""
        texts = [slip.text for slip in self.device.mechanism.slips]
        return [mark_of(text) for text in texts if NUMBER in text and LAST_WORDS in text]

    @property
    def hangs(self) -> bool:
        """Whether a begun ticket hangs in the printer."""
        return self.device.mechanism.coming is not None

    @property
    def before_ticket(self) -> int:
        """Bytes of the questions that come before the first attempt's ticket."""
        if self.device.profile.process_id:
            return len(ASK + FLUSH + ask_process_id(b"mark") + FENCE)
        return len(ASK + FLUSH + FENCE * (STRAYS + 1) + ASK)

    @property
    def until_cut(self) -> int:
        """Bytes until the first attempt's ticket has come in whole."""
        return self.before_ticket + len(render(a_slip(), self.device.profile))


def mark_of(text: str) -> str:
    """The mark of the last ticket on a slip, before which a torn one may hang."""
    last = text.rpartition(FIRST_WORDS)[2]
    return next((line.strip() for line in last.splitlines() if "CETAK ULANG" in line), "")


@contextmanager
def an_office(
    folder: Path,
    profile: str = "epson-80",
    *,
    believed: str = "",
    pace: Pace = AT_ONCE,
    timing: Timing = SHORT,
) -> Iterator[Office]:
    """`believed` is the profile that the server gives the printer, if it is another."""
    with a_device(profile, pace=pace) as device, Desk() as desk, Journal(folder) as journal:
        place = PrinterPlace("utama", "P1", "tcp", f"127.0.0.1:{device.port}", believed or profile)
        server = Server(desk.address, TOKEN)
        try:
            yield Office(device, desk, Courier(place, server, journal, stop=threading.Event(), timing=timing))
        finally:
            server.close()

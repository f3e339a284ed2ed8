"""Every fault of a printer, one by one: what the agent says of it, and what came out of the printer."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from app.domain.printing import PrinterState, Verdict, in_doubt, reprint_mark
from printers.courier import Courier, process_mark
from printers.emulator.device import Device
from printers.emulator.mechanism import AT_ONCE, Pace
from printers.emulator.roll import NEAR_END_MM, ROLL_MM
from printers.journal import Journal
from printers.remains import STRAYS
from printers.server import PrinterPlace, Server
from printers.session import CONNECTION, Timing
from printers.status import ASK, FENCE, ask_process_id
from printers.ticket import render
from tests.printers.desk import TOKEN, Desk
from tests.printers.pieces import SHORT, a_device, a_slip, printed

HELD = replace(SHORT, hold=5.0)  # someone comes in time
CALM = replace(SHORT, patience=5.0, poll=1.0)  # a slow printer is waited for, and not asked in between
WALKING = Pace(mm_per_second=300.0, cut_seconds=0.05)  # slow enough to step in during a ticket
MID_TICKET_MM = 40.0
NUMBER, FIRST_WORDS, LAST_WORDS = "A-007", "MAL PELAYANAN", "Terima kasih"


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """The first ticket of a process loads fonts and libraries, longer than a test waits for paper."""
    with a_device() as device:
        printed(device)


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
        self._threads[-1].join(10)
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
            return len(ASK + ask_process_id(b"mark") + FENCE)
        return len(ASK + FENCE * (STRAYS + 1) + ASK)

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


@pytest.mark.parametrize("profile", ["epson-80", "epson-58", "clone-80"])
def test_ready(profile: str, tmp_path: Path) -> None:
    with an_office(tmp_path, profile) as office:
        assert office.prints() == ("PRINTED", "")
        assert office.papers() == [""]


def test_near_end(tmp_path: Path) -> None:
    with an_office(tmp_path) as office:
        office.device.load_paper(NEAR_END_MM / 2)
        assert office.prints() == ("PRINTED", "")
        assert office.papers() == [""]
        assert office.sees(PrinterState.NEAR_END)


@pytest.mark.parametrize("profile", ["epson-80", "clone-80"])
@pytest.mark.parametrize(
    ("fault", "reason"), [("cover", "cover_open"), ("offline", "offline"), ("cutter", "error")]
)
def test_blocked_before(profile: str, fault: str, reason: str, tmp_path: Path) -> None:
    with an_office(tmp_path, profile) as office:
        office.device.set_fault(fault, on=True)
        assert office.prints() == ("NOT_PRINTED", reason)
        assert not office.hangs
        office.device.set_fault(fault, on=False)
        assert office.prints() == ("PRINTED", "")
        assert office.papers() == [""]


def test_out_before(tmp_path: Path) -> None:
    with an_office(tmp_path) as office:
        office.device.load_paper(0)
        assert office.prints() == ("NOT_PRINTED", "paper_out")
        assert not office.hangs
        office.device.load_paper(ROLL_MM)
        assert office.prints() == ("PRINTED", "")
        assert office.papers() == [""]


@pytest.mark.parametrize("profile", ["epson-80", "clone-80"])
def test_paper_ends_in_mid_ticket_and_comes_within_the_hold(profile: str, tmp_path: Path) -> None:
    with an_office(tmp_path, profile, timing=HELD) as office:
        office.device.load_paper(MID_TICKET_MM)
        office.begin()
        assert office.sees(PrinterState.PAPER_OUT)
        office.device.load_paper(ROLL_MM)
        assert office.end() == ("PRINTED", "")
        assert office.papers() == [""]
        assert office.device.mechanism.slips[0].joined == 1


def test_paper_ends_in_mid_ticket_and_comes_too_late(tmp_path: Path) -> None:
    with an_office(tmp_path) as office:
        office.device.load_paper(MID_TICKET_MM)
        assert office.prints() == ("CANCELLED", "paper_out")
        assert office.hangs
        office.device.load_paper(ROLL_MM)
        assert office.prints() == ("PRINTED", "")
        assert office.papers() == ["CETAK ULANG 1"]


def test_paper_ends_in_a_clone_and_the_rest_comes_out_late(tmp_path: Path) -> None:
    with an_office(tmp_path, "clone-80") as office:
        office.device.load_paper(MID_TICKET_MM)
        assert office.prints() == ("UNKNOWN", "paper_out")
        office.device.load_paper(ROLL_MM)
        assert office.prints() == ("PRINTED", "")
        assert office.papers() == ["", "CETAK ULANG 1"]


def test_cover_in_mid_ticket(tmp_path: Path) -> None:
    with an_office(tmp_path, timing=HELD) as office:
        device = office.device
        device.at_byte(office.before_ticket + 150, lambda: device.set_fault("cover", on=True))
        office.begin()
        assert office.sees(PrinterState.COVER_OPEN)
        device.set_fault("cover", on=False)
        assert office.end() == ("PRINTED", "")
        assert office.papers() == [""]


def test_a_cover_that_stays_open(tmp_path: Path) -> None:
    with an_office(tmp_path) as office:
        device = office.device
        device.at_byte(office.before_ticket + 150, lambda: device.set_fault("cover", on=True))
        assert office.prints() == ("CANCELLED", "cover_open")
        device.set_fault("cover", on=False)
        assert office.prints() == ("PRINTED", "")
        assert office.papers() == ["CETAK ULANG 1"]


def test_cutter_in_mid_ticket(tmp_path: Path) -> None:
    with an_office(tmp_path) as office:
        device = office.device
        device.at_byte(office.before_ticket + 150, lambda: device.set_fault("cutter", on=True))
        assert office.prints() == ("CANCELLED", "error")
        assert office.hangs
        device.set_fault("cutter", on=False)
        assert office.prints() == ("PRINTED", "")
        assert office.papers() == ["", "CETAK ULANG 1"]  # what hung there, whole, is cut away first


def test_reset_while_receiving(tmp_path: Path) -> None:
    with an_office(tmp_path) as office:
        office.device.drop_after(office.before_ticket + 150)
        assert office.prints() == ("UNKNOWN", CONNECTION)
        assert office.papers() == []
        assert office.prints() == ("PRINTED", "")
        assert office.papers() == ["CETAK ULANG 1"]


@pytest.mark.parametrize("profile", ["epson-80", "clone-80"])
def test_reset_while_printing(profile: str, tmp_path: Path) -> None:
    with an_office(tmp_path, profile, pace=WALKING, timing=CALM) as office:
        office.device.drop_after(office.until_cut)
        assert office.prints() == ("UNKNOWN", CONNECTION)
        assert office.prints() == ("PRINTED", "")
        assert office.papers() == ["", "CETAK ULANG 1"]


def test_power_cycle(tmp_path: Path) -> None:
    with an_office(tmp_path, pace=WALKING, timing=CALM) as office:
        office.device.at_byte(office.until_cut, office.device.cycle_power)
        assert office.prints() == ("UNKNOWN", CONNECTION)
        assert office.papers() == []
        assert office.prints() == ("PRINTED", "")
        assert office.papers() == ["CETAK ULANG 1"]


def test_mute(tmp_path: Path) -> None:
    with an_office(tmp_path) as office:
        office.device.set_fault("mute", on=True)
        assert office.prints() == ("NOT_PRINTED", "mute")
        assert office.papers() == []
        assert not office.hangs


def test_mute_in_mid_ticket(tmp_path: Path) -> None:
    with an_office(tmp_path) as office:
        device = office.device
        device.at_byte(office.before_ticket + 150, lambda: device.set_fault("mute", on=True))
        assert office.prints() == ("UNKNOWN", "mute")
        device.set_fault("mute", on=False)
        assert office.prints() == ("PRINTED", "")
        assert office.papers() == ["", "CETAK ULANG 1"]


def test_a_clone_without_status(tmp_path: Path) -> None:
    with an_office(tmp_path, "clone-58-mute") as office:
        assert office.prints() == ("SENT", "")
        assert office.device.mechanism.wait_for_slips(1, timeout=3)
        assert office.papers() == [""]


def test_slow_link(tmp_path: Path) -> None:
    with an_office(tmp_path, timing=CALM) as office:
        office.device.link_bytes_per_second = 2_000
        assert office.prints() == ("PRINTED", "")
        assert office.papers() == [""]


def test_slow_head(tmp_path: Path) -> None:
    with an_office(tmp_path, pace=WALKING, timing=CALM) as office:
        assert office.prints() == ("PRINTED", "")
        assert office.papers() == [""]


def test_a_head_slower_than_our_patience(tmp_path: Path) -> None:
    with an_office(tmp_path, pace=Pace(mm_per_second=100.0)) as office:
        assert office.prints() == ("CANCELLED", "mute")
        assert office.hangs
        office.device.mechanism.pace = AT_ONCE
        assert office.prints() == ("PRINTED", "")
        assert office.papers() == ["CETAK ULANG 1"]


def test_refused(tmp_path: Path) -> None:
    with an_office(tmp_path) as office:
        office.device.set_fault("refuse", on=True)
        assert office.prints() == ("NOT_PRINTED", "unreachable")
        assert office.papers() == []


@pytest.mark.parametrize("profile", ["epson-80", "clone-80"])
def test_an_earlier_ticket_does_not_answer_for_this_one(profile: str, tmp_path: Path) -> None:
    """The first line broke while its ticket was printed; the power goes while the second one waits."""
    with an_office(tmp_path, profile, pace=WALKING, timing=CALM) as office:
        device = office.device
        device.drop_after(office.until_cut)
        assert office.prints() == ("UNKNOWN", CONNECTION)
        assert not office.papers()
        device.at_byte(office.before_ticket, device.cycle_power)
        assert office.prints() == ("NOT_PRINTED", "unreachable")


def test_a_printer_that_knows_less_than_its_profile_says(tmp_path: Path) -> None:
    with an_office(tmp_path, "clone-80", believed="epson-80") as office:
        assert office.prints() == ("PRINTED", "")
        assert office.papers() == [""]


def test_marks_of_attempts_never_look_like_a_knock() -> None:
    assert not any(process_mark(job, 1).endswith(b"=") for job in range(500))

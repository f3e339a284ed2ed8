"""Every fault of a printer, one by one: what the agent says of it, and what came out of the printer."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.printing import PrinterState
from printers.courier import process_mark
from printers.emulator.mechanism import AT_ONCE, Pace
from printers.emulator.roll import NEAR_END_MM, ROLL_MM
from printers.remains import FLUSH
from printers.session import CONNECTION
from printers.status import ASK, FENCE
from tests.printers.office import an_office
from tests.printers.pieces import SHORT, a_device, printed

HELD = replace(SHORT, hold=5.0)  # someone comes in time
CALM = replace(SHORT, patience=5.0, poll=1.0)  # a slow printer is waited for, and not asked in between
WALKING = Pace(mm_per_second=300.0, cut_seconds=0.05)  # slow enough to step in during a ticket
MID_TICKET_MM = 40.0


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """The first ticket of a process loads fonts and libraries, longer than a test waits for paper."""
    with a_device() as device:
        printed(device)


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
        assert office.device.mechanism.wait_for_slips(1, timeout=60)
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
        device.at_byte(len(ASK + FLUSH + FENCE), device.cycle_power)
        assert office.prints() == ("NOT_PRINTED", "unreachable")


def test_a_printer_that_knows_less_than_its_profile_says(tmp_path: Path) -> None:
    with an_office(tmp_path, "clone-80", believed="epson-80") as office:
        assert office.prints() == ("PRINTED", "")
        assert office.papers() == [""]


def test_marks_of_attempts_never_look_like_a_knock() -> None:
    assert not any(process_mark(job, 1).endswith(b"=") for job in range(500))

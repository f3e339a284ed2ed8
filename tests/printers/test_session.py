"""A print ends in what is really known, whatever the printer does."""

import threading

import pytest

from app.domain.printing import PrinterState, Verdict
from printers.emulator.mechanism import Pace
from printers.remains import Remains
from printers.session import CONNECTION, Result, Watch, look
from printers.status import FENCE
from printers.talk import Talk
from printers.transport import Line
from tests.printers.pieces import PATIENT, SHORT, Deed, a_device, a_slip, opener, printed

SLOW = Pace(mm_per_second=400.0, cut_seconds=0.05)  # slow enough to step in during a ticket


@pytest.mark.parametrize("profile", ["epson-80", "epson-58", "clone-80"])
def test_paper_is_confirmed_only_once_it_is_cut(profile: str) -> None:
    with a_device(profile, pace=SLOW) as device:
        assert printed(device) == Result(Verdict.PRINTED)
        assert [slip.number for slip in device.mechanism.slips] == [1]
        assert "A-007" in device.mechanism.slips[0].text


def test_a_printer_without_status_is_only_said_to_have_been_sent_to() -> None:
    with a_device("clone-58-mute") as device:
        assert printed(device) == Result(Verdict.SENT)
        assert device.mechanism.wait_for_slips(1, timeout=60)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("cover", PrinterState.COVER_OPEN),
        ("offline", PrinterState.OFFLINE),
        ("cutter", PrinterState.ERROR),
        ("mute", PrinterState.MUTE),
    ],
)
def test_nothing_is_sent_to_a_printer_that_cannot_print(fault: str, reason: PrinterState) -> None:
    with a_device() as device:
        device.set_fault(fault, on=True)
        assert printed(device, timing=SHORT) == Result(Verdict.NOT_PRINTED, reason)
        assert len(device.buffer) == 0
        assert device.mechanism.coming is None


def test_nothing_is_sent_to_a_printer_without_paper() -> None:
    with a_device() as device:
        device.load_paper(0)
        assert printed(device) == Result(Verdict.NOT_PRINTED, PrinterState.PAPER_OUT)
        assert len(device.buffer) == 0


class Lossy:
    """A line on which the first byte that the printer says is lost."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._lost = False
        self.send, self.close = line.send, line.close

    def receive(self, *, timeout: float) -> bytes:
        data = self._line.receive(timeout=timeout)
        if not data or self._lost:
            return data
        self._lost = True
        return data[1:]


def test_a_lost_answer_makes_no_open_cover_look_like_paper_that_runs_low() -> None:
    with a_device() as device:
        device.set_fault("cover", on=True)
        line = Lossy(opener(device)(2.0))
        watch = Watch(stop=threading.Event())
        talk = Talk(line, device.profile, remains=Remains(), watch=watch, timing=SHORT)
        states = [talk.ask() for _ in range(3)]
        line.close()
    assert states == [None, None, PrinterState.COVER_OPEN]


def test_a_printer_nobody_can_reach_has_not_printed() -> None:
    with a_device() as device:
        gone = opener(device)
    assert look(gone, device.profile, timing=PATIENT, remains=Remains()) is PrinterState.UNREACHABLE
    assert printed(device) == Result(Verdict.NOT_PRINTED, PrinterState.UNREACHABLE)


def test_a_printer_that_refuses_has_not_printed() -> None:
    with a_device() as device:
        device.set_fault("refuse", on=True)
        assert printed(device) == Result(Verdict.NOT_PRINTED, PrinterState.UNREACHABLE)


def test_little_paper_left_is_told_and_does_not_stop_a_ticket() -> None:
    states: list[PrinterState] = []
    with a_device() as device:
        device.load_paper(1_000)
        assert printed(device, on_state=states.append) == Result(Verdict.PRINTED)
    assert states[0] is PrinterState.NEAR_END


def test_a_ticket_cut_short_is_finished_when_paper_comes() -> None:
    with a_device() as device:
        device.load_paper(40)
        refill = Deed(lambda: device.load_paper(60_000), at=PrinterState.PAPER_OUT)
        assert printed(device, on_state=refill) == Result(Verdict.PRINTED)
        (slip,) = device.mechanism.slips
    assert slip.joined == 1
    assert "Terima kasih" in slip.text


def test_a_ticket_cut_short_is_withdrawn_when_no_paper_comes() -> None:
    with a_device() as device:
        device.load_paper(40)
        assert printed(device, timing=SHORT) == Result(Verdict.CANCELLED, PrinterState.PAPER_OUT)
        device.load_paper(60_000)
        assert printed(device, a_slip(number="A-008")) == Result(Verdict.PRINTED)
        (slip,) = device.mechanism.slips
    assert slip.text.count("Terima kasih") == 1


def test_a_clone_that_cannot_be_emptied_leaves_doubt() -> None:
    with a_device("clone-80") as device:
        device.load_paper(40)
        assert printed(device, timing=SHORT) == Result(Verdict.UNKNOWN, PrinterState.PAPER_OUT)


def test_a_cover_opened_in_the_middle_waits_for_the_hand_that_closes_it() -> None:
    with a_device(pace=SLOW) as device:
        close = Deed(lambda: device.set_fault("cover", on=False), at=PrinterState.COVER_OPEN)
        opened = printed(device, on_state=close, before_send=lambda: device.set_fault("cover", on=True))
    assert opened == Result(Verdict.PRINTED)
    assert PrinterState.COVER_OPEN in close.seen


def test_a_jammed_knife_never_counts_as_printed() -> None:
    with a_device() as device:
        result = printed(device, timing=SHORT, before_send=lambda: device.set_fault("cutter", on=True))
    assert result == Result(Verdict.CANCELLED, PrinterState.ERROR)


def test_a_printer_that_falls_silent_leaves_doubt() -> None:
    with a_device() as device:
        result = printed(device, timing=SHORT, before_send=lambda: device.set_fault("mute", on=True))
    assert result == Result(Verdict.UNKNOWN, PrinterState.MUTE)


def test_a_line_that_breaks_in_the_middle_leaves_doubt() -> None:
    with a_device() as device:
        result = printed(device, before_send=lambda: device.drop_after(200))
    assert result == Result(Verdict.UNKNOWN, CONNECTION)


def test_a_power_cut_in_the_middle_leaves_doubt() -> None:
    with a_device(pace=SLOW) as device:
        device.load_paper(30)
        cut = Deed(device.cycle_power, at=PrinterState.PAPER_OUT)
        assert printed(device, on_state=cut) == Result(Verdict.UNKNOWN, CONNECTION)


def test_an_agent_told_to_stop_withdraws_what_hangs() -> None:
    stop = threading.Event()
    with a_device() as device:
        device.load_paper(40)
        leave = Deed(stop.set, at=PrinterState.PAPER_OUT)
        assert printed(device, on_state=leave, stop=stop).verdict is Verdict.CANCELLED


def test_the_last_moment_before_the_first_byte_is_announced() -> None:
    waiting: list[int] = []
    with a_device() as device:
        printed(device, before_send=lambda: waiting.append(len(device.buffer)))
        device.load_paper(0)
        printed(device, before_send=lambda: waiting.append(-1))
    (before,) = waiting
    assert before <= len(FENCE)  # at most the end of the question


@pytest.mark.parametrize("profile", ["epson-80", "clone-80", "clone-58-mute"])
def test_a_look_at_a_healthy_printer_finds_it_ready(profile: str) -> None:
    with a_device(profile) as device:
        assert look(opener(device), device.profile, timing=PATIENT, remains=Remains()) is PrinterState.READY

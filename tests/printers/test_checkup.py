"""A printer is examined between two papers: quickly, honestly, and without harm to anybody's ticket."""

import json
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from app.domain.mall import Transport
from app.domain.printing import PrinterState, Verdict
from app.domain.probing import ProbeEnd
from printers.checkup import Checkup, Marks, check_up
from printers.emulator.device import Device
from printers.emulator.mechanism import Pace
from printers.emulator.roll import ROLL_MM
from printers.profiles import PROFILES
from printers.remains import Remains
from printers.session import Result, Watch
from printers.ticket import render
from printers.transport import Line, open_line
from tests.printers.pieces import PATIENT, a_device, a_slip, opener, printed
from tests.printers.wires import a_cable

BRIEF = replace(PATIENT, status=0.5, patience=0.5, hold=0.5, clear=0.5)  # where no answer is the point


def examined(
    device: Device,
    *,
    profile: str = "",
    slip: bool = False,
    transport: str = Transport.TCP,
    through: Callable[[float], Line] | None = None,
    brief: bool = False,
    remains: Remains | None = None,
) -> Checkup:
    return check_up(
        through or opener(device),
        PROFILES[profile or device.printer.profile],
        transport=transport,
        slip=slip,
        marks=Marks(b"q001", b"s001"),
        watch=Watch(stop=threading.Event()),
        timing=BRIEF if brief else PATIENT,
        remains=remains or Remains(),
    )


def told(checkup: Checkup) -> dict[str, object]:
    """What goes over the wire."""
    document: dict[str, object] = json.loads(json.dumps(checkup.as_json()))
    return document


def test_a_printer_that_can_do_everything_is_told_in_full() -> None:
    with a_device() as device:
        checkup = examined(device)
        assert (device.mechanism.slips, device.mechanism.coming) == ((), None)
    assert told(checkup) == {
        "end": "found",
        "findings": {
            "state": "ready",
            "name": "EPSON-80",
            "process_id": True,
            "fence": True,
            "clear_buffer": True,
            "width": 80,
            "profile_80": "epson-80",
            "profile_58": "epson-58",
        },
        "slip": None,
        "reason": "",
    }


def test_a_clone_is_not_taken_for_more_and_its_buffer_is_left_alone() -> None:
    with a_device("clone-58") as device:
        findings = told(examined(device, profile="epson-58", brief=True))["findings"]
    assert isinstance(findings, dict)
    assert (findings["fence"], findings["process_id"], findings["clear_buffer"]) == (True, False, None)
    assert (findings["width"], findings["profile_58"]) == (58, "clone-58")


@pytest.mark.parametrize("profile", ["clone-80-mute", "epson-80"])
def test_a_printer_that_answers_nothing_is_waited_for_only_so_long(profile: str) -> None:
    with a_device(profile) as device:
        device.set_fault("mute", on=True)
        checkup = examined(device, slip=True, brief=True)
        if not PROFILES[profile].status:
            assert device.mechanism.wait_for_slips(1, timeout=60)
        slips = len(device.mechanism.slips)
    assert checkup.findings is not None
    assert checkup.findings.state is PrinterState.MUTE
    expected = (Verdict.SENT, "", 1) if profile == "clone-80-mute" else (Verdict.NOT_PRINTED, "mute", 0)
    assert (checkup.slip, checkup.reason, slips) == expected


def test_without_paper_the_slip_is_not_even_begun() -> None:
    with a_device("clone-80") as device:
        device.load_paper(0)
        checkup = examined(device, slip=True, brief=True)
        assert device.mechanism.coming is None
    assert checkup.findings is not None
    assert checkup.findings.state is PrinterState.PAPER_OUT
    assert (checkup.slip, checkup.reason) == (Verdict.NOT_PRINTED, "paper_out")


def test_without_paper_a_visitors_torn_ticket_is_not_forgotten() -> None:
    """What waits in a clone's buffer keeps it from answering fences."""
    remains = Remains()
    with a_device("clone-80") as device:
        device.load_paper(40)  # mm: it ends on the ticket
        printed(device, timing=BRIEF, remains=remains)
        checkup = examined(device, slip=True, brief=True, remains=remains)
        assert (checkup.slip, checkup.reason) == (Verdict.NOT_PRINTED, "paper_out")
        device.cycle_power()
        device.load_paper(ROLL_MM)
        assert printed(device, remains=remains) == Result(Verdict.PRINTED)
        texts = [slip.text for slip in device.mechanism.slips]
    assert [text.count("MAL PELAYANAN") for text in texts] == [1, 1]


def test_a_slip_that_cannot_be_confirmed_clears_nobody_of_hanging() -> None:
    remains = Remains(torn=b"t001")
    with a_device("clone-80", pace=Pace(mm_per_second=100.0, cut_seconds=0.1)) as device:
        device.buffer.put(b"\x1b\x4a\xff" * 8)  # a quarter of a metre that is fed before any answer
        checkup = examined(device, slip=True, brief=True, remains=remains)
    assert checkup.findings is not None
    assert (checkup.findings.state, checkup.findings.fence) == (PrinterState.READY, False)
    assert (checkup.slip, remains.torn) == (Verdict.SENT, b"t001")


def test_a_printer_without_paper_is_not_taken_for_one_that_answers_nothing() -> None:
    with a_device("clone-80") as device:
        device.load_paper(0)
        device.buffer.put(b"A-007\n")
        found = told(examined(device, brief=True))["findings"]
    assert isinstance(found, dict)
    assert (found["fence"], found["profile_80"]) == (False, "clone-80")


@pytest.mark.parametrize("after", [1, 14, 30])
def test_a_line_that_breaks_proves_nothing(after: int) -> None:
    with a_device() as device:
        device.drop_after(after)
        checkup = examined(device, slip=True, brief=True)
        assert device.mechanism.slips == ()
    assert checkup == Checkup(ProbeEnd.BROKEN, PROFILES["epson-80"])


def test_a_printer_nobody_can_reach_is_said_to_be_that() -> None:
    with a_device() as device:
        closed = opener(device)
    assert examined(device, through=closed, slip=True).end is ProbeEnd.UNREACHABLE
    assert examined(device, through=closed, transport=Transport.CUPS).end is ProbeEnd.UNREACHABLE


def test_over_a_queue_nothing_is_asked_and_the_slip_is_only_sent() -> None:
    with a_device("clone-80-mute") as device:
        checkup = examined(device, transport=Transport.CUPS, slip=True)
        assert device.mechanism.wait_for_slips(1, timeout=60)
    assert (checkup.end, checkup.slip) == (ProbeEnd.ONE_WAY, Verdict.SENT)


def test_a_printer_on_a_cable_is_examined_like_any_other() -> None:
    with a_device() as device, a_cable(device) as cable:

        def usb(timeout: float) -> Line:
            return open_line(Transport.USB, cable.path, timeout=timeout)

        checkup = examined(device, transport=Transport.USB, through=usb, slip=True)
        assert len(device.mechanism.slips) == 1
    assert (checkup.end, checkup.slip) == (ProbeEnd.FOUND, Verdict.PRINTED)
    assert checkup.findings is not None
    assert checkup.findings.process_id


def test_a_slip_is_confirmed_by_the_profile_that_was_found() -> None:
    with a_device() as device:
        assert examined(device, profile="clone-80-mute", slip=True).slip is Verdict.PRINTED
        assert "UJI CETAK" in device.mechanism.slips[0].text


def test_a_paper_that_is_still_coming_out_is_not_torn() -> None:
    """The mall takes this printer for mute, so its paper was sent and not waited for."""
    with a_device(pace=Pace(mm_per_second=100.0, cut_seconds=0.1)) as device:
        with a_device() as other:
            printed(other)
            whole = other.mechanism.slips[0].text
        line = opener(device)(2.0)
        line.send(render(a_slip(), device.profile), timeout=5)
        line.close()
        checkup = examined(device, profile="clone-80-mute")
        assert [slip.text for slip in device.mechanism.slips] == [whole]
    assert checkup.findings is not None
    assert (checkup.findings.process_id, checkup.findings.clear_buffer) == (True, True)


def test_a_printer_left_in_the_middle_of_a_command_is_not_taken_for_less_than_it_is() -> None:
    """The rest of a QR code that never came would swallow the questions."""
    remains = Remains()
    with a_device() as device:
        torn = render(a_slip(), device.profile)
        line = opener(device)(2.0)
        line.send(torn[: torn.index(a_slip().url.encode()) + 8], timeout=5)
        line.close()
        remains.torn = b"t001"
        checkup = examined(device, brief=True, remains=remains)
    assert checkup.findings is not None
    assert (checkup.findings.name, checkup.findings.process_id) == ("EPSON-80", True)


@pytest.mark.parametrize(("profile", "answers"), [("epson-80", 0), ("clone-80-mute", 1)])
def test_answers_that_did_not_come_are_still_expected(profile: str, answers: int) -> None:
    remains = Remains(answers=0)
    with a_device(profile) as device:
        examined(device, brief=True, remains=remains)
    assert remains.answers == answers


@pytest.mark.parametrize("profile", ["epson-80", "clone-58"])
def test_the_next_ticket_looks_as_if_nobody_had_asked(profile: str) -> None:
    with a_device(profile) as device:
        printed(device)
        examined(device, brief=True)
        printed(device)
        first, second = device.mechanism.slips
    assert second.text == first.text
    assert [strip.tobytes() for strip in second.pieces] == [strip.tobytes() for strip in first.pieces]

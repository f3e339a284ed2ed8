"""Every wire carries a ticket to its printer and the truth back, as far as it can."""

import os
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.mall import Transport
from app.domain.printing import PrinterState, Verdict
from printers.emulator.device import Device
from printers.profiles import PROFILES
from printers.remains import FLUSH, Remains
from printers.session import CONNECTION, Result, Timing, Watch, look, print_confirmed
from printers.ticket import render
from printers.transport import OPENERS, Line, TransportError, Unreachable, open_line
from printers.transport.serial_port import port_and_baud
from printers.transport.usb import UsbLine
from tests.printers.pieces import PATIENT, Deed, a_device, a_slip
from tests.printers.wires import Cable, Queue, a_cable

FILES = pytest.mark.parametrize("transport", [Transport.USB, Transport.SERIAL])

BRIEF = replace(PATIENT, patience=0.5, hold=0.5)  # nobody brings paper


@pytest.fixture
def queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Queue:
    queue = Queue(tmp_path)
    monkeypatch.setenv("PATH", f"{queue.commands}{os.pathsep}{os.environ['PATH']}")
    return queue


def by(transport: str, address: str) -> Callable[[float], Line]:
    return lambda timeout: open_line(transport, address, timeout=timeout)


def printed(
    transport: str, cable: Cable, device: Device, watch: Watch | None = None, *, timing: Timing = PATIENT
) -> Result:
    return print_confirmed(
        by(transport, cable.path),
        render(a_slip(), device.profile),
        device.profile,
        mark=b"w001",
        watch=watch or a_watch(),
        timing=timing,
        remains=Remains(),
    )


def a_watch(on_state: Callable[[PrinterState], None] = lambda _: None) -> Watch:
    return Watch(stop=threading.Event(), on_state=on_state)


def test_every_transport_of_a_mall_can_be_opened() -> None:
    assert set(OPENERS) == set(Transport)


@FILES
@pytest.mark.parametrize("profile", ["epson-80", "clone-80"])
def test_a_ticket_is_confirmed_over_a_cable(transport: str, profile: str) -> None:
    with a_device(profile) as device, a_cable(device) as cable:
        assert printed(transport, cable, device) == Result(Verdict.PRINTED)
        (slip,) = device.mechanism.slips
    assert "A-007" in slip.text


@FILES
def test_paper_that_ends_is_heard_over_a_cable(transport: str) -> None:
    with a_device() as device, a_cable(device) as cable:
        device.load_paper(40)
        states = Deed(lambda: None, at=PrinterState.PAPER_OUT)
        result = printed(transport, cable, device, a_watch(states), timing=BRIEF)
    assert result == Result(Verdict.CANCELLED, PrinterState.PAPER_OUT)


@FILES
def test_a_cable_pulled_in_the_middle_leaves_doubt(transport: str) -> None:
    with a_device() as device, a_cable(device) as cable:
        device.load_paper(40)
        pull = Deed(cable.pull, at=PrinterState.PAPER_OUT)
        assert printed(transport, cable, device, a_watch(pull)) == Result(Verdict.UNKNOWN, CONNECTION)


@FILES
def test_a_cable_that_is_not_there_is_unreachable(transport: str) -> None:
    with a_cable() as cable:
        path = cable.path
    with pytest.raises(Unreachable, match=path):
        open_line(transport, path, timeout=1)


@FILES
def test_a_cable_that_vanishes_says_so_both_ways(transport: str) -> None:
    with a_cable() as cable:
        line = open_line(transport, cable.path, timeout=1)
        cable.pull()
        with pytest.raises(TransportError):
            line.receive(timeout=1)
        with pytest.raises(TransportError):
            line.send(b"x", timeout=1)
        line.close()


@FILES
def test_a_printer_that_takes_nothing_stalls_the_send(transport: str) -> None:
    with a_cable() as cable:
        line = open_line(transport, cable.path, timeout=1)
        with pytest.raises(TransportError):
            line.send(b"x" * 100_000, timeout=0.2)
        line.close()


@FILES
def test_silence_is_nothing_and_no_error(transport: str) -> None:
    with a_cable() as cable:
        line = open_line(transport, cable.path, timeout=1)
        assert line.receive(timeout=0.05) == b""
        line.close()


@FILES
def test_an_answer_to_an_earlier_conversation_is_not_heard(transport: str) -> None:
    with a_cable() as cable:
        cable.say(b"\x00")
        line = open_line(transport, cable.path, timeout=1)
        assert line.receive(timeout=0.05) == b""
        cable.say(b"\x12")
        assert line.receive(timeout=1) == b"\x12"
        line.close()


def test_an_old_answer_that_the_driver_fetches_only_after_opening_is_not_heard(tmp_path: Path) -> None:
    """The first transfer from the printer begins with the opening, so its bytes come a moment later."""
    path = tmp_path / "lp0"
    os.mkfifo(path)

    def printer() -> None:
        with path.open("wb") as far:  # goes on as soon as the file is opened at the other end
            far.write(b"\x00")

    answering = threading.Thread(target=printer, daemon=True)
    answering.start()
    line = UsbLine.open(str(path), 1.0, settle=0.5)
    answering.join()
    assert line.receive(timeout=0.05) == b""
    line.close()


def test_an_old_answer_behind_an_empty_one_is_not_heard() -> None:
    """A terminal in line mode reads its end-of-file sign as nothing, as a USB printer's silence is read."""
    far, near = os.openpty()
    os.write(far, b"\x04late\n")
    line = UsbLine.open(os.ttyname(near), 1.0)
    assert line.receive(timeout=0.05) == b""
    os.write(far, b"new\n")
    assert line.receive(timeout=1) == b"new\n"
    line.close()
    os.close(near)
    os.close(far)


def test_a_printer_that_never_stops_talking_can_be_opened_all_the_same() -> None:
    line = UsbLine.open("/dev/zero", 0.2)
    assert line.receive(timeout=1)
    line.close()


def test_a_serial_port_is_held_alone() -> None:
    with a_cable() as cable:
        line = open_line(Transport.SERIAL, cable.path, timeout=1)
        with pytest.raises(Unreachable):
            open_line(Transport.SERIAL, cable.path, timeout=1)
        line.close()


def test_a_serial_address_is_a_port_and_perhaps_a_speed() -> None:
    assert port_and_baud("/dev/ttyUSB0") == ("/dev/ttyUSB0", 9600)
    assert port_and_baud("COM3:19200") == ("COM3", 19200)
    with pytest.raises(Unreachable, match="port:baud"):
        port_and_baud("/dev/ttyS0:fast")


def test_a_file_of_another_user_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="plugged in"):
        open_line(Transport.USB, str(tmp_path / "lp0"), timeout=1)


def test_a_queue_carries_a_ticket_and_is_never_believed(queue: Queue) -> None:
    job = render(a_slip(), PROFILES["clone-58-mute"])
    result = print_confirmed(
        by(Transport.CUPS, "TIKET"),
        job,
        PROFILES["clone-58-mute"],
        mark=b"w001",
        watch=a_watch(),
        timing=PATIENT,
        remains=Remains(),
    )
    assert result == Result(Verdict.SENT)
    assert queue.printed == [FLUSH + job]
    assert "-o raw" in queue.options


def test_a_job_that_stays_in_its_queue_is_withdrawn(queue: Queue) -> None:
    queue.set("stuck")
    line = open_line(Transport.CUPS, "TIKET", timeout=2)
    with pytest.raises(TransportError, match="withdrawn"):
        line.send(b"ticket", timeout=0.3)
    assert queue.waiting == 0


@pytest.mark.parametrize("state", ["disabled", "rejecting"])
def test_a_stopped_queue_is_unreachable_before_anything_is_sent(queue: Queue, state: str) -> None:
    queue.set(state)
    assert look(
        by(Transport.CUPS, "TIKET"), PROFILES["clone-58-mute"], timing=PATIENT, remains=Remains()
    ) is (PrinterState.UNREACHABLE)


@pytest.mark.parametrize("address", ["LAIN", "-h", "a b", "../x", ""])
def test_a_queue_that_is_none_is_unreachable(queue: Queue, address: str) -> None:
    with pytest.raises(Unreachable):
        open_line(Transport.CUPS, address, timeout=2)


def test_a_scheduler_that_is_down_breaks_the_line(queue: Queue) -> None:
    queue.set("broken")
    line = open_line(Transport.CUPS, "TIKET", timeout=2)
    with pytest.raises(TransportError, match="scheduler"):
        line.send(b"ticket", timeout=1)


def test_a_queue_cannot_be_asked_for_status(queue: Queue) -> None:
    assert (
        look(by(Transport.CUPS, "TIKET"), PROFILES["epson-80"], timing=PATIENT, remains=Remains())
        is PrinterState.UNREACHABLE
    )


def test_a_computer_without_cups_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unreachable, match="TIKET"):
        open_line(Transport.CUPS, "TIKET", timeout=2)

"""What an earlier attempt left in a printer neither answers for the next ticket nor hangs on its paper."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.printing import PrinterState, Verdict
from printers.courier import Courier
from printers.emulator.device import Device
from printers.emulator.mechanism import Pace
from printers.emulator.roll import ROLL_MM
from printers.journal import Journal
from printers.remains import FLUSH, STRAYS, UNNAMED, Remains
from printers.server import PrinterPlace, Server
from printers.session import CONNECTION, Result, Timing, Watch, print_confirmed
from printers.status import ASK, FENCE, PROCESSED, ask_process_id
from printers.ticket import CUT, qr_code, render
from tests.printers.desk import TOKEN, Desk
from tests.printers.pieces import PATIENT, SHORT, a_device, a_slip, opener

WALKING = Pace(mm_per_second=300.0, cut_seconds=0.05)
FEED = b"\x1b\x4a\xff"  # ESC J: 32 mm
NUMBER, FIRST_WORDS, LAST_WORDS = "A-007", "MAL PELAYANAN", "Terima kasih"
CALM = replace(SHORT, patience=5.0, poll=1.0)
BOTH = pytest.mark.parametrize("profile", ["epson-80", "clone-80"])


def sent(
    device: Device,
    remains: Remains,
    job: bytes = b"",
    *,
    mark: bytes = b"t001",
    timing: Timing = PATIENT,
    on_state: Callable[[PrinterState], None] = lambda _: None,
    before_send: Callable[[], None] = lambda: None,
) -> Result:
    """One confirmed print, by default of a ticket."""
    return print_confirmed(
        opener(device),
        job or render(a_slip(), device.profile),
        device.profile,
        mark=mark,
        watch=Watch(stop=threading.Event(), on_state=on_state, before_send=before_send),
        timing=timing,
        remains=remains,
    )


def seal(device: Device) -> bytes:
    """What a printer is asked once before a ticket that has nothing before it, and once behind."""
    return (ask_process_id(b"mark") if device.profile.process_id else b"") + FENCE


def before_ticket(device: Device) -> int:
    """Bytes that come before an agent's first ticket."""
    return len(ASK + FLUSH + seal(device))


def whole(text: str) -> bool:
    """Whether a slip is one ticket and nothing else."""
    return text.count(FIRST_WORDS) == text.count(LAST_WORDS) == 1 and text.strip().startswith(FIRST_WORDS)


def test_answers_left_by_an_agent_that_is_gone_are_not_this_tickets() -> None:
    with a_device("clone-80", pace=WALKING) as device:
        job = render(a_slip(), device.profile)
        device.buffer.put(FEED + FENCE * 2 + FEED * 3 + FENCE)
        patient = replace(PATIENT, status=10.0)  # a busy computer feeds late
        assert sent(device, Remains(), job, timing=patient) == Result(Verdict.PRINTED)
        assert NUMBER in device.mechanism.slips[0].text


def test_a_late_answer_on_a_slow_line_is_not_this_tickets() -> None:
    job = b"A-007\n" + FEED * 3 + CUT
    with a_device("clone-80", pace=Pace(mm_per_second=200.0, cut_seconds=0.05)) as device:
        device.buffer.put(FEED + FENCE)
        device.link_bytes_per_second = 50.0
        timing = Timing(poll=1.0, quiet=0.01)
        assert sent(device, Remains(answers=1), job, timing=timing) == Result(Verdict.PRINTED)
        assert NUMBER in device.mechanism.slips[0].text


def test_every_answer_that_came_is_counted() -> None:
    remains = Remains(answers=STRAYS)
    with a_device("clone-80") as device:
        assert sent(device, remains) == Result(Verdict.PRINTED)
        assert remains.answers == 0
        assert sent(device, remains, before_send=device.break_line) == Result(Verdict.UNKNOWN, CONNECTION)
        assert remains.answers == 1


@BOTH
def test_a_torn_paper_is_cut_away_before_the_next_ticket(profile: str) -> None:
    remains = Remains()
    with a_device(profile) as device:
        device.load_paper(40.0)
        assert sent(device, remains, timing=SHORT, mark=b"t001").verdict in (
            Verdict.CANCELLED,
            Verdict.UNKNOWN,
        )
        device.cycle_power()  # the rest cannot come any more, of a clone either
        device.load_paper(ROLL_MM)
        assert sent(device, remains, mark=b"t002") == Result(Verdict.PRINTED)
        torn, ticket = device.mechanism.slips
    assert NUMBER in torn.text
    assert not whole(torn.text)
    assert whole(ticket.text)


@BOTH
@pytest.mark.parametrize("into", ["words", "code"])
def test_a_line_that_broke_in_the_middle_spoils_nothing_of_the_next_ticket(profile: str, into: str) -> None:
    """In the middle of a code, the printer takes for its data whatever comes next."""
    remains = Remains(answers=0)
    with a_device(profile) as device:
        job = render(a_slip(), device.profile)
        at = 150 if into == "words" else job.index(qr_code(a_slip().url)[-50:])
        device.drop_after(before_ticket(device) + at)
        assert sent(device, remains, timing=SHORT) == Result(Verdict.UNKNOWN, CONNECTION)
        assert sent(device, remains, mark=b"t002") == Result(Verdict.PRINTED)
        texts = [slip.text for slip in device.mechanism.slips]
    assert [whole(text) for text in texts] == [False, True]


@BOTH
def test_a_ticket_that_came_out_whole_leaves_nothing_to_cut_away(profile: str) -> None:
    remains = Remains(answers=0)
    with a_device(profile, pace=WALKING) as device:
        job = render(a_slip(), device.profile)
        device.drop_after(before_ticket(device) + len(job) + len(seal(device)))
        assert sent(device, remains, timing=CALM) == Result(Verdict.UNKNOWN, CONNECTION)
        assert sent(device, remains, mark=b"t002", timing=CALM) == Result(Verdict.PRINTED)
        assert [whole(slip.text) for slip in device.mechanism.slips] == [True, True]


@pytest.mark.parametrize(
    ("profile", "at"),
    [("epson-80", at) for at in range(1, len(ask_process_id(b"mark") + FENCE))]
    + [("clone-80", 1), ("clone-80", 2)],
)
def test_a_line_that_broke_in_a_question_before_a_ticket_swallows_nothing_of_the_next(
    profile: str, at: int
) -> None:
    """Half a command asks for as many bytes as the next ones happen to say."""
    remains = Remains(answers=0)
    with a_device(profile) as device:
        assert sent(device, remains) == Result(Verdict.PRINTED)
        device.drop_after(len(ASK) + at)
        broken = sent(device, remains, mark=b"t002", timing=SHORT)
        assert broken == Result(Verdict.NOT_PRINTED, PrinterState.UNREACHABLE)
        assert sent(device, remains, mark=b"t003") == Result(Verdict.PRINTED)
        assert [whole(slip.text) for slip in device.mechanism.slips] == [True, True]


@pytest.mark.parametrize("left", [ask_process_id(b"mark")[:2], qr_code("https://x.go.id")[:4], FENCE[:2]])
@BOTH
def test_half_a_command_of_an_agent_that_is_gone_swallows_nothing(profile: str, left: bytes) -> None:
    with a_device(profile) as device:
        device.buffer.put(left)
        assert sent(device, Remains()) == Result(Verdict.PRINTED)
        assert [whole(slip.text) for slip in device.mechanism.slips] == [True]


def test_a_question_that_a_broken_line_left_without_its_letters_says_nothing_of_torn_paper() -> None:
    remains = Remains(torn=UNNAMED)
    with a_device() as device:
        device.buffer.put(render(a_slip(), device.profile)[:150] + ask_process_id(b""))
        assert sent(device, remains) == Result(Verdict.PRINTED)
        texts = [slip.text for slip in device.mechanism.slips]
    assert [whole(text) for text in texts] == [False, True]


def test_paper_that_nobody_knows_the_name_of_is_not_said_to_be_out_by_an_answer_without_one() -> None:
    remains = Remains(torn=UNNAMED)
    remains.hear(0, [PROCESSED])
    assert remains.torn == UNNAMED


def test_paper_without_any_doubt_is_cut_once() -> None:
    remains = Remains()
    with a_device() as device:
        device.set_fault("cover", on=True)
        assert sent(device, remains).verdict is Verdict.NOT_PRINTED
        device.set_fault("cover", on=False)
        for mark in (b"t001", b"t002"):
            assert sent(device, remains, mark=mark) == Result(Verdict.PRINTED)
        assert [whole(slip.text) for slip in device.mechanism.slips] == [True, True]


def test_a_printer_that_says_nothing_gets_its_torn_paper_cut_away_too() -> None:
    with a_device("clone-58-mute") as device:
        device.buffer.put(render(a_slip(), device.profile)[:150])
        remains = Remains(torn=UNNAMED)
        assert sent(device, remains) == Result(Verdict.SENT)
        assert (remains.torn, remains.midway) == (None, False)
        assert device.mechanism.wait_for_slips(2, timeout=60)
        texts = [slip.text for slip in device.mechanism.slips]
    assert [whole(text) for text in texts] == [False, True]


def test_an_agent_that_was_killed_in_the_middle_cuts_the_torn_paper_away(tmp_path: Path) -> None:
    with a_device() as device, Desk() as desk:
        place = PrinterPlace("utama", "P1", "tcp", f"127.0.0.1:{device.port}", "epson-80")
        server = Server(desk.address, TOKEN)
        for attempt in (1, 2):
            with Journal(tmp_path) as journal:
                desk.queue(attempt, a_slip())
                if attempt == 1:
                    device.at_byte(before_ticket(device) + 150, device.cycle_power)
                Courier(place, server, journal, stop=threading.Event(), timing=SHORT).do_one()
        server.close()
        texts = [slip.text for slip in device.mechanism.slips]
    assert [verdict for _, _, verdict in desk.verdicts()] == ["UNKNOWN", "PRINTED"]
    assert [whole(text) for text in texts] == [False, True]

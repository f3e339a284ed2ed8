"""The agent prints each attempt once and always tells the truth about it, sooner or later."""

import contextlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.domain.printing import Verdict
from printers.agent import Agent, run, unfit
from printers.courier import Courier, process_mark
from printers.journal import Attempt, Journal
from printers.server import PrinterPlace, Server, ServerGone, ServerRefused
from printers.session import Timing
from tests.printers.desk import TOKEN, Desk
from tests.printers.pieces import PATIENT, SHORT, a_device, a_slip


@contextmanager
def running(desk: Desk, folder: Path, *, timing: Timing = PATIENT) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(
        daemon=True,
        target=run,
        args=(desk.address, TOKEN),
        kwargs={"journal_folder": folder, "stop": stop, "timing": timing},
    )
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(60)
        assert not thread.is_alive()


def a_place(port: int = 9100, *, transport: str = "tcp", profile: str = "epson-80") -> PrinterPlace:
    return PrinterPlace("utama", "P1", transport, f"127.0.0.1:{port}", profile)


@contextmanager
def a_courier(desk: Desk, journal: Journal, port: int, *, timing: Timing = PATIENT) -> Iterator[Courier]:
    server = Server(desk.address, TOKEN)
    yield Courier(a_place(port), server, journal, stop=threading.Event(), timing=timing)
    server.close()


def test_a_job_is_printed_and_reported(tmp_path: Path) -> None:
    with a_device() as device, Desk() as desk:
        desk.add_printer(device)
        with running(desk, tmp_path):
            desk.queue(1, a_slip())
            assert desk.wait_until(lambda desk: desk.verdicts() == [(1, 1, "PRINTED")])
        assert ("P1", "ready") in desk.states
        assert len(device.mechanism.slips) == 1


def test_the_picture_of_a_printer_is_on_its_tickets(tmp_path: Path) -> None:
    with a_device() as device, Desk() as desk:
        desk.add_printer(device, logo="A1")
        with running(desk, tmp_path):
            desk.queue(1, a_slip())
            assert desk.wait_until(lambda desk: desk.verdicts() == [(1, 1, "PRINTED")])
        assert device.mechanism.slips[0].text.startswith("[LOGO A1]")


def test_every_printer_is_served_at_the_same_time(tmp_path: Path) -> None:
    with a_device(code="P1") as blocked, a_device("clone-80", code="P2") as free, Desk() as desk:
        desk.add_printer(blocked)
        desk.add_printer(free)
        blocked.load_paper(40)
        desk.queue(1, a_slip())
        desk.queue(2, a_slip(number="B-001"), printer="P2")
        with running(desk, tmp_path, timing=SHORT):
            assert desk.wait_until(lambda desk: len(desk.reports) == 2)
        assert sorted(desk.verdicts()) == [(1, 1, "CANCELLED"), (2, 1, "PRINTED")]


def test_the_mark_of_a_lease_is_on_the_paper(tmp_path: Path) -> None:
    with a_device() as device, Desk() as desk, Journal(tmp_path) as journal:
        desk.queue(1, a_slip(), attempt=2, mark="CETAK ULANG 1")
        with a_courier(desk, journal, device.port) as courier:
            courier.do_one()
        assert "CETAK ULANG 1" in device.mechanism.slips[0].text


def test_the_same_attempt_is_never_printed_twice_but_reported_again(tmp_path: Path) -> None:
    with a_device() as device, Desk() as desk, Journal(tmp_path) as journal:
        with a_courier(desk, journal, device.port) as courier:
            for _ in range(2):
                desk.queue(1, a_slip())
                courier.do_one()
        assert desk.verdicts() == [(1, 1, "PRINTED"), (1, 1, "PRINTED")]
        assert len(device.mechanism.slips) == 1


def test_a_server_that_begins_to_count_anew_gets_its_papers(tmp_path: Path) -> None:
    """Its database was emptied or restored, or it is another one."""
    numbers = ["A-001", "A-002"]
    with a_device() as device, Desk() as desk, Journal(tmp_path) as journal:
        with a_courier(desk, journal, device.port) as courier:
            for number in numbers:
                desk.queue(1, a_slip(number=number))
                courier.do_one()
        assert desk.verdicts() == [(1, 1, "PRINTED"), (1, 1, "PRINTED")]
        papers = [slip.text for slip in device.mechanism.slips]
        assert [number in paper for number, paper in zip(numbers, papers, strict=True)] == [True, True]


def test_a_verdict_names_the_paper_as_the_lease_did_also_after_a_restart(tmp_path: Path) -> None:
    with a_device() as device, Desk() as desk:
        desk.queue(1, a_slip(), paper="of this ticket")
        desk.deaf = True
        for again in (False, True):
            with Journal(tmp_path) as journal, a_courier(desk, journal, device.port) as courier:
                courier.do_one()
            desk.deaf = again
        assert [report["paper"] for report in desk.reports] == ["of this ticket"] * 2


def test_an_idle_printer_is_looked_at_and_a_change_is_told(tmp_path: Path) -> None:
    with a_device() as device, Desk() as desk, Journal(tmp_path) as journal:
        with a_courier(desk, journal, device.port) as courier:
            assert not courier.do_one()
            courier.do_one()
            device.set_fault("cover", on=True)
            courier.do_one()
        assert desk.states == [("P1", "ready"), ("P1", "cover_open")]


def test_a_printer_in_trouble_during_a_print_is_told_at_once(tmp_path: Path) -> None:
    with a_device() as device, Desk() as desk, Journal(tmp_path) as journal:
        device.load_paper(40)
        desk.queue(1, a_slip())
        with a_courier(desk, journal, device.port, timing=SHORT) as courier:
            courier.do_one()
        assert desk.states == [("P1", "near_end"), ("P1", "paper_out")]


def test_a_verdict_is_kept_while_the_server_cannot_take_it(tmp_path: Path) -> None:
    with a_device() as device, Desk() as desk:
        desk.queue(1, a_slip())
        desk.deaf = True
        with Journal(tmp_path) as journal, a_courier(desk, journal, device.port) as courier:
            assert courier.do_one()
            with pytest.raises(ServerGone):
                courier.do_one()
            assert [attempt.job for attempt in journal.unreported()] == [1]
        desk.deaf = False
        with Journal(tmp_path) as journal, a_courier(desk, journal, device.port) as courier:
            assert courier.do_one()
            assert journal.unreported() == ()
        assert set(desk.verdicts()) == {(1, 1, "PRINTED")}


def test_an_agent_that_died_in_the_middle_reports_a_doubt_and_prints_nothing(tmp_path: Path) -> None:
    attempt = Attempt(job=1, attempt=1, site="utama", printer="P1")
    with Journal(tmp_path) as journal:
        journal.take(attempt)
        journal.sending(attempt.key)
    with a_device() as device, Desk() as desk:
        desk.add_printer(device)
        with running(desk, tmp_path):
            assert desk.wait_until(lambda desk: desk.verdicts() == [(1, 1, "UNKNOWN")])
        assert device.mechanism.slips == ()


def test_verdicts_of_a_printer_that_is_gone_are_reported_too(tmp_path: Path) -> None:
    attempt = Attempt(job=5, attempt=1, site="pasar", printer="P9")
    with Journal(tmp_path) as journal:
        journal.take(attempt)
        journal.ended(attempt.key, Verdict.PRINTED, "")
    with Desk() as desk, running(desk, tmp_path):
        assert desk.wait_until(lambda desk: desk.verdicts() == [(5, 1, "PRINTED")])


def test_a_verdict_that_this_agent_may_not_tell_holds_up_nothing(tmp_path: Path) -> None:
    """It was paired for another site meanwhile; the others' verdicts are told, and this one is kept."""
    with Journal(tmp_path) as journal, Desk(foreign={5}) as desk:
        for job in (5, 6):
            attempt = Attempt(job=job, attempt=1, site="pasar", printer="P9")
            journal.take(attempt)
            journal.ended(attempt.key, Verdict.PRINTED, "")
        agent = Agent(desk.address, TOKEN, journal, stop=threading.Event(), timing=PATIENT)
        for _ in range(2):
            agent.do_one()
        agent.close()
        assert desk.refused == [5]
        assert desk.verdicts() == [(6, 1, "PRINTED")]
        assert [attempt.job for attempt in journal.unreported()] == [5]


def test_a_server_outage_is_survived(tmp_path: Path) -> None:
    with a_device() as device, Desk() as desk:
        desk.add_printer(device)
        desk.away = True
        with running(desk, tmp_path):
            desk.queue(1, a_slip())
            desk.away = False
            assert desk.wait_until(lambda desk: desk.verdicts() == [(1, 1, "PRINTED")])


def test_a_server_that_restarts_is_found_again(tmp_path: Path) -> None:
    with a_device() as device, contextlib.ExitStack() as agent:
        with Desk() as first:
            first.add_printer(device)
            agent.enter_context(running(first, tmp_path))
            assert first.wait_until(lambda desk: bool(desk.states))
        with Desk(printers=first.printers, port=first.port) as second:
            second.queue(1, a_slip())
            assert second.wait_until(lambda desk: desk.verdicts() == [(1, 1, "PRINTED")])
            agent.close()


def test_a_printer_that_refuses_is_reported_so_and_told_as_unreachable(tmp_path: Path) -> None:
    with a_device() as device:
        port = device.port
    with Desk() as desk, Journal(tmp_path) as journal:
        desk.queue(1, a_slip())
        with a_courier(desk, journal, port) as courier:
            courier.do_one()
        assert desk.reports == [{"job": 1, "attempt": 1, "verdict": "NOT_PRINTED", "reason": "unreachable"}]
        assert desk.states == [("P1", "unreachable")]


def test_a_refused_token_is_said_clearly() -> None:
    with Desk() as desk:
        server = Server(desk.address, "wrong")
        with pytest.raises(ServerRefused, match="401"):
            server.printers()
        server.close()


def test_an_address_that_is_none_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not an http"):
        run("localhost:8080", TOKEN, journal_folder=tmp_path, stop=threading.Event())


def test_a_printer_this_agent_cannot_serve_is_named() -> None:
    assert unfit(a_place()) == ""
    assert "profile" in unfit(a_place(profile="dot-matrix"))
    assert "transport" in unfit(a_place(transport="pigeon"))


def test_a_queue_is_served_only_with_a_profile_that_expects_no_answers() -> None:
    assert "without status" in unfit(a_place(transport="cups"))
    assert unfit(a_place(transport="cups", profile="clone-80-mute")) == ""


def test_attempts_have_marks_of_their_own_in_printable_bytes() -> None:
    marks = {process_mark(job, attempt) for job in range(200) for attempt in (1, 2)}

    assert len(marks) == 400
    assert all(len(mark) == 4 and all(32 < byte < 127 for byte in mark) for mark in marks)

"""Paper of a printer in trouble comes out of another one, and the kiosk is told where."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from app.domain.alarms import AGENT_LOST_SECONDS, OLDEST_JOB_SECONDS, QUIET_SECONDS
from app.domain.mall import ALWAYS, Kiosk, Printer, Transport
from app.domain.printing import LIFETIME_SECONDS, PrinterState, Verdict
from app.domain.ticket import PrintState, Ticket
from app.operations.printing import note_printer
from app.operations.rerouting import MOST_AT_ONCE
from app.queries.alarms import open_alarms
from app.store.journal import since
from app.store.tables import print_job, printer_state
from app.watchman import Watchman
from tests.factories import BRANCH, MAIN, MORNING, a_mall
from tests.hall import Hall, row_counts

READY, OUT = PrinterState.READY, PrinterState.PAPER_OUT


def a_ring_of_printers(hall: Hall) -> None:
    """P1 -> P2 -> P3 -> P1; kiosk K1 has P1, K3 has P2 and nobody P3."""
    ring = (("P1", "P2"), ("P2", "P3"), ("P3", "P1"))
    printers = tuple(
        Printer(code, Transport.EMULATOR, "127.0.0.1:9100", "epson-80", fallback=other)
        for code, other in ring
    )
    mall = a_mall()
    kiosks = (Kiosk("K1", "Anjungan 1", printer="P1"), Kiosk("K3", "Anjungan 3", printer="P2"))
    site = replace(mall.site[MAIN], printers=printers, kiosks=kiosks)
    hall.mall = replace(mall, sites=(site, mall.site[BRANCH]))


class Guard:
    """Printers that say how they are every two seconds, and the round past them."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self._watchman = Watchman(hall.database, mall_now=lambda: hall.mall, clock=lambda: hall.now)
        self._states = {"P1": READY, "P2": READY, "P3": READY}
        self.later(0)

    def says(self, **states: PrinterState | None) -> None:
        """None: its agent is silent from now on."""
        self._states.update(states)  # type: ignore[arg-type]
        self.later(0)

    def later(self, seconds: float) -> None:
        for step in [0.0] + [2.0] * int(seconds // 2):
            self.hall.later(seconds=step)
            for code, state in self._states.items():
                if state is not None:
                    self._note(code, state)
            self._watchman.do_one()

    def _note(self, code: str, state: PrinterState) -> None:
        now = self.hall.now
        self.hall.database.write(
            MAIN, lambda tx: note_printer(tx, code, state=state, reason="", actor="agent:1", now=now)
        )

    def alarms(self, printer: str) -> list[str]:
        """The kinds of the open alarms at a printer."""
        with self.hall.database.read() as connection:
            alarms = open_alarms(connection, MAIN)
        return [alarm["kind"] for alarm in alarms if alarm["printer"] == printer]

    def waited_too_long(self) -> list[str]:
        """Printers at which a paper waits longer than it may."""
        with self.hall.database.read() as connection:
            alarms = open_alarms(connection, MAIN)
        return [alarm["printer"] for alarm in alarms if alarm["kind"] == "oldest_job"]

    def moves(self) -> list[tuple[str, str, str]]:
        """From where to where, and the place that the kiosk names."""
        with self.hall.database.read() as connection:
            facts = since(connection, MAIN, 0)
        moved = [fact.data for fact in facts if fact.kind == "paper_moved"]
        return [(data["from_printer"], data["printer"], data["place"]) for data in moved]


@pytest.fixture
def guard(hall: Hall) -> Guard:
    a_ring_of_printers(hall)
    return Guard(hall)


def test_paper_of_a_blocked_printer_comes_out_of_its_fallback(guard: Guard) -> None:
    hall = guard.hall
    ticket = hall.issue().ticket
    guard.says(P1=OUT)
    hall.report(hall.lease()[0], Verdict.NOT_PRINTED, OUT)
    guard.later(8)
    assert guard.moves() == []
    guard.later(2)

    assert guard.moves() == [("P1", "P2", "Anjungan 3")]
    assert hall.look(ticket).printer == "P2"
    assert hall.lease() == ()
    job = hall.lease("P2")[0]
    assert job.mark == ""
    hall.report(job, Verdict.PRINTED)
    assert hall.look(ticket).print_state is PrintState.PRINTED


def test_a_printer_that_changes_its_trouble_stands_still_all_along(guard: Guard) -> None:
    guard.hall.issue()
    for state in (PrinterState.COVER_OPEN, OUT, PrinterState.COVER_OPEN, OUT, PrinterState.COVER_OPEN):
        guard.says(P1=state)
        assert guard.moves() == []
        guard.later(2)

    assert guard.moves() == [("P1", "P2", "Anjungan 3")]


def test_a_stop_that_a_version_without_that_word_ended_is_over(guard: Guard) -> None:
    """It writes how the printer is and leaves since when it stood still."""
    hall = guard.hall
    guard.says(P1=OUT)
    well = update(printer_state).where(printer_state.c.code == "P1").values(state=READY)
    hall.database.write(MAIN, lambda tx: tx.execute(well))
    hall.later(seconds=20)
    hall.issue()
    guard.says(P1=READY)
    assert guard.moves() == []
    hall.database.write(MAIN, lambda tx: tx.execute(well.values(stopped_since=MORNING)))
    guard.says(P1=OUT)

    assert guard.moves() == []


def test_moved_paper_waits_at_its_new_printer_from_then_on(guard: Guard) -> None:
    hall = guard.hall
    hall.issue()
    guard.says(P1=OUT)
    guard.later(10)
    assert len(guard.moves()) == 1
    guard.later(OLDEST_JOB_SECONDS - 2)
    assert "P2" not in guard.waited_too_long()

    guard.later(2)
    assert "P2" in guard.waited_too_long()


def test_paper_in_doubt_is_marked_at_the_fallback(guard: Guard) -> None:
    hall = guard.hall
    hall.issue()
    hall.report(hall.lease()[0], Verdict.UNKNOWN)
    guard.says(P1=PrinterState.UNREACHABLE)
    guard.later(10)

    assert hall.lease("P2")[0].mark == "CETAK ULANG 1"


def test_paper_that_is_being_printed_is_left_alone(guard: Guard) -> None:
    guard.hall.issue()
    guard.hall.lease()
    guard.says(P1=OUT)
    guard.later(20)

    assert guard.moves() == []


def test_a_fallback_in_trouble_is_passed_over(guard: Guard) -> None:
    guard.hall.issue()
    guard.says(P1=OUT, P2=PrinterState.COVER_OPEN)
    guard.later(10)

    assert guard.moves() == [("P1", "P3", "P3")]


def test_paper_of_a_printer_that_was_renamed_comes_out_of_its_kiosks_printer(guard: Guard) -> None:
    hall = guard.hall
    ticket = hall.issue().ticket
    site = hall.mall.site[MAIN]
    renamed = tuple(replace(each, code="P9") if each.code == "P1" else each for each in site.printers)
    kiosks = tuple(replace(each, printer="P9") if each.printer == "P1" else each for each in site.kiosks)
    hall.mall = replace(hall.mall, sites=(replace(site, printers=renamed, kiosks=kiosks),))
    guard.says(P1=None, P9=READY)

    assert guard.moves() == [("P1", "P9", "Anjungan 1")]
    assert hall.look(ticket).printer == "P9"


def test_a_printer_that_was_removed_calls_nobody_to_its_agent(guard: Guard) -> None:
    hall = guard.hall
    ticket = hall.issue().ticket
    hall.report(hall.lease()[0], Verdict.UNKNOWN)
    site = hall.mall.site[MAIN]
    kiosks = tuple(replace(each, printer=None) for each in site.kiosks)
    hall.mall = replace(hall.mall, sites=(replace(site, printers=site.printers[1:], kiosks=kiosks),))
    guard.says(P1=None)
    guard.later(LIFETIME_SECONDS)
    hall.tidy()
    guard.later(AGENT_LOST_SECONDS + QUIET_SECONDS)

    assert hall.look(ticket).print_state is PrintState.FAILED
    assert guard.alarms("P1") == ["needs_staff"]


def test_where_nothing_works_paper_waits_for_its_own_printer(guard: Guard) -> None:
    hall = guard.hall
    guard.says(P3=None)
    guard.later(30)
    ticket = hall.issue().ticket
    guard.says(P1=OUT, P2=OUT)
    guard.later(40)
    assert guard.moves() == []
    assert hall.look(ticket).printer == "P1"

    guard.says(P1=READY)
    assert hall.lease()[0].mark == ""


def test_paper_never_comes_back_to_a_printer_it_left(guard: Guard) -> None:
    guard.hall.issue()
    for stuck, well in (("P1", "P3"), ("P2", "P1"), ("P3", "P2")):
        guard.says(**{stuck: OUT, well: READY})
        guard.later(12)
    guard.says(P1=READY, P2=READY)
    guard.later(20)

    assert [(come, gone) for come, gone, _ in guard.moves()] == [("P1", "P2"), ("P2", "P3")]


def test_paper_that_cannot_move_hides_no_younger_one_that_can(guard: Guard) -> None:
    hall = guard.hall
    hall.mall = replace(hall.mall, hours=ALWAYS, breaks=(), holidays=())  # room for a crowd
    old = [hall.issue().ticket for _ in range(MOST_AT_ONCE)]
    been = update(print_job).values(been_at=["P1", "P2", "P3"])
    hall.database.write(MAIN, lambda tx: tx.execute(been))
    young = hall.issue().ticket
    guard.says(P1=OUT)
    guard.later(10)

    assert hall.look(young).printer == "P2"
    assert hall.look(old[0]).printer == "P1"


def test_paper_of_an_agent_that_has_gone_comes_out_of_its_fallback(guard: Guard) -> None:
    guard.says(P1=None)
    guard.later(30)
    guard.hall.issue()
    guard.later(8)
    assert guard.moves() == []
    guard.later(2)

    assert guard.moves() == [("P1", "P2", "Anjungan 3")]


def test_a_kiosk_whose_agent_has_gone_for_good_is_told_once(guard: Guard) -> None:
    guard.says(P1=None, P2=None, P3=None)
    guard.later(30)
    guard.hall.issue()
    guard.later(20)

    assert [fact for fact in guard.hall.facts() if fact.startswith("print_failed")] == ["print_failed A-001"]


def test_nothing_is_written_while_nothing_is_stuck(guard: Guard) -> None:
    guard.hall.issue()
    before = row_counts(guard.hall.database)
    guard.later(8)

    assert row_counts(guard.hall.database) == before


def test_a_kiosk_without_a_printer_gives_the_number_without_paper(guard: Guard) -> None:
    ticket: Ticket = guard.hall.issue(kiosk=None, origin="counter:1").ticket

    assert (ticket.print_state, ticket.printer) == (PrintState.NONE, None)

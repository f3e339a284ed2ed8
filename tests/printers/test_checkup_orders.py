"""Orders to look at a printer, as an agent carries them out between the papers that wait."""

from pathlib import Path

import pytest

from printers.courier import TEST_SLIP
from printers.emulator.roll import ROLL_MM
from printers.journal import Attempt, Journal
from printers.probe import slip_bytes
from printers.server import ServerGone
from tests.printers.desk import Desk
from tests.printers.pieces import a_device, a_slip
from tests.printers.test_agent import a_courier
from tests.printers.test_checkup import BRIEF


def test_an_order_is_carried_out_after_the_paper_that_waits(tmp_path: Path) -> None:
    with a_device() as device, Desk() as desk, Journal(tmp_path) as journal:
        desk.queue(1, a_slip())
        desk.ask_probe(7, slip=True)
        with a_courier(desk, journal, device.port) as courier:
            assert courier.do_one()
        texts = [slip.text for slip in device.mechanism.slips]
    assert ["UJI CETAK" in text for text in texts] == [False, True]
    assert desk.verdicts() == [(1, 1, "PRINTED")]
    assert [(found["probe"], found["end"], found["slip"]) for found in desk.outcomes] == [
        (7, "found", "PRINTED")
    ]


def test_a_torn_slip_is_cut_off_the_next_ticket_also_by_another_agent(tmp_path: Path) -> None:
    with a_device() as device, Desk() as desk:
        device.load_paper(25)  # mm: it ends on the slip
        desk.ask_probe(7, slip=True)
        with Journal(tmp_path) as journal, a_courier(desk, journal, device.port, timing=BRIEF) as courier:
            courier.do_one()
        assert [found["slip"] for found in desk.outcomes] == ["CANCELLED"]
        device.load_paper(ROLL_MM)
        desk.queue(1, a_slip())
        with Journal(tmp_path) as journal, a_courier(desk, journal, device.port) as courier:
            courier.do_one()
        texts = [slip.text for slip in device.mechanism.slips]
    assert [("A-007" in text, "MAL PELAYANAN" in text) for text in texts] == [(True, False), (True, True)]
    assert desk.verdicts() == [(1, 1, "PRINTED")]


def test_a_slip_whose_agent_was_killed_is_cut_off_too_and_reported_to_nobody(tmp_path: Path) -> None:
    with a_device() as device, Desk() as desk:
        desk.queue(1, a_slip())
        with Journal(tmp_path) as journal:
            journal.take(Attempt(7, TEST_SLIP, "utama", "P1", slip="words"))
            journal.sending((7, TEST_SLIP))
            device.buffer.put(slip_bytes()[:-30])
        with Journal(tmp_path) as journal, a_courier(desk, journal, device.port) as courier:
            courier.do_one()
            assert journal.unreported() == ()
        assert len(device.mechanism.slips) == 2
    assert desk.verdicts() == [(1, 1, "PRINTED")]


def test_a_slip_that_came_out_leaves_nothing_to_cut_away(tmp_path: Path) -> None:
    with a_device() as device, Desk() as desk:
        for probe in (7, 7):  # another server numbers its own from the beginning
            desk.ask_probe(probe, slip=True)
            with Journal(tmp_path) as journal, a_courier(desk, journal, device.port) as courier:
                courier.do_one()
        desk.queue(1, a_slip())
        with Journal(tmp_path) as journal, a_courier(desk, journal, device.port) as courier:
            courier.do_one()
        assert len(device.mechanism.slips) == 3


def test_a_probe_that_nobody_waits_for_is_left_alone(tmp_path: Path) -> None:
    with a_device() as device, Desk() as desk, Journal(tmp_path) as journal:
        desk.unwanted.add(7)
        desk.ask_probe(7, slip=True)
        with a_courier(desk, journal, device.port) as courier:
            courier.do_one()
        assert device.mechanism.slips == ()
    assert desk.outcomes == []


def test_what_was_found_is_kept_while_the_server_cannot_take_it(tmp_path: Path) -> None:
    with a_device() as device, Desk() as desk, Journal(tmp_path) as journal:
        desk.ask_probe(7, slip=True)
        desk.deaf = True
        with a_courier(desk, journal, device.port) as courier:
            with pytest.raises(ServerGone):
                courier.do_one()
            desk.deaf = False
            courier.do_one()
        assert len(device.mechanism.slips) == 1
    assert [found["probe"] for found in desk.outcomes] == [7, 7]
    assert desk.outcomes[0] == desk.outcomes[1]

"""However a mall chains its printers, paper that moves from one to the next comes to an end."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.alarms import Seen
from app.domain.mall import Kiosk, Printer, Transport
from app.domain.printing import WORKING, PrinterState
from app.domain.rerouting import fallback_of, is_stuck, place_elsewhere, place_of
from tests.factories import MORNING, main_site

CODES = ["P1", "P2", "P3", "P4"]
CHAINS = st.fixed_dictionaries({code: st.sampled_from([*CODES, "P9", None]) for code in CODES})
STATES = st.fixed_dictionaries(
    {code: st.sampled_from([PrinterState.READY, PrinterState.PAPER_OUT]) for code in CODES}
)


@given(chain=CHAINS, states=STATES)
def test_a_chain_of_fallbacks_never_loops(
    chain: dict[str, str | None], states: dict[str, PrinterState]
) -> None:
    printers = tuple(
        Printer(code, Transport.EMULATOR, "", "epson-80", fallback=other) for code, other in chain.items()
    )
    site = replace(main_site(), printers=printers)
    seen = {code: Seen(code, state, MORNING, MORNING) for code, state in states.items()}
    here, been_at = "P1", ["P1"]
    while (found := fallback_of(site, here, seen, kiosk=None, been_at=been_at, now=MORNING)) is not None:
        assert found not in been_at
        assert seen[found].state is PrinterState.READY
        been_at.append(found)
        here = found
    assert len(been_at) <= len(CODES)


def test_a_printer_is_stuck_after_ten_seconds() -> None:
    def stuck(state: PrinterState, seconds: float) -> bool:
        now = MORNING + timedelta(seconds=seconds)
        stopped_since = None if state in WORKING else MORNING
        seen = Seen("P1", state, now, now, stopped_since=stopped_since)
        return is_stuck(seen, waiting_since=now, now=now)

    assert not stuck(PrinterState.PAPER_OUT, 9.5)
    assert stuck(PrinterState.PAPER_OUT, 10)
    assert not stuck(PrinterState.NEAR_END, 3600)


def test_a_printer_stands_at_its_kiosk() -> None:
    assert place_of(main_site(), "P1") == "Anjungan 1"
    assert place_of(main_site(), "P9") == "P9"


def test_only_paper_that_comes_out_elsewhere_has_a_place_to_be_named() -> None:
    there = Kiosk("K3", "Anjungan tangga", printer="P2")
    site = main_site(kiosks=(*main_site().kiosks, there))

    def place(origin: str, printer: str | None) -> str | None:
        return place_elsewhere(site, origin=origin, printer=printer)

    assert place("kiosk:K1", "P1") is None
    assert place("kiosk:K1", "P2") == "Anjungan tangga"
    assert place("kiosk:K1", "P9") == "P9"
    assert place("kiosk:K2", "P1") == "Anjungan 1"
    assert place("kiosk:K2", None) is None
    assert place("counter:1", "P2") is None
    assert place("kiosk:99", "P2") is None

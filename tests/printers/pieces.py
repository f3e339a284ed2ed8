"""Slips, printers and conversations for the tests of paper: plain factories."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from app.domain.printing import PrinterState
from app.domain.slip import Slip
from printers.emulator.device import Device, EmulatedPrinter
from printers.emulator.mechanism import AT_ONCE, Pace
from printers.remains import Remains
from printers.session import Result, Timing, Watch, print_confirmed
from printers.ticket import render
from printers.transport import Line, open_line

PATIENT = Timing(poll=0.05, grace=0.1)
SHORT = replace(PATIENT, status=0.3, patience=0.4, hold=0.4, clear=0.3)  # where waiting in vain is the point


def a_slip(**changes: Any) -> Slip:
    words = {
        "mall": "Mal Pelayanan Publik Banyuwangi",
        "agency": "Dispendukcapil",
        "number": "A-007",
        "service": "Perekaman KTP-el pemula",
        "issued": "Senin 23 November 2026 08.42 WIB",
        "ahead": "3 orang di depan, sekitar 10-20 menit",
        "place": "Ruang tunggu: Lantai 1",
        "bring": "Bawa: KK, akta kelahiran",
        "url": "HTTPS://ANTREAN.EXAMPLE.GO.ID/T/BCDFGHJKLMNPQRSTVWXZ2345",
        "scan": "Pantau dari ponsel: pindai kode ini",
        "footer": "Terima kasih atas kesabaran Anda",
    }
    return Slip(**{**words, **changes})


@contextmanager
def a_device(profile: str = "epson-80", *, pace: Pace = AT_ONCE, code: str = "P1") -> Iterator[Device]:
    device = Device(EmulatedPrinter(code, "utama", "127.0.0.1", 0, profile, pace)).start()
    try:
        yield device
    finally:
        device.close()


def opener(device: Device) -> Callable[[float], Line]:
    return lambda timeout: open_line("tcp", f"127.0.0.1:{device.port}", timeout=timeout)


def printed(
    device: Device,
    slip: Slip | None = None,
    *,
    timing: Timing = PATIENT,
    on_state: Callable[[PrinterState], None] = lambda _: None,
    before_send: Callable[[], None] = lambda: None,
    stop: threading.Event | None = None,
    remains: Remains | None = None,
) -> Result:
    """One confirmed print on an emulated printer."""
    watch = Watch(stop=stop or threading.Event(), on_state=on_state, before_send=before_send)
    job = render(slip or a_slip(), device.profile)
    return print_confirmed(
        opener(device),
        job,
        device.profile,
        mark=b"t007",
        watch=watch,
        timing=timing,
        remains=remains or Remains(),
    )


class Deed:
    """Calls something the first time a state is seen (or at all), as a person beside the printer would."""

    def __init__(self, act: Callable[[], None], *, at: PrinterState) -> None:
        self._act = act
        self._at = at
        self._done = False
        self.seen: list[PrinterState] = []

    def __call__(self, state: PrinterState) -> None:
        self.seen.append(state)
        if state is self._at and not self._done:
            self._done = True
            self._act()

"""How printing is usually done: python-escpos over the network, and once more if it raises."""

import importlib
from collections.abc import Callable

TRIES = 8


def print_ticket(port: int, job: int, *, before_try: Callable[[], None]) -> bool:
    """Whether the ticket is believed to be printed; each try says on paper which one it was."""
    troubles = (OSError, importlib.import_module("escpos.exceptions").Error)
    for attempt in range(1, TRIES + 1):
        before_try()
        try:
            _print(port, f"{job}.{attempt}")
        except troubles:
            continue
        return True
    return False


def _print(port: int, name: str) -> None:
    printer = importlib.import_module("escpos.printer").Network("127.0.0.1", port, timeout=1)
    printer.open()
    try:
        printer.set(align="center")
        printer.text("MPP\n")
        printer.set(align="center", double_height=True, double_width=True)
        printer.text(f"{name}\n")
        printer.set_with_default()
        printer.text("Ruang tunggu: Lantai 1\n\n")
        printer.qr("HTTPS://ANTREAN.EXAMPLE.GO.ID/T/BCDF", size=3)  # a picture, as it is by default
        printer.text(f"selesai {name}\n")
        printer.cut()
    finally:
        printer.close()

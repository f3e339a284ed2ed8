"""All emulated printers of a mall in one process, with a page that shows their paper."""

import contextlib
import dataclasses
import threading
from collections.abc import Iterator, Mapping, Sequence

from app.domain.mall import Mall, Transport
from printers.emulator.device import Device, EmulatedPrinter
from printers.emulator.web import Page
from printers.transport import host_and_port


def serve(
    printers: Sequence[EmulatedPrinter],
    *,
    web_host: str,
    web_port: int,
    stop: threading.Event,
    ready: threading.Event | None = None,
) -> None:
    """Run the printers and their page until `stop`; `ready` is set once every port is open.

    Raises OSError if a port is taken and KeyError for an unknown profile.
    """
    with devices(printers) as running, Page(running, host=web_host, port=web_port):
        if ready is not None:
            ready.set()
        stop.wait()


@contextlib.contextmanager
def devices(
    printers: Sequence[EmulatedPrinter], *, elsewhere: bool = False
) -> Iterator[Mapping[str, Device]]:
    """The running printers by name ("<site>-<code>"), closed again at the end.

    `elsewhere` lets a printer whose port is taken listen at any free one; otherwise that raises OSError.
    """
    running: dict[str, Device] = {}
    try:
        for printer in printers:
            running[printer.name] = _plugged_in(printer, elsewhere=elsewhere).start()
        yield running
    finally:
        for device in running.values():
            device.close()


def _plugged_in(printer: EmulatedPrinter, *, elsewhere: bool) -> Device:
    """Asking first whether the port is free would leave others the time to take it."""
    try:
        return Device(printer)
    except OSError:
        if not elsewhere:
            raise
    return Device(dataclasses.replace(printer, tcp_port=0))


def emulated_printers(mall: Mall) -> tuple[EmulatedPrinter, ...]:
    """The printers of a mall whose transport is "emulator", each at its own address."""
    return tuple(
        EmulatedPrinter(printer.code, site.code, *host_and_port(printer.address), printer.profile)
        for site in mall.sites
        for printer in site.printers
        if printer.transport is Transport.EMULATOR
    )

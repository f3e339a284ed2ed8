"""The wires to printers, one small file each; this door opens the right one for a printer's transport."""

from collections.abc import Mapping
from types import MappingProxyType

from app.domain.mall import Transport
from printers.transport.cups import CupsLine
from printers.transport.line import Line, Opener, TransportError, Unreachable
from printers.transport.serial_port import SerialLine
from printers.transport.tcp import TcpLine, host_and_port
from printers.transport.usb import UsbLine

__all__ = [
    "ONE_WAY",
    "OPENERS",
    "Line",
    "Opener",
    "TransportError",
    "Unreachable",
    "host_and_port",
    "open_line",
]

OPENERS: Mapping[str, Opener] = MappingProxyType(
    {
        Transport.TCP: TcpLine.open,
        Transport.EMULATOR: TcpLine.open,
        Transport.USB: UsbLine.open,
        Transport.SERIAL: SerialLine.open,
        Transport.CUPS: CupsLine.open,
    }
)
ONE_WAY = frozenset({Transport.CUPS})  # nothing a printer says comes back over these


def open_line(transport: str, address: str, *, timeout: float) -> Line:
    """A line of the printer's kind, opened within `timeout` seconds; raises Unreachable."""
    opener = OPENERS.get(transport)
    if opener is None:
        raise Unreachable(f"this agent has no transport {transport!r}")
    return opener(address, timeout)

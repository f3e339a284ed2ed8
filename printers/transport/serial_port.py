"""A printer at a serial port, by pyserial; also the USB printers that call themselves one.

Never tried on a physical printer: the tests put a pseudo-terminal in its place, which knows no speed.
No flow control is used and none is needed: a job is smaller than a printer's buffer, and the agent
sends none before the last one is confirmed. Eight bits, no parity, one stop bit, as all are shipped.
"""

import contextlib

import serial

from printers.transport.line import TransportError, Unreachable

BAUD = 9600  # as most are shipped; the slip that a printer makes when switched on says it


class SerialLine:
    """An open serial port, held alone."""

    def __init__(self, port: serial.Serial) -> None:
        self._port = port

    @classmethod
    def open(cls, address: str, timeout: float) -> "SerialLine":
        """`address` is port or port:baud, e.g. /dev/ttyUSB0:19200 or COM3. Raises Unreachable.

        Opening drops what the printer said to an earlier conversation: it must not confirm this one.
        """
        name, baud = port_and_baud(address)
        try:
            port = serial.Serial(name, baud, timeout=timeout, write_timeout=timeout, exclusive=True)
        except (OSError, ValueError) as trouble:
            raise Unreachable(f"{address}: {trouble}") from trouble
        return cls(port)

    def send(self, data: bytes, *, timeout: float) -> None:
        try:
            self._port.write_timeout = timeout
            self._port.write(data)
        except OSError as trouble:  # a SerialException is one
            raise TransportError(str(trouble)) from trouble

    def receive(self, *, timeout: float) -> bytes:
        try:
            self._port.timeout = max(0.0, timeout)
            first = self._port.read(1)
            return first + self._port.read(self._port.in_waiting) if first else b""
        except OSError as trouble:
            raise TransportError(str(trouble)) from trouble

    def close(self) -> None:
        """The system itself sends what it still holds before the port is free."""
        with contextlib.suppress(OSError):  # unplugged
            self._port.close()


def port_and_baud(address: str) -> tuple[str, int]:
    """The parts of port:baud, 9600 if no speed is given; raises Unreachable."""
    name, colon, baud = address.rpartition(":")
    if not colon:
        return address, BAUD
    if not baud.isdecimal() or not 50 <= int(baud) <= 4_000_000:
        raise Unreachable(f"{address!r} is not port:baud, e.g. /dev/ttyUSB0:9600")
    return name, int(baud)

"""A network printer's raw port, usually 9100."""

import select
import socket
import time

from printers.transport.line import TransportError, Unreachable

CLOSE_SECONDS = 0.3


class TcpLine:
    """A line to a network printer (raw port, usually 9100)."""

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection

    @classmethod
    def open(cls, address: str, timeout: float) -> "TcpLine":
        """`address` is host:port; raises Unreachable."""
        host, port = host_and_port(address)
        try:
            connection = socket.create_connection((host, port), timeout)
        except OSError as trouble:
            raise Unreachable(f"{address}: {trouble}") from trouble
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return cls(connection)

    def send(self, data: bytes, *, timeout: float) -> None:
        self._socket.settimeout(timeout)
        try:
            self._socket.sendall(data)
        except OSError as trouble:
            raise TransportError(str(trouble)) from trouble

    def receive(self, *, timeout: float) -> bytes:
        try:
            readable, _, _ = select.select([self._socket], [], [], max(0.0, timeout))
            if not readable:
                return b""
            data = self._socket.recv(4096)
        except OSError as trouble:
            raise TransportError(str(trouble)) from trouble
        if not data:
            raise TransportError("the printer hung up")
        return data

    def close(self) -> None:
        """Half-close and drain first: closing with unread bytes resets the line and truncates a job."""
        try:
            self._socket.shutdown(socket.SHUT_WR)
            self._drain()
        except OSError:
            pass  # already gone, which is what was wanted
        finally:
            self._socket.close()

    def _drain(self) -> None:
        until = time.monotonic() + CLOSE_SECONDS
        while (left := until - time.monotonic()) > 0:
            self._socket.settimeout(left)
            if not self._socket.recv(4096):
                return


def host_and_port(address: str) -> tuple[str, int]:
    """The parts of host:port or [ipv6]:port, port 9100 if none is given; raises Unreachable."""
    host, colon, port = address.rpartition(":")
    if not colon or port.endswith("]"):
        host, port = address, "9100"
    if not port.isdecimal():
        raise Unreachable(f"{address!r} is not host:port")
    return host.strip("[]"), int(port)

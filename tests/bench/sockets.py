"""Many phones on one thread: bare Socket.IO clients over websockets that only listen.

Just enough of RFC 6455 and of Engine.IO 4 to stay connected; a full client for each of hundreds
of phones would take the cores that the server under test needs.
"""

import base64
import json
import os
import selectors
import socket
import threading
import time
from collections import deque
from dataclasses import dataclass, field

TEXT = 1
SHORT, LONG = 126, 127
GROUP = 100
LOOK_SECONDS = 0.05
PATIENCE = 60.0


@dataclass
class Phone:
    """One connection and what has arrived on it."""

    connection: socket.socket
    received: bytearray = field(default_factory=bytearray)
    heard: int = 0
    inside: bool = False  # the server let it into the namespace
    kept: list[tuple[float, str]] = field(default_factory=list)  # ms since 1970, the packet of an event


class Phones:
    """Opens `len(auths)` connections to a namespace and keeps them until `close`.

    They come in groups, each once the one before was let in, and answer the heartbeat from the start: the
    server hangs up on whoever does not. With `keep` each of them remembers every event and when it came.
    """

    def __init__(self, port: int, namespace: str, auths: list[dict[str, str]], *, keep: bool = False) -> None:
        self._keep = keep
        self._selector = selectors.DefaultSelector()
        self._closing = threading.Event()
        self._newcomers: deque[Phone] = deque()
        self.phones: list[Phone] = []
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        for start in range(0, len(auths), GROUP):
            self._open(port, namespace, auths[start : start + GROUP])

    def _open(self, port: int, namespace: str, auths: list[dict[str, str]]) -> None:
        group = [connect(port, namespace, auth) for auth in auths]
        for phone in group:
            phone.connection.setblocking(False)
        self.phones += group
        self._newcomers.extend(group)
        deadline = time.monotonic() + PATIENCE
        while not all(phone.inside for phone in group):
            if time.monotonic() > deadline:
                raise TimeoutError(f"{sum(not phone.inside for phone in group)} phones were not let in")
            time.sleep(LOOK_SECONDS)

    @property
    def heard(self) -> int:
        """Events that arrived on all phones together."""
        return sum(phone.heard for phone in self.phones)

    def close(self) -> None:
        self._closing.set()
        self._thread.join()
        for phone in self.phones:
            phone.connection.close()

    def _listen(self) -> None:
        while not self._closing.is_set():
            while self._newcomers:
                phone = self._newcomers.popleft()
                self._selector.register(phone.connection, selectors.EVENT_READ, phone)
                self._hear(phone)  # what came with the answer to its greeting
            for key, _ in self._selector.select(timeout=LOOK_SECONDS):
                told: Phone = key.data
                chunk = told.connection.recv(65536)
                if not chunk:
                    raise ConnectionResetError("the server hung up on a phone")
                told.received += chunk
                self._hear(told)

    def _hear(self, phone: Phone) -> None:
        for packet in packets(phone.received):
            answer(phone, packet)
            if self._keep and packet.startswith("42"):
                phone.kept.append((time.time() * 1000, packet))


def connect(port: int, namespace: str, auth: dict[str, str], *, timeout: float = 30.0) -> Phone:
    """A new connection that asked to be let into the namespace."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=timeout)
    try:
        return _greeted(connection, port, namespace, auth)
    except OSError:
        connection.close()
        raise


def _greeted(connection: socket.socket, port: int, namespace: str, auth: dict[str, str]) -> Phone:
    key = base64.b64encode(os.urandom(16)).decode()
    head = (
        "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Key: {key}",
    )
    connection.sendall("\r\n".join([*head, "", ""]).encode())
    phone = Phone(connection)
    while b"\r\n\r\n" not in phone.received:
        chunk = connection.recv(4096)
        if not chunk:
            raise ConnectionResetError("the server hung up in its greeting")
        phone.received += chunk
    del phone.received[: phone.received.index(b"\r\n\r\n") + 4]
    _send(connection, f"40{namespace},{json.dumps(auth)}")
    return phone


def packets(received: bytearray) -> list[str]:
    """Takes the whole text frames off the front of what was received."""
    found = []
    while len(received) >= 2:
        length, start = received[1] & 127, 2
        if length == SHORT:
            length, start = int.from_bytes(received[2:4], "big"), 4
        elif length == LONG:
            length, start = int.from_bytes(received[2:10], "big"), 10
        if len(received) < start + length:
            break
        if received[0] & 15 == TEXT:
            found.append(received[start : start + length].decode())
        del received[: start + length]
    return found


def answer(phone: Phone, packet: str) -> None:
    if packet == "2":
        _send(phone.connection, "3")
    elif packet.startswith("42"):
        phone.heard += 1
    elif packet.startswith("40/"):
        phone.inside = True
    elif packet.startswith("44/"):
        raise ConnectionRefusedError(packet)


def _send(connection: socket.socket, text: str) -> None:
    """One short masked text frame, as clients must."""
    data, mask = text.encode(), os.urandom(4)
    size = (
        bytes([128 | len(data)]) if len(data) < SHORT else bytes([128 | SHORT, *len(data).to_bytes(2, "big")])
    )
    masked = bytes(byte ^ mask[place % 4] for place, byte in enumerate(data))
    connection.sendall(bytes([128 | TEXT]) + size + mask + masked)

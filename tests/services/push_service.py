"""The push service of a desktop's Chromium, as far as one browser needs it: no message leaves this machine.

The browser checks in and asks for an address over HTTP, then keeps a line open (MCS, over TLS) on which
sealed messages come. It makes its own keys and opens the messages itself; this service sees neither.
"""

import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO, Self
from urllib.parse import parse_qs

DEVICE, SECRET = 4_711_000_001, 42  # what the browser is called here
VERSION = bytes([41])  # of the line's own language
HEARTBEAT_PING, HEARTBEAT_ACK, LOGIN, LOGGED_IN, MESSAGE = 0, 1, 2, 3, 8  # kinds of what goes over it
ADDRESS = "token=bGFwdG9w:one"
APPLICATION, SUBTYPE = "org.chromium.linux", "X-subtype"


class PushService:
    """`arguments` have a Chromium ask here; `deliver` puts a sealed message on its line."""

    def __init__(self, certificate: Path) -> None:
        self.registered: dict[str, str] = {}  # of the last address that was given: who may write to whom
        self.connected = threading.Event()
        self._line: ssl.SSLSocket | None = None
        self._sent = 0
        service = self

        class Desk(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = self.rfile.read(int(self.headers["Content-Length"]))
                answer = service._checked_in() if "checkin" in self.path else service._register(asked)
                self.send_response(200)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        self._desk = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
        self._desk.daemon_threads = True
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate)
        self._listener = socket.create_server(("127.0.0.1", 0))

    def __enter__(self) -> Self:
        threading.Thread(target=self._desk.serve_forever, args=(0.02,), daemon=True).start()
        threading.Thread(target=self._answer_lines, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._desk.shutdown()
        self._desk.server_close()
        self._listener.close()

    @property
    def arguments(self) -> tuple[str, ...]:
        desk = f"http://127.0.0.1:{self._desk.server_port}"
        line = f"https://localhost:{self._listener.getsockname()[1]}"
        return (
            f"--gcm-checkin-url={desk}/checkin",
            f"--gcm-registration-url={desk}/register",
            f"--gcm-mcs-endpoint={line}",
            "--ignore-certificate-errors",
        )

    def deliver(self, sealed: bytes) -> None:
        """One message for the subscription that was made last, sealed as aes128gcm."""
        if self._line is None:
            raise ConnectionError("no browser is connected")
        self._sent += 1
        told = {SUBTYPE.removeprefix("X-"): self.registered[SUBTYPE], "content-encoding": "aes128gcm"}
        message = (
            _text(3, self.registered["sender"])
            + _text(5, self.registered["app"])
            + b"".join(_bytes(7, _text(1, name) + _text(2, value)) for name, value in told.items())
            + _text(9, f"0:{self._sent}")
            + _number(17, 60)
            + _bytes(21, sealed)
        )
        self._line.sendall(_packet(MESSAGE, message))

    def _checked_in(self) -> bytes:
        return _number(1, 1) + b"\x39" + struct.pack("<Q", DEVICE) + b"\x41" + struct.pack("<Q", SECRET)

    def _register(self, asked: bytes) -> bytes:
        said = {name: values[0] for name, values in parse_qs(asked.decode()).items()}
        if SUBTYPE in said:
            self.registered = said
        return ADDRESS.encode()

    def _answer_lines(self) -> None:
        with contextlib.suppress(OSError):  # until the listener is closed
            while True:
                near, _ = self._listener.accept()
                threading.Thread(target=self._hold, args=(near,), daemon=True).start()

    def _hold(self, near: socket.socket) -> None:
        with near, contextlib.suppress(OSError):  # a browser that has ended
            line = self._context.wrap_socket(near, server_side=True)
            with line, line.makefile("rb") as reader:
                if reader.read(1) != VERSION:
                    return
                for kind in _kinds(reader):
                    if kind == LOGIN:
                        line.sendall(VERSION + _packet(LOGGED_IN, _text(1, "chrome-") + _number(8, 1)))
                        self._line = line
                        self.connected.set()
                    elif kind == HEARTBEAT_PING:
                        line.sendall(_packet(HEARTBEAT_ACK, b""))


def _kinds(reader: BinaryIO) -> Iterator[int]:
    """The kind of each packet that comes."""
    while kind := reader.read(1):
        size = shift = 0
        while True:
            byte = reader.read(1)[0]
            size |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                break
        reader.read(size)
        yield kind[0]


def _packet(kind: int, message: bytes) -> bytes:
    return bytes([kind]) + _varint(len(message)) + message


def _varint(number: int) -> bytes:
    signs = b""
    while number > 127:
        signs += bytes([number & 127 | 128])
        number >>= 7
    return signs + bytes([number])


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode())

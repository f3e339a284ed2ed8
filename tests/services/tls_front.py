"""A door with TLS in front of a server of ours, as an office's web server is: its pages are secure."""

import contextlib
import socket
import ssl
import threading
from pathlib import Path
from typing import Self


class TlsFront:
    """Listens from the start, so that `url` is known before the server is; each line is carried as it is."""

    def __init__(self, certificate: Path) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"https://localhost:{self._listener.getsockname()[1]}"
        self.port = 0  # of the server behind it

    def __enter__(self) -> Self:
        threading.Thread(target=self._answer, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    def _answer(self) -> None:
        with contextlib.suppress(OSError):  # until the listener is closed
            while True:
                near, _ = self._listener.accept()
                threading.Thread(target=self._let_in, args=(near,), daemon=True).start()

    def _let_in(self, plain: socket.socket) -> None:
        """Two ways, each with a thread of its own; whoever ends last closes both ends."""
        with plain, contextlib.suppress(OSError):
            near = self._context.wrap_socket(plain, server_side=True)
            with near, socket.create_connection(("127.0.0.1", self.port)) as far:
                back = threading.Thread(target=_carry, args=(far, near), daemon=True)
                back.start()
                _carry(near, far)
                back.join()


def _carry(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while said := source.recv(65536):
            sink.sendall(said)
    for end in (source, sink):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)

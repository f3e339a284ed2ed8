"""A line between a screen and the server that can lose one answer after the server has given it."""

import contextlib
import socket
import threading
from types import TracebackType
from typing import Self


class LossyLine:
    """Forwards TCP; when told to, it hangs up instead of bringing back the answer to a request."""

    def __init__(self, port: int) -> None:
        self._target = ("127.0.0.1", port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._request: bytes | None = None
        self._lost = threading.Event()
        self.asked: list[str] = []  # what came through from the screen, request by request
        self._ends: list[socket.socket] = []
        threading.Thread(target=self._answer_calls, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, trouble: BaseException | None, trace: TracebackType | None
    ) -> None:
        for end in (self._listener, *self._ends):
            _hang_up(end)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    @property
    def lost_an_answer(self) -> bool:
        return self._lost.is_set()

    def lose_answer_to(self, request: str) -> None:
        """The next request that begins so ("POST /api/v1/...") reaches the server; its answer nobody."""
        self._request = request.encode()

    def _answer_calls(self) -> None:
        with contextlib.suppress(OSError):  # until the listener is closed
            while True:
                near, _ = self._listener.accept()
                far = socket.create_connection(self._target)
                self._ends += [near, far]
                doomed = threading.Event()
                for pump, source, sink in ((self._ask, near, far), (self._answer, far, near)):
                    threading.Thread(target=pump, args=(source, sink, doomed), daemon=True).start()

    def _ask(self, near: socket.socket, far: socket.socket, doomed: threading.Event) -> None:
        with contextlib.suppress(OSError):
            while said := near.recv(65536):
                self.asked.append(said.decode("latin-1"))
                if self._request is not None and said.startswith(self._request):
                    self._request = None
                    doomed.set()
                far.sendall(said)
        _hang_up(far)

    def _answer(self, far: socket.socket, near: socket.socket, doomed: threading.Event) -> None:
        with contextlib.suppress(OSError):
            while said := far.recv(65536):
                if doomed.is_set():
                    self._lost.set()
                    break
                near.sendall(said)
        _hang_up(near)


def _hang_up(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()

"""A network cable between a screen and the server: cut, it swallows everything without a word."""

import contextlib
import selectors
import socket
import threading


class Cable:
    """Forwards TCP to a port of this machine; between `cut` and `mend` bytes and greetings are lost."""

    def __init__(self, port: int) -> None:
        self._target = ("127.0.0.1", port)
        self._ends = selectors.DefaultSelector()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._ends.register(self._listener, selectors.EVENT_READ)
        self._is_cut = threading.Event()
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._carry, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def cut(self) -> None:
        self._is_cut.set()

    def mend(self) -> None:
        """New connections pass again; those that were open in the cut stay dead, as behind a router."""
        self._is_cut.clear()

    def remove(self) -> None:
        self._is_over.set()
        self._thread.join()
        for key in list(self._ends.get_map().values()):
            with contextlib.closing(key.fileobj):  # type: ignore[type-var]
                pass
        self._ends.close()

    def _carry(self) -> None:
        while not self._is_over.is_set():
            for key, _ in self._ends.select(timeout=0.05):
                if key.fileobj is self._listener:
                    self._greet()
                else:
                    self._pass_on(key.fileobj, key.data)  # type: ignore[arg-type]

    def _greet(self) -> None:
        near, _ = self._listener.accept()
        if self._is_cut.is_set():
            self._ends.register(near, selectors.EVENT_READ, None)
            return
        try:
            far = socket.create_connection(self._target)
        except OSError:  # nobody serves there now
            near.close()
            return
        self._ends.register(near, selectors.EVENT_READ, far)
        self._ends.register(far, selectors.EVENT_READ, near)

    def _pass_on(self, end: socket.socket, other: socket.socket | None) -> None:
        with contextlib.suppress(OSError):
            heard = end.recv(65536)
            if heard:
                if self._is_cut.is_set():
                    self._deafen(end, other)
                elif other is not None:
                    other.sendall(heard)
                return
        self._hang_up(end)
        if other is not None:
            self._hang_up(other)

    def _deafen(self, end: socket.socket, other: socket.socket | None) -> None:
        """What was said over this connection during the cut is lost, so nothing may follow it."""
        for side in (end, other):
            if side is not None and side.fileno() >= 0:
                self._ends.modify(side, selectors.EVENT_READ, None)

    def _hang_up(self, end: socket.socket) -> None:
        with contextlib.suppress(KeyError, ValueError):
            self._ends.unregister(end)
        end.close()

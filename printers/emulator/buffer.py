"""The receive buffer between a printer's network plug and its print head."""

import threading
from collections import deque

CAPACITY = 4096  # bytes; a full buffer stops reading, and so stops hearing status questions


class Emptied(Exception):
    """What was being read is gone: the buffer was cleared or the power went off."""


class Buffer:
    """Bytes in order, for one writer and one reader."""

    def __init__(self) -> None:
        self._bytes: deque[int] = deque()
        self._changed = threading.Condition()
        self._emptied = False
        self._closed = False

    def __len__(self) -> int:
        with self._changed:
            return len(self._bytes)

    def room(self, *, timeout: float) -> int:
        """How many bytes fit now; waits up to `timeout` seconds for the first."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._bytes) < CAPACITY or self._closed, timeout)
            return CAPACITY - len(self._bytes)

    def put(self, data: bytes) -> None:
        with self._changed:
            self._bytes.extend(data)
            self._changed.notify_all()

    def take(self) -> int:
        """The next byte; waits for it. Raises Emptied once after each emptying, and always when closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._bytes or self._emptied or self._closed)
            if self._emptied or self._closed:
                self._emptied = False
                raise Emptied
            byte = self._bytes.popleft()
            self._changed.notify_all()
            return byte

    def wait_for_change(self, *, timeout: float) -> None:
        """Wait while a blocked print head has nothing to do; raises Emptied as take() does."""
        with self._changed:
            self._changed.wait_for(lambda: self._emptied or self._closed, timeout)
            if self._emptied or self._closed:
                self._emptied = False
                raise Emptied

    def empty(self) -> None:
        with self._changed:
            self._bytes.clear()
            self._emptied = True
            self._changed.notify_all()

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()

"""The websocket of the tests' Socket.IO clients."""

import websocket
from websocket import STATUS_NORMAL


class Line(websocket.WebSocket):
    """Says goodbye and goes; the library would wait three seconds for the server's own goodbye."""

    def close(self, status: int = STATUS_NORMAL, reason: bytes = b"", timeout: int = 0) -> None:
        super().close(status, reason, timeout)

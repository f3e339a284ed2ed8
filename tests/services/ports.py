"""Ports for servers that must find theirs free, again after a restart, while other tests open connections."""

import os
import socket
from itertools import count

FIRST, NUMBER = 20_000, 12_000  # below those that systems lend to whoever does not care which
APART = 7_417  # between the first ports of two processes; by the golden section, so that many stay apart

_steps = count(os.getpid() * APART)


def free_port() -> int:
    """A port that nobody holds now, and that this process does not give away again for a long time."""
    return next(port for step in _steps if _is_free(port := FIRST + step % NUMBER))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True

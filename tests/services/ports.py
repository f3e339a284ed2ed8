"""Ports for servers that must find theirs free, again after a restart, while other tests open connections."""

import os
import socket
import sys
from itertools import count

FIRST, NUMBER = 20_000, 12_000  # below those that systems lend to whoever does not care which
APART = 7_417  # between the first ports of two processes; by the golden section, so that many stay apart

_steps = count(os.getpid() * APART)
_reserved: list[socket.socket] = []


def free_port() -> int:
    """A port that no other test is given while this process lives, nor this one for a long time."""
    return next(port for step in _steps if _reserve(port := FIRST + step % NUMBER))


def _reserve(port: int) -> bool:
    """Binds the port and never listens; Linux lets a server in beside that, but no second one of us."""
    holder = socket.socket()
    try:
        holder.bind(("127.0.0.1", port))
    except OSError:
        holder.close()
        return False
    if sys.platform == "linux":
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # lets the server in, no other holder
        _reserved.append(holder)
    else:
        holder.close()
    return True

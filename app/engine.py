"""What the server needs from its concurrency engine; run.py alone decides which one it is."""

import signal
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from flask import Flask

if sys.platform != "win32":
    import resource

MOST_CONNECTIONS = 20_000
OTHER_FILES = 250  # connections to the database, children, clips and files on their way out
FEWEST_CONNECTIONS = 32


class Offload(Protocol):
    """Runs a blocking deed where it stops nobody else, and waits for its result."""

    def __call__(self, deed: Callable[[], Any], /) -> Any: ...


Opened = Callable[[int], AbstractContextManager[None]]


class Serve(Protocol):
    """Serves until interrupted; in `opened` while connections are accepted, whose port it is told."""

    def __call__(self, app: "Flask", host: str, port: int, opened: Opened) -> None: ...


@dataclass(frozen=True, slots=True)
class Engine:
    """`name` is the async_mode of Flask-SocketIO: "threading" or "eventlet"."""

    name: str
    offload: Offload
    serve: Serve


class Interruption:
    """Ctrl-C or SIGTERM as something to wait for.

    As an exception it would end whichever green thread happens to run, the relay say, and be lost there.
    """

    def __init__(self) -> None:
        self._heard, self._told = socket.socketpair()
        self._told.settimeout(0)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: None)
        signal.set_wakeup_fd(self._told.fileno(), warn_on_full_buffer=False)

    def tell(self, *_: object) -> None:
        """For the engine itself: it cannot go on serving."""
        self._told.send(b".")

    def wait(self) -> None:
        self._heard.recv(1)


def room() -> int:
    """Has the system allow as many open files as it will; how many connections may be open beside our own.

    A server that accepts one too many ends with the accept, and a thousand phones reach the usual limit.
    """
    if sys.platform == "win32":
        return MOST_CONNECTIONS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + OTHER_FILES
    allowed = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
    if soft != resource.RLIM_INFINITY and soft < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
        soft = allowed
    if soft == resource.RLIM_INFINITY:
        return MOST_CONNECTIONS
    return max(FEWEST_CONNECTIONS, min(MOST_CONNECTIONS, soft - OTHER_FILES))


def _call(deed: Callable[[], Any], /) -> Any:
    return deed()


def _serve_on_threads(app: "Flask", host: str, port: int, opened: Opened) -> None:
    from werkzeug.serving import WSGIRequestHandler, make_server  # noqa: PLC0415  (few commands serve)

    class Handler(WSGIRequestHandler):
        """Keeps connections open between requests; what happened is in the journal, not in an access log."""

        protocol_version = "HTTP/1.1"

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """Says nothing: addresses of tickets do not belong in a log."""

    interruption = Interruption()
    server = make_server(host, port, app, threaded=True, request_handler=Handler)
    start_thread(server.serve_forever, name="web")
    with opened(server.server_port):
        interruption.wait()
    server.shutdown()
    server.server_close()


def threads() -> Engine:
    """One operating system thread a request: no third-party engine at all."""
    return Engine("threading", offload=_call, serve=_serve_on_threads)


def start_thread(work: Callable[[], None], *, name: str) -> threading.Thread:
    """A daemon thread of the engine in force (a green one under eventlet)."""
    thread = threading.Thread(target=work, name=name, daemon=True)
    thread.start()
    return thread

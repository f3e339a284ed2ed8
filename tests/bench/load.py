"""A closed-loop HTTP load: n clients, each on one kept-alive connection, each waiting for its answer."""

import socket
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

PATIENCE = 30.0

Request = Callable[[int, int], bytes]


@dataclass(frozen=True)
class Measured:
    """What a burst came to: answers a second, latencies in milliseconds, answers by status."""

    rate: float
    p50: float
    p99: float
    statuses: Counter[int]


def burst(port: int, request: Request, *, clients: int, seconds: float) -> Measured:
    """Sends `request(client, count)` from every client for so long; raises if a connection breaks."""
    barrier = threading.Barrier(clients + 1)
    latencies: list[list[float]] = [[] for _ in range(clients)]
    statuses: Counter[int] = Counter()
    failures: list[BaseException] = []
    lock = threading.Lock()

    def client(number: int) -> None:
        mine: Counter[int] = Counter()
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                barrier.wait()
                end = time.perf_counter() + seconds
                while (begun := time.perf_counter()) < end:
                    connection.sendall(request(number, len(latencies[number])))
                    mine[_status(connection)] += 1
                    latencies[number].append(time.perf_counter() - begun)
        except OSError as trouble:
            failures.append(trouble)
        with lock:
            statuses.update(mine)

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    barrier.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    every = sorted(latency * 1000 for each in latencies for latency in each)
    rate = len(every) / (time.perf_counter() - begun)
    return Measured(rate, statistics.median(every), every[int(len(every) * 0.99)], statuses)


def post(path: str, headers: dict[str, str], body: bytes) -> bytes:
    """The bytes of one POST."""
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    lines += ["Content-Type: application/json", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body


def _status(connection: socket.socket) -> int:
    """Reads one whole answer; they all carry a Content-Length."""
    received = b""
    while (end := received.find(b"\r\n\r\n")) < 0:
        received += _more(connection)
    head = received[:end].lower()
    at = head.index(b"content-length:") + 15
    length = int(head[at:].split(b"\r\n", 1)[0])
    missing = end + 4 + length - len(received)
    while missing > 0:
        missing -= len(_more(connection))
    return int(received[9:12])


def _more(connection: socket.socket) -> bytes:
    chunk = connection.recv(65536)
    if not chunk:
        raise ConnectionResetError("the server hung up in the middle of an answer")
    return chunk

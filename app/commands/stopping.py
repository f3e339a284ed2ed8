"""How a command that runs until it is told to end hears of it."""

import signal
import sys
import threading


def stopped(*, with_parent: bool) -> threading.Event:
    """An event that Ctrl-C and SIGTERM set; `with_parent`, also the end of standard input.

    A parent holds the other end of that pipe, so its child ends with it, however it ended.
    """
    stop = threading.Event()
    if with_parent:
        threading.Thread(target=_wait_for_end, args=(stop,), daemon=True).start()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


def _wait_for_end(stop: threading.Event) -> None:
    sys.stdin.read()
    stop.set()

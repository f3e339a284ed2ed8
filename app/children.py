"""The programs beside the server: begun and ended with it, and one begun again if it dies alone."""

import contextlib
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.engine import start_thread
from config.settings import Settings

RUN = Path(__file__).resolve().parent.parent / "run.py"
GOODBYE_SECONDS = 8
LOOK_SECONDS = 0.5  # between two looks at a child that should live
REST_SECONDS = 2.0  # before it is begun again

log = logging.getLogger(__name__)


@contextlib.contextmanager
def child(settings: Settings, *words: str, **pipes: int) -> Iterator["subprocess.Popen[str]"]:
    """A command of run.py in a process of its own, ended when the block is left.

    Its standard input stays open as long as we live: if we are killed, it ends by itself.
    """
    process = subprocess.Popen(
        [sys.executable, str(RUN), *words],
        env=settings.for_child(),
        text=True,
        stdin=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C goes to the server, which ends its children itself
        **pipes,  # type: ignore[call-overload]
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=GOODBYE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextlib.contextmanager
def lasting_child(settings: Settings, *words: str, told: str) -> Iterator[None]:
    """As `child`, but begun again whenever it dies; `told` is the line that it reads first."""
    begun, over = threading.Event(), threading.Event()
    keeper = start_thread(
        lambda: _keep(settings, words, told=told, begun=begun, over=over), name=f"keeper of the {words[0]}"
    )
    begun.wait()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def _keep(
    settings: Settings, words: Sequence[str], *, told: str, begun: threading.Event, over: threading.Event
) -> None:
    while not over.is_set():
        with child(settings, *words) as process:
            begun.set()
            tell(process, told)
            while process.poll() is None and not over.wait(LOOK_SECONDS):
                pass
        if not over.is_set():
            log.warning("The %s ended by itself; it is started again", words[0])
            over.wait(REST_SECONDS)


def tell(process: "subprocess.Popen[str]", line: str) -> None:
    """Writes a line to its standard input; one that is dead already hears nothing."""
    if process.stdin is not None:
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(f"{line}\n")
            process.stdin.flush()

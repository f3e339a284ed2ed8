"""The server by another clock: `python -m tests.bench.hasty MOMENT serve ...`, else as `run.py serve ...`.

MOMENT is a file with the seconds since 1970 that the server takes for now; whoever measures moves it on.
By it go every fact, every rule and the heartbeat of the live link. Boards follow a fact so much sooner as
the day is shorter; what else the server does by itself goes by the machine's clock, as ever.
"""

import mmap
import os
import struct
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.services.server import Server

HASTE = 60  # boards come this much sooner after a fact
LOOK_SECONDS = 0.002
PATIENCE = 600  # seconds for a page's answer, which the library counts by the machine's clock
SHARED = struct.Struct("<dq")


class Moment:
    """One moment that processes share, in seconds since 1970, and how often a heartbeat was asked for."""

    def __init__(self, file: Path) -> None:
        if not file.exists():
            file.write_bytes(bytes(SHARED.size))
        with file.open("r+b") as opened:
            self._shared = mmap.mmap(opened.fileno(), SHARED.size)

    @property
    def now(self) -> float:
        return float(SHARED.unpack_from(self._shared)[0])

    @now.setter
    def now(self, seconds: float) -> None:
        SHARED.pack_into(self._shared, 0, seconds, self.beats)

    @property
    def beats(self) -> int:
        return int(SHARED.unpack_from(self._shared)[1])

    def ask_beat(self) -> None:
        """The server's heartbeat is late: the answer to the last one took of the machine's time."""
        SHARED.pack_into(self._shared, 0, self.now, self.beats + 1)

    def clock(self) -> datetime:
        return datetime.fromtimestamp(self.now, UTC)


class HastyServer(Server):
    """A server whose clock stands still unless `moment` is moved on."""

    def __init__(self, *, data: Path, database: str, engine: str, start: float) -> None:
        super().__init__(data=data, database=database, engine=engine, options=("--demo", "--no-agent"))
        data.mkdir(parents=True, exist_ok=True)
        file = data / "moment"
        self.moment = Moment(file)
        self.moment.now = start
        self.program = ("-m", "tests.bench.hasty", str(file))


def main(file: str, arguments: list[str]) -> int:
    if os.environ.get("ANTREAN_ENGINE") != "threading":
        from eventlet import monkey_patch

        monkey_patch()
    import run
    from app import factory, relay

    moment, build = Moment(Path(file)), factory.build
    relay.SUM_UP_AFTER_SECONDS /= HASTE
    relay.SETTLE_SECONDS /= HASTE

    def hasty(*told: Any, **named: Any) -> factory.Server:
        server = build(*told, **named, clock=moment.clock)
        link = server.context.socketio.server.eio
        link.sleep = _sleeping(moment, link.sleep)  # between two heartbeats
        link.ping_timeout = PATIENCE
        return server

    factory.build = hasty
    return run.main(arguments)


def _sleeping(moment: Moment, sleep: Callable[[float], None]) -> Callable[[float], None]:
    def slept(seconds: float = 0.0) -> None:
        due, beats = moment.now + seconds, moment.beats
        while moment.now < due and moment.beats == beats:
            sleep(LOOK_SECONDS)

    return slept


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))

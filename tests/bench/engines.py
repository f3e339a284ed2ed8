"""Runs a yardstick on the engine that run.py chooses, and starts one as a child process."""

import os
import runpy
import subprocess
import sys
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from config.bootstrap import ROOT


def run_instead(serve: Callable[[Any], None]) -> None:
    """Lets run.py choose and prepare the engine, then calls `serve(engine)` in the place of app.cli."""
    import app

    def main(_arguments: list[str], engine: Any) -> int:
        serve(engine)
        return 0

    stand_in = types.SimpleNamespace(main=main)
    app.cli = stand_in  # type: ignore[attr-defined]
    sys.modules["app.cli"] = stand_in  # type: ignore[assignment]
    sys.argv[1:] = ["serve"]
    runpy.run_path(str(ROOT / "run.py"), run_name="__main__")


@contextmanager
def announced(port: int) -> Iterator[None]:
    """Around a yardstick's serving: prints its address, once it listens."""
    print(f"http://127.0.0.1:{port}", flush=True)
    yield


@contextmanager
def yardstick(module: str, *arguments: str, engine: str) -> Iterator[int]:
    """`python -m module` on an engine; gives the port that it prints."""
    environment = {**os.environ, "ANTREAN_ENGINE": engine, "ANTREAN_NO_BOOTSTRAP": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        line = process.stdout.readline() if process.stdout else ""
        yield int(line.rpartition(":")[2])
    finally:
        process.kill()
        process.wait()

"""A real print agent in its own process, as it runs on a kiosk's computer."""

import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

from config.bootstrap import ROOT

PATIENCE = 120.0  # a computer may be busy with much else
CODE = re.compile(r"\b([B-Z]{4}-[B-Z]{4})\b")


class Agent:
    """`python3 run.py agent --server URL --name NAME`; its folder outlives it."""

    def __init__(self, folder: Path, server: str, *, name: str = "pc-01") -> None:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("ANTREAN_")}
        self.folder = folder
        self._environment = {
            **kept,
            "ANTREAN_DATA": str(folder),
            "ANTREAN_NO_BOOTSTRAP": "1",
            "PYTHONIOENCODING": "utf-8",
        }
        self._words = ("agent", "--server", server, "--name", name)
        self._said = threading.Condition()
        self._lines: list[str] = []
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> "Agent":
        self._lines = []
        self._process = subprocess.Popen(
            [sys.executable, "run.py", *self._words],
            cwd=ROOT, env=self._environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
        )  # fmt: skip
        threading.Thread(target=self._read, args=(self._process,), daemon=True).start()
        return self

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def end(self) -> int:
        """SIGTERM; returns the exit status."""
        assert self._process is not None
        self._process.terminate()
        return self._process.wait(timeout=PATIENCE)

    def code(self, *, unlike: str = "", within: float = PATIENCE) -> str:
        """The code that its console shows, once it shows another one than `unlike`."""
        deadline = time.monotonic() + within
        with self._said:
            while not (codes := [code for code in CODE.findall(self.said) if code != unlike]):
                left = deadline - time.monotonic()
                assert left > 0, f"no code in {within:g} s; the agent said:\n{self.said}"
                self._said.wait(left)
        return codes[-1]

    @property
    def said(self) -> str:
        return "".join(self._lines)

    def _read(self, process: "subprocess.Popen[str]") -> None:
        with process.stdout or open(os.devnull) as output:  # noqa: PTH123
            for line in output:
                with self._said:
                    self._lines.append(line)
                    self._said.notify_all()

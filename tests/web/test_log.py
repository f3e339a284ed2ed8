"""ANTREAN_LOG decides from which level on our parts speak, and in which form."""

import io
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import log
from config.bootstrap import ROOT
from config.settings import SettingsError, database_address

NAMES = ("", *log.OURS, *log.LIVE_LINK, "elsewhere")


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What is written; the log of the test run is as it was before afterwards."""
    levels = {name: logging.getLogger(name).level for name in NAMES}
    filters = {name: list(logging.getLogger(name).filters) for name in NAMES}
    handlers = list(logging.getLogger().handlers)
    yield io.StringIO()
    logging.getLogger().handlers[:] = handlers
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
        logging.getLogger(name).filters[:] = filters[name]


@pytest.mark.parametrize(
    ("level", "said"),
    [
        ("debug", ["debug", "info", "warning", "error"]),
        ("info", ["info", "warning", "error"]),
        ("warning", ["warning", "error"]),
        ("error", ["error"]),
    ],
)
def test_our_parts_speak_from_the_level_on(written: io.StringIO, level: str, said: list[str]) -> None:
    log.begin(level, "json", stream=written)
    for severity in ("debug", "info", "warning", "error"):
        getattr(logging.getLogger("app.relay"), severity)("a word")

    assert [json.loads(line)["level"] for line in written.getvalue().splitlines()] == said


def test_libraries_keep_their_details_to_themselves(written: io.StringIO) -> None:
    log.begin("debug", "text", stream=written)
    logging.getLogger("elsewhere").info("SELECT token")

    assert written.getvalue() == ""


def test_a_sentence_says_who_speaks(written: io.StringIO) -> None:
    log.begin("warning", "text", stream=written)
    logging.getLogger("printers.agent").warning("the server is away")

    assert written.getvalue().endswith(" WARNING printers.agent: the server is away\n")


def test_a_surprise_is_one_line_of_json_with_its_trace(written: io.StringIO) -> None:
    log.begin("warning", "json", stream=written)
    try:
        raise ValueError("a surprise")
    except ValueError:
        logging.getLogger("app.duty").exception("broken off")

    (line,) = written.getvalue().splitlines()
    assert "ValueError: a surprise" in json.loads(line)["trace"]


def test_packets_that_nobody_can_read_are_a_line_a_minute_without_a_trace(written: io.StringIO) -> None:
    moments = iter((0.0, 1.0, 59.0, 61.0))
    strange = log.StrangePackets(seconds=lambda: next(moments))
    log.begin("warning", "text", stream=written)
    link = logging.getLogger("engineio.server")
    link.filters[:] = [strange]
    for _ in range(4):
        try:
            json.loads("[" * 9)
        except ValueError:
            link.exception("message handler error")

    lines = written.getvalue().splitlines()
    assert len(lines) == 2
    assert "WARNING engineio.server: a packet of the live link could not be read (JSONDecodeError" in lines[0]


def test_our_own_trouble_at_the_live_link_is_told_in_full(written: io.StringIO) -> None:
    log.begin("warning", "text", stream=written)
    for _ in range(2):
        try:
            database_address("none")
        except SettingsError:
            logging.getLogger("engineio.server").exception("message handler error")

    assert written.getvalue().count("Traceback") == 2


def test_the_setting_reaches_a_command(tmp_path: Path) -> None:
    """An agent warns that its server is away."""
    environment = {
        **os.environ,
        "ANTREAN_DATA": str(tmp_path),
        "ANTREAN_LOG": "json",
        "ANTREAN_NO_BOOTSTRAP": "1",
    }
    command = [sys.executable, "run.py", "agent", "--server", "http://127.0.0.1:1", "--token-stdin"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as agent:
        assert agent.stdin is not None
        assert agent.stderr is not None
        print("token", file=agent.stdin, flush=True)
        told = json.loads(agent.stderr.readline())
        agent.stdin.close()

    assert (told["level"], told["logger"]) == ("warning", "printers.agent")


def test_what_was_said_is_kept_and_found_again(written: io.StringIO, tmp_path: Path) -> None:
    log.begin("warning", "text", stream=written)
    kept = log.keep(tmp_path / "log")
    for name in ("P1", "P2"):
        logging.getLogger("app.watchman").warning("the printer %s fell silent", name)
    logging.getLogger("app.watchman").info("nothing of note")
    kept.close()
    with (tmp_path / "log" / log.FILE).open("a") as file:
        file.write('{"at": "torn by a power cut')

    assert [each["message"] for each in log.kept(tmp_path / "log", most=9)] == [
        "the printer P2 fell silent",
        "the printer P1 fell silent",
    ]
    assert [each["message"][-14:] for each in log.kept(tmp_path / "log", text="p1", most=9)] == [
        "P1 fell silent"
    ]
    assert len(log.kept(tmp_path / "log", most=1)) == 1
    assert log.kept(tmp_path / "nowhere", most=9) == []


def test_a_log_that_grows_makes_room_for_itself(written: io.StringIO, tmp_path: Path) -> None:
    log.begin("warning", "text", stream=written)
    kept = log.keep(tmp_path)
    for number in range(7):
        logging.getLogger("app.relay").warning("%d %s", number, "x" * (log.LARGEST_FILE - 200))
    kept.close()

    assert len(list(tmp_path.iterdir())) == log.FILES_KEPT
    assert [each["message"][0] for each in log.kept(tmp_path, most=9)] == ["6", "5", "4", "3", "2"]

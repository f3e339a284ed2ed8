"""The agent as a program of its own: on another computer, from any folder, for as long as it takes."""

import contextlib
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from config.bootstrap import ROOT
from printers.agent import NO_PRINTERS, Agent, sentence
from printers.journal import Journal
from printers.server import ServerGone, ServerRefused
from tests.printers.desk import TOKEN, Desk
from tests.printers.pieces import PATIENT, a_device, a_slip

STARTED = 30.0  # seconds for a program to be loaded on a busy computer


@contextlib.contextmanager
def an_agent(desk: Desk, place: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """`run.py agent` with a data folder and a folder for passing files of its own."""
    for folder in ("elsewhere", "passing"):
        (place / folder).mkdir(exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ANTREAN_")}
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "run.py"), "agent", "--server", desk.address, "--token", TOKEN],
        cwd=place / "elsewhere",
        env={
            **kept,
            "ANTREAN_DATA": str(place / "data"),
            "ANTREAN_NO_BOOTSTRAP": "1",
            "TMPDIR": str(place / "passing"),
        },
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_it_prints_from_any_folder_and_leaves_only_its_journal(tmp_path: Path) -> None:
    with a_device() as device, Desk() as desk, an_agent(desk, tmp_path) as agent:
        desk.add_printer(device)
        desk.queue(1, a_slip())
        assert desk.wait_until(lambda desk: desk.verdicts() == [(1, 1, "PRINTED")], timeout=STARTED)
        agent.send_signal(signal.SIGTERM)
        assert agent.wait(60) == 0
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["agent"]
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert list((tmp_path / "passing").iterdir()) == []


def test_killed_and_started_again_it_prints_what_is_new_and_nothing_twice(tmp_path: Path) -> None:
    with a_device() as device, Desk() as desk:
        desk.add_printer(device)
        with an_agent(desk, tmp_path):
            desk.queue(1, a_slip())
            assert desk.wait_until(lambda desk: desk.verdicts() == [(1, 1, "PRINTED")], timeout=STARTED)
        with an_agent(desk, tmp_path):
            desk.queue(1, a_slip())
            desk.queue(2, a_slip(number="A-008"))
            assert desk.wait_until(lambda desk: (2, 1, "PRINTED") in desk.verdicts(), timeout=STARTED)
        numbers = [
            number for slip in device.mechanism.slips for number in slip.text.split() if "A-00" in number
        ]
    assert numbers == ["A-007", "A-008"]


class Sentences(logging.Handler):
    """What an agent says at its console."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.spoken = threading.Event()

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())
        self.spoken.set()


@contextlib.contextmanager
def said_by(address: str, token: str, folder: Path) -> Iterator[Sentences]:
    """An agent in this process, once it has said its first sentence."""
    stop, sentences, logger = threading.Event(), Sentences(), logging.getLogger("printers.agent")
    logger.addHandler(sentences)
    with Journal(folder) as journal:
        agent = Agent(address, token, journal, stop=stop, timing=PATIENT)
        thread = threading.Thread(target=agent.run, daemon=True)
        thread.start()
        try:
            assert sentences.spoken.wait(60)
            yield sentences
        finally:
            stop.set()
            thread.join(60)
            agent.close()
            logger.removeHandler(sentences)


def test_a_wrong_token_is_said_with_what_to_do(tmp_path: Path) -> None:
    with Desk() as desk, said_by(desk.address, "wrong", tmp_path) as sentences:
        assert sentences.said == [sentence(ServerRefused(401, ""), desk.address)]
    assert "token create --role agent" in sentences.said[0]


def test_a_server_that_gives_no_printers_is_explained(tmp_path: Path) -> None:
    with Desk() as desk, said_by(desk.address, TOKEN, tmp_path) as sentences:
        assert sentences.said == [NO_PRINTERS]


def test_the_same_trouble_is_not_said_every_few_seconds(tmp_path: Path) -> None:
    with Desk() as desk, Journal(tmp_path) as journal:
        agent = Agent(desk.address, TOKEN, journal, stop=threading.Event(), timing=PATIENT)
        sentences, logger = Sentences(), logging.getLogger("printers.agent")
        logger.addHandler(sentences)
        agent.do_one()
        agent.do_one()
        agent.close()
        logger.removeHandler(sentences)
    assert sentences.said == [NO_PRINTERS]


def test_a_server_that_comes_late_is_waited_for(tmp_path: Path) -> None:
    with Desk() as desk:
        port = desk.port
    with a_device() as device, said_by(f"http://127.0.0.1:{port}", TOKEN, tmp_path) as sentences:
        assert f"No Antrean answers at http://127.0.0.1:{port}" in sentences.said[0]
        with Desk(port=port) as desk:
            desk.add_printer(device)
            desk.queue(1, a_slip())
            assert desk.wait_until(lambda desk: desk.verdicts() == [(1, 1, "PRINTED")], timeout=60)


def test_every_trouble_with_a_server_has_a_sentence_that_says_what_to_do() -> None:
    address = "http://10.0.0.5:8080"

    assert "complete" in sentence(ServerRefused(404, "Not found"), address)
    assert "refuses" in sentence(ServerRefused(400, "no"), address)
    assert "goes on trying" in sentence(ServerGone("timed out"), address)

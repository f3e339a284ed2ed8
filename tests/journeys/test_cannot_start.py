"""What stops a start is told in one sentence on stderr, with status 1 and no traceback."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.bootstrap import ROOT


def start(data: Path, *arguments: str, database: str = "") -> subprocess.CompletedProcess[str]:
    told = {"ANTREAN_DATA": str(data), "ANTREAN_DATABASE": database, "ANTREAN_NO_BOOTSTRAP": "1"}
    environment = {**os.environ, **told}
    command = [sys.executable, "run.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=180)


@pytest.fixture
def taken_port() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0), reuse_port=True) as other:
        yield str(other.getsockname()[1])


def sentence(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    return line


def test_a_database_that_is_away(tmp_path: Path) -> None:
    url = "postgresql://nobody:secret@127.0.0.1:1/antrean"
    said = sentence(start(tmp_path, "serve", "--database", url))
    assert said.startswith("The database cannot be used: ")
    assert "secret" not in said


def test_an_address_of_no_database(tmp_path: Path) -> None:
    assert sentence(start(tmp_path, "serve", "--database", "mydatabase")).startswith("--database must begin")


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "antrean.db").write_text("a shopping list, long enough to be read" * 9)
    assert sentence(start(tmp_path, "serve")).endswith("file is not a database.")


def test_a_port_that_is_taken(tmp_path: Path, taken_port: str) -> None:
    """Also by another eventlet server, with which the port could be shared by mistake."""
    said = sentence(start(tmp_path, "serve", "--demo", "--host", "127.0.0.1", "--port", taken_port))
    assert said.startswith(f"Port {taken_port} is in use.")


def test_a_key_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("lost")
    assert "secret.key holds no key" in sentence(start(tmp_path, "serve", "--no-agent"))


def test_a_key_that_is_another_databases(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    url = f"sqlite:///{tmp_path}/shared.db"
    assert start(here, "migrate", database=url).returncode == 0
    assert start(here, "key", "adopt", database=url).returncode == 0

    assert sentence(start(there, "serve", database=url)).startswith("The database was made with another key")
    assert start(there, "key", "adopt", database=url).returncode == 0


def test_a_demonstration_where_an_office_works(tmp_path: Path) -> None:
    assert start(tmp_path, "token", "create", "--role", "admin").returncode == 0

    assert sentence(start(tmp_path, "serve", "--demo")).startswith("This database holds numbers or tokens")
    assert not (tmp_path / "demo.json").exists()


def test_an_agent_for_no_address(tmp_path: Path) -> None:
    assert sentence(start(tmp_path, "agent", "--server", "antrean", "--token", "x")).startswith("--server: ")


def test_a_port_beyond_all_ports_is_wrong_usage(tmp_path: Path) -> None:
    assert start(tmp_path, "serve", "--port", "99999").returncode == 2

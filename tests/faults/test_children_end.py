"""A server that is killed leaves nobody behind who would stand in its successor's way."""

import psutil

from tests.conftest import Serve

PATIENCE = 60.0


def test_agent_and_emulator_end_with_a_killed_server(serve: Serve, sqlite_url: str) -> None:
    server = serve(database=sqlite_url)
    children = psutil.Process(server.pid).children(recursive=True)
    assert len(children) >= 2
    server.kill_alone()
    _, left = psutil.wait_procs(children, timeout=PATIENCE)
    assert left == []


def test_the_next_server_prints_again(serve: Serve, sqlite_url: str) -> None:
    server = serve(database=sqlite_url)
    server.kill_alone()
    server.start()
    site = server.request("GET", "/api/v1/sites/BWI")
    assert site.status == 200
    names = {" ".join(child.cmdline()) for child in psutil.Process(server.pid).children()}
    assert any(" agent " in name for name in names)

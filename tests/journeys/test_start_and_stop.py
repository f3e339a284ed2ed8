"""A day's first and last minute: every screen opens, and Ctrl-C leaves nothing behind."""

import psutil

from tests.services.server import Serve, Server

SHELLS = ("/", "/kiosk", "/display", "/counter", "/admin")


def test_the_server_is_ready_on_every_engine_and_database(live: Server) -> None:
    assert live.request("GET", "/healthz").status == 200
    assert live.request("GET", "/readyz").status == 200


def test_ctrl_c_ends_the_server_and_what_it_started(serve: Serve, sqlite_url: str, engine_name: str) -> None:
    live = serve(database=sqlite_url, engine=engine_name)
    family = psutil.Process(live.pid).children(recursive=True)
    assert live.stop() == 0
    _, alive = psutil.wait_procs(family, timeout=5)
    assert alive == []


def test_every_screen_opens(demo: Server) -> None:
    assert {shell: demo.request("GET", shell).status for shell in SHELLS} == dict.fromkeys(SHELLS, 200)


def test_a_restart_keeps_the_port_and_the_data(demo: Server) -> None:
    before = demo.links()
    demo.kill()
    assert demo.start().links() == before

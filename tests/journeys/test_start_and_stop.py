"""A day's first and last minute: the first run shows every screen, Ctrl-C leaves nothing, numbers go on."""

import json
import re
import urllib.request
from pathlib import Path

import psutil
import pytest

from config.bootstrap import ROOT
from tests.journeys.office import Office
from tests.journeys.patience import until
from tests.services.server import Server
from tests.web.ear import Ear

LINK = re.compile(r"^  (\w[\w ]*?) +(http://\S+)$")
LINKS = ["start page", "kiosk", "counter", "display", "paper", "ticket", "reception", "admin"]
TROUBLE = re.compile(r"traceback|warning|error|exception", re.IGNORECASE)
MALL = ROOT / "config" / "malls" / "banyuwangi"


@pytest.fixture
def first_run(tmp_path: Path, engine_name: str) -> Server:
    """`python3 run.py` where nothing was before: no database, no mall, no keys."""
    data = tmp_path / "var"
    return Server(data=data, database=f"sqlite:///{data / 'antrean.db'}", engine=engine_name)


def links(server: Server) -> dict[str, str]:
    return dict(found.groups() for line in server.lines if (found := LINK.match(line)))


def status_of(address: str) -> int:
    with urllib.request.urlopen(address, timeout=60) as answer:
        return int(answer.status)


def test_a_first_run_shows_every_screen_and_ctrl_c_ends_it_all(first_run: Server) -> None:
    server = first_run.start()
    try:
        until(lambda: any("Ctrl-C" in line for line in server.lines))
        assert list(links(server)) == LINKS
        assert [status_of(address) for address in links(server).values()] == [200] * len(LINKS)
        office = Office(server)
        hall = Ear(server.url, "/display", {"token": office.token("display", "TV1")}, events=("called",))
        before = office.take_number("G01")["number"]

        family = psutil.Process(server.pid).children(recursive=True)
        assert {"emulator", "agent"} <= {word for child in family for word in child.cmdline()}
        assert server.stop() == 0
        _, alive = psutil.wait_procs(family, timeout=60)
        assert alive == []
        hall.close()
        assert [line for line in server.lines if TROUBLE.search(line)] == []

        after = Office(server.start()).take_number("G01")["number"]
        assert (before, after) == ("G-001", "G-002")
    finally:
        server.kill()


def test_commands_say_by_their_status_whether_they_were_carried_out(
    shared_demo: Server, tmp_path: Path
) -> None:
    refused = {
        ("mall", "check", str(tmp_path)): "mall.toml",
        ("token", "create", "--role", "kiosk", "--site", "NOWHERE"): "BWI",
        ("token", "revoke", "999"): "999",
    }
    for command, reason in refused.items():
        done = shared_demo.command(*command)
        assert (done.returncode, done.stdout) == (1, "")
        assert reason in done.stderr
        assert TROUBLE.search(done.stderr) is None
    assert shared_demo.command("token", "create", "--role", "king").returncode == 2
    assert shared_demo.command("dance").returncode == 2
    assert shared_demo.command("mall", "check", str(MALL)).stdout.endswith("34 agencies, 370 services\n")


def test_a_mall_with_mistakes_is_told_every_one_of_them(shared_demo: Server, tmp_path: Path) -> None:
    text = (MALL / "mall.toml").read_text()
    (tmp_path / "services.toml").write_bytes((MALL / "services.toml").read_bytes())
    text = text.replace('profile = "epson-80"', "profile = 80", 1).replace(
        'zones = ["Z1"]', 'zones = ["Z9"]', 1
    )
    (tmp_path / "mall.toml").write_text(text)
    done = shared_demo.command("mall", "check", str(tmp_path))
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 2
    assert all(line.startswith("mall.toml") for line in done.stderr.splitlines())


def test_a_token_opens_until_it_is_revoked(shared_demo: Server) -> None:
    created = shared_demo.command("token", "create", "--role", "kiosk", "--site", "BWI", "--name", "K3")
    token = created.stdout.split()[-1]
    assert shared_demo.request("GET", "/api/v1/me", token=token).json["code"] == "K3"
    listed = shared_demo.command("token", "list").stdout.splitlines()
    mine = listed[-1].split()[0]
    assert token not in "".join(listed)
    assert shared_demo.command("token", "revoke", mine).returncode == 0
    until(lambda: shared_demo.request("GET", "/api/v1/me", token=token).status == 401)


def test_the_list_of_links_opens_every_screen(shared_demo: Server) -> None:
    entries = json.loads(shared_demo.command("links", "--json").stdout)
    assert entries == shared_demo.links()
    assert {entry["role"] for entry in entries} == {"admin", "kiosk", "display", "counter"}
    for entry in entries:
        assert entry["url"] == f"{shared_demo.url}/{entry['role']}#token={entry['token']}"
        me = shared_demo.request("GET", "/api/v1/me", token=entry["token"]).json
        assert (me["role"], me["site"] or "", me["code"] or "") == (
            entry["role"],
            entry["site"],
            entry["code"],
        )

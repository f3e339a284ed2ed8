"""The example of a partner's program, as a partner would start it, against a real server."""

import json
import os
import subprocess
import sys
import threading
import time
from importlib import util
from types import ModuleType
from typing import Any

import pytest

from app.channels.hook import post_signed
from app.domain.delivering import Declined, Retry, Sent
from config.bootstrap import ROOT
from tests.factories import MORNING
from tests.services.server import Server

EXAMPLE = ROOT / "docs" / "examples" / "partner.py"
SITE, SERVICE = "BWI", "A01"


@pytest.fixture(scope="module")
def example() -> ModuleType:
    spec = util.spec_from_file_location("partner_example", EXAMPLE)
    assert spec
    assert spec.loader
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def enrol(server: Server) -> str:
    wish = {"code": "smart-kampung", "name": "Smart Kampung", "scopes": ["read", "remote", "book", "journal"]}
    made = server.request("POST", "/api/v1/partners", token=server.token("admin"), body=wish)
    assert made.status == 201
    token: str = made.json["token"]
    return token


def run(server: Server, token: str, *words: str) -> subprocess.CompletedProcess[str]:
    known = {"ANTREAN_URL": server.url, "ANTREAN_TOKEN": token}
    return subprocess.run(
        [sys.executable, str(EXAMPLE), *words],
        env={**os.environ, **known},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_partner_takes_a_number_books_a_time_and_reads_what_happened(
    demo: Server, example: ModuleType
) -> None:
    token = enrol(demo)
    antrean = example.Antrean(demo.url, token)
    cursor = antrean.newest(SITE)
    assert f"{SERVICE} " in run(demo, token, "services", SITE).stdout
    number, page, _come = run(demo, token, "take", SITE, SERVICE).stdout.split()
    code, _page, _starts = run(demo, token, "book", SITE, SERVICE).stdout.split()
    assert demo.request("GET", f"/api/v1/bookings/{code}").json["state"] == "booked"
    facts = antrean.facts(SITE, cursor)["facts"]
    told = [(fact["kind"], fact["data"].get("number")) for fact in facts]
    assert ("ticket_issued", number) in told
    assert "booking_made" in {kind for kind, _ in told}
    ticket = antrean.ticket(page.rpartition("/")[2])
    assert ticket["number"] == number
    assert antrean.cancel(ticket["token"])["state"] == "cancelled"


def test_the_same_key_is_the_same_number_and_a_refusal_is_a_sentence(
    demo: Server, example: ModuleType
) -> None:
    antrean = example.Antrean(demo.url, enrol(demo))
    first, again = (antrean.take(SITE, SERVICE, key="once") for _ in range(2))
    assert first["id"] == again["id"]
    with pytest.raises(example.Refused) as refusal:
        antrean.take(SITE, "NOTHING")
    assert refusal.value.code == "unknown_service"
    assert run(demo, "0" * 64, "take", SITE, SERVICE).returncode == 1


def test_its_hook_takes_what_the_server_signed_and_nothing_else(
    example: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    server = example.hook(0, "secret")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}/"

    def send(secret: str, key: str, age: float = 0) -> Any:
        now = MORNING.fromtimestamp(time.time() - age, MORNING.tzinfo)
        return post_signed(url, secret, {"kind": "ping"}, key=key, now=now, local=True)

    try:
        assert send("secret", "1") == send("secret", "1") == Sent()
        assert isinstance(send("guess", "2"), Declined | Retry)
        assert isinstance(send("secret", "3", age=3600), Declined | Retry)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [{"kind": "ping"}]

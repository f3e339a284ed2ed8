"""From a form on a phone to a mailbox and a telephone: a real server, encrypted mail, a signed gateway."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.browser.clerk import SITE, clerks
from tests.services.certificates import self_signed
from tests.services.gateway import GatewayServer
from tests.services.mailbox import Mailbox
from tests.services.server import Answer, Server

pytestmark = pytest.mark.slow

ACCOUNT = ("mpp", "p@ss/word")
PATIENCE = 60.0  # a message goes at once, but a computer may be busy with much else


@dataclass(frozen=True)
class Office:
    """A running server with a mail server and a gateway of its own."""

    server: Server
    box: Mailbox
    gateway: GatewayServer

    def post(self, path: str, **fields: str) -> Answer:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.server.request("POST", path, body=urlencode(fields).encode(), headers=kind)


@pytest.fixture
def office(tmp_path: Path, sqlite_url: str, engine_name: str) -> Iterator[Office]:
    certificate = self_signed(tmp_path)
    server = Server(data=tmp_path / "data", database=sqlite_url, engine=engine_name, options=("--demo",))
    with Mailbox(certificate=certificate, account=ACCOUNT) as box, GatewayServer() as gateway:
        server.environment |= {
            "SSL_CERT_FILE": str(certificate),
            "ANTREAN_MAIL": f"smtp://mpp:p%40ss%2Fword@localhost:{box.port}",
            "ANTREAN_MAIL_FROM": "antrean@mpp.example.go.id",
            "ANTREAN_GATEWAY": gateway.url,
            "ANTREAN_GATEWAY_SECRET": "a secret of both sides",
            "ANTREAN_LOCAL_HOOKS": "1",
        }
        try:
            yield Office(server.start(), box, gateway)
        finally:
            server.kill()


def test_a_booker_and_a_visitor_in_the_hall_are_told(office: Office) -> None:
    clerk = clerks(office.server)[0]
    slots = f"/{SITE}/layanan/{clerk.service}"
    page = office.server.request("GET", f"{slots}/waktu").body.decode()
    key = re.findall(r'name="key" value="([0-9a-f]{32})"', page)[0]
    free = re.findall(r'name="starts_at" value="([^"]+)">', page)[-1]

    booked = office.post(f"{slots}/book", key=key, starts_at=free, contact="siti@example.org")
    assert "s***@example.org" in booked.body.decode()
    assert office.box.arrived.acquire(timeout=PATIENCE)
    assert (office.box.recipients, office.box.secured) == (["siti@example.org"], [True])
    assert str(office.box.letters[0]["Subject"]).startswith("Reservasi ")

    ticket = clerk.visitor()
    left = office.post(f"/t/{ticket['token']}/contact", contact="0812 3456 7890")
    assert "+62***890" in left.body.decode()
    clerk.press("open")
    clerk.press("call-next")
    said: list[str] = []
    while "called" not in said:
        assert office.gateway.arrived.acquire(timeout=PATIENCE)
        said.append(office.gateway.posts[len(said)].document["subject"])
    assert {post.document["to"] for post in office.gateway.posts} == {"+6281234567890"}
    assert len({post.headers["idempotency-key"] for post in office.gateway.posts}) == len(said)
    assert "siti" not in "".join(office.server.lines)

"""A push into a real browser: asked for on a ticket's page, sealed, carried, opened and shown.

Only a desktop's Chromium has pushes; the push service it speaks to is ours. The browser makes its keys and
opens the messages itself. What a person does to a notification on the desktop no protocol can do: the click
is told to the browser's worker as an event.
"""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.accessibility import findings
from tests.browser.clerk import clerks
from tests.conftest import SEEN_MS
from tests.services import register
from tests.services.certificates import self_signed
from tests.services.chromium import ARGUMENTS, find_desktop
from tests.services.databases import Databases
from tests.services.gateway import GatewayServer, Post
from tests.services.push_service import PushService
from tests.services.server import Server
from tests.services.tls_front import TlsFront

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OpenPage = Callable[..., Page]
PATIENCE = 60.0  # seconds; a computer may be busy with much else
SHOWN = """async () => {
  const [registration] = await navigator.serviceWorker.getRegistrations();
  const seen = await registration.getNotifications();
  return seen.map(({ title, body, tag, requireInteraction }) => ({ title, body, tag, requireInteraction }));
}"""
CLICK = """async () => {
  const opened = new Promise((resolve) => { self.clients.openWindow = async (url) => resolve(url); });
  const [notification] = await self.registration.getNotifications({ tag: "called" });
  self.dispatchEvent(new NotificationEvent("notificationclick", { notification }));
  return opened;
}"""


@dataclass(eq=False)
class Office:
    """A server behind a secure door, the push service, and where that one is posted to."""

    server: Server
    url: str
    certificate: Path
    service: PushService
    gateway: GatewayServer

    def next_post(self) -> Post:
        """What the server posts next to the browser's address."""
        assert self.gateway.arrived.acquire(timeout=PATIENCE)
        return self.gateway.posts[-1]

    def lead_here(self, route: Route) -> None:
        """The address on the internet becomes one of this machine; the keys stay the browser's own."""
        said = parse_qs(route.request.post_data or "")
        subscription = json.loads(said["subscription"][0])
        assert subscription["endpoint"].startswith("https://")
        told = urlencode({"subscription": json.dumps({**subscription, "endpoint": self.gateway.url})})
        route.continue_(post_data=told)


@pytest.fixture(scope="module")
def office(sqlite_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("pushes")
    certificate = self_signed(folder)
    url = sqlite_databases.fresh(folder)
    server = Server(data=folder / "data", database=url, engine="eventlet", options=("--demo", "--no-agent"))
    with (
        TlsFront(certificate) as front,
        PushService(certificate) as service,
        GatewayServer(certificate=certificate) as gateway,
    ):
        gateway.status = 201
        server.environment |= {
            "ANTREAN_PUBLIC_URL": front.url,
            "ANTREAN_LOCAL_HOOKS": "1",
            "SSL_CERT_FILE": str(certificate),
        }
        front.port = server.start().port
        yield Office(server, front.url, certificate, service, gateway)
        server.kill()


@pytest.fixture
def desktop(browser: Browser, office: Office, tmp_path: Path) -> Iterator[BrowserContext]:
    """A person's own browser, whose push service is ours."""
    try:
        chromium = find_desktop()
    except register.Missing:
        pytest.skip("no desktop's Chromium is installed here, and no other one takes pushes")
    context = browser.browser_type.launch_persistent_context(
        tmp_path / "profile",
        executable_path=chromium.program,
        args=[*ARGUMENTS, "--headless=new", *office.service.arguments],
        ignore_default_args=["--headless", "--disable-background-networking"],
        env={**os.environ, **chromium.environment},
        locale="id-ID",
        ignore_https_errors=True,
    )
    context.set_default_timeout(SEEN_MS)
    yield context
    context.close()


def shown(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(SHOWN)
    return found


def ask_for_news(page: Page) -> None:
    page.get_by_role("button", name="Kabari lewat peramban ini").click()


def test_a_call_is_shown_by_the_browser_and_leads_to_the_number(
    office: Office, desktop: BrowserContext
) -> None:
    clerk = clerks(office.server)[0]
    ticket = clerk.visitor()
    address = f"{office.url}/t/{ticket['token']}"
    desktop.grant_permissions(["notifications"], origin=office.url)
    page = desktop.new_page()
    page.route("**/contact", office.lead_here)
    page.goto(address)
    ask_for_news(page)
    expect(page.locator(".contact-list")).to_contain_text("Pemberitahuan di peramban ini")

    clerk.press("open")
    clerk.press("call-next")
    assert office.service.connected.wait(PATIENCE)
    while "called" not in (told := {one["tag"]: one for one in shown(page)}):
        post = office.next_post()
        said = dict(part.split("=", 1) for part in post.headers["authorization"][len("vapid ") :].split(", "))
        assert said["k"] == office.service.registered["sender"]
        assert ticket["number"].encode() not in post.body
        office.service.deliver(post.body)
        page.wait_for_function(f"async (before) => (await ({SHOWN})()).length > before", arg=len(told))
    call = told["called"]
    assert ticket["number"] in f"{call['title']} {call['body']}"
    assert clerk.name in call["body"]
    assert call["requireInteraction"] is True

    page.goto("about:blank")
    opened = desktop.service_workers[0].evaluate(CLICK)
    assert opened == address
    page.goto(opened)
    expect(page.locator("html")).to_have_attribute("data-state", "called")


@pytest.mark.parametrize(
    ("allowed", "sentence"),
    [
        ("denied", "Peramban ini tidak mengizinkan pemberitahuan. Izinkan di setelannya, lalu coba lagi."),
        ("granted", "Pemberitahuan belum dapat dinyalakan. Coba lagi, atau tulis e-mail atau nomor HP."),
    ],
    ids=["not allowed", "no push service"],
)
def test_a_browser_that_takes_no_pushes_says_so(
    office: Office, open_page: OpenPage, allowed: str, sentence: str
) -> None:
    """The locked Chromium has no push service and asks nobody; this very machine is secure without TLS."""
    ticket = clerks(office.server)[-1].visitor()
    page = open_page(f"http://localhost:{office.server.port}/t/{ticket['token']}", width=360)
    page.evaluate(f"Notification.requestPermission = async () => '{allowed}'")
    ask_for_news(page)
    expect(page.locator("#push-said")).to_have_text(sentence)
    expect(page.get_by_role("button", name="Kabari lewat peramban ini")).to_be_enabled()
    assert findings(page) == []

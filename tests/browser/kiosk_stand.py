"""A kiosk as its tests use it: the glass and what is tapped on it, and the hands of its printer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.services.server import Server

OpenPage = Callable[..., Page]
SITE = "BWI"
TALL = {"width": 1080, "height": 1920}
WIDE = {"width": 1920, "height": 1080}


@dataclass(frozen=True)
class Stand:
    """A kiosk with the hands of its printer."""

    server: Server
    link: str
    printer: str
    token: str
    agent: str
    admin: str

    def waiting(self, agency: str) -> int:
        document = self.server.request("GET", f"/api/v1/sites/{SITE}").json
        return next(int(one["waiting"]) for one in document["agencies"] if one["code"] == agency)

    def noted(self) -> list[str]:
        """The numbers that visitors confirmed."""
        path = f"/api/v1/journal?site={SITE}&limit=500"
        facts = self.server.request("GET", path, token=self.admin).json["facts"]
        return [fact["data"]["number"] for fact in facts if fact["kind"] == "ticket_confirmed"]

    def report(self, number: str, verdict: str, reason: str = "") -> None:
        """The printer's word on a ticket; papers before it in the line are reported as out."""
        while True:
            wish = {"printers": [{"site": SITE, "code": self.printer}], "wait": 5}
            for job in self._tell("lease", wish)["jobs"]:
                mine = number in str(job["slip"])
                word = {"verdict": verdict, "reason": reason} if mine else {"verdict": "PRINTED"}
                self._tell("report", {"job": job["id"], "attempt": job["attempt"], "site": SITE, **word})
                if mine:
                    return

    def _tell(self, what: str, body: object) -> Any:
        answer = self.server.request("POST", f"/api/v1/agent/{what}", token=self.agent, body=body)
        assert answer.status < 300, answer.body
        return answer.json


def stand_of(day: Server) -> Stand:
    """Of the demonstration's first kiosk."""
    link = next(link for link in day.links() if link["role"] == "kiosk" and link["site"] == SITE)
    me = day.request("GET", "/api/v1/me", token=link["token"]).json
    return Stand(
        server=day,
        link=f"{day.url}/kiosk#token={link['token']}",
        printer=me["device"]["printer"],
        token=link["token"],
        agent=day.token("agent"),
        admin=day.token("admin"),
    )


def switched_on(stand: Stand, open_page: OpenPage, *, glass: dict[str, int] = TALL, **profile: Any) -> Page:
    page = open_page(stand.link, **glass, **profile)
    expect(page.locator(".agency-card").first).to_be_visible()
    return page


def choice(page: Page, code: str) -> Locator:
    return page.locator(f'[data-code="{code}"]')


def settled(page: Page) -> None:
    """Waits out the moment in which a second tap of the page before would count for nothing."""
    page.wait_for_function("until => performance.now() > until", arg=page.evaluate("performance.now()") + 400)


def go_to(page: Page, agency: str, service: str) -> None:
    choice(page, agency).click()
    expect(choice(page, service)).to_be_visible()
    settled(page)
    choice(page, service).click()
    expect(page.locator(".take")).to_be_visible()
    settled(page)


def number_on(page: Page) -> str:
    expect(page.locator(".figure .number")).to_be_visible()
    return page.locator(".figure .number").inner_text().replace("\n", "")

"""A display after trouble: a restored database, a clock set back, a server away, a link half open."""

import os
import re
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, WebSocketRoute, expect

from tests.browser.routes import intercept
from tests.conftest import SEEN_MS
from tests.displays.hall import Hall
from tests.services.databases import Databases
from tests.services.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OpenDisplay = Callable[[str], Page]
STALE = re.compile(r"Data pukul \d\d\.\d\d, menyambung kembali")
NOT_YET_SILENT_MS = 8_000
SILENCE_MARKED_MS = 10_000
BEGUN_AT = "2026-11-23T08:00:00+07:00"
LINKS_IN_AN_OUTAGE = 3  # with so few the browser does not begin to delay them
SILENT_TOO_LONG_MS = 240_000  # for the watchdog
HOUR_MS = 3_600_000
RELOADS_AN_HOUR = 4
SET_BACK = "(() => { const now = Date.now; Date.now = () => now() - 3600000; })()"

COUNT_TRIES = """
window.tries = 0;
const Link = window.WebSocket;
window.WebSocket = class extends Link {
  constructor(...wish) {
    super(...wish);
    window.tries += 1;
  }
};
"""


@pytest.fixture(scope="module")
def hall(sqlite_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    data = tmp_path_factory.mktemp("hall")
    database = sqlite_databases.fresh(data)
    server = Server(data=data, database=database, engine="eventlet", options=("--demo", "--no-agent"))
    hall = Hall(server.start())
    for counter in "123":
        hall.open_counter(counter)
    yield hall
    server.kill()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[[], Page]]:
    contexts: list[BrowserContext] = []

    def begin() -> Page:
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 720}))
        contexts[-1].set_default_timeout(SEEN_MS)
        return contexts[-1].new_page()

    yield begin
    for context in contexts:
        context.close()


@pytest.fixture
def open_display(new_page: Callable[[], Page]) -> OpenDisplay:
    def begin(address: str) -> Page:
        page = new_page()
        page.goto(address)
        expect(page.get_by_text("Lantai 1")).to_be_visible()
        return page

    return begin


def last(page: Page) -> str:
    return page.locator("[data-part=last] .number").inner_text().replace("\n", "")


def copy(database: Path, to: Path) -> None:
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)


def test_numbers_called_anew_after_a_restore_are_lit_again(hall: Hall, open_display: OpenDisplay) -> None:
    server = hall.server
    database = Path(server.environment["ANTREAN_DATABASE"].partition("///")[2])
    page = open_display(hall.screen())
    hall.call("1")
    copy(database, database.with_suffix(".copy"))
    lost = [hall.call(counter) for counter in "23"]
    expect(page.locator("li.lit").first).to_contain_text("Loket 2")
    server.kill()
    for rest in ("-wal", "-shm"):
        database.with_name(database.name + rest).unlink(missing_ok=True)
    shutil.move(database.with_suffix(".copy"), database)
    server.start()
    expect(page.locator("[data-part=last]")).to_contain_text("Loket 1")
    hall = Hall(server)
    for counter, number in zip("23", lost, strict=True):
        assert hall.call(counter) == number
        expect(page.locator("[data-part=last].lit")).to_contain_text(f"Loket {counter}")
        assert last(page) == number


@pytest.fixture
def stopped(hall: Hall) -> Iterator[Callable[[], None]]:
    """Has the server stand still until the test is over, or until it is called again."""
    assert hall.server.pid is not None
    process, signals = hall.server.pid, iter((signal.SIGSTOP, signal.SIGCONT))
    yield lambda: os.kill(process, next(signals))
    os.kill(process, signal.SIGCONT)


def test_ten_seconds_of_silence_are_marked_and_eight_are_not(
    hall: Hall, new_page: Callable[[], Page], stopped: Callable[[], None]
) -> None:
    page = new_page()
    page.clock.install(time=BEGUN_AT)
    page.goto(hall.screen())
    expect(page.get_by_text("Lantai 1")).to_be_visible()
    page.clock.pause_at("2026-11-23T09:00:00+07:00")
    hall.call("1")
    expect(page.locator("[data-part=last].lit")).to_contain_text("Loket 1")
    stopped()
    page.clock.run_for(NOT_YET_SILENT_MS)
    expect(page.get_by_text(STALE)).to_be_hidden()
    page.clock.run_for(SILENCE_MARKED_MS - NOT_YET_SILENT_MS)
    expect(page.get_by_text(STALE)).to_be_visible()


def test_a_server_that_stands_still_is_noticed_though_the_clock_was_set_back(
    hall: Hall, open_display: OpenDisplay, stopped: Callable[[], None]
) -> None:
    page = open_display(hall.screen())
    page.evaluate(SET_BACK)
    stopped()
    expect(page.get_by_text(STALE)).to_be_visible()
    stopped()
    expect(page.get_by_text(STALE)).to_be_hidden()


def test_a_display_asks_whether_a_killed_server_is_back_and_then_links_at_once(
    hall: Hall, new_page: Callable[[], Page]
) -> None:
    """How soon it asks and links is held in display_returning.test.mjs, in a time of its own."""
    page = new_page()
    page.add_init_script(COUNT_TRIES)
    page.goto(hall.screen())
    expect(page.get_by_text("Lantai 1")).to_be_visible()
    before = page.evaluate("window.tries")
    hall.server.kill()
    expect(page.get_by_text(STALE)).to_be_visible()
    hall.server.start()
    expect(page.get_by_text(STALE)).to_be_hidden()
    assert 1 <= page.evaluate("window.tries") - before <= LINKS_IN_AN_OUTAGE


def test_a_link_on_which_nobody_answers_is_given_up_for_another(
    hall: Hall, new_page: Callable[[], Page]
) -> None:
    page = new_page()
    greeted: list[WebSocketRoute] = []

    def greet(link: WebSocketRoute) -> None:
        """The first one opens, and then nobody says a word on it."""
        greeted.append(link)
        if len(greeted) > 1:
            link.connect_to_server()
            return
        link.on_message(lambda _: None)
        link.send('0{"sid":"1","upgrades":[],"pingInterval":600000,"pingTimeout":600000,"maxPayload":9}')

    page.route_web_socket(re.compile("/socket.io/"), greet)
    page.goto(hall.screen())
    expect(page.get_by_text("Lantai 1")).to_be_visible()
    assert len(greeted) > 1


@pytest.fixture
def deaf(hall: Hall, new_page: Callable[[], Page]) -> Page:
    """A display whose page is there, and whose link never opens."""
    page = new_page()
    page.clock.install()
    intercept(page, "**/socket.io/?**", lambda route: route.abort())
    page.route_web_socket(re.compile("/socket.io/"), lambda link: link.close())
    page.add_init_script(COUNT_TRIES)
    page.goto(hall.screen())
    return page


def watches(page: Page) -> None:
    """Waits until it tries to open its link, which is the last that it does when it begins."""
    page.wait_for_function("() => window.tries > 0")


def test_a_display_that_hears_nothing_reloads_itself_four_times_an_hour(deaf: Page) -> None:
    for _ in range(RELOADS_AN_HOUR):
        watches(deaf)
        with deaf.expect_event("load"):
            deaf.clock.fast_forward(SILENT_TOO_LONG_MS)
    watches(deaf)
    deaf.evaluate("window.stays = true")
    for _ in range(2):  # behind the second answer, the first one has had its effect
        with deaf.expect_response("**/healthz"):
            deaf.clock.fast_forward(SILENT_TOO_LONG_MS)
    assert deaf.evaluate("window.stays")
    with deaf.expect_event("load"):
        deaf.clock.fast_forward(HOUR_MS)


def test_a_display_whose_server_is_away_does_not_reload(deaf: Page) -> None:
    watches(deaf)
    intercept(deaf, "**/healthz", lambda route: route.abort())
    deaf.evaluate("window.stays = true")
    for _ in range(2):
        with deaf.expect_event("requestfailed", lambda request: request.url.endswith("/healthz")):
            deaf.clock.fast_forward(SILENT_TOO_LONG_MS)
    assert deaf.evaluate("window.stays")

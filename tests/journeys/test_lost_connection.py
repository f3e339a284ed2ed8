"""Screens behind a bad line: they say so, they come back right, and nothing happens twice."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import create_engine, update

from app.store.tables import ticket as tickets
from tests.displays.cable import Cable
from tests.journeys.conftest import OpenPage
from tests.journeys.lossy_line import LossyLine
from tests.journeys.office import SITE, Office
from tests.journeys.screens import DESK, KIOSK, TELEVISION, Console, Display, Kiosk
from tests.services.databases import Databases
from tests.services.server import Server
from tests.web.ear import Ear

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WISH = f"POST /api/v1/sites/{SITE}/tickets "
CALL = "POST /api/v1/counters/"
OLD = timedelta(minutes=2)  # past the age at which a call is still said


@pytest.fixture(scope="module")
def database(sqlite_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> str:
    return sqlite_databases.fresh(tmp_path_factory.mktemp("lines"))


@pytest.fixture(scope="module")
def office(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    server = Server(data=folder, database=database, engine="eventlet", options=("--demo", "--no-agent"))
    yield Office(server.start())
    server.kill()


@pytest.fixture
def cable(office: Office) -> Iterator[Cable]:
    cable = Cable(office.server.port)
    yield cable
    cable.remove()


@pytest.fixture
def line(office: Office) -> Iterator[LossyLine]:
    with LossyLine(office.server.port) as line:
        yield line


def test_a_cut_is_told_and_healed_and_old_calls_stay_silent(
    office: Office, database: str, cable: Cable, open_page: OpenPage
) -> None:
    for counter in ("2", "3"):
        office.clerk(counter, "open")
    display = Display.on(open_page(**TELEVISION), office.screen("display", "TV1", base=cable.url))
    console = Console.at(open_page(office.screen("counter", base=cable.url), **DESK), "Loket 11")
    console.open()
    hall = Ear(office.server.url, "/display", {"token": office.token("display", "TV1")}, events=("called",))

    cable.cut()
    stale = display.page.get_by_text(re.compile(r"Data pukul \d\d\.\d\d, menyambung kembali"))
    expect(stale).to_be_visible()
    expect(console.page.locator("#link")).to_have_text("sambungan terputus")
    office.take_number("A02")
    old, new = (office.call_next(counter) for counter in ("2", "3"))
    assert old is not None
    assert new is not None
    make_older(database, old["id"])
    newcomer = office.take_number("B01")
    said = {call["number"]: clips(call) for call in (hall.next("called")["call"] for _ in range(2))}
    hall.close()

    cable.mend()
    rows = display.page.locator("main")
    expect(rows).to_contain_text("Loket 3")
    expect(rows).to_contain_text("Loket 2")
    expect(stale).to_be_hidden()
    expect(console.page.locator("#queue-rows")).to_contain_text(newcomer["number"])
    expect(console.page.locator("#link")).to_have_text("sambungan baik")
    heard = {name for _, name in display.heard()}
    assert said[new["number"]][0] in heard
    assert heard.isdisjoint(said[old["number"]])


def test_a_number_whose_answer_is_lost_is_the_same_number(
    office: Office, line: LossyLine, open_page: OpenPage
) -> None:
    kiosk = Kiosk.at(open_page(office.screen("kiosk", "K1", base=line.url), **KIOSK))
    kiosk.search("pensiun")
    kiosk.choose("Pensiun janda, duda, atau yatim")
    line.lose_answer_to(WISH)
    kiosk.take_number()
    number = kiosk.number()
    assert line.lost_an_answer
    first, again = keys_sent(line, WISH)
    assert first == again
    issued = [fact["data"] for fact in office.facts() if fact["kind"] == "ticket_issued"]
    assert [data["number"] for data in issued if data["service"] == "X03"] == [number]


def test_a_call_whose_answer_is_lost_calls_nobody_else(
    office: Office, line: LossyLine, open_page: OpenPage
) -> None:
    first, second = office.take_number("G01"), office.take_number("G01")
    console = Console.at(open_page(office.screen("counter", base=line.url), **DESK), "Imigrasi")
    console.open()
    line.lose_answer_to(CALL)
    console.press("Space", state="called")
    assert line.lost_an_answer
    assert console.number() == first["number"]
    assert office.ticket(second["token"])["state"] == "waiting"


def keys_sent(line: LossyLine, request: str) -> list[str]:
    """The keys that came with requests of this beginning; browsers repeat some by themselves."""
    asked = [said for said in line.asked if said.startswith(request)]
    return [key for said in asked for key in re.findall(r"(?i)\r\nidempotency-key: (\S+)", said)]


def make_older(database: str, ticket: int) -> None:
    """Lets the call have been made minutes ago, as if the cut had lasted so long."""
    engine = create_engine(database)
    with engine.begin() as connection:
        then = datetime.now(UTC) - OLD
        connection.execute(update(tickets).where(tickets.c.id == ticket).values(called_at=then))
    engine.dispose()


def clips(call: dict[str, object]) -> list[str]:
    """The files of a call's sentences, without the chime."""
    speech: list[dict[str, list[str]]] = call["speech"]  # type: ignore[assignment]
    names = [clip.rpartition("/")[2] for spoken in speech for clip in spoken["clips"]]
    return [name for name in names if name != "chime.wav"]

"""One visitor from the tap on the glass to the voice in the hall and the thanks on the phone, all real."""

from pathlib import Path

import pytest

from tests.journeys.conftest import OpenPage
from tests.journeys.office import Office
from tests.journeys.paper import Paper, codes, lines
from tests.journeys.screens import DESK, KIOSK, PHONE, TELEVISION, Console, Display, Kiosk, Phone
from tests.journeys.sound import Sound
from tests.services.databases import Databases
from tests.services.server import Serve

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SERVICE = "Paspor baru dewasa"
FACTS = [
    "ticket_issued",
    "ticket_printed",
    "ticket_confirmed",  # the phone opened the ticket's page
    "ticket_called",
    "ticket_recalled",
    "ticket_serving",
    "ticket_served",
]


@pytest.fixture(params=["eventlet sqlite", "threading sqlite", "eventlet postgres"])
def office(request: pytest.FixtureRequest, serve: Serve, tmp_path: Path) -> Office:
    engine, kind = request.param.split()
    databases: Databases = request.getfixturevalue(f"{kind}_databases")
    return Office(serve(engine=engine, database=databases.fresh(tmp_path)))


def test_one_visitor_from_the_tap_to_the_voice(office: Office, open_page: OpenPage) -> None:
    somebody = office.take_number("G01", kiosk="K2")
    display = Display.on(open_page(**TELEVISION), office.screen("display", "TV2"))
    console = Console.at(open_page(office.screen("counter"), **DESK), "Imigrasi")
    console.open()

    kiosk = Kiosk.at(open_page(office.screen("kiosk", "K1"), **KIOSK))
    kiosk.search("paspor")
    kiosk.choose(SERVICE)
    kiosk.take_number(taps=2)
    number = kiosk.number()
    address = kiosk.code()
    ticket = office.ticket(address.rpartition("/")[2])
    assert (ticket["number"], ticket["url"].upper()) == (number, address.upper())
    expect_paper(Paper(office), number, address)
    kiosk.expect_words("Silakan ambil tiket Anda.")

    phone = Phone.at(open_page(address, **PHONE))
    assert phone.number() == number
    phone.expect("ahead", "1")
    office.server.request("DELETE", f"/api/v1/tickets/{somebody['token']}")
    phone.expect("ahead", "0")

    console.press("Space", state="called")
    assert console.number() == number
    display.expect_call(number, console.counter)
    phone.expect("sentence", "Giliran Anda. Silakan menuju")
    phone.expect("counter", console.counter)
    expect_voice(office, display.heard())

    console.press("F4", state="called")
    display.expect_call(number, console.counter)
    display.expect_tag("Panggilan ulang")
    first, again = sentences(display.heard(chimes=2))
    assert first != again

    console.press("F6", state="serving")
    phone.expect("sentence", f"Anda sedang dilayani di {console.counter}.")
    console.press("F8", state="none")
    phone.expect("sentence", "Layanan Anda sudah selesai. Terima kasih atas kesabaran Anda.")
    assert [fact["kind"] for fact in office.facts(ticket=ticket["id"])] == FACTS
    assert numbers_given(office, "G01") == [somebody["number"], number]


def expect_paper(paper: Paper, number: str, address: str) -> None:
    """The slip that came out carries the same number and leads to the same page."""
    slip = paper.slip_of(number, printer="BWI-P1")
    assert SERVICE in lines(slip)
    assert codes(paper.picture("BWI-P1", slip)) == [address]


def expect_voice(office: Office, heard: list[list[str]]) -> None:
    """A chime and then a sentence were played to their ends, and both are more than silence."""
    chime, sentence = [name for kind, name in heard if kind == "ended"][:2]
    assert heard[:4] == [["playing", chime], ["ended", chime], ["playing", sentence], ["ended", sentence]]
    assert chime == "chime.wav"
    for name, shortest in ((chime, 0.5), (sentence, 2.0)):
        sound = Sound.of(office.server.request("GET", f"/displays/voice/{name}").body)
        assert shortest < sound.seconds < 15.0
        assert sound.peak > 0.2


def sentences(heard: list[list[str]]) -> list[str]:
    """The first sentence after each chime."""
    ended = [name for kind, name in heard if kind == "ended"]
    return [ended[at + 1] for at, name in enumerate(ended[:-1]) if name == "chime.wav"]


def numbers_given(office: Office, service: str) -> list[str]:
    issued = [fact["data"] for fact in office.facts() if fact["kind"] == "ticket_issued"]
    return [data["number"] for data in issued if data["service"] == service]

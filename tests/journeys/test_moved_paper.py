"""A printer without paper: after ten seconds its fallback prints, and the kiosk says where that stands."""

from collections.abc import Iterator

import pytest

from tests.journeys.office import Office
from tests.journeys.paper import Paper
from tests.journeys.patience import until
from tests.services.databases import Databases
from tests.services.server import Server
from tests.web.ear import Ear

pytestmark = pytest.mark.slow


@pytest.fixture
def office(sqlite_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    server = Server(
        data=folder, database=sqlite_databases.fresh(folder), engine="eventlet", options=("--demo",)
    )
    yield Office(server.start())
    server.kill()


def test_the_kiosk_says_where_the_paper_came_out(office: Office) -> None:
    paper = Paper(office)
    until(lambda: office.printer("P2")["state"] == "ready")
    paper.do("BWI-P1", "paper_out")
    told = {"token": office.token("kiosk", "K1")}
    kiosk = Ear(office.server.url, "/kiosk", told, events=("printed", "print_failed"))
    try:
        ticket = office.take_number("G01", kiosk="K1")
        until(
            lambda: (
                office.ticket(ticket["token"])["print"]
                == {"state": "printed", "printer": "P2", "place": "Anjungan tangga lantai 2"}
            ),
            within=60,
        )
        moved = kiosk.next("print_failed", lambda news: news["reason"] == "moved")
        assert (moved["printer"], moved["place"]) == ("P2", "Anjungan tangga lantai 2")
        assert kiosk.next("printed")["printer"] == "P2"
    finally:
        kiosk.close()
    (slip,) = paper.slips_of(ticket["number"], printer="BWI-P2")
    assert "CETAK ULANG" not in slip["text"]
    assert paper.slips_of(ticket["number"], printer="BWI-P1") == []

"""zbar reads the code of every ticket, first or again, wide or narrow, and it opens the ticket's page."""

import io
import urllib.request
from functools import partial
from itertools import product
from typing import Any

import pytest
from PIL import Image

from app.domain.mall import Mall
from tests.journeys.office import Office
from tests.journeys.paper import Paper
from tests.journeys.patience import until
from tests.services.server import Server
from tests.services.zbar import read_codes

pytestmark = pytest.mark.slow

PRINTERS = {"K1": "BWI-P1", "K2": "BWI-P2"}  # 80 mm, 58 mm
LANGUAGES = ("id", "en")
REPRINTS = 2

Ticket = dict[str, Any]
Slip = dict[str, Any]


def test_every_code_on_paper_opens_the_page_of_its_ticket(demo: Server, banyuwangi: Mall) -> None:
    office = Office(demo)
    paper = Paper(office)
    for printer in PRINTERS.values():
        paper.do(printer, "at_once")
    visits = list(product(PRINTERS, LANGUAGES, longest_services(banyuwangi)))
    tickets = [
        office.take_number(service, kiosk=kiosk, language=language) for kiosk, language, service in visits
    ]
    printers = [PRINTERS[kiosk] for kiosk, _, _ in visits]
    first = last = papers(paper, tickets, printers, count=1)
    for again in range(1, REPRINTS + 1):
        for ticket in tickets:
            office.reprint(ticket)
        last = papers(paper, tickets, printers, count=1 + again)
    assert ["CETAK ULANG" in slip["text"] for slip in first] == [False] * len(tickets)
    assert [f"CETAK ULANG {REPRINTS}" in slip["text"] for slip in last] == [True] * len(tickets)

    pictures = [
        Image.open(io.BytesIO(paper.picture(printer, slip)))
        for printer, slip in zip(printers * 2, first + last, strict=True)
    ]
    codes = read_codes(pictures)
    assert [[address.upper() for address in found] for found in codes] == [
        [ticket["url"].upper()] for ticket in tickets * 2
    ]
    for ticket, (address,) in zip(tickets * 2, codes, strict=True):
        with urllib.request.urlopen(address, timeout=60) as page:
            assert page.status == 200
            assert ticket["number"] in page.read().decode()


def longest_services(mall: Mall) -> list[str]:
    """The services whose names are longest, one for each language."""
    return [max(mall.service.values(), key=lambda each: len(each.named(name))).code for name in LANGUAGES]


def papers(paper: Paper, tickets: list[Ticket], printers: list[str], *, count: int) -> list[Slip]:
    """The newest slip of each ticket, once it has so many."""

    def newest(ticket: Ticket, printer: str) -> Slip | None:
        slips = paper.slips_of(ticket["number"], printer=printer)
        return slips[-1] if len(slips) == count else None

    return [until(partial(newest, *each)) for each in zip(tickets, printers, strict=True)]

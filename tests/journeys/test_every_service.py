"""Every service of the mall goes the whole way: number, paper, call, voice, and what the visitor sees."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from typing import Any

import pytest

from app.domain.mall import Counter, Mall
from printers.ticket import plain
from tests.journeys.office import SITE, Office
from tests.journeys.paper import Paper, codes, lines
from tests.journeys.patience import until
from tests.journeys.sound import Sound
from tests.services.server import Server
from tests.web.ear import Ear

pytestmark = pytest.mark.slow

PRINTERS = {"K1": "BWI-P1", "K2": "BWI-P2", "K3": "BWI-P3"}  # a wide Epson, a narrow one, a clone
CLERKS = 3
SLIPS_EVERY = 0.25  # seconds between two looks at a printer, which keeps its last 40 slips
PEOPLE = 12  # who do something at the same time

Ticket = dict[str, Any]
Slip = dict[str, Any]


def test_a_ticket_of_every_service_goes_the_whole_way(demo: Server, banyuwangi: Mall) -> None:
    office = Office(demo)
    paper = Paper(office)
    for printer in PRINTERS.values():
        paper.do(printer, "at_once")
    hall = Ear(demo.url, "/display", {"token": office.token("display", "TV4")}, events=("called",))
    shares = {kiosk: list(banyuwangi.service)[at :: len(PRINTERS)] for at, kiosk in enumerate(PRINTERS)}
    with closing(hall), ThreadPoolExecutor(PEOPLE) as people:
        papers = [
            people.submit(slips_from, paper, printer, count=len(shares[kiosk]))
            for kiosk, printer in PRINTERS.items()
        ]
        given = people.map(lambda kiosk: numbers_at(office, kiosk, shares[kiosk]), PRINTERS)
        tickets = {ticket["number"]: ticket for part in given for ticket in part}
        assert len(tickets) == len(banyuwangi.service) == 370

        desks = desks_for_everybody(banyuwangi)
        clerks = [
            people.submit(serve_all, office, banyuwangi, desks[first::CLERKS], tickets)
            for first in range(CLERKS)
        ]
        heard = list(people.map(lambda call: expect_voice(office, call), calls_of(hall, set(tickets))))
        assert sorted(heard) == sorted(tickets)
        assert sum(clerk.result() for clerk in clerks) == len(tickets)
        printed = [expect_slip(slip, tickets, banyuwangi) for part in papers for slip in part.result()]
        assert sorted(printed) == sorted(tickets)
        tokens = [ticket["token"] for ticket in tickets.values()]
        assert {ticket["state"] for ticket in people.map(office.ticket, tokens)} == {"served"}


def numbers_at(office: Office, kiosk: str, services: Sequence[str]) -> list[Ticket]:
    return [office.take_number(service, kiosk=kiosk) for service in services]


def slips_from(paper: Paper, printer: str, *, count: int) -> list[Slip]:
    """Every slip, taken as it comes out, with the codes that a phone reads from it."""
    taken: list[Slip] = []

    def take() -> bool:
        fresh = [slip for slip in paper.slips(printer) if slip["number"] > len(taken)]
        taken.extend({**slip, "codes": codes(paper.picture(printer, slip))} for slip in fresh)
        return len(taken) >= count

    until(take, within=120, pause=SLIPS_EVERY)
    return taken


def expect_slip(slip: Slip, tickets: dict[str, Ticket], mall: Mall) -> str:
    """Whole number on one line, readable name, the code of the ticket's page; returns the number."""
    number = next(line for line in lines(slip) if line in tickets)
    ticket = tickets[number]
    assert plain(mall.service[ticket["service"]].name) in " ".join(lines(slip)), slip["text"]
    assert [address.upper() for address in slip["codes"]] == [ticket["url"].upper()]
    return number


def desks_for_everybody(mall: Mall) -> list[Counter]:
    """The first counter for each service."""
    site = mall.site[SITE]
    first = {code: desk for desk in reversed(site.counters) for code in mall.services_of(site, desk)}
    return [desk for desk in site.counters if desk in first.values()]


def serve_all(office: Office, mall: Mall, desks: Sequence[Counter], tickets: dict[str, Ticket]) -> int:
    """Calls everybody to these counters, one after another; how many of ours came."""
    served = 0
    for desk in desks:
        office.clerk(desk.code, "open")
        while called := office.call_next(desk.code):
            assert called["service"] in mall.services_of(mall.site[SITE], desk)
            if ours := tickets.get(called["number"]):  # a demonstration begins with a ticket of its own
                seen = office.ticket(ours["token"])
                assert (seen["state"], seen["counter_name"]) == ("called", desk.name)
                served += 1
            office.clerk(desk.code, "finish")
    return served


def calls_of(hall: Ear, numbers: set[str]) -> Iterator[dict[str, Any]]:
    """The calls of these numbers as the display hears them."""
    while numbers:
        call = hall.next("called")["call"]
        if call["number"] in numbers:
            numbers.discard(call["number"])
            yield call


def recording(office: Office, clip: str) -> bytes | None:
    """The clip; None while so many calls are before it that the server does not wait for it any longer."""
    answer = office.server.request("GET", clip)
    return answer.body if answer.status == 200 else None


def expect_voice(office: Office, call: dict[str, Any]) -> str:
    """Both languages can be heard; returns the number."""
    assert [speech["language"] for speech in call["speech"]] == ["id", "en"]
    for speech in call["speech"]:
        assert speech["text"]
        sound = Sound.of(until(partial(recording, office, speech["clips"][-1])))
        assert 2.0 < sound.seconds < 15.0
        assert sound.peak > 0.2
    return str(call["number"])

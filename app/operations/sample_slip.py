"""A ticket that nobody took, for whoever wants to see how tickets of the mall read."""

from datetime import datetime, timedelta

from app.domain.links import Links
from app.domain.mall import Mall, Service, Site
from app.domain.slip import Slip
from app.domain.ticket import PrintState, Status, Ticket
from app.domain.waiting import Estimate
from app.operations.slips import compose
from app.queries.tickets import Position
from config.words import Words

AHEAD = Position(ahead=3, estimate=Estimate(10, 20), now_serving=None)
NONCE = bytes(16)  # its address leads to no ticket


def sample_slip(mall: Mall, *, language: str, now: datetime, links: Links, words: Words) -> Slip | None:
    """The slip of number 7 of a service, one that wants documents if there is any; None without services."""
    offered = [
        (site, service)
        for site in mall.sites
        for agency in mall.agencies_at(site)
        for service in agency.services
        if not service.archived
    ]
    if not offered:
        return None
    site, service = next((each for each in offered if each[1].requirements), offered[0])
    return compose(mall, _ticket(site, service, language, now), AHEAD, links=links, words=words)


def _ticket(site: Site, service: Service, language: str, now: datetime) -> Ticket:
    issued = now - timedelta(minutes=now.minute % 5)
    return Ticket(
        id=0,
        site=site.code,
        day=issued.date(),
        number=f"{service.prefix}-007",
        service=service.code,
        issued_for=service.code,
        agency=service.agency,
        status=Status.WAITING,
        priority=None,
        language=language,
        sort_key=issued,
        issued_at=issued,
        waiting_since=issued,
        called_at=None,
        serving_at=None,
        ended_at=None,
        counter=None,
        calls=0,
        origin="sample",
        print_state=PrintState.NONE,
        printer=None,
        confirmed_at=None,
        nonce=NONCE,
    )

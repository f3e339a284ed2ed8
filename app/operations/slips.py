"""The words of a paper ticket, in the visitor's language; what staff help with, in the mall's own as well."""

from datetime import datetime

from app.domain.links import Links
from app.domain.mall import Mall, Service
from app.domain.slip import Slip
from app.domain.ticket import Ticket
from app.queries.tickets import Position
from config.sentences import day_and_time
from config.words import Words

MOST_DOCUMENTS = 4


def compose(mall: Mall, ticket: Ticket, position: Position, *, links: Links, words: Words) -> Slip:
    """Everything a printer needs to know; no personal data, and of the priority only the lane."""
    agency, service = mall.agency[ticket.agency], mall.service[ticket.service]
    language = ticket.language
    issued: datetime = ticket.issued_at.astimezone(mall.zone_info)
    zone = mall.site[ticket.site].zone.get(agency.zone or "")
    return Slip(
        mall=mall.name,
        agency=agency.name,
        number=ticket.number,
        service=service.named(language),
        issued=day_and_time(words, language, issued),
        ahead=_ahead(position, words, language),
        place=_twice(mall, words, language, "paper.place", zone=zone.name) if zone else "",
        bring=_bring(service, words, language),
        url=links.scanned(links.token(ticket.nonce)),
        scan=_twice(mall, words, language, "paper.scan"),
        footer=mall.ticket_footer or words.say(language, "paper.thanks"),
        priority=words.say(language, "paper.priority") if ticket.priority else "",
        number_label="" if language == mall.languages[0] else _twice(mall, words, language, "visitor.number"),
    )


def _twice(mall: Mall, words: Words, language: str, key: str, **blanks: str) -> str:
    """A sentence for the visitor and, in the mall's first language, for whoever is asked the way."""
    own = mall.languages[0]
    spoken = (language,) if language == own else (language, own)
    return " / ".join(words.say(each, key, **blanks) for each in spoken)


def _ahead(position: Position, words: Words, language: str) -> str:
    if position.estimate is None:
        return ""
    estimate = position.estimate
    key = "paper.ahead" if position.ahead else "paper.first"
    if not estimate.low:
        key += "_under"
    return words.say(language, key, count=position.ahead, low=estimate.low, high=estimate.high)


def _bring(service: Service, words: Words, language: str) -> str:
    if not service.requirements:
        return ""
    documents = ", ".join(service.requirements[:MOST_DOCUMENTS])
    return words.say(language, "paper.bring", documents=documents)

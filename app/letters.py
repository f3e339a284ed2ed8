"""The words of every message, in the language of whoever gets it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.domain.contacts import forgotten_on
from app.domain.links import Links
from app.domain.mall import Mall
from app.domain.news import Closing, News
from app.domain.ticket import Ticket
from app.queries.bookings import Booking
from app.queries.contacts import Contact
from config.sentences import clock, day_phrase, opening_phrase, zone_name
from config.words import Words

HALF = 5  # signs of a booking's code, as people say it


@dataclass(frozen=True, slots=True)
class Letter:
    """The words of one message, and the same for programs."""

    title: str
    text: str
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes in one language, at one moment."""

    mall: Mall
    links: Links
    words: Words
    language: str
    now: datetime

    def of_booking(self, news: News, booking: Booking, body: Mapping[str, Any]) -> Letter:
        """`body` says when it was for at the time, as it may have been moved since."""
        code = self.links.booking_code(booking.nonce)
        starts = datetime.fromisoformat(body.get("starts_at") or booking.starts_at.isoformat())
        local = starts.astimezone(self.mall.zone_info)
        url = self.links.booking(code)
        blanks = {
            **self._place(booking.site, booking.service),
            "day": day_phrase(self.words, self.language, local.date()),
            "time": clock(local, self.language),
            "zone": zone_name(local),
            "code": f"{code[:HALF]}-{code[HALF:]}",
            "url": url,
            "again": f"{self.links.public_url}/{booking.site}/layanan/{booking.service}/waktu",
        }
        fields = {
            "site": booking.site,
            "service": booking.service,
            "code": code,
            "starts_at": local.isoformat(),
            "url": url,
        }
        return self._letter(news, blanks, fields, body)

    def of_ticket(self, news: News, ticket: Ticket, body: Mapping[str, Any]) -> Letter:
        site = self.mall.any_site(ticket.site)
        counter = site.any_counter(body.get("counter")) if site else None
        url = self.links.page(self.links.token(ticket.nonce))
        local = ticket.issued_at.astimezone(self.mall.zone_info)
        blanks = {
            **self._place(ticket.site, ticket.service),
            "number": ticket.number,
            "counter": counter.name if counter else self._say("somewhere"),
            "ahead": body.get("ahead", 0),
            "day": day_phrase(self.words, self.language, local.date()),
            "url": url,
        }
        fields = {"site": ticket.site, "service": ticket.service, "number": ticket.number, "url": url}
        if counter:
            fields["counter"] = counter.name
        return self._letter(news, blanks, fields, body)

    def as_mail(self, letter: Letter, contact: Contact) -> Letter:
        """With a greeting to end on: why it came, and how to have the address forgotten."""
        day = forgotten_on(contact.day, contact_days=self.mall.rules.contact_days)
        gone = day_phrase(self.words, self.language, day)
        foot = self._say("foot", mall=self.mall.name, day=gone, url=letter.fields["url"])
        return replace(letter, text=f"{letter.text}\n\n--\n{foot}\n")

    def _letter(
        self, news: News, blanks: Mapping[str, Any], fields: dict[str, Any], body: Mapping[str, Any]
    ) -> Letter:
        key = news.value
        if news is News.COUNTER_CLOSED:
            key = f"closed_{Closing(body['why']).value}"
            fields = {**fields, "why": body["why"]}
        elif news is News.NEAR and not blanks["ahead"]:
            key = "near_next"
        told = {**blanks, "reason": self._reason(body), "back": self._back(body)}
        title = self._say(f"{news.value}_title", **told)
        return Letter(title, self._say(f"{key}_text", **told), {"news": news.value, **fields})

    def _place(self, site_code: str, service_code: str) -> dict[str, str]:
        site, service = self.mall.site.get(site_code), self.mall.service.get(service_code)
        return {
            "site": site.name if site else site_code,
            "service": service.named(self.language) if service else service_code,
        }

    def _reason(self, body: Mapping[str, Any]) -> str:
        """What a supervisor wrote, as a piece of a sentence."""
        return f" ({body['reason']})" if body.get("reason") else ""

    def _back(self, body: Mapping[str, Any]) -> str:
        if not body.get("back"):
            return ""
        back = datetime.fromisoformat(body["back"]).astimezone(self.mall.zone_info)
        return self._say("back", at=opening_phrase(self.words, self.language, back, now=self.now)) + " "

    def _say(self, key: str, **blanks: object) -> str:
        return self.words.say(self.language, f"letter.{key}", **blanks)

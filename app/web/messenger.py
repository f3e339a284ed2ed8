"""Asks the satellites for what visitors want of their sites, and tells what they said, or that nobody did."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from flask import current_app, g

from app.context import Context
from app.domain.errors import PhoneLimit, Refused, UnknownBooking, UnknownToken, WrongPresenceCode
from app.domain.keeping import SatelliteAway, SatelliteUnwilling
from app.domain.links import digest
from app.line import LineDown, Said, ask
from app.operations import errands
from app.operations.errands import Errand, Given, Made
from app.puller import AWAY
from app.queries.pictures import picture_of
from app.vault import Unsealable
from app.web.phone import NAME as PHONE_COOKIE
from app.web.phone import phone_hash

ANSWER_SECONDS = 6.0  # a visitor waits for it
MESSENGER = "antrean_messenger"
# Refusals that pages answer in a way of their own; every other one is said in the satellite's words.
_KNOWN: Mapping[str, type[Refused]] = {
    kind.code: kind for kind in (PhoneLimit, UnknownBooking, UnknownToken, WrongPresenceCode)
}
SEALED = "errand"
ASKED_AT: Mapping[Errand, str] = {Errand.TICKET: "remote-tickets", Errand.BOOKING: "bookings"}
FOUND_AGAIN = 200  # 201 for what was made just now
NOT_TOLD = ("token", "url", "code", "ticket")  # addresses are for their visitors alone

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asker:
    """For whom a satellite is asked; `known_as` is what this database keeps of it.

    A phone is known again by its secret. A desk or a partner, `origin` in the journal, has none: it answers
    for its citizens, each of whom may wish for what the one before wished for.
    """

    known_as: bytes
    phone: str | None = None
    origin: str = ""

    @classmethod
    def of_phone(cls, secret: str) -> "Asker":
        return cls(phone_hash(secret), secret)

    @classmethod
    def of_desk(cls, origin: str) -> "Asker":
        return cls(digest(f"antrean desk:{origin}"), origin=origin)


class Messenger:
    """For one server; `is_for` says whether a site is asked for at a satellite at all.

    `patience` is how many seconds a satellite has to answer.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self.patience = ANSWER_SECONDS

    def is_for(self, site: str) -> bool:
        return site in self._context.satellites and self._context.keeping.pictures(site)

    def given(self, address: str) -> Given | None:
        """What a satellite gave under this address, if one did."""
        if not self._context.satellites:
            return None
        with self._context.database.read() as connection:
            return errands.given(connection, address)

    def fetch(
        self, site: str, kind: Errand, wish: Mapping[str, Any], *, key: str, asker: Asker
    ) -> tuple[Document, bool]:
        """A number or a booking; whether it was given before.

        Raises SatelliteAway, where nothing is lost by asking again, and what the satellite says no with.
        """
        context = self._context
        self._must_be_there(site)
        errand, known_key = context.database.write(
            "",
            lambda tx: errands.set_out(
                tx,
                site,
                kind,
                wish,
                phone=asker.known_as,
                key=key,
                now=context.clock(),
                alike=asker.phone is not None,
            ),
        )
        return self._send(site, kind, wish, errand=errand, key=known_key, asker=asker)

    def again(self, site: str, made: Made, asker: Asker) -> Document:
        """Asks anew for what got no answer. Raises what `fetch` raises."""
        self._must_be_there(site)
        return self._send(site, made.kind, made.told, errand=made.id, key=made.key, asker=asker)[0]

    def _send(
        self, site: str, kind: Errand, wish: Mapping[str, Any], *, errand: int, key: str, asker: Asker
    ) -> tuple[Document, bool]:
        database = self._context.database
        try:
            path = f"/sites/{site}/{ASKED_AT[kind]}"
            said = self._said(site, "POST", path, wish, key=key, phone=asker.phone)
        except SatelliteAway:
            raise
        except Refused:
            database.write("", lambda tx: errands.refused(tx, errand))
            raise
        address = said.document["token" if kind is Errand.TICKET else "code"]
        told = {**self._told(said.document, address), **({"origin": asker.origin} if asker.origin else {})}
        database.write("", lambda tx: errands.brought(tx, errand, address, told))
        return self._at_home(said.document), said.status == FOUND_AGAIN

    def ask(
        self,
        site: str,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        key: str | None = None,
        about: str | None = None,
    ) -> Document:
        """Anything else that a visitor may ask; `about` is the address of what a deed changes.

        Raises SatelliteAway and what the satellite says no with.
        """
        self._must_be_there(site)
        document = self._said(site, method, path, body, key=key).document
        if about is not None:
            told = {name: value for name, value in document.items() if name not in NOT_TOLD}
            self._context.database.write("", lambda tx: errands.seen(tx, about, told))
        return self._at_home(document)

    def made(self, site: str, asker: Asker, *, since: datetime) -> list[Made]:
        """What a desk asked for since then, the newest first, each with its address where it has one."""
        with self._context.database.read() as connection:
            known = errands.of_desk(connection, site, desk=asker.known_as, since=since)
        return [opened for one in known if (opened := self._opened(one)) is not None]

    def made_by(self, site: str, errand: int, asker: Asker) -> Made | None:
        """One of them, whenever it was asked for."""
        with self._context.database.read() as connection:
            known = errands.by_desk(connection, errand, site=site, desk=asker.known_as)
        return self._opened(known) if known is not None else None

    def _opened(self, made: Made) -> Made | None:
        """None for what was sealed with a key that this server has no more."""
        if not made.is_answered:
            return made
        with suppress(Unsealable):
            return replace(made, told=self._addressed(made.told))
        return None

    def _addressed(self, told: Mapping[str, Any]) -> Document:
        """Raises Unsealable."""
        address = self._context.vault.open(b64decode(told.get("sealed", "")), place=SEALED)
        return {**told, "token": address, "code": address, "ticket": None}

    def mine(self, site: str, kind: Errand, phone: bytes) -> list[Document]:
        """What the phone was given at the site, as last seen here, with its address."""
        context, found = self._context, []
        with context.database.read() as connection:
            known = errands.of_phone(connection, site, kind, phone=phone, now=context.clock())
        for told in known:
            with suppress(Unsealable):
                found.append(self._addressed(told))
        return found

    def booking(self, site: str, code: str) -> Document:
        """As the satellite has it. Raises what `ask` raises.

        Its visitor may have checked in at a kiosk there: the number is known here from then on.
        """
        booking = self.ask(site, "GET", f"/bookings/{quote(code)}")
        if booking["ticket"] and self.given(booking["ticket"]) is None:
            with suppress(Refused):  # else the next look finds it
                self._became(code, self.ask(site, "GET", f"/tickets/{quote(booking['ticket'])}"))
        return booking

    def check_in(self, site: str, code: str, presence: str) -> Document:
        """The visitor of a booking is there: the Ticket, which is known here from now on."""
        ticket = self.ask(site, "POST", f"/bookings/{quote(code)}/check-in", {"presence": presence})
        self._became(code, ticket)
        return ticket

    def _became(self, code: str, ticket: Document) -> None:
        address, now = ticket["token"], self._context.clock()
        told = self._told(ticket, address)
        self._context.database.write("", lambda tx: errands.came_of_it(tx, code, address, told, now=now))

    def _must_be_there(self, site: str) -> None:
        """Whoever was not there a moment ago is not waited for; the puller goes on trying."""
        with self._context.database.read() as connection:
            picture = picture_of(connection, site)
        if picture is not None and picture.trouble == AWAY:
            raise SatelliteAway(site=site)

    def _said(
        self,
        site: str,
        method: str,
        path: str,
        body: Mapping[str, Any] | None,
        *,
        key: str | None = None,
        phone: str | None = None,
    ) -> Said:
        satellite = self._context.satellites[site]
        headers = {"Accept-Language": g.language}
        if key is not None:
            headers["Idempotency-Key"] = key
        if phone is not None:  # another one at every satellite: none learns who a phone is here
            headers["Cookie"] = f"{PHONE_COOKIE}={sha256(f'{site}/{phone}'.encode()).hexdigest()}"
        try:
            said = ask(
                satellite.url,
                method,
                path,
                token=satellite.token,
                seconds=self.patience,
                body=body,
                headers=headers,
            )
        except LineDown as down:
            raise SatelliteAway(site=site) from down
        if not said.is_fine:
            raise _refusal(said)
        return said

    def _told(self, document: Mapping[str, Any], address: str) -> Document:
        sealed = b64encode(self._context.vault.seal(address, place=SEALED)).decode()
        return {**{name: value for name, value in document.items() if name not in NOT_TOLD}, "sealed": sealed}

    def _at_home(self, document: Document) -> Document:
        """With the addresses at which this server shows it."""
        links = self._context.links
        if document.get("token"):
            return {**document, "url": links.page(document["token"])}
        if document.get("code"):
            return {**document, "url": links.booking(document["code"])}
        return document


def messenger() -> Messenger:
    """That of the server which answers this request."""
    found: Messenger = current_app.extensions[MESSENGER]
    return found


def where_given(address: str, deed: Callable[[Messenger, str], Document]) -> Document | None:
    """What the deed comes to at the site that gave this address; None for what was given here."""
    known = messenger().given(address)
    return None if known is None else deed(messenger(), known.site)


def _refusal(said: Said) -> Refused:
    code, sentence = str(said.document.get("code") or ""), str(said.document.get("detail") or "")
    if code in _KNOWN:
        return _KNOWN[code]()
    if not code or not sentence or said.status in (401, 403):
        return SatelliteAway()  # it does not know us: a matter of the office, not of the visitor
    return SatelliteUnwilling(code=code, status=said.status, sentence=sentence)

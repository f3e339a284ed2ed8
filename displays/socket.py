"""The displays' side of the live link: a snapshot when one connects, calls at once, the board after them."""

import logging
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from flask import request
from flask_socketio import emit, join_room
from socketio.exceptions import ConnectionRefusedError as Refusal

from app.beckoning import join_own_room
from app.context import Context
from app.domain.events import Event, Kind
from app.domain.mall import Site
from app.domain.opening import service_day
from app.domain.screens import Sound, read_report
from app.live import LiveNamespace
from app.queries.board import STILL_QUEUED, UNSAID, board, call_fields, taken_back
from app.queries.displays import display_settings, settings_document
from app.reports import Reports
from app.store.database import StoreUnavailable
from app.store.journal import newest, since
from displays.announcer import Announcer
from displays.playlist import note_unplayed, playlist_for, playlists
from displays.presence import presence_at
from displays.screens import Screens
from displays.sounding import sounding
from displays.voices import Voices

log = logging.getLogger(__name__)

NAMESPACE = "/display"
CALLS = frozenset({Kind.TICKET_CALLED, Kind.TICKET_RECALLED})
NOTICES = frozenset({Kind.NOTICE_POSTED, Kind.NOTICE_ENDED})
RECENT = 1000  # facts, among which are the calls that some voice may still have to say
STILL_SAID = timedelta(seconds=60)  # a display that was cut off says younger calls after its return


def room(site: str) -> str:
    """Everyone who watches the board of a site."""
    return f"display:{site}"


def place_room(site: str, display: str) -> str:
    """The screens of one display: what is set there is for them alone."""
    return f"display:{site}:{display}"


class DisplayNamespace(LiveNamespace):
    """Lets displays in and answers them."""

    def __init__(self, context: Context, announcer: Announcer, reports: Reports) -> None:
        super().__init__(NAMESPACE)
        self._context = context
        self._announcer = announcer
        self._reports = reports
        self._voices = announcer.voices
        self._caught_up: set[str] = set()  # sites whose calls of before the start have their clips
        self._links = Screens()
        self._places: dict[str, tuple[str, str]] = {}  # by link: the site and the display's code
        self._screens: dict[str, tuple[int, str]] = {}  # by link: the id of the token, the name for the log

    def on_connect(self, auth: object = None) -> None:
        """Joins first and reads then, so that nothing falls between the snapshot and the first event."""
        told = auth if isinstance(auth, Mapping) else {}
        bearer = self._context.bearer(told.get("token"))
        if bearer is None or bearer.role != "display":
            raise Refusal("unauthenticated")
        site = self._context.mall.site.get(bearer.site or str(told.get("site")))
        if site is None:
            raise Refusal("unknown_site")
        name = f"{site.code}/{bearer.code or bearer.name}"
        self._screens[request.sid] = (bearer.id, name)  # type: ignore[attr-defined]
        join_own_room(bearer)
        join_room(room(site.code))
        join_room(place_room(site.code, bearer.code or ""))
        self._places[request.sid] = (site.code, bearer.code or "")  # type: ignore[attr-defined]
        self._voices.came(site.code, bearer.code or "")
        self._links.came((site.code, bearer.code or ""), request.sid)  # type: ignore[attr-defined]
        try:
            emit("snapshot", self._whole(site, bearer.code))
            self._settle_links((site.code, bearer.code or ""))
        except StoreUnavailable:  # it is not let in
            self.on_disconnect()
            raise

    def tell(self, _cursor: int, event: Event) -> None:
        """A teller of the relay: in another mall a display may hang elsewhere, or speak otherwise."""
        site = self._context.mall.site.get(event.site)
        if event.kind is not Kind.MALL_CHANGED or site is None:
            return
        for code in {code for its_site, code in self._places.values() if its_site == site.code}:
            told, to = self._whole(site, code or None), place_room(site.code, code)
            self._context.socketio.emit("snapshot", told, namespace=NAMESPACE, to=to)

    def settle(self, _site: str, _cursor: int) -> None:
        """Nothing to sum up."""

    def _whole(self, site: Site, code: str | None) -> dict[str, Any]:
        """Everything that a display shows, and where it hangs."""
        here = {**place(site, code, self._voices), "settings": self._settings(site, code)}
        here["playlist"] = playlist_for(self._context, site, code)
        here["presence"] = presence_at(self._context, site)
        return {**self._snapshot(site), "place": here}

    def on_report(self, told: object = None, *_more: object) -> None:
        """What the display is, and whether it is heard; one held back is worth a line in the log, once."""
        report = read_report(told)
        screen = self._screens.get(request.sid)  # type: ignore[attr-defined]
        if report is None or screen is None:
            return
        device, name = screen
        self._reports.note(device, report)
        here = self._places[request.sid]  # type: ignore[attr-defined]
        before = self._links.says(here, request.sid, report.sound)  # type: ignore[attr-defined]
        self._settle_links(here)
        if report.sound is Sound.BLOCKED and before is not Sound.BLOCKED:
            log.warning("The browser of display %s plays no sound until somebody touches the screen", name)

    def on_unplayed(self, told: object) -> None:
        """A picture or film that the display passed over, by the hash of its bytes."""
        screen = self._screens.get(request.sid)  # type: ignore[attr-defined]
        if screen is not None and note_unplayed(self._context, screen=screen[1], told=told):
            log.warning("Display %s cannot play %s", screen[1], told)

    def on_disconnect(self, _reason: object = None) -> None:
        self._screens.pop(request.sid, None)  # type: ignore[attr-defined]
        here = self._places.pop(request.sid, None)  # type: ignore[attr-defined]
        if here is not None:
            self._voices.went(*here)
            self._links.went(here, request.sid)  # type: ignore[attr-defined]
            self._settle_links(here)

    def _settle_links(self, place: tuple[str, str]) -> None:
        """One of the display's screens came, went, or is heard now: tells each whether it is to speak."""
        self._voices.note_blocked(*place, blocked=self._links.is_blocked(place))
        site = self._context.mall.site.get(place[0])
        display = site.display.get(place[1]) if site else None
        if display is None or not display.speaker:
            return
        for link, spare in self._links.changes(place).items():
            self._context.socketio.emit("spare", {"spare": spare}, namespace=NAMESPACE, to=link)

    def _settings(self, site: Site, code: str | None) -> dict[str, Any]:
        mall = self._context.mall
        with self._context.database.read() as connection:
            settings = display_settings(connection, mall, site, code, now=self._context.clock())
        return settings_document(settings)

    def _snapshot(self, site: Site) -> dict[str, Any]:
        now = self._context.clock()
        with self._context.database.read() as connection:
            cursor = newest(connection, site.code)
            document = board(connection, self._context.mall, site, now=now)
            undone = taken_back(connection, site.code, now=now)
            facts = (
                ()
                if site.code in self._caught_up
                else since(connection, site.code, max(0, cursor - RECENT), limit=RECENT)
            )
        self._catch_up(site, facts, now)
        document["calls"] = [self._said(site, call, now) for call in document["calls"]]
        document["notices"] = self._announcer.heard(site, document["notices"])
        return {"cursor": cursor, "board": document, "taken_back": undone}

    def _said(self, site: Site, call: dict[str, Any], now: datetime) -> dict[str, Any]:
        """A young call with its voice, while anybody is to come for it."""
        young = now - datetime.fromisoformat(call["at"]) <= STILL_SAID
        return self._announcer.spoken(site, call) if young and call["state"] == "called" else call

    def _catch_up(self, site: Site, facts: Iterable[Event], now: datetime) -> None:
        """Once a server: has the clips of the latest calls made, whatever became of them.

        A screen may still have to say one that the server before this one announced, and whose clips it
        had not made when it died.
        """
        self._caught_up.add(site.code)
        for fact in facts:
            if fact.kind in CALLS and now - fact.at <= STILL_QUEUED:
                self._announcer.prepare(site, _call(self._context, site, fact))


class BoardTeller:
    """Tells the displays of a site: one message for all of them, made once."""

    def __init__(self, context: Context, announcer: Announcer) -> None:
        self._context = context
        self._announcer = announcer
        self._days: dict[str, date] = {}  # of which displays were told last, by site

    def tell(self, cursor: int, event: Event) -> None:
        """A call goes out at once, with its picture and its voice; a notice too."""
        site = self._context.mall.site.get(event.site)
        if event.kind in NOTICES and site is not None:
            notice = self._announcer.heard(site, _notice(event))
            self._emit("notice", site, {"cursor": cursor, "notice": notice})
        if event.kind is Kind.DISPLAY_SET and site is not None:
            self._settle_display(site, event.data["display"])
        if event.kind is Kind.MALL_CHANGED and site is not None:
            self._settle_all(site)
        if event.kind is Kind.PLAYLIST_SET and site is not None:
            self._list_anew(site)
        if event.kind is Kind.MOVE_UNDONE and event.data["move"] in UNSAID and site is not None:
            self._emit("undone", site, {"cursor": cursor, "call": event.data["call"]})
        if event.kind not in CALLS or site is None:
            return
        call = {**_call(self._context, site, event), "state": "called"}
        self._emit("called", site, {"cursor": cursor, "call": self._announcer.spoken(site, call)})

    def settle(self, site: str, cursor: int) -> None:
        """The whole board, for the states of calls and the queues; not made when nobody watches."""
        place_ = self._context.mall.site.get(site)
        if place_ is None or not self._is_watched(site):
            return
        if self._days.get(site) != (today := service_day(self._context.mall, self._context.clock())):
            self._settle_all(place_)
            self._days[site] = today
        self._tell_board(place_, cursor)

    def do_one(self) -> bool:
        """One round; never due again at once. A new day begins without a fact: its board is another one."""
        today = service_day(self._context.mall, self._context.clock())
        for code, site in self._context.mall.site.items():
            if self._days.setdefault(code, today) == today:
                continue
            if self._is_watched(code):
                with self._context.database.read() as connection:
                    cursor = newest(connection, code)
                self._settle_all(site)
                self._tell_board(site, cursor)
            self._days[code] = today
        return False

    def _tell_board(self, site: Site, cursor: int) -> None:
        with self._context.database.read() as connection:
            document = board(connection, self._context.mall, site, now=self._context.clock())
        document["notices"] = self._announcer.heard(site, document["notices"])
        self._emit("board", site, {"cursor": cursor, "board": document})

    def _settle_all(self, site: Site) -> None:
        """Another day, or another mall: displays hear anew when they may be dark, and what the data say."""
        for code in ("", *site.display):
            self._settle_display(site, code)

    def _settle_display(self, site: Site, code: str) -> None:
        with self._context.database.read() as connection:
            settings = display_settings(connection, self._context.mall, site, code, now=self._context.clock())
        told, to = {"settings": settings_document(settings)}, place_room(site.code, code)
        self._context.socketio.emit("settings", told, namespace=NAMESPACE, to=to)

    def _list_anew(self, site: Site) -> None:
        for code, playlist in playlists(self._context, site).items():
            to = place_room(site.code, code)
            self._context.socketio.emit("playlist", {"playlist": playlist}, namespace=NAMESPACE, to=to)

    def _emit(self, name: str, site: Site, payload: dict[str, Any]) -> None:
        self._context.socketio.emit(name, payload, namespace=NAMESPACE, to=room(site.code))

    def _is_watched(self, site: str) -> bool:
        watching = self._context.socketio.server.manager.get_participants(NAMESPACE, room(site))
        return next(iter(watching), None) is not None


def place(site: Site, code: str | None, voices: Voices) -> dict[str, Any]:
    """Where the display hangs, for its head: the site and the names of its zones, and how it speaks."""
    display = site.display.get(code or "")
    zones = display.zones if display else ()
    names = [site.zone[code].name for code in zones if code in site.zone]
    return {"title": site.name, "zones": names, **sounding(site, display, voices)}


def _notice(event: Event) -> dict[str, Any] | None:
    """What was put up; None when it was taken down."""
    if event.kind is Kind.NOTICE_ENDED:
        return None
    urgent = event.data.get("urgent", False)  # facts of older versions have none
    return {
        "id": event.data["text_id"],
        "en": event.data["text_en"],
        "until": event.data["until"],
        "urgent": urgent,
    }


def _call(context: Context, site: Site, event: Event) -> dict[str, Any]:
    return call_fields(
        context.mall,
        site,
        ticket=event.ticket or 0,
        number=event.data["number"],
        agency=event.data["agency"],
        counter=event.counter or "",
        announced=event.data.get("announced", event.data["calls"]),  # facts of older versions have none
        recall=event.kind is Kind.TICKET_RECALLED,
        at=event.at,
    )

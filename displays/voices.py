"""Which display is the voice of a zone: the first loudspeaker of the list, another while that one is away.

Who says a call is decided once, here, and told with the call: so no two displays ever say the same one.
A loudspeaker that was away for half a minute, or whose browser played nothing for as long, is relieved; it
becomes the voice again when it is heard and its zone has been quiet for a minute, so that it never begins
while its stand-in still speaks.
"""

import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_socketio import SocketIO

from app.domain.mall import Mall, Site

ROUND_SECONDS = 5.0
RELIEVED_AFTER = timedelta(seconds=30)
QUIET_BEFORE_RETURN = timedelta(seconds=60)
STILL_SAID = timedelta(seconds=60)  # an older call is shown, and said by nobody
REMEMBERED = timedelta(seconds=120)


@dataclass(frozen=True, slots=True)
class Named:
    """A call that was told, and who was to say it; `unheard` when none of them was there."""

    site: str
    at: datetime
    call: Mapping[str, Any]
    voices: tuple[str, ...]
    unheard: bool


class Voices:
    """`clock` gives aware UTC moments; after a start every loudspeaker counts as just gone."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._started: datetime | None = None
        self._present: Counter[tuple[str, str]] = Counter()
        self._left: dict[tuple[str, str], datetime] = {}
        self._blocked: dict[tuple[str, str], datetime] = {}  # there, and not heard; since when
        self._holders: dict[tuple[str, str], str] = {}  # site and zone -> display, once that was asked
        self._called: dict[tuple[str, str], datetime] = {}  # site and zone -> the latest call there
        self._named: dict[tuple[str, str], Named] = {}  # by site and the id of the call

    def came(self, site: str, display: str) -> None:
        """One of its screens is connected; what it missed stands in its snapshot."""
        with self._lock:
            self._present[site, display] += 1
            for key, named in self._named.items():
                if key[0] == site and display in named.voices:
                    self._named[key] = _heard(named)

    def went(self, site: str, display: str) -> None:
        with self._lock:
            self._present[site, display] -= 1
            if self._present[site, display] <= 0:
                del self._present[site, display]
                self._blocked.pop((site, display), None)
                self._left[site, display] = self._clock()

    def note_blocked(self, site: str, display: str, *, blocked: bool) -> None:
        """Whether the browser of the display plays nothing until somebody touches it."""
        with self._lock:
            if not blocked:
                self._blocked.pop((site, display), None)
            elif self._present[site, display]:
                self._blocked.setdefault((site, display), self._clock())

    def of(self, site: Site, call: Mapping[str, Any]) -> list[str]:
        """The codes of the displays that say the call; the same for as long as it may be said."""
        now = self._clock()
        with self._lock:
            self._forget(now)
            key = (site.code, call["id"])
            if key not in self._named:
                self._named[key] = self._name(site, call, now)
            return list(self._named[key].voices)

    def speaks(self, site: Site, display: str) -> list[str]:
        """The zones of which it is the voice now."""
        now = self._clock()
        with self._lock:
            return [zone for zone, voice in self._voices(site, now).items() if voice == display]

    def passed_on(self, site: Site) -> dict[str, list[Mapping[str, Any]]]:
        """By display the calls that it says in place of one that was not there to hear them."""
        now, passed = self._clock(), dict[str, list[Mapping[str, Any]]]()
        with self._lock:
            for key, named in self._named.items():
                if not named.unheard or named.site != site.code or now - named.at > STILL_SAID:
                    continue
                voices = tuple(self._for(site, named.call, now))
                if set(voices) & set(named.voices) or not self._is_here(site.code, voices):
                    continue
                call = {**named.call, "voices": list(voices)}
                self._named[key] = Named(named.site, named.at, call, voices, unheard=False)
                for voice in voices:
                    passed.setdefault(voice, []).append(call)
        return passed

    def _name(self, site: Site, call: Mapping[str, Any], now: datetime) -> Named:
        voices = tuple(self._for(site, call, now))
        for zone in call.get("zones", ()):
            self._called[site.code, zone] = now
        return Named(site.code, now, call, voices, unheard=not self._is_here(site.code, voices))

    def _for(self, site: Site, call: Mapping[str, Any], now: datetime) -> list[str]:
        """A call of no zone is for every voice."""
        voices = self._voices(site, now)
        zones = call.get("zones") or voices
        return list(dict.fromkeys(voices[zone] for zone in zones if zone in voices))

    def _voices(self, site: Site, now: datetime) -> dict[str, str]:
        self._started = self._started or now
        voices = {}
        for zone, loudspeakers in loudspeakers_of(site).items():
            voices[zone] = self._holders[site.code, zone] = self._holder(site.code, zone, loudspeakers, now)
        return voices

    def _holder(self, site: str, zone: str, loudspeakers: list[str], now: datetime) -> str:
        first = loudspeakers[0]
        holder = self._holders.get((site, zone), first)
        if holder not in loudspeakers:
            holder = first  # the mall's data have changed
        if self._is_gone(site, holder, now):
            here = [each for each in loudspeakers if self._present[site, each]]
            return next((each for each in here if self._can_speak(site, each)), next(iter(here), holder))
        called = self._called.get((site, zone))
        is_quiet = called is None or now - called > QUIET_BEFORE_RETURN
        return first if self._can_speak(site, first) and is_quiet else holder

    def _is_gone(self, site: str, display: str, now: datetime) -> bool:
        if self._present[site, display]:
            since = self._blocked.get((site, display))
        else:
            since = self._left.get((site, display), self._started)
        return since is not None and now - since > RELIEVED_AFTER

    def _can_speak(self, site: str, display: str) -> bool:
        return self._present[site, display] > 0 and (site, display) not in self._blocked

    def _is_here(self, site: str, voices: tuple[str, ...]) -> bool:
        return any(self._present[site, voice] for voice in voices)

    def _forget(self, now: datetime) -> None:
        old = [key for key, named in self._named.items() if now - named.at > REMEMBERED]
        for key in old:
            del self._named[key]


def loudspeakers_of(site: Site) -> dict[str, list[str]]:
    """Zone -> the displays that could be its voice, the first of the mall's list first."""
    loudspeakers: dict[str, list[str]] = {}
    for display in site.displays:
        for zone in display.zones if display.speaker else ():
            loudspeakers.setdefault(zone, []).append(display.code)
    return loudspeakers


class Relief:
    """Tells displays when another one has to speak, and what it has to say."""

    def __init__(
        self,
        voices: Voices,
        socketio: SocketIO,
        *,
        mall_now: Callable[[], Mall],
        namespace: str,
        room: Callable[[str, str], str],
    ) -> None:
        self._voices = voices
        self._socketio = socketio
        self._mall_now = mall_now
        self._namespace = namespace
        self._room = room
        self._told: dict[tuple[str, str], list[str]] = {}

    def do_one(self) -> bool:
        """One look at every site; never due again at once."""
        for site in self._mall_now().sites:
            for display in site.displays:
                if display.speaker:
                    self._tell(site, display.code)
            for code, calls in self._voices.passed_on(site).items():
                self._emit("passed", site, code, {"calls": calls})
        return False

    def _tell(self, site: Site, code: str) -> None:
        zones = self._voices.speaks(site, code)
        if self._told.get((site.code, code), zones) != zones:
            self._emit("speaks", site, code, {"speaks": zones})
        self._told[site.code, code] = zones

    def _emit(self, name: str, site: Site, code: str, payload: dict[str, Any]) -> None:
        self._socketio.emit(name, payload, namespace=self._namespace, to=self._room(site.code, code))


def _heard(named: Named) -> Named:
    return Named(named.site, named.at, named.call, named.voices, unheard=False)

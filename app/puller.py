"""Pulls the journal of a satellite, page by page, into this server's picture of its site."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.domain.events import Event, Kind
from app.domain.mall import Mall
from app.duty import Duty
from app.line import LineDown, Said, ask
from app.operations.picturing import begin, mark_of, note_trouble, take_in
from app.store.database import Database
from app.store.tables import satellite as table
from config.satellites import Satellite

ROUND_SECONDS = 1.0
PAGE = 100  # facts: so many in one commit keep this server's own counters waiting for no time one could feel
ANSWER_SECONDS = 5.0
LONGEST_REST_SECONDS = 5.0  # between two tries of a line that is down
NOTED_EVERY = timedelta(seconds=10)  # where nothing new happens, that nothing did
# Why nothing comes; the words are satellites.<trouble>.
AWAY, TOKEN_REFUSED, NOT_KEPT, OTHER_JOURNAL, ODD = (
    "away",
    "token_refused",
    "not_kept",
    "other_journal",
    "odd",
)
_TROUBLES = {401: TOKEN_REFUSED, 403: TOKEN_REFUSED, 404: NOT_KEPT, 409: NOT_KEPT}
_KINDS = frozenset(Kind)

log = logging.getLogger(__name__)


class Trouble(Exception):
    """The satellite answers, but not with its journal; the text is one of the troubles above."""


class Puller:
    """One a satellite; several servers of a hub do no harm: what is here already counts no more.

    `moment` is a steady clock in seconds, `patience` how many of them an answer may take.
    """

    def __init__(
        self,
        database: Database,
        satellite: Satellite,
        *,
        mall_now: Callable[[], Mall],
        clock: Callable[[], datetime],
        random: Callable[[int], bytes],
        moment: Callable[[], float] = time.monotonic,
        patience: float = ANSWER_SECONDS,
    ) -> None:
        self._database = database
        self._satellite = satellite
        self._mall_now = mall_now
        self._clock = clock
        self._random = random
        self._moment = moment
        self._patience = patience
        self._failures = 0
        self._next_at = 0.0

    @property
    def site(self) -> str:
        return self._satellite.site

    @property
    def is_down(self) -> bool:
        """Whether the last try found nobody: whoever waits for an answer need not try again."""
        return self._failures > 0

    def do_one(self) -> bool:
        """Asks for one page, unless it is too early after a failure; True if there is more to ask for."""
        if self._moment() < self._next_at:
            return False
        known = self._known()
        try:
            asked_at = self._clock()
            events = self._page(known.cursor, known.mark)
        except LineDown as down:
            self._failed(known, AWAY, str(down))
            return False
        except Trouble as trouble:
            self._failed(known, str(trouble), "")
            return False
        self._failures = 0
        return self._take_in(known, events, asked_at)

    def _known(self) -> Any:
        query = select(table).where(table.c.site == self.site)
        with self._database.read() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            self._database.write_picture(self.site, begin)
            return self._known()
        return row

    def _page(self, cursor: int, mark: str) -> Sequence[Event]:
        """What comes after the last fact that is here, which comes first once more: it must be the same."""
        after = max(0, cursor - 1)
        path = f"/journal?site={self.site}&after={after}&limit={PAGE}"
        said = ask(self._satellite.url, "GET", path, token=self._satellite.token, seconds=self._patience)
        events = _events(said)
        if cursor and (not events or events[0].id != cursor or mark_of(events[0]) != mark):
            raise Trouble(OTHER_JOURNAL)
        return events

    def _take_in(self, known: Any, events: Sequence[Event], asked_at: datetime) -> bool:
        more = len(events) == PAGE
        as_of = events[-1].at if more else asked_at
        news = bool(events) and events[-1].id > known.cursor
        is_due = known.as_of is None or as_of - known.as_of >= NOTED_EVERY
        if news or known.trouble or is_due:
            mall = self._mall_now()
            self._database.write_picture(
                self.site, lambda tx: take_in(tx, mall, events, as_of=as_of, random=self._random)
            )
        if known.trouble:
            log.warning("%s answers again", self.site)
        return more

    def _failed(self, known: Any, trouble: str, why: str) -> None:
        """Once in a while is enough for a line that is down; the first try that succeeds ends the rest."""
        self._failures += 1
        rest = min(LONGEST_REST_SECONDS, ROUND_SECONDS * 2.0**self._failures)
        self._next_at = self._moment() + rest
        if known.trouble != trouble:
            log.warning("nothing comes from %s: %s %s", self.site, trouble, why)
            now = self._clock()
            self._database.write_picture(self.site, lambda tx: note_trouble(tx, trouble, now=now))


def pulling(
    database: Database,
    satellites: Mapping[str, Satellite],
    *,
    mall_now: Callable[[], Mall],
    clock: Callable[[], datetime],
    random: Callable[[int], bytes],
) -> tuple[Duty, ...]:
    """One duty a satellite: a line that is down keeps the others from nothing."""
    pullers = [
        Puller(database, each, mall_now=mall_now, clock=clock, random=random) for each in satellites.values()
    ]
    return tuple(Duty(f"puller of {puller.site}", puller.do_one, seconds=ROUND_SECONDS) for puller in pullers)


def _events(said: Said) -> Sequence[Event]:
    """The facts of an answer; raises Trouble for any other one."""
    if not said.is_fine:
        raise Trouble(_TROUBLES.get(said.status, ODD))
    try:
        return [_event(fact) for fact in said.document["facts"]]
    except (KeyError, TypeError, ValueError) as odd:
        raise Trouble(ODD) from odd


def _event(fact: Mapping[str, Any]) -> Event:
    kind = fact["kind"]
    return Event(
        id=int(fact["id"]),
        site=fact["site"],
        at=datetime.fromisoformat(fact["at"]),
        kind=Kind(kind) if kind in _KINDS else str(kind),
        actor=fact["actor"],
        ticket=fact["ticket"],
        counter=fact["counter"],
        data=fact["data"],
    )

"""The board as phones know it: what is shown there, and what changed since they were told last."""

import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.domain.mall import Site

MOST_CALLS = 10  # of the site
MOST_OF_AGENCY = 3  # for whoever asks for one agency alone
PARTS = ("calls", "agencies")  # of a board: things by their key
CALL = ("id", "number", "counter_name", "zone_name", "agency", "recall", "at", "state")

Board = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """A board of `day`, and the cursor it goes with."""

    cursor: int
    day: date
    board: Board


class Mirror:
    """What the phones at the board of each site know: all the same, so that newcomers cost no look.

    Whoever joins or tells holds `lock`, so that what is told follows on what was known.
    """

    def __init__(self, look: Callable[[Site], Told]) -> None:
        self.lock = threading.Lock()
        self._look = look
        self._told: dict[str, Told] = {}

    def known(self, site: Site) -> Told:
        """What everybody knows; looked up if nobody does yet."""
        told = self._told.get(site.code)
        if told is None:
            told = self._told[site.code] = self._look(site)
        return told

    def outlived(self, day: date) -> list[str]:
        """The sites whose phones know the board of another day than this."""
        return [code for code, told in list(self._told.items()) if told.day != day]

    def news(self, site: Site) -> dict[str, Any] | None:
        """What to tell those who know the board, who know it as it is now from then on; None: nothing."""
        before = self._told.get(site.code)
        if before is None:
            return None
        after = self._look(site)
        changes = difference(before.board, after.board)
        if changes is None:
            self._told[site.code] = replace(before, day=after.day)
            return None
        self._told[site.code] = after
        return {"cursor": after.cursor, "after": before.cursor, **changes}

    def forget(self, site: str) -> None:
        """Nobody looks any more."""
        self._told.pop(site, None)


def mirrored(board: Mapping[str, Any], site: Site) -> Board:
    """What a phone needs of a board document: calls by id, the newest first, and agencies by code."""
    calls = _newest(board["calls"])
    return {
        "calls": {call["id"]: {key: call[key] for key in CALL} for call in calls},
        "agencies": {
            agency["code"]: {
                "place": place,
                "short_name": agency["short_name"],
                "hue": agency["hue"],
                "zone_name": site.zone[agency["zone"]].name if agency["zone"] in site.zone else "",
                "waiting": agency["waiting"],
                "current": agency["current"],
            }
            for place, agency in enumerate(board["agencies"])
        },
        "notice": board["notices"],
    }


def difference(before: Board, after: Board) -> dict[str, Any] | None:
    """What turns one board into the other: things that are new or read differently, and keys gone."""
    changed = {
        part: {key: thing for key, thing in after[part].items() if before[part].get(key) != thing}
        for part in PARTS
    }
    gone = {part: [key for key in before[part] if key not in after[part]] for part in PARTS}
    notice = after["notice"]
    if not (any(changed.values()) or any(gone.values()) or notice != before["notice"]):
        return None
    return {**changed, "gone": gone, "notice": notice}


def _newest(calls: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The newest of the site and of each agency; they come in this order."""
    shown: Counter[str] = Counter()
    kept = []
    for place, call in enumerate(calls):
        shown[call["agency"]] += 1
        if place < MOST_CALLS or shown[call["agency"]] <= MOST_OF_AGENCY:
            kept.append(call)
    return kept

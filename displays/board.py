"""What of a site's board belongs on a display: the calls and queues of its zones, the newest call first."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

GONE = frozenset({"waiting", "looked", "cancelled", "voided", "expired"})


@dataclass(frozen=True, slots=True)
class View:
    """The last call apart from the others, the agencies with who is waiting there, and the hall's notice."""

    last: Mapping[str, Any] | None
    recent: tuple[Mapping[str, Any], ...]
    waiting: tuple[Mapping[str, Any], ...]
    notice: Mapping[str, Any] | None


def view(board: Mapping[str, Any], *, zones: Collection[str] = (), recent: int = 11) -> View:
    """What a display of these zones shows of a board document; no zones means the whole site."""
    calls = [call for call in board["calls"] if _belongs(call, zones) and call["state"] not in GONE]
    calls.sort(key=lambda call: str(call["at"]), reverse=True)
    return View(
        last=calls[0] if calls else None,
        recent=tuple(calls[1 : recent + 1]),
        waiting=tuple(agency for agency in board["agencies"] if _belongs(agency, zones)),
        notice=board.get("notices"),
    )


def _belongs(thing: Mapping[str, Any], zones: Collection[str]) -> bool:
    """What stands in no zone is for everyone."""
    places = thing.get("zones") or ([thing["zone"]] if thing["zone"] else [])
    return not zones or not places or not set(places).isdisjoint(zones)

"""What a ticket says to its visitor, as keys of the table [visitor]; static/face.js is its twin."""

from collections.abc import Mapping
from typing import Any

Said = tuple[str, dict[str, Any]]  # a key and its blanks


def sentence(ticket: Mapping[str, Any], *, counter: str) -> Said:
    """The state in one sentence; `counter` is the name of the counter, or a word for "somewhere"."""
    state = ticket["state"]
    if state == "waiting" and ticket.get("counters_closed"):
        return "counters_closed", {}
    if state == "waiting" and ticket["ahead"] == 0:
        return "next", {}
    return state, {"counter": counter} if state in ("serving", "missed", "no_show") else {}


def wait(ticket: Mapping[str, Any]) -> Said | None:
    """The range of minutes, or None where there is nothing to wait for."""
    estimate = ticket["estimate"]
    if ticket["state"] != "waiting" or estimate is None:
        return None
    if estimate["low"] == 0:
        return "estimate_under", {"high": estimate["high"]}
    return "estimate_range", dict(estimate)


def may_cancel(ticket: Mapping[str, Any]) -> bool:
    """A visitor gives the place up while waiting or set aside; at the counter one simply says so."""
    return ticket["state"] in ("expected", "waiting", "held", "missed")

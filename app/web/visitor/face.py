"""What a ticket says to its visitor, as keys of the table [visitor]; static/face.js is its twin."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

SOON = 3  # people ahead: one stays near from then on

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


def is_soon(ticket: Mapping[str, Any]) -> bool:
    """Whether to stay near: few people are ahead, and somebody is there to call them."""
    if ticket["state"] != "waiting" or ticket.get("counters_closed"):
        return False
    return bool(0 < ticket["ahead"] <= SOON)


def come(ticket: Mapping[str, Any], now: datetime) -> str | None:
    """When to be there: "come_before" the promised time, "come_now" once it has passed."""
    if ticket["state"] != "expected":
        return None
    return "come_before" if now < datetime.fromisoformat(ticket["arrival"]["promised_at"]) else "come_now"


def may_postpone(ticket: Mapping[str, Any]) -> bool:
    """Whether ten more minutes may be asked for, or were asked for as often as one may."""
    return ticket["state"] in ("expected", "waiting")


def may_go_to_end(ticket: Mapping[str, Any]) -> bool:
    return bool(ticket["state"] == "waiting")

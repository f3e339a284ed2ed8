"""What a printer can do is asked for once, taken up by its agent, told, and otherwise given up."""

from typing import Any

import pytest

from app.domain.errors import UnknownPrinter
from app.domain.probing import ANSWER_SECONDS, TAKE_UP_SECONDS
from app.operations.probing import ask_probe, end_probe, take_probe
from app.queries.probes import newest_probes, probes_to_take
from app.store.transaction import Transaction
from tests.factories import BRANCH, MAIN
from tests.hall import Hall

FOUND = {"end": "found", "findings": {"state": "ready"}, "slip": None, "reason": ""}


def ask(hall: Hall, *, printer: str = "P1", site: str = MAIN, slip: bool = False) -> dict[str, Any]:
    def deed(tx: Transaction) -> dict[str, Any]:
        return ask_probe(tx, hall.mall, printer, slip=slip, actor="admin:1", now=hall.now)

    return hall.database.write(site, deed)


def take(hall: Hall, probe: int, *, site: str = MAIN) -> bool:
    return hall.database.write(site, lambda tx: take_probe(tx, probe, now=hall.now))


def tell(hall: Hall, probe: int, outcome: dict[str, Any] | None = None, *, site: str = MAIN) -> None:
    def deed(tx: Transaction) -> None:
        end_probe(tx, probe, outcome or FOUND, actor="agent:1", now=hall.now)

    hall.database.write(site, deed)


def newest(hall: Hall) -> dict[str, Any]:
    with hall.database.read() as connection:
        return newest_probes(connection, MAIN)["P1"]


def waiting(hall: Hall, *, site: str = MAIN) -> list[dict[str, Any]]:
    with hall.database.read() as connection:
        return probes_to_take(connection, site, ("P1", "P9"), now=hall.now)


def test_it_goes_from_asked_to_taken_up_to_told(hall: Hall) -> None:
    asked = ask(hall, slip=True)
    number = asked["id"]
    assert waiting(hall) == [{"probe": number, "site": MAIN, "printer": "P1", "slip": True}]
    assert (asked["asked_by"], asked["started_at"], asked["outcome"]) == ("admin:1", None, None)

    taken_at = hall.later(seconds=2)
    assert take(hall, number)
    assert waiting(hall) == []
    told_at = hall.later(seconds=3)
    tell(hall, number)

    seen = newest(hall)
    assert (seen["started_at"], seen["ended_at"]) == (taken_at.isoformat(), told_at.isoformat())
    assert seen["outcome"] == FOUND
    assert hall.facts() == ["printer_probe_asked", "printer_probed"]


def test_asked_twice_it_is_the_same_probe_until_it_has_ended(hall: Hall) -> None:
    first = ask(hall)
    hall.later(seconds=5)
    assert ask(hall, slip=True) == first
    take(hall, first["id"])
    assert ask(hall)["id"] == first["id"]
    tell(hall, first["id"])

    second = ask(hall)
    assert second["id"] != first["id"]
    assert newest(hall) == second
    assert hall.facts().count("printer_probe_asked") == 2


def test_nobody_takes_it_up_so_it_expires(hall: Hall) -> None:
    number = ask(hall)["id"]
    hall.later(seconds=TAKE_UP_SECONDS)
    assert waiting(hall) == []
    assert not take(hall, number)
    assert hall.tidy() == 1
    assert hall.tidy() == 0

    assert newest(hall)["outcome"] == {"end": "untaken", "findings": None, "slip": None, "reason": ""}
    tell(hall, number)
    assert newest(hall)["outcome"]["end"] == "untaken"
    assert hall.facts() == ["printer_probe_asked", "printer_probed"]


def test_an_agent_that_fell_silent_is_believed_when_it_comes_back(hall: Hall) -> None:
    number = ask(hall)["id"]
    take(hall, number)
    hall.later(seconds=ANSWER_SECONDS)
    hall.tidy()
    assert newest(hall)["outcome"]["end"] == "lost"

    tell(hall, number)
    assert newest(hall)["outcome"] == FOUND


def test_what_was_told_stays(hall: Hall) -> None:
    number = ask(hall)["id"]
    assert take(hall, number)
    assert take(hall, number)  # the answer to the first was lost
    tell(hall, number)
    tell(hall, number, {**FOUND, "end": "broken", "findings": None})
    hall.later(seconds=ANSWER_SECONDS)
    hall.tidy()

    assert newest(hall)["outcome"] == FOUND
    assert not take(hall, number)
    assert hall.facts().count("printer_probed") == 1


def test_a_new_one_may_be_asked_for_the_moment_the_old_one_is_late(hall: Hall) -> None:
    """Whether or not anybody tidied up in between."""
    first = ask(hall)
    hall.later(seconds=TAKE_UP_SECONDS)
    second = ask(hall)

    assert second["id"] != first["id"]
    assert [order["probe"] for order in waiting(hall)] == [second["id"]]


def test_what_is_not_there_is_neither_asked_for_nor_taken(hall: Hall) -> None:
    with pytest.raises(UnknownPrinter):
        ask(hall, printer="P9")
    number = ask(hall)["id"]
    assert not take(hall, number, site=BRANCH)
    assert not take(hall, number + 1)
    tell(hall, number, site=BRANCH)

    assert waiting(hall, site=BRANCH) == []
    assert newest(hall)["ended_at"] is None


def test_printers_of_the_same_name_at_two_sites_are_two(hall: Hall) -> None:
    here, there = ask(hall), ask(hall, site=BRANCH)

    assert here["id"] != there["id"]
    assert [order["probe"] for order in waiting(hall, site=BRANCH)] == [there["id"]]

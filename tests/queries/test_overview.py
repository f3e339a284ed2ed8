"""A hall at a glance counts what happened today, at this site, and gives no secret away."""

import json
import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.domain.mall import Mall
from app.domain.printing import PrinterState, Verdict
from app.operations import calling, counters
from app.operations.desk import Desk, desk_at
from app.operations.issuing import issue_ticket
from app.operations.leasing import lease_jobs
from app.operations.printing import Report, note_printer, settle_report
from app.operations.tokens import create_token, revoke_token
from app.queries.overview import LATEST_FACTS, LATEST_REVOKED, overview
from app.store.database import Database
from app.store.transaction import Transaction
from config.bootstrap import ROOT
from config.words import Words
from tests.factories import BRANCH, LINKS, MAIN, MORNING, a_mall, a_wish

WORDS = Words.load(ROOT / "config" / "words")


class Day:
    """A morning in the small mall, one minute a deed."""

    def __init__(self, database: Database, mall: Mall) -> None:
        self.database, self.mall, self.now = database, mall, MORNING

    def issue(self, service: str = "ktp", *, site: str = MAIN) -> str:
        issued = self._do(
            site,
            lambda tx: issue_ticket(
                tx,
                self.mall,
                a_wish(service),
                now=self.now,
                links=LINKS,
                words=WORDS,
                random=os.urandom,
            ),
        )
        return str(issued.ticket.number)

    def at(self, counter: str, *deeds: Callable[..., Any]) -> None:
        for deed in deeds:
            self._do(MAIN, lambda tx, deed=deed: deed(tx, self._desk(tx, counter), now=self.now))

    def _desk(self, tx: Transaction, counter: str) -> Desk:
        return desk_at(tx, self.mall, counter, actor="counter:1")

    def write(self, deed: Callable[[Transaction], Any]) -> Any:
        return self._do(MAIN, deed)

    def seen(self, site: str = MAIN) -> Any:
        with self.database.read() as connection:
            return overview(connection, self.mall, self.mall.site[site], now=self.now)

    def _do(self, site: str, deed: Callable[[Transaction], Any]) -> Any:
        self.now += timedelta(minutes=1)
        return self.database.write(site, deed)


@pytest.fixture
def day(database_url: str) -> Iterator[Day]:
    database = Database(database_url)
    yield Day(database, a_mall())
    database.close()


def desk(seen: Any, counter: str) -> Any:
    return next(each for zone in seen["zones"] for each in zone["counters"] if each["code"] == counter)


def queue(seen: Any, agency: str) -> Any:
    return next(each for each in seen["queues"] if each["code"] == agency)


def test_a_morning_without_visitors_is_all_zeros_and_closed(day: Day) -> None:
    seen = day.seen()
    assert set(seen["totals"].values()) == {0}
    assert desk(seen, "1")["state"] == "closed"
    assert queue(seen, "DUKCAPIL") | {"hue": 0} == {
        "code": "DUKCAPIL", "short_name": "Dukcapil", "hue": 0, "zone": "Z1",
        "waiting": 0, "longest_wait": 0, "counters": 2, "staffed": 0,
    }  # fmt: skip
    assert seen["printers"][0]["state"] is None
    assert seen["facts"] == []


def test_totals_follow_every_ticket_to_its_end(day: Day) -> None:
    for _ in range(4):
        day.issue()
    day.at("1", counters.open_counter, calling.call_next, calling.serve, calling.finish, calling.call_next)
    totals = day.seen()["totals"]
    assert (totals["issued"], totals["served"], totals["called"], totals["waiting"]) == (4, 1, 1, 2)


def test_a_counter_shows_its_number_and_since_when(day: Day) -> None:
    number = day.issue()
    day.at("1", counters.open_counter, calling.call_next)
    called_at = day.now
    assert desk(day.seen(), "1") == {
        "code": "1", "name": "Loket 1", "agencies": ["Dukcapil"], "state": "open", "returns_at": None,
        "since": (called_at - timedelta(minutes=1)).isoformat(), "number": number, "ticket_state": "called",
        "number_since": called_at.isoformat(), "served_today": 0,
    }  # fmt: skip
    day.at("1", calling.serve, calling.finish)
    assert desk(day.seen(), "1")["number"] is None
    assert desk(day.seen(), "1")["served_today"] == 1


def test_a_queue_has_its_people_its_longest_wait_and_its_staff(day: Day) -> None:
    day.issue("paspor")
    first: datetime = day.now
    day.issue("paspor")
    day.at("3", counters.open_counter)
    seen = queue(day.seen(), "IMIGRASI")
    assert seen["waiting"] == 2
    assert seen["longest_wait"] == (day.now - first).seconds // 60
    assert (seen["counters"], seen["staffed"]) == (1, 1)


def test_other_sites_and_other_days_are_not_counted(day: Day) -> None:
    day.issue(site=BRANCH)
    assert day.seen()["totals"]["issued"] == 0
    assert day.seen(BRANCH)["totals"]["issued"] == 1
    assert queue(day.seen(BRANCH), "DUKCAPIL")["waiting"] == 1
    day.now += timedelta(days=1)
    assert day.seen(BRANCH)["totals"]["issued"] == 0


def test_papers_are_counted_by_what_became_of_them(day: Day) -> None:
    day.issue()
    day.issue()
    assert day.seen()["printers"][0]["open_jobs"] == 2
    (job,) = day.write(lambda tx: lease_jobs(tx, {"P1"}, by=1, now=day.now))
    report = Report(job.id, job.attempt, Verdict.PRINTED, "")
    day.write(lambda tx: settle_report(tx, report, by=1, serves=(), actor="agent:1", now=day.now))
    assert day.seen()["printers"][0]["open_jobs"] == 1


def test_a_printer_says_what_its_agent_last_saw(day: Day) -> None:
    state = PrinterState.PAPER_OUT
    day.write(lambda tx: note_printer(tx, "P1", state=state, reason="", actor="agent:1", now=day.now))
    (printer,) = day.seen()["printers"]
    assert (printer["state"], printer["kiosks"]) == ("paper_out", ["Anjungan 1"])
    assert printer["since"] == printer["seen_at"] == day.now.isoformat()


def test_screens_are_listed_without_their_secrets(day: Day) -> None:
    def make(tx: Transaction, site: str | None) -> tuple[int, str]:
        return create_token(
            tx, role="kiosk", site=site, code="K1", name="Anjungan", now=day.now, random=os.urandom
        )

    here, secret = day.write(lambda tx: make(tx, MAIN))
    everywhere, _ = day.write(lambda tx: make(tx, None))
    day.write(lambda tx: make(tx, BRANCH))
    day.write(lambda tx: revoke_token(tx, here, now=day.now))
    seen = day.seen()
    assert [(screen["id"], screen["revoked_at"] is None) for screen in seen["screens"]] == [
        (everywhere, True),
        (here, False),
    ]
    assert secret not in json.dumps(seen)


def test_of_the_revoked_screens_only_the_last_are_listed(day: Day) -> None:
    def make_and_revoke(tx: Transaction) -> int:
        token, _ = create_token(
            tx, role="agent", site=None, code=None, name="Agen", now=day.now, random=os.urandom
        )
        revoke_token(tx, token, now=day.now)
        return token

    made = [day.write(make_and_revoke) for _ in range(LATEST_REVOKED + 2)]
    assert [screen["id"] for screen in day.seen()["screens"]] == made[:1:-1]


def test_the_last_facts_come_newest_first_with_the_counter_by_name(day: Day) -> None:
    for _ in range(LATEST_FACTS):
        day.issue()
    day.at("1", counters.open_counter, calling.call_next)
    facts = day.seen()["facts"]
    assert len(facts) == LATEST_FACTS
    assert [fact["kind"] for fact in facts[:3]] == ["ticket_called", "counter_opened", "ticket_issued"]
    assert facts[0]["counter_name"] == "Loket 1"
    assert [fact["id"] for fact in facts] == sorted((fact["id"] for fact in facts), reverse=True)

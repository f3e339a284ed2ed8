"""A server's duty goes on, whatever happened in the last round or at another site."""

import threading
from datetime import timedelta

from sqlalchemy import insert, select, update

from app.domain.printing import LIFETIME_SECONDS, JobState, PrinterState, Verdict
from app.domain.ticket import PrintState, Status
from app.duty import Duty
from app.housekeeper import Housekeeper
from app.queries.alarms import open_alarms
from app.store.journal import since
from app.store.tables import alarm, printer_state
from app.store.tables import ticket as table
from app.store.transaction import Transaction
from app.watchman import Watchman
from tests.factories import BRANCH, MAIN, MORNING
from tests.hall import Hall


def test_a_round_that_breaks_off_is_not_the_last() -> None:
    rounds: list[int] = []
    again = threading.Event()

    def do_one() -> bool:
        rounds.append(1)
        if len(rounds) == 1:
            raise ValueError("a surprise")
        again.set()
        return False

    duty = Duty("test", do_one, seconds=0.01)
    duty.start()
    assert again.wait(10)
    duty.stop()


def test_one_sites_trouble_leaves_the_others_tidied(hall: Hall) -> None:
    there = Hall(hall.database, site=BRANCH)
    tickets = [hall.issue().ticket, there.issue().ticket]
    spoilt = update(table).where(table.c.site == MAIN).values(priority="another")
    hall.database.write(MAIN, lambda tx: tx.execute(spoilt))
    hall.later(days=1)
    keeper = Housekeeper(hall.database, mall_now=lambda: hall.mall, clock=lambda: hall.now)

    assert keeper.do_one()
    assert not keeper.do_one()
    with hall.database.read() as connection:
        found = dict(connection.execute(select(table.c.id, table.c.status)).all())
    assert [found[ticket.id] for ticket in tickets] == ["waiting", "expired"]


def test_a_server_that_was_away_lets_its_visitors_have_their_paper(hall: Hall) -> None:
    ticket = hall.issue().ticket
    hall.later(seconds=hall.mall.rules.unprinted_void_seconds + LIFETIME_SECONDS)
    keeper = Housekeeper(hall.database, mall_now=lambda: hall.mall, clock=lambda: hall.now)
    tidy_up(keeper)
    assert hall.look(ticket).print_state is PrintState.QUEUED

    hall.report(hall.lease()[0], Verdict.PRINTED)
    assert hall.look(ticket).print_state is PrintState.PRINTED


def test_a_number_that_nobody_wants_after_the_server_was_away_is_voided(hall: Hall) -> None:
    ticket = hall.issue().ticket
    hall.later(seconds=hall.mall.rules.unprinted_void_seconds)
    keeper = Housekeeper(hall.database, mall_now=lambda: hall.mall, clock=lambda: hall.now)
    until = hall.now + timedelta(seconds=hall.mall.rules.unprinted_void_seconds)
    while hall.now < until:
        tidy_up(keeper)
        assert hall.look(ticket).status is Status.WAITING
        hall.later(seconds=5)
    tidy_up(keeper)

    assert hall.look(ticket).status is Status.VOIDED


def test_a_paper_of_yesterday_gets_no_time_in_the_morning(hall: Hall) -> None:
    ticket = hall.issue().ticket
    hall.later(days=1)
    tidy_up(Housekeeper(hall.database, mall_now=lambda: hall.mall, clock=lambda: hall.now))

    assert hall.paper(ticket).state == JobState.EXPIRED
    assert hall.look(ticket).status is Status.EXPIRED


def tidy_up(keeper: Housekeeper) -> None:
    while keeper.do_one():
        pass


def test_words_of_another_version_stop_no_round(hall: Hall) -> None:
    hall.hears("P1", PrinterState.PAPER_OUT)
    word = "unheard of"

    def spoil(tx: Transaction) -> None:
        row = {"site": MAIN, "subject": "P1", "kind": word, "since": hall.now}
        tx.execute(insert(alarm).values(row))
        tx.execute(
            insert(printer_state).values(site=MAIN, code="P9", state=word, since=hall.now, seen_at=hall.now)
        )

    hall.database.write(MAIN, spoil)
    watchman = Watchman(hall.database, mall_now=lambda: hall.mall, clock=lambda: hall.now)
    watchman.do_one()

    with hall.database.read() as connection:
        kinds = [each["kind"] for each in open_alarms(connection, MAIN)]
    assert kinds == [word, "paper_out"]


def test_each_site_is_looked_at_by_the_clock_of_that_moment(hall: Hall) -> None:
    for site in (MAIN, BRANCH):
        Hall(hall.database, site=site).hears("P1", PrinterState.PAPER_OUT)
    watchman = Watchman(hall.database, mall_now=lambda: hall.mall, clock=lambda: hall.later(seconds=20))
    watchman.do_one()

    moments = []
    with hall.database.read() as connection:
        for site in (MAIN, BRANCH):
            raised = [fact for fact in since(connection, site, 0) if fact.kind == "alarm_raised"]
            assert [fact.data["alarm_kind"] for fact in raised] == ["paper_out"]  # and no agent is lost
            moments.append((raised[0].at - MORNING).total_seconds())
    assert moments == [40, 80]

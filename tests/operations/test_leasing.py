"""A printer is served by one agent at a time: two of them never print the same paper unmarked."""

import os

from app.domain.alarms import AGENT_LOST_SECONDS
from app.domain.printing import Verdict
from app.operations.leasing import LEASE_SECONDS, serve
from app.operations.tokens import create_token, revoke_token
from app.store.transaction import Transaction
from tests.factories import BRANCH
from tests.hall import Hall

OURS, OTHER = 1, 2


def hears_from(hall: Hall, agent: int) -> bool:
    """Whether the agent serves P1 when it says how that printer is."""
    return hall.database.write(hall.site, lambda tx: serve(tx, "P1", by=agent, now=hall.now))


def new_agent(hall: Hall) -> int:
    def make(tx: Transaction) -> tuple[int, str]:
        return create_token(
            tx, role="agent", site=None, code=None, name="pc", now=hall.now, random=os.urandom
        )

    return hall.database.write("", make)[0]


def test_a_paper_is_handed_to_one_of_two_agents(hall: Hall) -> None:
    hall.issue()
    (job,) = hall.lease(by=OURS)

    assert hall.lease(by=OTHER) == ()
    assert [(again.id, again.attempt) for again in hall.lease(by=OURS)] == [(job.id, 1)]


def test_the_agent_that_was_heard_last_keeps_its_printer(hall: Hall) -> None:
    assert hears_from(hall, OURS)
    for _ in range(3):
        hall.later(seconds=AGENT_LOST_SECONDS - 1)
        hall.issue()
        assert not hears_from(hall, OTHER)
        assert hall.lease(by=OTHER) == ()
        hall.report(hall.lease(by=OURS)[0], Verdict.PRINTED)


def test_an_agent_that_fell_silent_loses_its_printer(hall: Hall) -> None:
    hears_from(hall, OURS)
    hall.issue()
    hall.later(seconds=AGENT_LOST_SECONDS)

    assert len(hall.lease(by=OTHER)) == 1
    assert not hears_from(hall, OURS)
    assert hall.lease(by=OURS) == ()


def test_a_paper_in_the_hands_of_a_lost_agent_comes_marked_from_the_next(hall: Hall) -> None:
    ticket = hall.issue().ticket
    hall.report(hall.lease(by=OURS)[0], Verdict.PRINTED)
    hall.reprint(ticket)
    (job,) = hall.lease(by=OURS)
    hall.issue()
    hall.later(seconds=LEASE_SECONDS - 1)
    assert hall.lease(by=OTHER) == ()
    hall.later(seconds=1)
    hall.tidy()
    hall.later(seconds=1)

    (again,) = hall.lease(by=OTHER)
    assert (again.id, again.attempt, again.mark) == (job.id, 2, "CETAK ULANG 2")


def test_an_agent_whose_token_ended_has_lost_its_printer(hall: Hall) -> None:
    old, new = new_agent(hall), new_agent(hall)
    hears_from(hall, old)
    hall.issue()
    assert hall.lease(by=new) == ()
    hall.database.write("", lambda tx: revoke_token(tx, old, now=hall.now))

    assert len(hall.lease(by=new)) == 1


def test_a_printer_of_another_site_is_another_printer(hall: Hall) -> None:
    hears_from(hall, OURS)
    branch = Hall(hall.database, site=BRANCH)
    branch.issue()

    assert len(branch.lease(by=OTHER)) == 1

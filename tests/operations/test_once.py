"""The same request twice: one deed and one answer, whoever repeats it and why."""

import os
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.errors import KeyReused, QuotaFull
from app.operations.housekeeping import KEYS_KEPT, forget_replies
from app.operations.issuing import issue_ticket
from app.operations.replies import Once, Outcome, once
from app.store.tables import reply
from tests.factories import BRANCH, LINKS, MAIN, a_wish
from tests.hall import WORDS, Hall, row_counts


def ask(hall: Hall, key: str, *, service: str = "ktp", scope: str = "token:1", site: str = MAIN) -> Outcome:
    """A kiosk sends a wish under a key."""

    def deed(tx: Any) -> Outcome:
        def issue() -> dict[str, Any]:
            made = issue_ticket(
                tx, hall.mall, a_wish(service), now=hall.now, links=LINKS, words=WORDS, random=os.urandom
            )
            return {"ticket": made.ticket.id}

        return once(tx, Once(scope, key, f"POST {service}"), now=hall.now, deed=issue)

    return hall.database.write(site, deed)


def test_the_same_key_makes_one_ticket(hall: Hall) -> None:
    first = ask(hall, "a")
    hall.later(minutes=1)
    before = row_counts(hall.database)
    second = ask(hall, "a")

    assert (first.replayed, second.replayed) == (False, True)
    assert first.value == second.value
    assert row_counts(hall.database) == before


def test_another_key_makes_another_ticket(hall: Hall) -> None:
    assert ask(hall, "a").value != ask(hall, "b").value


def test_the_key_of_another_screen_is_another_key(hall: Hall) -> None:
    assert ask(hall, "a").value != ask(hall, "a", scope="token:2").value


def test_the_key_of_another_site_is_another_key(hall: Hall) -> None:
    """Also of one token: an administrator's is good at every site."""
    here, there = ask(hall, "a"), ask(hall, "a", site=BRANCH)

    assert not there.replayed
    assert here.value != there.value


def test_a_key_with_another_wish_is_refused(hall: Hall) -> None:
    ask(hall, "a")
    before = row_counts(hall.database)

    with pytest.raises(KeyReused):
        ask(hall, "a", service="kk")
    assert row_counts(hall.database) == before


def test_a_refused_wish_keeps_nothing_so_that_it_may_succeed_later(hall: Hall) -> None:
    tickets = [hall.issue("paspor").ticket for _ in range(3)]
    before = row_counts(hall.database)
    with pytest.raises(QuotaFull):
        ask(hall, "a", service="paspor")
    assert row_counts(hall.database) == before

    hall.later(days=1)
    assert ask(hall, "a", service="paspor").value["ticket"] > tickets[-1].id


def test_answers_are_kept_for_two_days(hall: Hall) -> None:
    ask(hall, "old")
    hall.now += KEYS_KEPT
    ask(hall, "young")
    hall.later(seconds=1)
    hall.database.write("", lambda tx: forget_replies(tx, now=hall.now))

    with hall.database.read() as connection:
        assert list(connection.execute(select(reply.c.key)).scalars()) == ["young"]

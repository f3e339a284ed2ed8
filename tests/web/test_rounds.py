"""In which order, and how often, the phones of a site are looked after."""

import pytest

from app.web.visitor.phones import Phones
from app.web.visitor.rounds import AT_A_TIME, COURTESY_SECONDS, MOST_PATIENCE_SECONDS, REST_SECONDS, Rounds

LONG_AGO = -10.0


def followed(*tickets: int, agency: str = "A") -> Phones:
    phones = Phones()
    for ticket in tickets:
        phones.join(f"phone {ticket}", site="BWI", ticket=ticket, agency=agency)
    return phones


def test_a_touched_ticket_comes_before_the_places_of_the_others() -> None:
    rounds = Rounds(followed(1, 2, 3))
    rounds.move("BWI", {"A"}, moment=LONG_AGO)
    rounds.touch("BWI", 2)
    assert rounds.next(0.0) == ("BWI", {2})
    assert rounds.next(0.0) == ("BWI", {1, 2, 3})
    assert rounds.next(0.0) is None


def test_a_touched_ticket_that_nobody_follows_is_no_work() -> None:
    rounds = Rounds(followed(1))
    rounds.touch("BWI", 9)
    assert rounds.next(0.0) is None


def test_only_the_agencies_that_moved_are_looked_at() -> None:
    phones = followed(1)
    phones.join("phone 2", site="BWI", ticket=2, agency="B")
    rounds = Rounds(phones)
    rounds.move("BWI", {"B"}, moment=LONG_AGO)
    assert rounds.next(0.0) == ("BWI", {2})


def test_queues_that_keep_moving_are_looked_at_once_a_second() -> None:
    rounds = Rounds(followed(1))
    rounds.move("BWI", {"A"}, moment=LONG_AGO)
    assert rounds.next(10.0) == ("BWI", {1})
    rounds.move("BWI", {"A"}, moment=LONG_AGO)
    assert rounds.next(10.0 + REST_SECONDS / 2) is None
    assert rounds.rest(10.0 + REST_SECONDS / 2) == REST_SECONDS / 2
    assert rounds.next(10.0 + REST_SECONDS) == ("BWI", {1})
    assert rounds.rest(20.0) is None


def test_a_crowd_is_looked_after_in_pieces_and_a_call_comes_between() -> None:
    crowd = range(1, 2 * AT_A_TIME + 2)
    rounds = Rounds(followed(*crowd))
    rounds.move("BWI", {"A"}, moment=LONG_AGO)
    first = rounds.next(0.0)
    rounds.touch("BWI", 5)
    assert rounds.next(0.0) == ("BWI", {5})
    rest = [rounds.next(0.0), rounds.next(0.0)]
    assert sorted(ticket for look in (first, *rest) if look for ticket in look[1]) == list(crowd)
    assert rounds.next(0.0) is None


def test_a_crowd_waits_while_a_call_is_painted_also_in_the_middle_of_its_round() -> None:
    crowd = range(1, 2 * AT_A_TIME + 1)
    rounds = Rounds(followed(*crowd))
    rounds.move("BWI", {"A"}, moment=LONG_AGO)
    assert rounds.next(0.0) is not None
    rounds.give_way(moment=1.0)
    rounds.touch("BWI", 5)
    assert rounds.next(1.0) == ("BWI", {5})
    assert rounds.next(1.0) is None
    assert rounds.rest(1.0) == pytest.approx(COURTESY_SECONDS)
    assert rounds.next(1.0 + COURTESY_SECONDS) is not None


def test_calls_without_a_pause_keep_no_crowd_waiting_for_ever() -> None:
    rounds = Rounds(followed(1))
    rounds.move("BWI", {"A"}, moment=LONG_AGO)
    moment, looked = 0.0, None
    while looked is None:
        rounds.give_way(moment=moment)
        looked = rounds.next(moment)
        moment += COURTESY_SECONDS / 4
        assert moment <= MOST_PATIENCE_SECONDS + COURTESY_SECONDS
    assert looked == ("BWI", {1})


def test_a_call_in_a_hall_where_nothing_moved_makes_no_work() -> None:
    rounds = Rounds(followed(1))
    rounds.give_way(moment=1.0)
    assert rounds.next(1.0) is None
    assert rounds.rest(1.0) is None


def test_work_that_failed_comes_back_next() -> None:
    rounds = Rounds(followed(1))
    rounds.touch("BWI", 1)
    look = rounds.next(0.0)
    assert look is not None
    rounds.again(look)
    assert rounds.next(0.0) == look


def test_places_in_the_queue_wait_until_the_call_itself_was_told() -> None:
    rounds = Rounds(followed(1))
    rounds.move("BWI", {"A"}, moment=5.0)
    assert rounds.next(5.0) is None
    assert rounds.rest(5.0) == pytest.approx(COURTESY_SECONDS)
    assert rounds.next(5.0 + COURTESY_SECONDS) == ("BWI", {1})

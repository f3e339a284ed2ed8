"""The place of a number that was taken from afar, and the code that proves a visitor to be here."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.arriving import (
    CODE_LENGTH,
    CODE_SECONDS,
    appointment,
    is_present,
    place,
    presence_code,
    presence_until,
)
from app.domain.ordering import sort_key
from app.domain.ticket import Priority
from tests.factories import MORNING

SECRET = bytes(range(32))
MINUTES = st.integers(0, 600)
PRIORITY = st.sampled_from([None, Priority.ELDERLY])
CREDIT, HEAD_START = 20, 20


def key(promised: int, arrived: int, priority: Priority | None = None, *, asked: int = -600) -> timedelta:
    """As time since the morning."""
    begun = MORNING
    found = place(
        begun + timedelta(minutes=promised),
        begun + timedelta(minutes=arrived),
        priority,
        asked=begun + timedelta(minutes=asked),
        credit_minutes=CREDIT,
        priority_credit_minutes=HEAD_START,
    )
    return found - begun


def test_a_visitor_is_told_the_likely_wait_and_has_a_while_more() -> None:
    told = appointment(MORNING, wait_minutes=40, grace_minutes=30)
    assert told.promised == MORNING + timedelta(minutes=40)
    assert told.latest == MORNING + timedelta(minutes=70)
    assert told.later().latest == MORNING + timedelta(minutes=80)


def test_the_later_of_promise_and_arrival_counts() -> None:
    assert key(40, 10) == timedelta(minutes=20)
    assert key(40, 40) == timedelta(minutes=20)
    assert key(40, 55) == timedelta(minutes=35)


@given(promised=MINUTES, arrived=MINUTES, earlier=MINUTES, priority=PRIORITY)
def test_coming_earlier_than_told_gains_nothing(
    promised: int, arrived: int, earlier: int, priority: Priority | None
) -> None:
    assert key(promised, max(0, min(arrived, promised) - earlier), priority) == key(
        promised, promised, priority
    )


@given(promised=MINUTES, arrived=MINUTES, priority=PRIORITY)
def test_nobody_is_overtaken_by_whoever_came_or_was_told_to_come_more_than_a_head_start_later(
    promised: int, arrived: int, priority: Priority | None
) -> None:
    assert key(promised, arrived, priority) >= timedelta(
        minutes=max(promised, arrived) - max(CREDIT, HEAD_START)
    )
    walked_in = sort_key(MORNING + timedelta(minutes=arrived), None, credit_minutes=HEAD_START)
    assert MORNING + key(promised, arrived) >= walked_in - timedelta(minutes=CREDIT)


@given(asked=MINUTES, wait=MINUTES, late=MINUTES, priority=PRIORITY)
def test_asking_with_a_phone_never_beats_the_kiosk_of_the_same_moment_and_lane(
    asked: int, wait: int, late: int, priority: Priority | None
) -> None:
    at_a_kiosk = sort_key(MORNING + timedelta(minutes=asked), priority, credit_minutes=HEAD_START)
    assert MORNING + key(asked + wait, asked + late, priority, asked=asked) >= at_a_kiosk


def test_head_starts_do_not_add_up() -> None:
    assert key(30, 30, Priority.ELDERLY) == key(30, 30)


def test_a_code_is_good_while_it_is_shown_and_once_more_as_long() -> None:
    code = presence_code(SECRET, "main", MORNING)
    shown_until = presence_until(MORNING)
    assert len(code) == CODE_LENGTH
    assert timedelta(0) < shown_until - MORNING <= timedelta(seconds=CODE_SECONDS)
    assert presence_code(SECRET, "main", shown_until) != code
    assert is_present(SECRET, "main", code, shown_until)
    assert not is_present(SECRET, "main", code, shown_until + timedelta(seconds=CODE_SECONDS))


def test_a_code_is_read_as_people_type_it_and_is_the_code_of_one_site() -> None:
    code = presence_code(SECRET, "main", MORNING)
    assert is_present(SECRET, "main", f" {code[:3].lower()} {code[3:]}", MORNING)
    assert not is_present(SECRET, "branch", code, MORNING)
    assert not is_present(bytes(32), "main", code, MORNING)
    for wrong in ("", "ÄÖÜßéè", code[:-1], code + "2"):
        assert not is_present(SECRET, "main", wrong, MORNING)


@given(st.integers(0, 10**6))
def test_no_sign_of_a_code_is_taken_for_another(turn: int) -> None:
    code = presence_code(SECRET, "main", MORNING + timedelta(seconds=turn * CODE_SECONDS))
    assert not set(code) & set("01ILOU")

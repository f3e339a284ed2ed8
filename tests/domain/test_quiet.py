"""The best time to come, from the numbers of earlier days."""

from datetime import date

from app.domain.mall import Span
from app.domain.quiet import HalfHour, days_like, half_hours, quietest

MONDAY = date(2026, 11, 23)
OPEN = Span(8 * 60, 11 * 60)
PAUSE = Span(9 * 60, 10 * 60)


def days(*minutes: list[int]) -> dict[date, list[int]]:
    return dict(zip(days_like(MONDAY, today=MONDAY), minutes, strict=False))


def test_days_like_this_one_are_the_same_weekday_of_four_weeks_that_are_over() -> None:
    alike = days_like(MONDAY, today=MONDAY)
    assert alike == (date(2026, 11, 16), date(2026, 11, 9), date(2026, 11, 2), date(2026, 10, 26))


def test_a_day_that_is_not_over_says_nothing_about_the_next_week() -> None:
    next_week = date(2026, 11, 30)
    assert days_like(next_week, today=MONDAY) == days_like(MONDAY, today=MONDAY)


def test_two_days_say_nothing_and_a_day_without_numbers_was_none() -> None:
    assert half_hours(days([480], [490], [], []), OPEN) == ()
    assert half_hours(days([480], [490], [500]), OPEN) != ()


def test_numbers_are_counted_by_half_hour_on_average() -> None:
    found = half_hours(days([480, 509, 510], [480, 480], [480]), OPEN)
    assert [half.start for half in found] == [480, 510, 540, 570, 600, 630]
    assert found[0] == HalfHour(480, 5 / 3)
    assert found[1] == HalfHour(510, 1 / 3)


def test_the_break_is_no_time_to_come() -> None:
    found = half_hours(days([480], [480], [600]), OPEN, [PAUSE])
    assert [half.start for half in found] == [480, 510, 600, 630]


def test_the_quietest_hour_is_the_earliest_of_those_with_the_fewest_numbers() -> None:
    found = half_hours(days([480] * 9, [510] * 4, [540] * 2, [600]), OPEN)
    assert quietest(found) == Span(570, 630)


def test_an_hour_does_not_reach_across_a_break() -> None:
    hours = [HalfHour(480, 5), HalfHour(510, 0), HalfHour(600, 0), HalfHour(630, 4)]
    assert quietest(hours) == Span(600, 660)


def test_where_all_hours_are_alike_none_is_best() -> None:
    assert quietest([HalfHour(480, 2), HalfHour(510, 2), HalfHour(540, 2)]) is None
    assert quietest([]) is None
    assert quietest([HalfHour(480, 2)]) is None

"""Displays may be dark when no service of their hall is open, nor will soon be or just was."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from app.domain.mall import Holiday, Hours, Mall, Span
from app.domain.resting import KNOWN_DAYS, Stretch, dark_times
from tests.factories import a_mall

WEEK = Hours((Span(480, 900),) * 5 + (None, None))


def dark(mall: Mall, day: int = 18) -> tuple[Stretch, ...]:
    """As reckoned at ten on a day of November 2026, of which the 16th and the 23rd are Mondays."""
    return dark_times(mall, mall.sites[0], now=moment(mall, day, "10:00"))


def moment(mall: Mall, day: int, time: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{day:02d}T{time}").replace(tzinfo=mall.zone_info)


def a_week() -> Mall:
    mall = a_mall()
    plain = [
        replace(agency, services=tuple(replace(service, hours=None) for service in agency.services))
        for agency in mall.agencies
    ]
    sites = tuple(replace(site, hours=None) for site in mall.sites)
    return replace(mall, hours=WEEK, holidays=(), agencies=tuple(plain), sites=sites)


def test_half_an_hour_after_closing_until_half_an_hour_before_opening() -> None:
    mall = a_week()
    assert dark(mall)[1] == (moment(mall, 17, "15:30"), moment(mall, 18, "07:30"))
    assert (moment(mall, 20, "15:30"), moment(mall, 23, "07:30")) in dark(mall)  # over the weekend


def test_a_holiday_is_dark_all_day() -> None:
    mall = replace(a_week(), holidays=(Holiday(date(2026, 11, 19), "Libur"),))
    assert (moment(mall, 18, "15:30"), moment(mall, 20, "07:30")) in dark(mall)


def test_a_single_service_with_later_hours_keeps_the_hall_lit() -> None:
    mall = a_week()
    first = mall.agencies[0]
    late = replace(first.services[0], hours=Hours((Span(480, 1200),) * 6 + (None,)))
    mall = replace(mall, agencies=(replace(first, services=(late, *first.services[1:])), *mall.agencies[1:]))
    assert (moment(mall, 20, "20:30"), moment(mall, 21, "07:30")) in dark(mall)


def test_a_mall_that_never_closes_is_never_dark() -> None:
    assert dark(a_week().open_around_the_clock()) == ()


def test_what_is_known_ends_and_nothing_overlaps() -> None:
    mall = a_week()
    found = dark(mall)
    assert found[0][0] == moment(mall, 17, "00:00")
    assert found[-1][1] <= moment(mall, 17, "00:00") + timedelta(days=KNOWN_DAYS)
    assert all(start < end for start, end in found)
    assert all(before[1] < after[0] for before, after in pairwise(found))

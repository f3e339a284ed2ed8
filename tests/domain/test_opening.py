"""May a number be issued? Every reason, their order, and what a day has still promised."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from app.domain.mall import ALWAYS, Break, Holiday, Hours, Mall, Rules, Span, Text
from app.domain.opening import Decision, Load, Reason, decide, minutes_left, service_day
from app.domain.switching import NO_SWITCH, Setting, Switch
from tests.factories import BRANCH, MAIN, MORNING, a_mall, moment, with_service

PAUSED = Switch(Setting.PAUSED, "sistem pusat mati")
FORCED = Switch(Setting.FORCED)
SURGE = Switch(Setting.SURGE, "ramai")
SHUT = Hours(days=(None,) * 7)
HOLIDAY = (Holiday(MORNING.date(), "Libur"),)
ALL_DAY_BREAK = (Break(frozenset(range(7)), Span(0, 1440), Text("senam", "exercise")),)


def decided(
    mall: Mall,
    service: str = "paspor",
    *,
    at: str = "2026-11-23 08:30",
    load: Load | None = None,
    switch: Switch = NO_SWITCH,
    site: str = MAIN,
) -> Decision:
    return decide(
        mall, mall.site[site], mall.service[service], now=moment(at), load=load or Load(), switch=switch
    )


@pytest.mark.parametrize(
    ("at", "reason", "opens"),
    [
        ("2026-11-23 07:59", Reason.NOT_OPEN_YET, "2026-11-23 08:00"),
        ("2026-11-23 08:00", Reason.OPEN, None),
        ("2026-11-23 14:29", Reason.OPEN, None),
        ("2026-11-23 14:30", Reason.CUTOFF, "2026-11-24 08:00"),
        ("2026-11-23 15:00", Reason.CLOSED_NOW, "2026-11-24 08:00"),
        ("2026-11-27 11:29", Reason.OPEN, None),
        ("2026-11-27 11:30", Reason.BREAK, "2026-11-27 13:00"),
        ("2026-11-27 12:59", Reason.BREAK, "2026-11-27 13:00"),
        ("2026-11-27 13:00", Reason.OPEN, None),
        ("2026-11-28 11:30", Reason.CUTOFF, "2026-11-30 08:00"),
        ("2026-11-28 13:00", Reason.CLOSED_NOW, "2026-11-30 08:00"),
        ("2026-11-29 10:00", Reason.CLOSED_DAY, "2026-11-30 08:00"),
        ("2026-08-17 10:00", Reason.HOLIDAY, "2026-08-18 08:00"),
        ("2026-08-16 10:00", Reason.CLOSED_DAY, "2026-08-18 08:00"),
        ("2026-12-31 16:00", Reason.CLOSED_NOW, "2027-01-01 08:00"),
        ("2028-02-28 16:00", Reason.CLOSED_NOW, "2028-02-29 08:00"),
    ],
)
def test_the_calendar_decides_and_says_when_it_opens_next(at: str, reason: Reason, opens: str | None) -> None:
    decision = decided(a_mall(), at=at)

    assert decision.reason is reason
    assert decision.next_opening == (moment(opens) if opens else None)


TROUBLES: dict[Reason, Callable[[Mall], Mall]] = {
    Reason.ARCHIVED: lambda mall: with_service(mall, "paspor", archived=True),
    Reason.NO_COUNTER: lambda mall: replace(mall, sites=(replace(mall.site[MAIN], counters=()),)),
    Reason.HOLIDAY: lambda mall: replace(mall, holidays=HOLIDAY),
    Reason.CLOSED_DAY: lambda mall: replace(mall, hours=SHUT),
    Reason.BREAK: lambda mall: replace(mall, breaks=ALL_DAY_BREAK),
    Reason.CUTOFF: lambda mall: replace(mall, rules=Rules(cutoff_minutes=24 * 60)),
    Reason.QUOTA_FULL: lambda mall: with_service(mall, "paspor", quota=0),
    Reason.CAPACITY_FULL: lambda mall: with_service(mall, "paspor", minutes=24 * 60),
}
ORDER = [
    Reason.ARCHIVED,
    Reason.PAUSED,
    Reason.NO_COUNTER,
    Reason.FORCED,
    Reason.HOLIDAY,
    Reason.CLOSED_DAY,
    Reason.BREAK,
    Reason.CUTOFF,
    Reason.COUNTERS_CLOSED,
    Reason.QUOTA_FULL,
    Reason.CAPACITY_FULL,
]


@pytest.mark.parametrize("place", range(len(ORDER)), ids=ORDER)
def test_of_several_reasons_the_first_is_told(place: int) -> None:
    all_at_once = ORDER[place:]
    mall = a_mall()
    for reason in all_at_once:
        mall = TROUBLES.get(reason, lambda same: same)(mall)
    switch = FORCED if Reason.FORCED in all_at_once else NO_SWITCH
    switch = PAUSED if Reason.PAUSED in all_at_once else switch

    load = Load(deserted=Reason.COUNTERS_CLOSED in all_at_once)

    assert decided(mall, load=load, switch=switch).reason is ORDER[place]


def test_a_service_of_another_site_is_not_offered_here() -> None:
    assert decided(a_mall(), "paspor", site=BRANCH).reason is Reason.ARCHIVED


def test_a_service_that_no_counter_serves_gives_no_number() -> None:
    assert decided(a_mall(), "visa").reason is Reason.NO_COUNTER


def test_a_pause_repeats_the_supervisors_words_in_both_languages() -> None:
    decision = decided(a_mall(), switch=PAUSED)

    assert not decision.open
    assert (decision.why_id, decision.why_en) == ("sistem pusat mati", "sistem pusat mati")


def test_a_supervisor_opens_a_service_against_the_calendar() -> None:
    decision = decided(a_mall(), at="2026-08-17 03:00", switch=FORCED)

    assert decision.open
    assert decision.reason is Reason.FORCED


def test_a_break_says_why_and_until_when() -> None:
    decision = decided(a_mall(), at="2026-11-27 12:00")

    assert (decision.until, decision.why_id, decision.why_en) == ("13:00", "salat Jumat", "Friday prayer")


def test_the_cut_off_says_when_the_doors_close() -> None:
    assert decided(a_mall(), at="2026-11-28 11:45").closes == "12:00"


def test_hours_of_the_service_come_before_those_of_the_site_and_the_mall() -> None:
    evening = Hours(days=(Span(16 * 60, 20 * 60),) * 7)
    noon = Hours(days=(Span(11 * 60, 13 * 60),) * 7)
    at_site = a_mall()
    at_site = replace(at_site, sites=tuple(replace(site, hours=noon) for site in at_site.sites))
    at_service = with_service(at_site, "paspor", hours=evening)

    assert decided(at_site, at="2026-11-23 08:30").next_opening == moment("2026-11-23 11:00")
    assert decided(at_service, at="2026-11-23 11:30").next_opening == moment("2026-11-23 16:00")
    assert decided(at_service, "ktp", at="2026-11-23 11:30").open


def test_what_is_open_around_the_clock_has_no_cut_off_and_no_capacity() -> None:
    mall = replace(a_mall(), hours=ALWAYS, breaks=(), holidays=())

    for at in ("2026-11-23 00:00", "2026-11-23 23:59", "2026-11-29 12:00"):
        assert decided(mall, at=at, load=Load(work_minutes=10_000)).open


def test_the_last_number_of_the_quota_is_given_and_no_other() -> None:
    assert decided(a_mall(), load=Load(issued=2)).open

    full = decided(a_mall(), load=Load(issued=3))
    assert full.reason is Reason.QUOTA_FULL
    assert full.next_opening == moment("2026-11-24 08:00")


def test_a_quota_of_nothing_gives_nothing() -> None:
    assert decided(with_service(a_mall(), "paspor", quota=0)).reason is Reason.QUOTA_FULL


def test_a_number_is_a_promise_that_the_staff_can_keep() -> None:
    left = 6 * 60 + 30  # from 08:30 to 15:00

    assert decided(a_mall(), load=Load(work_minutes=left - 20)).open
    full = decided(a_mall(), load=Load(work_minutes=left - 19))
    assert full.reason is Reason.CAPACITY_FULL
    assert full.next_opening == moment("2026-11-24 08:00")
    assert decided(a_mall(), load=Load(work_minutes=left - 19, desks=2)).open


def test_a_mall_may_give_numbers_beyond_its_capacity() -> None:
    mall = replace(a_mall(), rules=Rules(capacity_check=False))

    assert decided(mall, load=Load(work_minutes=10_000)).open


def test_where_all_counters_have_closed_no_number_is_given_until_one_is_back() -> None:
    back = moment("2026-11-23 10:00")
    until = decided(a_mall(), load=Load(deserted=True, reopens_at=back))
    unknown = decided(a_mall(), load=Load(deserted=True))

    assert (until.reason, until.next_opening, until.until) == (Reason.COUNTERS_CLOSED, back, "10:00")
    assert (unknown.reason, unknown.next_opening) == (Reason.COUNTERS_CLOSED, moment("2026-11-24 08:00"))
    assert unknown.until == ""


def test_a_switch_holds_until_its_time_and_no_longer() -> None:
    until = moment("2026-11-23 09:00")
    paused = replace(PAUSED, until=until)

    assert decided(a_mall(), at="2026-11-23 08:59", switch=paused).next_opening == until
    assert decided(a_mall(), at="2026-11-23 09:00", switch=paused).reason is Reason.OPEN


def test_whoever_is_back_too_late_for_a_number_today_is_back_tomorrow() -> None:
    load = Load(deserted=True, reopens_at=moment("2026-11-23 14:40"))  # after the cut-off of 14:30
    late = decided(a_mall(), load=load)
    pause = decided(a_mall(), switch=replace(PAUSED, until=moment("2026-11-23 18:00")))

    assert (late.next_opening, late.until) == (moment("2026-11-24 08:00"), "")
    assert (pause.next_opening, pause.until) == (moment("2026-11-24 08:00"), "")


def test_minutes_on_a_break_are_no_staff_time() -> None:
    left = 6 * 60 + 30  # from 08:30 to 15:00
    load = Load(work_minutes=left - 20 - 45)

    assert decided(a_mall(), load=replace(load, away_minutes=(45,))).open
    assert decided(a_mall(), load=replace(load, away_minutes=(46,))).reason is Reason.CAPACITY_FULL


def test_in_a_rush_visitors_are_sent_home_until_the_wait_is_bearable_again() -> None:
    load = Load(work_minutes=2 * 83, desks=5, staffed=2)
    rush = decided(a_mall(), load=load, switch=SURGE)

    assert decided(a_mall(), load=load).open
    assert (rush.reason, rush.until) == (Reason.SURGE, "08:55")  # 23 minutes beyond the norm of 60
    assert rush.next_opening == moment("2026-11-23 08:55")
    assert decided(a_mall(), load=replace(load, work_minutes=120), switch=SURGE).open


def test_a_rush_just_before_a_break_ends_after_it() -> None:
    load = Load(work_minutes=90, staffed=1)

    assert decided(a_mall(), at="2026-11-27 11:15", load=load, switch=SURGE).until == "13:15"


def test_in_a_rush_only_those_who_are_there_can_keep_a_promise() -> None:
    mall = replace(a_mall(), rules=Rules(capacity_check=False, wait_norm_minutes=600))
    load = Load(work_minutes=371, desks=5, staffed=1)

    assert decided(mall, load=load).open
    assert decided(mall, load=load, switch=SURGE).reason is Reason.CAPACITY_FULL


def test_a_rush_that_lasts_until_closing_time_is_over_tomorrow() -> None:
    load = Load(work_minutes=100, staffed=1)
    rush = decided(a_mall(), at="2026-11-23 14:00", load=replace(load, work_minutes=0), switch=SURGE)
    full = decided(a_mall(), at="2026-11-23 12:30", load=replace(load, work_minutes=125), switch=SURGE)

    assert rush.open
    assert full.reason is Reason.SURGE
    late = decided(a_mall(), at="2026-11-23 13:50", load=load, switch=SURGE)
    assert (late.reason, late.next_opening) == (Reason.CAPACITY_FULL, moment("2026-11-24 08:00"))


def test_todays_breaks_are_no_working_time() -> None:
    mall, friday = a_mall(), moment("2026-11-27 11:00").astimezone(a_mall().zone_info)
    span = mall.hours.on(friday.date())
    assert span is not None

    assert minutes_left(mall, span, friday) == 240 - 90
    assert minutes_left(mall, span, friday.replace(hour=12)) == 180 - 60
    assert minutes_left(mall, span, friday.replace(hour=14)) == 60
    assert minutes_left(mall, span, friday.replace(hour=16)) == 0


def test_breaks_that_overlap_are_taken_off_once() -> None:
    mall = a_mall()
    lunch = Break(frozenset({4}), Span(12 * 60, 13 * 60), Text("makan siang", "lunch"))
    mall = replace(mall, breaks=(*mall.breaks, lunch))
    friday = moment("2026-11-27 11:00").astimezone(mall.zone_info)

    assert minutes_left(mall, Span(8 * 60, 15 * 60), friday) == 240 - 90


def test_the_service_day_is_the_local_date() -> None:
    assert service_day(a_mall(), moment("2026-12-31 23:59")) == date(2026, 12, 31)
    assert service_day(a_mall(), moment("2027-01-01 00:00")) == date(2027, 1, 1)
    eastern = replace(a_mall(), timezone="Asia/Jayapura")
    assert service_day(eastern, moment("2026-12-31 22:00")) == date(2027, 1, 1)

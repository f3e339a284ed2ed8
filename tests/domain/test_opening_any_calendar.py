"""Availability over any calendar: it always decides, and what it promises comes true."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from app.domain.mall import Break, Holiday, Hours, Mall, Rules, Span, Text
from app.domain.opening import HORIZON_DAYS, Decision, Load, Reason, decide, minutes_left
from tests.factories import MAIN, a_mall, with_service

CALENDAR = {
    Reason.HOLIDAY,
    Reason.CLOSED_DAY,
    Reason.NOT_OPEN_YET,
    Reason.CLOSED_NOW,
    Reason.BREAK,
    Reason.CUTOFF,
}
PROMISES = {Reason.QUOTA_FULL, Reason.CAPACITY_FULL}
ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")

spans = st.tuples(st.integers(0, 1440), st.integers(0, 1440)).map(sorted).map(lambda ends: Span(*ends))
open_spans = st.one_of(st.just(Span(0, 1440)), spans.filter(lambda span: span.start < span.end))
weeks = st.builds(Hours, days=st.tuples(*[st.one_of(st.none(), open_spans)] * 7))
breaks = st.builds(
    Break,
    days=st.frozensets(st.integers(0, 6)),
    span=spans,
    reason=st.just(Text("jeda", "pause")),
)
# The dates at which calendars go wrong, and any other.
turns = st.sampled_from([date(2024, 2, 29), date(2026, 3, 1), date(2026, 12, 31), date(2028, 2, 29)])
near_a_turn = st.builds(lambda turn, days: turn + timedelta(days=days), turns, st.integers(-400, 4))
days = st.one_of(turns, near_a_turn, st.dates(date(2012, 1, 1), date(2100, 1, 1)))
clocks = st.times()
moments = st.builds(
    lambda day, time, zone: datetime.combine(day, time, tzinfo=ZoneInfo(zone)).astimezone(UTC),
    days,
    clocks,
    st.sampled_from(ZONES),
)


@st.composite
def situations(draw: st.DrawFn) -> tuple[Mall, datetime]:
    """A mall with any calendar and any rules, at any moment."""
    now = draw(moments)
    off = draw(st.lists(st.integers(-2, 400), max_size=12))
    mall = a_mall(
        timezone=draw(st.sampled_from(ZONES)),
        hours=draw(weeks),
        breaks=tuple(draw(st.lists(breaks, max_size=3))),
        holidays=tuple(Holiday(now.date() + timedelta(days=ahead), "Libur") for ahead in off),
        rules=Rules(cutoff_minutes=draw(st.integers(0, 900)), capacity_check=draw(st.booleans())),
    )
    changes = {"quota": draw(st.one_of(st.none(), st.integers(0, 5))), "minutes": draw(st.integers(1, 300))}
    if draw(st.booleans()):
        changes["hours"] = draw(weeks)
    return with_service(mall, "paspor", **changes), now


loads = st.builds(
    Load,
    issued=st.integers(0, 6),
    work_minutes=st.floats(0, 20_000, allow_nan=False),
    desks=st.integers(0, 20),
)


def decided(mall: Mall, now: datetime, load: Load) -> Decision:
    return decide(mall, mall.site[MAIN], mall.service["paspor"], now=now, load=load)


def calendar_is_open(mall: Mall, now: datetime) -> bool:
    return decided(mall, now, Load()).reason not in CALENDAR


@given(situation=situations(), load=loads)
def test_it_always_decides_and_never_promises_the_past(situation: tuple[Mall, datetime], load: Load) -> None:
    mall, now = situation
    decision = decided(mall, now, load)

    assert decision.open or decision.reason in CALENDAR | PROMISES
    assert not (decision.open and decision.next_opening)
    if decision.next_opening is not None:
        assert decision.next_opening > now
        assert decision.next_opening - now <= timedelta(days=HORIZON_DAYS)


@given(situation=situations(), load=loads)
def test_at_the_promised_opening_the_calendar_lets_numbers_out(
    situation: tuple[Mall, datetime], load: Load
) -> None:
    mall, now = situation
    opens = decided(mall, now, load).next_opening

    if opens is not None:
        assert calendar_is_open(mall, opens)


@given(situation=situations(), elsewhere=st.integers(1, 1440 * 3))
def test_no_opening_is_overlooked(situation: tuple[Mall, datetime], elsewhere: int) -> None:
    mall, now = situation
    decision = decided(mall, now, Load())
    later = now.replace(second=0, microsecond=0) + timedelta(minutes=elsewhere)

    if decision.reason in CALENDAR and (decision.next_opening is None or later < decision.next_opening):
        assert not calendar_is_open(mall, later)


@given(situation=situations(), load=loads)
def test_the_quota_is_never_passed(situation: tuple[Mall, datetime], load: Load) -> None:
    mall, now = situation
    quota = mall.service["paspor"].quota

    if decided(mall, now, load).open and quota is not None:
        assert load.issued < quota


@given(situation=situations(), load=loads, more=st.floats(0, 5000, allow_nan=False))
def test_more_work_never_opens_a_service(situation: tuple[Mall, datetime], load: Load, more: float) -> None:
    mall, now = situation

    if not decided(mall, now, load).open:
        assert not decided(mall, now, replace(load, work_minutes=load.work_minutes + more)).open


@given(situation=situations())
def test_working_time_never_grows_while_the_day_goes_on(situation: tuple[Mall, datetime]) -> None:
    mall, now = situation
    local = now.astimezone(mall.zone_info).replace(second=0)
    span = Span(8 * 60, 20 * 60)
    left = [minutes_left(mall, span, local.replace(hour=hour)) for hour in range(24)]

    assert left == sorted(left, reverse=True)
    assert left[20] == 0

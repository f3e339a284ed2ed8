"""Taking a number: no gap, no twin, never more than the day can serve, and the paper with it."""

from dataclasses import replace

import pytest

from app.domain.errors import (
    CapacityFull,
    QuotaFull,
    Refused,
    ServiceClosed,
    ServicePaused,
    UnknownService,
    UnknownSite,
)
from app.domain.mall import ALWAYS, Mall
from app.domain.opening import Reason
from app.domain.switching import Setting
from app.operations import calling, journeys
from app.operations.switching import set_service
from app.store.database import Database
from tests.factories import BRANCH, MORNING, a_mall, moment, with_service
from tests.hall import Hall, row_counts


def numbers(hall: Hall, *services: str) -> list[str]:
    return [hall.issue(service).ticket.number for service in services]


def test_numbers_of_a_series_count_up_from_one(hall: Hall) -> None:
    assert numbers(hall, "ktp", "kk", "ktp") == ["A-001", "A-002", "A-003"]


def test_a_service_with_a_prefix_of_its_own_has_a_series_of_its_own(hall: Hall) -> None:
    assert numbers(hall, "ktp", "paspor", "ktp", "paspor") == ["A-001", "P-001", "A-002", "P-002"]


def test_every_site_counts_for_itself(hall: Hall) -> None:
    branch = Hall(hall.database, site=BRANCH)

    assert numbers(hall, "ktp", "ktp") == ["A-001", "A-002"]
    assert numbers(branch, "ktp") == ["A-001"]
    assert numbers(hall, "ktp") == ["A-003"]


def test_a_new_day_begins_at_one(hall: Hall) -> None:
    assert numbers(hall, "ktp", "ktp") == ["A-001", "A-002"]
    hall.now = moment("2026-11-24 08:00")
    assert numbers(hall, "ktp") == ["A-001"]


def test_the_day_turns_at_local_midnight_also_at_new_year(hall: Hall) -> None:
    hall.mall = replace(hall.mall, hours=ALWAYS, breaks=(), holidays=())
    hall.now = moment("2026-12-31 23:59")
    assert numbers(hall, "ktp", "ktp") == ["A-001", "A-002"]
    hall.now = moment("2027-01-01 00:00")
    assert numbers(hall, "ktp") == ["A-001"]


def test_a_clock_put_back_gives_no_number_twice(hall: Hall) -> None:
    given = numbers(hall, "ktp", "ktp")
    hall.later(hours=-0.4)
    given += numbers(hall, "ktp")

    assert given == ["A-001", "A-002", "A-003"]


def test_numbers_go_on_when_the_server_starts_again(hall: Hall) -> None:
    assert numbers(hall, "ktp") == ["A-001"]
    again = Hall(Database(hall.database.url))
    assert numbers(again, "ktp") == ["A-002"]
    again.database.close()


def test_a_cancelled_number_is_not_given_again(hall: Hall) -> None:
    hall.cancel(hall.issue().ticket)

    assert numbers(hall, "ktp") == ["A-002"]


@pytest.mark.parametrize(
    ("service", "at", "wanted"),
    [
        ("ktp", "2026-11-23 06:00", ServiceClosed),
        ("ktp", "2026-11-23 14:45", ServiceClosed),
        ("visa", "2026-11-23 08:30", ServiceClosed),
        ("sim", "2026-11-23 08:30", UnknownService),
    ],
)
def test_a_refused_wish_writes_nothing(hall: Hall, service: str, at: str, wanted: type[Refused]) -> None:
    hall.issue()
    before = row_counts(hall.database)
    hall.now = moment(at)

    with pytest.raises(wanted):
        hall.issue(service)

    assert row_counts(hall.database) == before
    hall.now = MORNING
    assert numbers(hall, "ktp") == ["A-002"]


def test_a_refusal_carries_its_decision(hall: Hall) -> None:
    hall.now = moment("2026-11-29 10:00")
    with pytest.raises(ServiceClosed) as refused:
        hall.issue()

    assert refused.value.decision.reason is Reason.CLOSED_DAY
    assert refused.value.decision.next_opening == moment("2026-11-30 08:00")


def test_a_site_that_does_not_exist_gives_no_numbers(hall: Hall) -> None:
    hall.site = "moon"
    with pytest.raises(UnknownSite):
        hall.issue()


def test_the_quota_is_used_up_and_not_passed(hall: Hall) -> None:
    assert numbers(hall, "paspor", "paspor", "paspor") == ["P-001", "P-002", "P-003"]
    before = row_counts(hall.database)
    with pytest.raises(QuotaFull):
        hall.issue("paspor")
    assert row_counts(hall.database) == before

    hall.now = moment("2026-11-24 08:00")
    assert numbers(hall, "paspor") == ["P-001"]


def test_a_visitor_who_gives_up_does_not_free_the_quota_for_brokers(hall: Hall) -> None:
    hall.cancel(hall.issue("paspor").ticket)
    numbers(hall, "paspor", "paspor")

    with pytest.raises(QuotaFull):
        hall.issue("paspor")


def long_services() -> Mall:
    """Two counters, 6.5 hours left at MORNING, four hours for each identity card."""
    return with_service(a_mall(), "ktp", minutes=240)


def test_no_number_is_given_that_the_staff_could_not_serve(hall: Hall) -> None:
    hall.mall = long_services()
    assert numbers(hall, "ktp", "ktp", "ktp") == ["A-001", "A-002", "A-003"]
    before = row_counts(hall.database)

    with pytest.raises(CapacityFull):
        hall.issue("ktp")
    assert row_counts(hall.database) == before


def test_a_place_given_up_is_free_for_another_visitor(hall: Hall) -> None:
    hall.mall = long_services()
    numbers(hall, "ktp", "ktp")
    third = hall.issue("ktp").ticket
    with pytest.raises(CapacityFull):
        hall.issue("ktp")

    hall.cancel(third)
    assert numbers(hall, "ktp") == ["A-004"]


def test_whoever_will_be_called_back_keeps_the_promised_time(hall: Hall) -> None:
    hall.mall = long_services()
    numbers(hall, "ktp", "ktp", "ktp")
    hall.open("1", "2")
    hall.call("1")
    hall.clerk("1", calling.hold, reason="fotokopi")
    hall.call("1")
    hall.miss("1")

    with pytest.raises(CapacityFull):
        hall.issue("ktp")


def test_only_the_counters_that_are_open_can_keep_a_promise(hall: Hall) -> None:
    hall.mall = long_services()
    hall.open("1")
    assert numbers(hall, "ktp") == ["A-001"]

    with pytest.raises(CapacityFull):
        hall.issue("ktp")


def test_a_kiosk_gives_only_what_it_offers(hall: Hall) -> None:
    with pytest.raises(UnknownService):
        hall.issue("paspor", kiosk="K2")

    assert hall.issue("ktp", kiosk="K2").ticket.number == "A-001"


def test_a_number_counts_for_the_service_it_was_given_for_wherever_it_went(hall: Hall) -> None:
    hall.open("1", "3")
    for _ in range(3):
        hall.later(minutes=1)
        hall.issue("paspor", then=("ktp",))
    hall.call("3")
    hall.finish("3")  # it goes on
    hall.call("3")
    hall.clerk("3", journeys.transfer, service="ktp")

    with pytest.raises(QuotaFull):
        hall.ticket("paspor")


def test_a_visitor_who_is_sent_on_uses_up_no_quota_there(hall: Hall) -> None:
    hall.open("1")
    hall.ticket("ktp")
    hall.call("1")
    hall.clerk("1", journeys.transfer, service="paspor")

    assert [hall.ticket("paspor").number for _ in range(3)] == ["P-001", "P-002", "P-003"]


def stops_of(hall: Hall, *wishes: tuple[str, ...]) -> int:
    """How many such visits are promised before there is no room for another."""
    for given, (service, *then) in enumerate(wishes):
        try:
            hall.issue(service, then=tuple(then))
        except CapacityFull:
            return given
    return len(wishes)


def test_work_that_is_to_follow_is_promised_only_while_there_is_time_for_it(hall: Hall) -> None:
    hall.mall = with_service(a_mall(), "paspor", quota=None)
    hall.now = moment("2026-11-23 14:00")  # an hour is left, passports take twenty minutes
    hall.open("1", "2", "3")

    assert stops_of(hall, *[("ktp", "paspor")] * 9) == 3
    with pytest.raises(CapacityFull):
        hall.issue("paspor")  # they are all on their way there
    hall.issue("ktp")
    hall.call("1")
    hall.finish("1")  # waiting there now, one stands before the counter as before
    assert stops_of(hall, ("paspor",)) == 0


def test_all_that_one_visitor_wants_of_the_same_counters_must_have_time(hall: Hall) -> None:
    hall.mall = with_service(a_mall(), "paspor", quota=None)
    hall.now = moment("2026-11-23 14:00")
    hall.open("3")

    assert stops_of(hall, ("paspor", *["paspor"] * 3)) == 0
    assert stops_of(hall, ("paspor", *["paspor"] * 2)) == 1


@pytest.mark.parametrize(
    ("setting", "quota", "wanted"), [(Setting.PAUSED, None, ServicePaused), (Setting.NORMAL, 0, QuotaFull)]
)
def test_a_stop_that_takes_nobody_is_not_promised(
    hall: Hall, setting: Setting, quota: int | None, wanted: type[Refused]
) -> None:
    hall.mall = with_service(a_mall(), "paspor", quota=quota)
    hall.database.write(
        hall.site,
        lambda tx: set_service(
            tx, hall.mall, "paspor", setting, reason="", minutes=None, actor="staff:sri", now=hall.now
        ),
    )
    before = row_counts(hall.database)

    with pytest.raises(wanted):
        hall.issue("ktp", then=("paspor",))
    assert row_counts(hall.database) == before


def test_a_kiosk_promises_no_stop_that_it_does_not_offer(hall: Hall) -> None:
    with pytest.raises(UnknownService):
        hall.issue("ktp", then=("paspor",), kiosk="K2")

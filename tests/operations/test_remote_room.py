"""Who gets a number from afar at all: the hall keeps a share, and no phone takes many."""

import itertools
from collections.abc import Callable
from dataclasses import replace

import pytest

from app.domain.errors import (
    CapacityFull,
    PhoneLimit,
    QuotaFull,
    Refused,
    RemoteClosed,
    RemoteFull,
    ServiceClosed,
)
from app.operations.remote import MOST_OF_PHONE
from tests.factories import a_mall, moment, with_service
from tests.hall import Hall, row_counts
from tests.operations.test_remote import OTHER_PHONE, open_to_phones, take


@pytest.fixture
def hall(hall: Hall) -> Hall:
    hall.mall = open_to_phones(hall.mall)
    return hall


def given_until(full: type[Refused], give: Callable[[], object]) -> int:
    """How many are given before the day is full."""
    for given in itertools.count():
        try:
            give()
        except full:
            return given
    raise AssertionError("unreachable")


def test_a_mall_that_did_not_ask_for_it_gives_no_numbers_from_afar(hall: Hall) -> None:
    before = row_counts(hall.database)
    hall.mall = a_mall()
    with pytest.raises(RemoteClosed):
        take(hall)
    hall.mall = open_to_phones(with_service(a_mall(), "ktp", online=False))
    with pytest.raises(RemoteClosed):
        take(hall)
    assert row_counts(hall.database) == before


def test_a_service_gives_no_number_from_afar_when_it_gives_none_here(hall: Hall) -> None:
    hall.now = moment("2026-11-23 20:00")
    with pytest.raises(ServiceClosed):
        take(hall)


def test_one_phone_has_one_number_for_a_service_and_few_in_all(hall: Hall) -> None:
    first = take(hall)
    with pytest.raises(PhoneLimit):
        take(hall)
    take(hall, phone=OTHER_PHONE)
    hall.cancel(first)

    assert take(hall).number == "A-003"


def test_a_phone_has_no_more_numbers_than_a_family_needs(hall: Hall) -> None:
    services = [service.code for service in hall.mall.service.values()][: MOST_OF_PHONE + 1]
    if len(services) <= MOST_OF_PHONE:
        mall = hall.mall
        for extra in range(MOST_OF_PHONE + 1):
            agency = mall.agencies[0]
            more = replace(agency.services[0], code=f"lain-{extra}")
            mall = replace(
                mall, agencies=(replace(agency, services=(*agency.services, more)), *mall.agencies[1:])
            )
        hall.mall = mall
        services = [f"lain-{extra}" for extra in range(MOST_OF_PHONE + 1)]
    for service in services[:MOST_OF_PHONE]:
        take(hall, service)
    with pytest.raises(PhoneLimit):
        take(hall, services[MOST_OF_PHONE])


def test_a_share_of_the_quota_is_kept_for_those_who_stand_in_the_hall(hall: Hall) -> None:
    hall.mall = open_to_phones(with_service(a_mall(), "ktp", quota=4), remote_share=50)
    take(hall, phone=None)
    hall.cancel(take(hall, phone=None))
    with pytest.raises(RemoteFull):
        take(hall, phone=None)

    hall.issue()
    hall.issue()
    with pytest.raises(QuotaFull):
        hall.issue()


def test_a_share_of_the_day_is_kept_for_those_who_stand_in_the_hall(hall: Hall) -> None:
    hall.mall = open_to_phones(with_service(a_mall(), "ktp", minutes=60), remote_share=50)
    taken = given_until(RemoteFull, lambda: take(hall, phone=None))
    given = given_until(CapacityFull, hall.issue)

    assert taken > 0
    assert given >= taken


def test_numbers_that_are_expected_count_as_work_to_come(hall: Hall) -> None:
    hall.mall = open_to_phones(with_service(a_mall(), "ktp", minutes=60), remote_share=100)
    alone = given_until(CapacityFull, hall.issue)
    other = Hall(hall.database, mall=hall.mall, site=hall.site)
    other.now = moment("2026-11-24 08:30")
    take(other, phone=None)
    beside = given_until(CapacityFull, other.issue)

    assert beside == alone - 1

"""Codes that devices show: how many, how long, and when typing wrong ones ends."""

import os
import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain.errors import (
    PairingLocked,
    TooManyPairings,
    UnknownCode,
)
from app.domain.pairing import (
    CODE_LIVES,
    LOCKED_FOR,
    MOST_OPEN,
    MOST_OPEN_FROM_ONE,
    MOST_WRONG,
    MOST_WRONG_TOGETHER,
)
from app.domain.pairing_refusals import CodeExpired
from app.operations.pairing import (
    KEPT_EXPIRED,
    MOST_EXPIRED,
    forget_waiting,
)
from app.queries.pairing import Pairing, Waiting
from app.queries.tokens import Bearer
from app.store.tables import pairing
from tests.hall import Hall, row_counts
from tests.operations.pairing_desk import WRONG, Device, confirm, facts, find


def waiting_at(hall: Hall) -> list[str]:
    """The addresses of those that wait."""
    with hall.database.read() as connection:
        rows = connection.execute(select(pairing).where(pairing.c.expires_at > hall.now)).all()
    return sorted(row.address for row in rows)


def test_strangers_can_neither_fill_the_table_nor_keep_a_device_out(hall: Hall) -> None:
    """Where all places are taken, the oldest of the neighbourhood that holds most makes room."""
    for number in range(MOST_OPEN // 4):
        for _ in range(4):
            Device(hall, address=f"10.0.1.{number}").ask()
            hall.later(seconds=1)
    honest = Device(hall, address="10.0.2.1")
    code = honest.code()

    assert len(waiting_at(hall)) == MOST_OPEN
    assert waiting_at(hall).count("10.0.1.0") == 3
    for number in range(MOST_OPEN):
        Device(hall, address=f"10.0.1.{number % 4}").ask()
    assert isinstance(find(hall, code), Pairing)


def test_a_household_with_many_addresses_is_one_neighbour(hall: Hall) -> None:
    for number in range(MOST_OPEN_FROM_ONE):
        Device(hall, address=f"2001:db8:1:2:{number}::1").ask()
    with pytest.raises(TooManyPairings) as refused:
        Device(hall, address="2001:db8:1:2:ffff::1").ask()

    assert refused.value.until == hall.now + CODE_LIVES
    assert isinstance(Device(hall, address="2001:db8:1:3::1").ask(), Waiting)


def test_codes_that_ran_out_are_kept_for_a_while_and_in_bounds(hall: Hall) -> None:
    for number in range(MOST_EXPIRED + 3 * MOST_OPEN):
        Device(hall, address=f"10.0.{number % 7}.1").ask()
        hall.later(minutes=2)
    assert row_counts(hall.database)["pairing"] <= KEPT_EXPIRED / timedelta(minutes=2) + MOST_OPEN
    for number in range(MOST_EXPIRED + 3 * MOST_OPEN):
        Device(hall, address=f"10.{number // 250}.{number % 250}.1").ask()
    assert row_counts(hall.database)["pairing"] <= MOST_EXPIRED + 2 * MOST_OPEN


def test_an_administrator_may_have_those_that_wait_forgotten(hall: Hall) -> None:
    device, paired = Device(hall), Device(hall)
    code = device.code()
    confirm(hall, paired.code())

    def forget() -> int:
        return hall.database.write("", lambda tx: forget_waiting(tx, now=hall.now, random=os.urandom))

    assert forget() == 1
    assert forget() == 0
    assert device.poll() is None
    assert isinstance(find(hall, code), CodeExpired)
    assert isinstance(paired.poll(), Bearer)
    assert isinstance(device.ask(), Waiting)


def test_one_address_cannot_keep_the_others_out(hall: Hall) -> None:
    for _ in range(MOST_OPEN_FROM_ONE):
        Device(hall, address="10.0.0.66").ask()
    with pytest.raises(TooManyPairings):
        Device(hall, address="10.0.0.66").ask()

    assert isinstance(Device(hall, address="10.0.0.7").ask(), Waiting)


def test_five_wrong_codes_lock_pairing_for_ten_minutes(hall: Hall) -> None:
    code = Device(hall).code()
    outcomes = [find(hall, WRONG) for _ in range(MOST_WRONG)]
    assert [type(outcome) for outcome in outcomes] == [UnknownCode] * (MOST_WRONG - 1) + [PairingLocked]
    assert outcomes[-1].until == hall.now + LOCKED_FOR  # type: ignore[union-attr]

    assert isinstance(find(hall, code), PairingLocked)
    assert isinstance(confirm(hall, code), PairingLocked)
    assert [fact["kind"] for fact in facts(hall)] == ["pairing_locked"]

    hall.later(minutes=10)
    code = Device(hall).code()
    assert isinstance(find(hall, code), Pairing)


def test_whoever_types_wrong_codes_locks_nobody_else(hall: Hall) -> None:
    code = Device(hall).code()
    for _ in range(MOST_WRONG):
        find(hall, WRONG, actor="admin:2")

    assert isinstance(find(hall, code, actor="admin:2"), PairingLocked)
    assert isinstance(find(hall, code), Pairing)
    assert isinstance(find(hall, WRONG), UnknownCode)


def test_too_many_wrong_codes_of_all_together_lock_everybody(hall: Hall) -> None:
    code = Device(hall).code()
    outcomes = [confirm(hall, WRONG, actor=f"admin:{number}") for number in range(MOST_WRONG_TOGETHER)]

    assert [type(each) for each in outcomes] == [UnknownCode] * (MOST_WRONG_TOGETHER - 1) + [PairingLocked]
    assert isinstance(find(hall, code, actor="admin:99"), PairingLocked)
    hall.later(minutes=10)
    assert isinstance(find(hall, WRONG), UnknownCode)
    assert isinstance(find(hall, Device(hall).code()), Pairing)


def test_after_a_lock_there_are_five_tries_again(hall: Hall) -> None:
    for _ in range(MOST_WRONG):
        find(hall, WRONG)
    hall.later(minutes=10)

    outcomes = [find(hall, WRONG) for _ in range(MOST_WRONG)]
    assert [type(outcome) for outcome in outcomes] == [UnknownCode] * (MOST_WRONG - 1) + [PairingLocked]


def test_wrong_codes_far_apart_lock_nothing(hall: Hall) -> None:
    for _ in range(3 * MOST_WRONG):
        assert isinstance(find(hall, WRONG), UnknownCode)
        hall.later(minutes=3)


def test_codes_that_just_ran_out_are_no_guesses(hall: Hall) -> None:
    """Also where their devices, or others, asked for new ones meanwhile."""
    devices = [Device(hall) for _ in range(MOST_WRONG + 1)]
    codes = [device.code() for device in devices]
    hall.later(minutes=10)
    fresh = [device.code() for device in devices]

    assert [type(find(hall, code)) for code in codes] == [CodeExpired] * len(codes)
    assert isinstance(find(hall, fresh[0]), Pairing)
    hall.later(seconds=KEPT_EXPIRED.total_seconds())
    Device(hall).ask()
    assert isinstance(find(hall, codes[0]), UnknownCode)


def test_a_clock_set_back_makes_no_code_last_longer(hall: Hall) -> None:
    device = Device(hall)
    code = device.code()
    hall.now -= timedelta(hours=1)

    assert device.poll() is None
    assert isinstance(find(hall, code), CodeExpired)
    fresh = device.code()
    assert isinstance(find(hall, fresh), Pairing)
    hall.later(minutes=10)
    assert isinstance(find(hall, fresh), CodeExpired)


def test_a_code_of_a_clock_that_was_set_back_does_not_come_back(hall: Hall) -> None:
    code = Device(hall).code()
    hall.now -= timedelta(hours=1)
    Device(hall).ask()
    hall.later(hours=1)

    assert isinstance(find(hall, code), CodeExpired)


def test_guesses_at_the_same_moment_are_all_counted(hall: Hall) -> None:
    guesses = 3 * MOST_WRONG
    outcomes: list[object] = []
    together = threading.Barrier(guesses)

    def guess() -> None:
        together.wait()
        outcomes.append(find(hall, WRONG))

    threads = [threading.Thread(target=guess) for _ in range(guesses)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(isinstance(outcome, UnknownCode) for outcome in outcomes) == MOST_WRONG - 1


def test_a_clock_set_back_an_hour_locks_nobody_out(hall: Hall) -> None:
    for _ in range(MOST_WRONG):
        find(hall, WRONG)
    hall.now -= timedelta(hours=1)

    assert isinstance(find(hall, Device(hall).code()), Pairing)

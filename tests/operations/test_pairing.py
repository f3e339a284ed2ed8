"""Pairing a device: a code for ten minutes, one place for one code, and an end to guessing."""

import os
import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.errors import (
    CodeUsed,
    PairingLocked,
    Refused,
    SecretUsed,
    TooManyPairings,
    UnknownCode,
    UnknownPlace,
)
from app.domain.links import digest
from app.domain.pairing import (
    CODE_LIVES,
    LOCKED_FOR,
    MOST_OPEN,
    MOST_OPEN_FROM_ONE,
    MOST_WRONG,
    PairingRole,
    poll_key,
)
from app.operations.pairing import KEPT, Asking, Place, ask_pairing, confirm_pairing, find_pairing
from app.operations.tokens import revoke_device
from app.queries.devices import device_facts
from app.queries.pairing import Pairing, Waiting, pairing_of_key
from app.queries.tokens import Bearer, bearer, token_entries
from app.store.tables import pairing, token
from tests.factories import BRANCH, MAIN
from tests.hall import Hall, row_counts

WRONG = "ZZZZZZZZ"
K1 = Place(PairingRole.KIOSK, MAIN, "K1", "Anjungan 1")
AGENT = Place(PairingRole.AGENT, MAIN, "", "pc-01")


class Device:
    """One that asks, with the secret that it keeps."""

    def __init__(
        self, hall: Hall, role: PairingRole = PairingRole.KIOSK, *, address: str = "10.0.0.7"
    ) -> None:
        self.hall = hall
        self.secret = os.urandom(32).hex()
        self.key = poll_key(self.secret)
        self.asking = Asking(role, "pc-01", address, digest(self.secret), digest(self.key))

    def ask(self) -> Waiting | Bearer:
        return self.hall.database.write(
            "", lambda tx: ask_pairing(tx, self.asking, now=self.hall.now, random=os.urandom)
        )

    def code(self) -> str:
        waiting = self.ask()
        assert isinstance(waiting, Waiting)
        return waiting.code

    def poll(self) -> Waiting | Bearer | None:
        with self.hall.database.read() as connection:
            return pairing_of_key(connection, self.key, now=self.hall.now)


def find(hall: Hall, code: str) -> Pairing | Refused:
    return hall.database.write("", lambda tx: find_pairing(tx, code, actor="admin:1", now=hall.now))


def confirm(hall: Hall, code: str, place: Place = K1, *, actor: str = "admin:1") -> int | Refused:
    return hall.database.write(
        "", lambda tx: confirm_pairing(tx, hall.mall, code, place, actor=actor, now=hall.now)
    )


def facts(hall: Hall) -> list[dict[str, Any]]:
    with hall.database.read() as connection:
        return device_facts(connection, site=None)


def holder(hall: Hall, secret: str) -> Bearer | None:
    with hall.database.read() as connection:
        return bearer(connection, secret)


def test_a_confirmed_device_holds_a_token_of_its_place(hall: Hall) -> None:
    device = Device(hall)
    code = device.code()
    assert holder(hall, device.secret) is None
    assert device.poll() == Waiting(code, hall.now + CODE_LIVES)

    token_id = confirm(hall, code)

    assert isinstance(token_id, int)
    paired = Bearer(token_id, "kiosk", MAIN, "K1", "Anjungan 1")
    assert device.poll() == device.ask() == holder(hall, device.secret) == paired
    assert [(fact["kind"], fact["actor"]) for fact in facts(hall)] == [("device_paired", "admin:1")]


def test_an_administrator_sees_who_asks(hall: Hall) -> None:
    device = Device(hall, PairingRole.AGENT, address="10.0.0.9")
    found = find(hall, device.code())

    assert isinstance(found, Pairing)
    assert (found.role, found.name, found.address) == (PairingRole.AGENT, "pc-01", "10.0.0.9")


def test_the_server_never_holds_the_secret(hall: Hall) -> None:
    device = Device(hall)
    confirm(hall, device.code())

    with hall.database.read() as connection:
        rows = [*connection.execute(select(pairing)), *connection.execute(select(token))]
    held = [value for row in rows for value in row]
    for secret in (device.secret, device.key):
        assert secret not in map(str, held)
        assert bytes.fromhex(secret) not in held


def test_the_same_device_asking_again_gets_the_same_code(hall: Hall) -> None:
    device = Device(hall)
    code = device.code()
    before = row_counts(hall.database)
    hall.later(minutes=9)

    assert device.code() == code
    assert row_counts(hall.database) == before


def test_a_code_that_ran_out_opens_nothing_and_the_device_gets_another(hall: Hall) -> None:
    device = Device(hall)
    code = device.code()
    hall.later(minutes=10)

    assert device.poll() is None
    assert isinstance(find(hall, code), UnknownCode)
    assert isinstance(confirm(hall, code), UnknownCode)
    assert device.code() != code
    assert holder(hall, device.secret) is None


def test_a_code_that_runs_out_between_finding_and_confirming_gives_no_place(hall: Hall) -> None:
    code = Device(hall).code()
    hall.later(seconds=CODE_LIVES.total_seconds() - 1)
    assert isinstance(find(hall, code), Pairing)
    hall.later(seconds=1)

    assert isinstance(confirm(hall, code), UnknownCode)


def test_confirming_again_with_the_same_changes_nothing_even_later(hall: Hall) -> None:
    code = Device(hall).code()
    first = confirm(hall, code)
    before = row_counts(hall.database)
    hall.later(minutes=30)

    assert confirm(hall, code, actor="admin:2") == first
    assert row_counts(hall.database) == before


def test_a_code_is_used_once(hall: Hall) -> None:
    code = Device(hall).code()
    confirm(hall, code)

    assert isinstance(find(hall, code), CodeUsed)
    assert isinstance(confirm(hall, code, Place(PairingRole.KIOSK, MAIN, "K2", "x")), CodeUsed)
    with hall.database.read() as connection:
        assert len(token_entries(connection)) == 1


def test_two_administrators_at_the_same_moment_make_one_token(hall: Hall) -> None:
    code = Device(hall).code()
    outcomes: list[int | Refused] = []
    together = threading.Barrier(2)

    def administrator(actor: str, place: Place) -> None:
        together.wait()
        outcomes.append(confirm(hall, code, place, actor=actor))

    places = (K1, Place(PairingRole.KIOSK, MAIN, "K2", "Anjungan 2"))
    threads = [
        threading.Thread(target=administrator, args=(f"admin:{number}", place))
        for number, place in enumerate(places)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["CodeUsed", "int"]
    with hall.database.read() as connection:
        assert len(token_entries(connection)) == 1


@pytest.mark.parametrize(
    "place",
    [
        Place(PairingRole.KIOSK, MAIN, "K9", "x"),
        Place(PairingRole.DISPLAY, MAIN, "K1", "x"),
        Place(PairingRole.AGENT, MAIN, "", "x"),
        Place(PairingRole.KIOSK, BRANCH, "K2", "x"),
    ],
)
def test_there_are_only_the_places_of_the_mall(hall: Hall, place: Place) -> None:
    code = Device(hall).code()

    with pytest.raises(UnknownPlace):
        confirm(hall, code, place)
    assert isinstance(find(hall, code), Pairing)


def test_a_program_that_prints_becomes_no_screen(hall: Hall) -> None:
    code = Device(hall, PairingRole.AGENT).code()

    with pytest.raises(UnknownPlace):
        confirm(hall, code, K1)
    assert isinstance(confirm(hall, code, AGENT), int)


def test_a_screen_may_become_another_screen(hall: Hall) -> None:
    device = Device(hall, PairingRole.DISPLAY)
    confirm(hall, device.code(), K1)

    paired = device.poll()
    assert isinstance(paired, Bearer)
    assert paired.role == "kiosk"


def test_a_revoked_device_has_to_make_a_new_secret(hall: Hall) -> None:
    device = Device(hall)
    code = device.code()
    token_id = confirm(hall, code)
    assert isinstance(token_id, int)
    hall.database.write("", lambda tx: revoke_device(tx, token_id, actor="admin:1", now=hall.now))

    assert device.poll() is None
    with pytest.raises(SecretUsed):
        device.ask()
    assert isinstance(confirm(hall, code), CodeUsed)
    assert [fact["kind"] for fact in facts(hall)] == ["device_revoked", "device_paired"]


def test_revoking_twice_is_told_once(hall: Hall) -> None:
    token_id = confirm(hall, Device(hall).code())
    assert isinstance(token_id, int)
    for actor in ("admin:1", "admin:2"):
        hall.database.write(
            "", lambda tx, actor=actor: revoke_device(tx, token_id, actor=actor, now=hall.now)
        )

    assert [fact["actor"] for fact in facts(hall) if fact["kind"] == "device_revoked"] == ["admin:1"]


def test_nobody_takes_over_the_pairing_of_another_device(hall: Hall) -> None:
    """Whoever listened on the wire knows the hashes, and gets neither a second row nor the device's place."""
    device, stranger = Device(hall), Device(hall)
    code = device.code()
    for stolen in (
        Asking(PairingRole.KIOSK, "x", "10.0.0.66", device.asking.secret_hash, stranger.asking.key_hash),
        Asking(PairingRole.KIOSK, "x", "10.0.0.66", stranger.asking.secret_hash, device.asking.key_hash),
    ):
        stranger.asking = stolen
        with pytest.raises(SecretUsed):
            stranger.ask()
    assert device.code() == code


def test_a_device_that_was_off_for_hours_still_learns_that_it_is_paired(hall: Hall) -> None:
    device = Device(hall)
    confirm(hall, device.code())
    hall.later(hours=20)
    Device(hall).ask()
    assert isinstance(device.poll(), Bearer)

    hall.later(seconds=KEPT.total_seconds())
    Device(hall).ask()  # whoever asks sweeps out what is old
    assert device.poll() is None
    assert isinstance(device.ask(), Bearer)


def test_a_stranger_cannot_fill_the_table(hall: Hall) -> None:
    for number in range(MOST_OPEN // 4):
        for _ in range(4):
            Device(hall, address=f"10.0.1.{number}").ask()
    with pytest.raises(TooManyPairings) as refused:
        Device(hall, address="10.0.2.1").ask()
    assert refused.value.until == hall.now + CODE_LIVES
    assert row_counts(hall.database)["pairing"] == MOST_OPEN

    hall.later(minutes=10)
    assert isinstance(Device(hall).ask(), Waiting)
    assert row_counts(hall.database)["pairing"] == 1


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


def test_wrong_codes_count_together_whoever_types_them_and_wherever(hall: Hall) -> None:
    for number in range(MOST_WRONG - 1):
        confirm(hall, WRONG, actor=f"admin:{number}")

    assert isinstance(find(hall, WRONG), PairingLocked)


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


def test_a_code_that_just_ran_out_is_no_guess(hall: Hall) -> None:
    code = Device(hall).code()
    hall.later(minutes=10)

    for _ in range(2 * MOST_WRONG):
        assert isinstance(find(hall, code), UnknownCode)


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

"""Pairing a device: a code for ten minutes, one place for one code, and an end to guessing."""

import os
import threading
from dataclasses import replace
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
    MOST_WRONG_TOGETHER,
    PairingRole,
    poll_key,
)
from app.domain.pairing_refusals import CodeExpired, PlaceOfServer, PlaceTaken
from app.operations.pairing import (
    KEPT,
    KEPT_EXPIRED,
    MOST_EXPIRED,
    Asking,
    Place,
    ask_pairing,
    confirm_pairing,
    find_pairing,
    forget_waiting,
)
from app.operations.tokens import create_token, revoke_device
from app.queries.devices import device_facts
from app.queries.pairing import Pairing, Waiting, pairing_of_key
from app.queries.tokens import Bearer, bearer, token_entries
from app.store.tables import pairing, token
from app.store.transaction import Transaction
from tests.factories import BRANCH, MAIN
from tests.hall import Hall, row_counts

WRONG = "ZZZZZZZZ"
K1 = Place(PairingRole.KIOSK, MAIN, "K1", "Anjungan 1")
AGENT = Place(PairingRole.AGENT, MAIN, "", "pc-01")
REPLACING = replace(AGENT, name="pc-02", replaces=True)


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


def find(hall: Hall, code: str, *, actor: str = "admin:1") -> Pairing | Refused:
    return hall.database.write("", lambda tx: find_pairing(tx, code, actor=actor, now=hall.now))


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
    assert isinstance(find(hall, code), CodeExpired)
    assert isinstance(confirm(hall, code), CodeExpired)
    assert device.code() != code
    assert holder(hall, device.secret) is None


def test_a_code_that_runs_out_between_finding_and_confirming_gives_no_place(hall: Hall) -> None:
    code = Device(hall).code()
    hall.later(seconds=CODE_LIVES.total_seconds() - 1)
    assert isinstance(find(hall, code), Pairing)
    hall.later(seconds=1)

    assert isinstance(confirm(hall, code), CodeExpired)


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


def living(hall: Hall) -> list[str]:
    with hall.database.read() as connection:
        return [entry.bearer.name for entry in token_entries(connection) if entry.revoked_at is None]


def test_two_agents_never_live_at_one_place(hall: Hall) -> None:
    """The second is refused, or takes the place of the first in the same moment."""
    codes = [Device(hall, PairingRole.AGENT).code() for _ in range(2)]
    first = confirm(hall, codes[0], AGENT)

    assert isinstance(confirm(hall, codes[1], replace(AGENT, name="pc-02")), PlaceTaken)
    assert living(hall) == ["pc-01"]
    second = confirm(hall, codes[1], REPLACING)
    assert isinstance(second, int)
    assert living(hall) == ["pc-02"]
    assert confirm(hall, codes[1], REPLACING) == second
    assert isinstance(confirm(hall, codes[0], AGENT), CodeUsed)
    kinds = [(fact["kind"], fact["data"]["device"]) for fact in facts(hall)]
    assert kinds == [("device_paired", second), ("device_revoked", first), ("device_paired", first)]


def test_the_place_of_the_servers_own_agent_is_given_to_nobody_while_that_lives(hall: Hall) -> None:
    def make(tx: Transaction) -> int:
        made = {"role": "agent", "site": None, "code": None, "name": "own"}
        return create_token(tx, **made, now=hall.now, random=os.urandom)[0]

    own = hall.database.write("", make)
    code = Device(hall, PairingRole.AGENT).code()

    assert isinstance(confirm(hall, code, AGENT), PlaceOfServer)
    assert isinstance(confirm(hall, code, REPLACING), PlaceOfServer)
    assert living(hall) == ["own"]
    hall.database.write("", lambda tx: revoke_device(tx, own, actor="admin:1", now=hall.now))
    assert isinstance(confirm(hall, code, AGENT), int)


def test_screens_may_share_a_place(hall: Hall) -> None:
    for _ in range(2):
        assert isinstance(confirm(hall, Device(hall).code()), int)


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

"""Pairing a device: one place for one code, one agent for a place, and a secret the server never sees."""

import os
import threading
from dataclasses import replace

import pytest
from sqlalchemy import select

from app.domain.errors import (
    CodeUsed,
    Refused,
    SecretUsed,
    UnknownPlace,
)
from app.domain.pairing import (
    CODE_LIVES,
    PairingRole,
)
from app.domain.pairing_refusals import CodeExpired, PlaceOfServer, PlaceTaken
from app.operations.pairing import (
    KEPT,
    Asking,
    Place,
)
from app.operations.tokens import create_token, revoke_device
from app.queries.pairing import Pairing, Waiting
from app.queries.tokens import Bearer, token_entries
from app.store.tables import pairing, token
from app.store.transaction import Transaction
from tests.factories import BRANCH, MAIN
from tests.hall import Hall, row_counts
from tests.operations.pairing_desk import AGENT, K1, REPLACING, Device, confirm, facts, find, holder


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

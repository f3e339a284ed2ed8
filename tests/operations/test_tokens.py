"""Keys of screens: 256 bits, shown once, kept as a hash, switched off one by one."""

import os

import pytest
from sqlalchemy import select

from app.domain.links import digest
from app.operations.tokens import create_token, revoke_token
from app.queries.tokens import Bearer, bearer, living, token_entries
from app.store.tables import token
from tests.hall import Hall


def make(
    hall: Hall, role: str = "kiosk", *, site: str | None = "main", code: str | None = "K1"
) -> tuple[int, str]:
    return hall.database.write(
        "",
        lambda tx: create_token(
            tx, role=role, site=site, code=code, name="Anjungan 1", now=hall.now, random=os.urandom
        ),
    )


def holder(hall: Hall, secret: str) -> Bearer | None:
    with hall.database.read() as connection:
        return bearer(connection, secret)


def revoke(hall: Hall, token_id: int) -> bool:
    return hall.database.write("", lambda tx: revoke_token(tx, token_id, now=hall.now))


def test_a_token_opens_the_place_it_was_made_for(hall: Hall) -> None:
    token_id, secret = make(hall)
    found = holder(hall, secret)

    assert found == Bearer(token_id, "kiosk", "main", "K1", "Anjungan 1")
    assert found.actor == "kiosk:K1"
    assert (found.may_enter("main"), found.may_enter("branch")) == (True, False)


def test_a_token_without_a_site_opens_all_of_them(hall: Hall) -> None:
    _, secret = make(hall, "admin", site=None, code=None)
    found = holder(hall, secret)

    assert found is not None
    assert found.may_enter("branch")


def test_the_secret_is_kept_nowhere(hall: Hall) -> None:
    _, secret = make(hall)

    assert len(bytes.fromhex(secret)) == 32
    with hall.database.read() as connection:
        row = connection.execute(select(token)).one()
    assert secret not in map(str, row)
    assert bytes.fromhex(secret) not in tuple(row)


@pytest.mark.parametrize("guess", ["", "x", "0" * 64, "' OR 1=1 --"])
def test_a_guess_opens_nothing(hall: Hall, guess: str) -> None:
    make(hall)

    assert holder(hall, guess) is None


def test_a_revoked_token_opens_nothing_and_the_others_stay(hall: Hall) -> None:
    lost, secret = make(hall)
    _, other = make(hall, code="K2")

    assert revoke(hall, lost)
    assert holder(hall, secret) is None
    assert holder(hall, other) is not None
    with hall.database.read() as connection:
        assert set(living(connection, {digest(secret), digest(other)})) == {digest(other)}
        assert [entry.revoked_at for entry in token_entries(connection)] == [hall.now, None]


def test_revoking_twice_or_what_never_was_does_nothing(hall: Hall) -> None:
    token_id, _ = make(hall)

    assert revoke(hall, token_id)
    assert not revoke(hall, token_id)
    assert not revoke(hall, 999)


def test_there_is_no_token_for_a_role_nobody_has(hall: Hall) -> None:
    with pytest.raises(ValueError, match="no such role"):
        make(hall, "mayor")

"""Who may come in at the doors of the live link, also while the database is away, and who must leave."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask_socketio import SocketIOTestClient
from sqlalchemy import Engine, event

from app.domain.links import digest
from app.live import Doorkeeper, LiveNamespace
from app.store.database import Database
from tests.factories import MAIN
from tests.web.api.caller import Api

ROLES = ["display", "kiosk", "counter"]


@pytest.fixture
def api(sqlite_url: str, tmp_path: Path) -> Iterator[Api]:
    database = Database(sqlite_url)
    yield Api(database, tmp_path)
    database.close()


def knock(api: Api, role: str, token: str) -> SocketIOTestClient:
    place = {"token": token, "site": MAIN, "counter": "1"}
    return api.app.extensions["socketio"].test_client(api.app, namespace=f"/{role}", auth=place)


def doors(api: Api) -> list[LiveNamespace]:
    return list(api.app.extensions["socketio"].server.namespace_handlers.values())


def doorkeeper(
    api: Api, *, seen: list[bytes] | None = None, at_work: list[bytes] | None = None
) -> Doorkeeper:
    noted, working = seen if seen is not None else [], at_work if at_work is not None else []
    return Doorkeeper(
        api.database, doors(api), clock=lambda: api.now, seen=noted.append, seen_session=working.append
    )


@pytest.mark.parametrize("role", ROLES)
def test_who_knocks_while_the_database_is_away_hears_so(role: str, api: Api) -> None:
    token = api.token(role)
    file = sqlite3.connect(api.database.url.removeprefix("sqlite:///"))
    file.execute("ALTER TABLE token RENAME TO gone")

    assert not knock(api, role, token).is_connected(f"/{role}")
    file.execute("ALTER TABLE gone RENAME TO token")
    assert knock(api, role, token).is_connected(f"/{role}")
    file.close()


@pytest.mark.parametrize("role", ROLES)
def test_a_screen_whose_token_is_revoked_is_shown_out_and_no_other(role: str, api: Api) -> None:
    seen: list[bytes] = []
    token_id, secret = api.new_token(role, MAIN, "K1")
    revoked, other = knock(api, role, secret), knock(api, role, api.token(role))
    keeper = doorkeeper(api, seen=seen)

    keeper.do_one()
    assert revoked.is_connected(f"/{role}")
    assert set(seen) == {digest(secret), digest(api.token(role))}
    api.revoke(token_id)
    keeper.do_one()

    assert not revoked.is_connected(f"/{role}")
    assert other.is_connected(f"/{role}")
    assert sum(len(door.guests()) for door in doors(api)) == 1


@pytest.mark.parametrize("event", ["disconnect", "connect"])
@pytest.mark.parametrize("role", ROLES)
def test_a_screen_that_only_says_that_it_comes_or_goes_is_shown_out_all_the_same(
    role: str, event: str, api: Api
) -> None:
    token_id, secret = api.new_token(role, MAIN, "K1")
    screen = knock(api, role, secret)
    screen.emit(event, namespace=f"/{role}")
    screen.emit(event, {}, {"token": "0" * 64}, namespace=f"/{role}")
    assert sum(len(door.guests()) for door in doors(api)) == 1

    api.revoke(token_id)
    doorkeeper(api).do_one()
    assert not screen.is_connected(f"/{role}")


def test_who_left_or_was_not_let_in_is_not_kept_in_mind(api: Api) -> None:
    knock(api, "kiosk", "0" * 64)
    knock(api, "kiosk", api.token("kiosk")).disconnect("/kiosk")

    assert [door.guests() for door in doors(api) if door.guests()] == []


@pytest.mark.parametrize("role", ROLES)
def test_a_screen_that_goes_while_it_is_let_in_is_not_kept_in_mind(role: str, api: Api) -> None:
    token, server = api.token(role), api.app.extensions["socketio"].server

    def leave(*_: object) -> None:
        for connection in list(server.environ):
            server._handle_eio_disconnect(connection, "transport close")

    event.listen(Engine, "before_cursor_execute", leave)
    knock(api, role, token)
    event.remove(Engine, "before_cursor_execute", leave)

    assert [door.guests() for door in doors(api) if door.guests()] == []
    assert list(server.manager.get_participants(f"/{role}", None)) == []


def test_a_round_is_one_question_for_all_screens_and_none_for_phones(api: Api) -> None:
    phone = api.take().json["token"]
    assert knock(api, "visitor", phone).is_connected("/visitor")
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        keeper = doorkeeper(api)
        keeper.do_one()
        assert asked == []
        for role in ROLES:
            api.token(role)
        screens = [knock(api, role, api.token(role)) for role in ROLES for _ in range(2)]
        asked.clear()
        keeper.do_one()
    finally:
        event.remove(Engine, "before_cursor_execute", note)

    assert len(screens) == 6
    assert len(asked) == 1

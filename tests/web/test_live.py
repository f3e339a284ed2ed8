"""A screen that knocks while the database is away is told so, and let in once it is back."""

import sqlite3
from pathlib import Path

import pytest

from app.store.database import Database
from tests.factories import MAIN
from tests.web.api.caller import Api


@pytest.mark.parametrize("role", ["display", "kiosk", "counter"])
def test_who_knocks_while_the_database_is_away_hears_so(role: str, sqlite_url: str, tmp_path: Path) -> None:
    database = Database(sqlite_url)
    api = Api(database, tmp_path)
    socketio = api.app.extensions["socketio"]
    place = {"token": api.token(role), "site": MAIN, "counter": "1"}
    file = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
    file.execute("ALTER TABLE token RENAME TO gone")

    door = f"/{role}"
    assert not socketio.test_client(api.app, namespace=door, auth=place).is_connected(door)
    file.execute("ALTER TABLE gone RENAME TO token")
    assert socketio.test_client(api.app, namespace=door, auth=place).is_connected(door)
    file.close()
    database.close()

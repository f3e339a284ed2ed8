"""A new day begins at local midnight: the boards of yesterday are emptied without anything happening."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.duty import Duty
from app.store.database import Database
from tests.web.api.caller import Api


@pytest.fixture
def api(database_url: str, tmp_path: Path) -> Iterator[Api]:
    database = Database(database_url)
    yield Api(database, tmp_path)
    database.close()


def boards(api: Api) -> Callable[[], list[dict[str, Any]]]:
    """A display that has just come; what its board was told since it was last asked."""
    auth = {"token": api.token("display")}
    display = api.app.extensions["socketio"].test_client(api.app, namespace="/display", auth=auth)
    display.get_received("/display")
    return lambda: [
        message["args"][0] for message in display.get_received("/display") if message["name"] == "board"
    ]


def round_of_displays(api: Api) -> Duty:
    return next(duty for duty in api.server.duties if duty.name == "BoardTeller")


def test_displays_of_yesterday_are_told_the_empty_board_of_today_once(api: Api) -> None:
    api.take()
    api.clerk("1", "open")
    api.clerk("1", "call-next")
    told = boards(api)
    duty = round_of_displays(api)
    duty.do_one()
    assert told() == []

    api.now += timedelta(days=1)
    duty.do_one()
    (board,) = told()
    assert board["board"]["calls"] == []
    assert board["cursor"] > 0

    duty.do_one()
    assert told() == []

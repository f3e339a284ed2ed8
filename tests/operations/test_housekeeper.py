"""The server's own round goes on, whatever happened in the last one."""

import threading
from datetime import datetime

import pytest

from app import housekeeper
from app.store.database import Database
from tests.factories import MORNING, a_mall


def test_a_round_that_breaks_off_is_not_the_last(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(housekeeper, "ROUND_SECONDS", 0.01)
    database = Database(sqlite_url)
    asked: list[datetime] = []
    again = threading.Event()

    def clock() -> datetime:
        asked.append(MORNING)
        if len(asked) == 1:
            raise ValueError("a surprise")
        again.set()
        return MORNING

    keeper = housekeeper.Housekeeper(database, mall_now=a_mall, clock=clock)
    keeper.start()
    assert again.wait(10)
    keeper.stop()
    database.close()

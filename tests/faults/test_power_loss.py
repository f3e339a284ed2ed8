"""The power goes: whatever the disk still holds of the log's unsynced end, what was acknowledged is there."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.store.database import Database
from tests.factories import MAIN
from tests.store.facts import actors, fact

WRITES = 25
LOG = "antrean.db-wal"


@pytest.fixture
def synced(sqlite_url: str, tmp_path: Path) -> list[int]:
    """How long the log was after each acknowledged write; all of that is on the disk."""
    database = Database(sqlite_url)
    ends = []
    for n in range(WRITES):
        database.write(MAIN, lambda tx, n=n: fact(tx, f"t{n}"))
        ends.append((tmp_path / LOG).stat().st_size)
    for part in ("antrean.db", LOG):
        shutil.copyfile(tmp_path / part, tmp_path / f"{part}.kept")
    database.close()
    return ends


@given(cut=st.integers(0, 400_000), litter=st.binary(max_size=64))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_acknowledged_survives_the_power(
    synced: list[int], tmp_path: Path, cut: int, litter: bytes
) -> None:
    folder = tmp_path / "after"
    folder.mkdir(exist_ok=True)
    shutil.copyfile(tmp_path / "antrean.db.kept", folder / "antrean.db")
    (folder / "antrean.db-shm").unlink(missing_ok=True)
    log = (tmp_path / f"{LOG}.kept").read_bytes()
    (folder / LOG).write_bytes(log[:cut] + litter)

    database = Database(f"sqlite:///{folder / 'antrean.db'}")
    kept = actors(database)
    acknowledged = sum(end <= cut for end in synced)

    assert kept == [f"t{n}" for n in range(len(kept))]
    assert len(kept) >= acknowledged
    with database.read() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    database.write(MAIN, lambda tx: fact(tx, "afterwards"))
    assert actors(database) == [*kept, "afterwards"]
    database.close()

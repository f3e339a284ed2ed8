"""Killed half way, a restore leaves an empty place and an upgrade the old database; both can be repeated."""

import signal
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from app.backup.folder import BEFORE_UPGRADES_KEPT, Purpose, backups_folder, new_path
from app.backup.restoring import restore
from app.backup.taking import take_backup
from app.backup.upgrading import NewerDatabase, bring_up_to_date
from app.store.migrating import head, schema_of
from config.bootstrap import ROOT
from config.settings import Settings
from tests.backup.office import LATER, contents, files, fill, opened
from tests.backup.older import OLD, make_older

EARLY, MIDDLE = 40, 300  # statements: while the schema is built, and while rows come


def die(place: Settings, deed: str, statement: int) -> int:
    place.data.mkdir(parents=True, exist_ok=True)
    words = [str(place.data), place.database or "", deed, str(statement)]
    return subprocess.run([sys.executable, "-m", "tests.backup.dying", *words], cwd=ROOT).returncode


@pytest.mark.parametrize("statement", [EARLY, MIDDLE])
def test_a_restore_killed_half_way_leaves_an_empty_place(
    small: Settings, place: Settings, tmp_path: Path, statement: int
) -> None:
    fill(small.database_url)
    path = tmp_path / "backup.zip"
    take_backup(small, path, kind="asked", now=LATER)

    assert die(place, str(path), statement) == -signal.SIGKILL
    assert schema_of(place.database_url) is None
    assert not place.secret_path.exists()

    restore(place, path, now=LATER)
    assert contents(place.database_url) == contents(small.database_url)
    assert files(place.data) == files(small.data)


@pytest.mark.parametrize("statement", [4, 12])
def test_an_upgrade_killed_half_way_leaves_the_old_version_with_every_row(
    place: Settings, statement: int
) -> None:
    make_older(place)
    before = contents(place.database_url)

    assert die(replace(place, database=place.database_url), "upgrade", statement) == -signal.SIGKILL
    assert schema_of(place.database_url) == OLD
    assert contents(place.database_url) == before

    bring_up_to_date(place, now=LATER)
    assert schema_of(place.database_url) == head()
    assert len(contents(place.database_url)["ticket"]) == len(before["ticket"]) > 0


def test_before_an_upgrade_a_backup_is_kept_which_is_the_way_back(
    place: Settings, empty: Settings, tmp_path: Path
) -> None:
    make_older(place)
    before = contents(place.database_url)
    bring_up_to_date(place, now=LATER)

    (kept,) = (place.data / "backups").glob("*-upgrade.zip")
    back = replace(empty, data=tmp_path / "back")
    restored = restore(back, kept, now=LATER)

    assert restored.manifest.schema == OLD
    assert restored.manifest.rows == sum(map(len, before.values()))
    assert schema_of(back.database_url) == head()


def test_what_cannot_be_kept_first_is_not_upgraded(place: Settings) -> None:
    make_older(place)
    (place.data / "backups").write_text("a file where the folder should be")

    with pytest.raises(OSError, match="backups"):
        bring_up_to_date(place, now=LATER)

    assert schema_of(place.database_url) == OLD


def test_a_server_that_cannot_upgrade_does_not_fill_the_disk_however_often_it_starts(empty: Settings) -> None:
    make_older(empty)
    folder = backups_folder(empty)
    folder.mkdir()
    for hour in range(BEFORE_UPGRADES_KEPT):
        (folder / f"antrean-20260101-{hour:02d}0000-{Purpose.UPGRADE}.zip").write_bytes(b"earlier")

    bring_up_to_date(empty, now=LATER)

    kept = sorted(path.name for path in folder.glob("*-upgrade.zip"))
    assert len(kept) == BEFORE_UPGRADES_KEPT
    assert new_path(empty, Purpose.UPGRADE, now=LATER).name in kept


def test_a_program_that_is_older_than_its_database_pushes_no_backup_out(empty: Settings) -> None:
    """Whoever goes back to the former version needs the backup that was taken before the upgrade."""
    make_older(empty)
    bring_up_to_date(empty, now=LATER)
    (way_back,) = backups_folder(empty).glob("*-upgrade.zip")
    with opened(empty.database_url) as database:
        database.write("", lambda tx: tx.execute(text("UPDATE alembic_version SET version_num = '9999'")))

    for start in range(BEFORE_UPGRADES_KEPT):
        with pytest.raises(NewerDatabase, match="a newer Antrean"):
            bring_up_to_date(empty, now=LATER + timedelta(minutes=start + 1))
    assert list(backups_folder(empty).glob("*.zip")) == [way_back]


def test_one_of_this_version_is_left_alone(small: Settings) -> None:
    bring_up_to_date(small, now=LATER)

    assert not (small.data / "backups").exists()

"""The folder of the backups: what stays, what goes, and what is never taken for a whole one."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest

from app.backup.archive import BadBackup, Manifest, Member, Writing
from app.backup.folder import Purpose, backups_folder, kept_backups, new_path, prune
from app.backup.room import LEFT_FREE, PASSING, NoRoom, free_room, must_have_room, passing_folder
from config.settings import Settings
from tests.backup.office import LATER


def lay(settings: Settings, *days: float, purpose: Purpose = Purpose.DAILY) -> list[Path]:
    """Files so many days before now, by name; what is in them does not matter here."""
    paths = [new_path(settings, purpose, now=LATER - timedelta(days=each)) for each in days]
    backups_folder(settings).mkdir(parents=True, exist_ok=True)
    for path in paths:
        path.write_bytes(b"a backup")
    return paths


def _manifest_of_something_else() -> Manifest:
    return Manifest(
        LATER, "0001", "sqlite", "", "", "asked", {}, {}, members={"media/x": Member(1, "0" * 64)}
    )


def left(settings: Settings) -> set[Path]:
    return {each.path for each in kept_backups(settings)}


def test_the_oldest_go(empty: Settings) -> None:
    today, yesterday, before = lay(empty, 0, 1, 2)
    prune(empty, keep=2, now=LATER)

    assert left(empty) == {today, yesterday}
    assert not before.exists()


def test_one_by_a_clock_that_ran_ahead_pushes_none_out(empty: Settings) -> None:
    ahead, today, yesterday = lay(empty, -365, 0, 1)
    prune(empty, keep=1, now=LATER)

    assert left(empty) == {ahead, today}
    assert not yesterday.exists()


def test_a_clock_that_lost_its_time_pushes_none_out(empty: Settings) -> None:
    """After a start in 2012 everything is from later than now."""
    kept = lay(empty, 0, 1, 2)
    now = LATER - timedelta(days=14 * 365)
    of_2012 = new_path(empty, Purpose.DAILY, now=now)
    of_2012.write_bytes(b"a backup")
    prune(empty, keep=1, now=now)

    assert left(empty) == {*kept, of_2012}


def test_figures_that_are_no_moment_name_no_backup(empty: Settings) -> None:
    (one,) = lay(empty, 0)
    one.with_name("antrean-20269999-999999-daily.zip").write_bytes(b"")

    assert left(empty) == {one}


def test_what_was_left_behind_goes_and_what_is_being_made_stays(empty: Settings, tmp_path: Path) -> None:
    (one,) = lay(empty, 0)
    old, young = (one.with_name(f"{one.name}.{number}.part") for number in (1, 2))
    folder = tmp_path / f"{PASSING}old"
    folder.mkdir()
    for path in (old, young):
        path.write_bytes(b"")
    long_ago = time.time() - 2 * 24 * 3600
    for path in (old, folder):
        os.utime(path, (long_ago, long_ago))
    prune(empty, keep=1, now=LATER)
    with passing_folder(tmp_path) as passing:
        assert passing.parent == tmp_path

    assert [path.exists() for path in (old, young, folder, passing)] == [False, True, False, False]


def test_two_that_begin_in_one_second_spoil_neither(tmp_path: Path) -> None:
    """Of two programs: a part that somebody else writes is left alone."""
    path = tmp_path / "backup.zip"
    other = path.with_name("backup.zip.1.part")
    other.write_bytes(b"somebody else's")
    with Writing(path) as backup:
        backup.add("secret.key", [b"5e"])

    assert other.read_bytes() == b"somebody else's"


def test_what_cannot_be_read_again_never_gets_its_name(tmp_path: Path) -> None:
    with Writing(tmp_path / "backup.zip") as backup:
        backup.add("secret.key", [b"5e"])
        with pytest.raises(BadBackup):
            backup.seal(_manifest_of_something_else())

    assert list(tmp_path.iterdir()) == []


def test_room_for_numbers_is_left_on_the_disk(tmp_path: Path) -> None:
    must_have_room(tmp_path, 0)
    with pytest.raises(NoRoom, match="too little room"):
        must_have_room(tmp_path, free_room(tmp_path) - LEFT_FREE // 2)

"""A backup comes back whole, on either kind of database, and numbers go on where they were."""

import stat
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, update

from app.backup.archive import BadBackup
from app.backup.restoring import drill, restore
from app.backup.taking import NothingToKeep, take_backup
from app.domain.opening import service_day
from app.store.migrating import is_current
from app.store.refilling import LEAP, NotEmpty, NotTheSame
from app.store.tables import journal, revision, series, session, ticket
from config import mall as mall_files
from config.private_file import write_private
from config.settings import Settings
from tests.backup.office import LATER, contents, files, fill, opened
from tests.factories import MAIN, MORNING, a_mall
from tests.hall import Hall


def kept(source: Settings, folder: Path) -> Path:
    path = folder / "backup.zip"
    take_backup(source, path, kind="asked", now=LATER)
    return path


def begin(source: Settings) -> None:
    """The mall of the office, as its server keeps it."""
    row = {"document": mall_files.document(a_mall()), "author": "test", "comment": "", "at": MORNING}
    with opened(source.database_url) as database:
        database.write("", lambda tx: tx.execute(insert(revision).values(row)))


def test_every_row_and_every_file_comes_back_on_either_kind_of_database(
    source: Settings, place: Settings, tmp_path: Path
) -> None:
    fill(source.database_url)
    before, beside = contents(source.database_url), files(source.data)
    path = kept(source, tmp_path)

    restored = restore(place, path, now=LATER)

    assert contents(place.database_url) == before
    assert files(place.data) == beside
    assert is_current(place.database_url)
    assert restored.manifest.rows == sum(map(len, before.values())) > 100
    assert {name.rpartition(".")[2] for name in restored.manifest.missing} == {"png"}  # lost long before


@pytest.mark.skipif(sys.platform == "win32", reason="modes are of POSIX")
def test_nobody_else_can_read_a_backup_or_what_comes_back_of_it(
    small: Settings, empty: Settings, tmp_path: Path
) -> None:
    fill(small.database_url)
    path = kept(small, tmp_path)
    restore(empty, path, now=LATER)
    came = [path, empty.secret_path, empty.data / "antrean.db", *(empty.data / "media").iterdir()]

    assert {stat.S_IMODE(each.stat().st_mode) for each in came} == {0o600}
    assert stat.S_IMODE(empty.data.stat().st_mode) == 0o700


def test_numbers_go_on_above_the_highest_one(source: Settings, place: Settings, tmp_path: Path) -> None:
    begin(source)
    with opened(source.database_url) as database:
        hall = Hall(database)
        given = [hall.ticket() for _ in range(3)]
    restored = restore(place, kept(source, tmp_path), now=hall.now)

    with opened(place.database_url) as database:
        again = Hall(database)
        again.now = hall.now
        following = again.ticket()

    assert [each.number for each in given] == ["A-001", "A-002", "A-003"]
    assert following.number == "A-004"
    assert following.id > given[-1].id + LEAP
    assert restored.today == (f"{MAIN} A-003",)


def test_numbers_of_papers_that_were_given_later_can_be_left_out(
    small: Settings, empty: Settings, tmp_path: Path
) -> None:
    begin(small)
    with opened(small.database_url) as database:
        hall = Hall(database)
        hall.ticket()
        yesterday = hall.now
        hall.later(days=1)
        hall.ticket()
    restore(empty, kept(small, tmp_path), now=hall.now, skip=50)

    with opened(empty.database_url) as database:
        with database.read() as connection:
            begun = select(series.c.day, series.c.last).where(series.c.prefix == "A", series.c.site == MAIN)
            rows = connection.execute(begun.order_by(series.c.day)).all()
        again = Hall(database)
        again.now = hall.now
        following = again.ticket().number

    mall = a_mall()
    assert rows == [(service_day(mall, yesterday), 1), (service_day(mall, hall.now), 51)]
    assert following == "A-052"


def test_numbers_are_left_out_also_where_the_backup_is_of_the_evening_before(
    source: Settings, place: Settings, tmp_path: Path
) -> None:
    """The papers of this morning, all of them given after it."""
    begin(source)
    with opened(source.database_url) as database:
        hall = Hall(database)
        hall.ticket()
    path = kept(source, tmp_path)
    hall.later(days=1)
    restored = restore(place, path, now=hall.now, skip=100)

    with opened(place.database_url) as database:
        again = Hall(database)
        again.now = hall.now
        assert again.ticket().number == "A-101"
    assert f"{MAIN} A-100" in restored.today


def test_nobody_is_signed_in_after_it(source: Settings, place: Settings, tmp_path: Path) -> None:
    """A session that was ended after the backup would live again."""
    fill(source.database_url)
    with opened(source.database_url) as database:
        database.write("", lambda tx: tx.execute(update(session).values(ended_at=None)))
    restored = restore(place, kept(source, tmp_path), now=LATER)

    with opened(place.database_url) as database, database.read() as connection:
        ended = set(connection.execute(select(session.c.ended_at)).scalars())
    assert (restored.signed_out, ended) == (3, {LATER})


@pytest.mark.parametrize("name", ["antrean.db-wal", "antrean.db-journal"])
def test_what_an_old_database_left_beside_it_is_not_mixed_in(
    small: Settings, empty: Settings, tmp_path: Path, name: str
) -> None:
    """After a power cut its log is there still; SQLite would apply it to the file that comes back."""
    begin(small)
    path = kept(small, tmp_path)
    empty.data.mkdir()
    (empty.data / name).write_bytes(b"pages of another database")

    with pytest.raises(NotEmpty, match=name):
        restore(empty, path, now=LATER)
    assert not (empty.data / "antrean.db").exists()


def test_a_row_that_is_gone_leaves_its_number_to_nobody(
    source: Settings, place: Settings, tmp_path: Path
) -> None:
    begin(source)
    with opened(source.database_url) as database:
        hall = Hall(database)
        for _ in range(4):
            hall.ticket()
        with database.read() as connection:
            last = connection.execute(select(func.max(journal.c.id))).scalar_one()
        database.write(MAIN, lambda tx: tx.execute(journal.delete().where(journal.c.id > last - 2)))
    restore(place, kept(source, tmp_path), now=hall.now)

    with opened(place.database_url) as database:
        again = Hall(database)
        again.now = hall.now
        again.ticket()
        with database.read() as connection:
            first = connection.execute(select(func.min(journal.c.id)).where(journal.c.id > last)).scalar_one()
    assert first > last + LEAP


def test_a_place_with_data_is_left_as_it_is(source: Settings, tmp_path: Path) -> None:
    begin(source)
    path = kept(source, tmp_path)
    before = contents(source.database_url)

    with pytest.raises(NotEmpty):
        restore(replace(source, data=tmp_path / "elsewhere"), path, now=LATER)

    assert contents(source.database_url) == before
    assert not (tmp_path / "elsewhere" / "secret.key").exists()


def test_the_key_of_another_installation_is_left_as_it_is(
    small: Settings, empty: Settings, tmp_path: Path
) -> None:
    begin(small)
    empty.data.mkdir()
    write_private(empty.secret_path, "00" * 32)

    with pytest.raises(NotEmpty):
        restore(empty, kept(small, tmp_path), now=LATER)

    assert empty.secret_path.read_text() == "00" * 32
    assert not (empty.data / "antrean.db").exists()


def test_where_there_is_no_database_nothing_is_kept_and_none_is_made(empty: Settings, tmp_path: Path) -> None:
    with pytest.raises(NothingToKeep):
        kept(empty, tmp_path)

    assert not (tmp_path / "backup.zip").exists()
    assert not (empty.data / "antrean.db").exists()


def test_a_backup_is_never_written_over_another(small: Settings, tmp_path: Path) -> None:
    begin(small)
    before = kept(small, tmp_path).read_bytes()

    with pytest.raises(BadBackup):
        kept(small, tmp_path)

    assert (tmp_path / "backup.zip").read_bytes() == before
    assert list(tmp_path.glob("*.part")) == []


def test_a_drill_leaves_nothing_behind(small: Settings, tmp_path: Path) -> None:
    begin(small)
    path = kept(small, tmp_path)
    before = sorted(tmp_path.rglob("*"))

    assert drill(path, beside=tmp_path, now=LATER).numbers == 0
    assert sorted(tmp_path.rglob("*")) == before


def test_a_series_that_would_give_numbers_twice_does_not_come_back(
    small: Settings, empty: Settings, tmp_path: Path
) -> None:
    begin(small)
    with opened(small.database_url) as database:
        Hall(database).ticket()
        database.write(MAIN, lambda tx: tx.execute(update(ticket).values(ordinal=7)))

    with pytest.raises(NotTheSame):
        restore(empty, kept(small, tmp_path), now=LATER)

    assert not (empty.data / "antrean.db").exists()

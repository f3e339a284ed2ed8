"""The doctor at the console: what it says where the server would not even start."""

from pathlib import Path

import pytest

from app.backup.upgrading import NewerDatabase
from app.cli import parser_of
from app.domain.errors import Unworkable
from app.engine import threads
from app.store.migrating import migrate
from config.settings import Settings
from tests.backup.office import opened


def doctor(settings: Settings, *words: str) -> int:
    asked = parser_of("doctor").parse_args(["doctor", *words])
    return int(asked.command(asked, settings, threads()))


def test_a_database_that_cannot_be_read_is_told_with_everything_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "antrean.db").write_text("a shopping list, long enough to be read" * 9)
    assert doctor(Settings(data=tmp_path), "--language", "id") == 1
    told = capsys.readouterr().out

    assert "Basis data tidak dapat dibaca: file is not a database. Periksa" in told
    assert "Ruang disk" in told or "Disk" in told
    assert "Belum ada cadangan" in told


def test_it_speaks_as_the_console_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "antrean.db").write_text("a shopping list, long enough to be read" * 9)
    monkeypatch.setenv("ANTREAN_LANGUAGE", "id")
    doctor(Settings(data=tmp_path))

    assert "Belum ada cadangan" in capsys.readouterr().out


def test_a_database_of_a_newer_program_is_no_matter_of_upgrading(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    migrate(settings.database_url)
    with opened(settings.database_url) as database:
        change = "UPDATE alembic_version SET version_num = '9999'"
        database.write("", lambda tx: tx.connection.exec_driver_sql(change))

    with pytest.raises(NewerDatabase, match="a newer Antrean"):
        doctor(settings)


def test_where_nothing_was_begun_it_says_how_to(tmp_path: Path) -> None:
    with pytest.raises(Unworkable, match="Start the server once"):
        doctor(Settings(data=tmp_path))

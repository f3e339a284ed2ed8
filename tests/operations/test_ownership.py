"""A database goes with one key, and is an office's or a demonstration's for good."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.installation import demo_screens
from app.ownership import adopt_secret, begin_demo, is_demo, own_secret
from app.store.database import Database
from config.settings import Settings, SettingsError
from tests.factories import MORNING, a_mall
from tests.hall import Hall, row_counts
from tests.services.databases import Databases
from tests.web.api.caller import Api


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close()


def folder(tmp_path: Path, name: str) -> Settings:
    (tmp_path / name).mkdir()
    return Settings(data=tmp_path / name)


def test_the_key_of_the_first_run_is_the_databases(database: Database, tmp_path: Path) -> None:
    here = folder(tmp_path, "here")
    secret = own_secret(here, database)

    assert own_secret(here, database) == secret
    assert here.secret_path.read_text() == secret.hex()


def test_a_folder_with_another_key_is_refused_and_told_what_to_do(database: Database, tmp_path: Path) -> None:
    here, there = folder(tmp_path, "here"), folder(tmp_path, "there")
    own_secret(here, database)
    there.secret_path.write_text("ab" * 32)

    with pytest.raises(SettingsError, match=r"Copy secret\.key"):
        own_secret(there, database)
    there.secret_path.write_text(here.secret_path.read_text())
    assert own_secret(there, database) == own_secret(here, database)


def test_no_key_is_made_where_the_database_has_one(database: Database, tmp_path: Path) -> None:
    own_secret(folder(tmp_path, "here"), database)
    there = folder(tmp_path, "there")

    with pytest.raises(SettingsError, match=r"Copy secret\.key"):
        own_secret(there, database)
    assert not there.secret_path.exists()


def test_a_key_that_was_lost_can_be_replaced(database: Database, tmp_path: Path) -> None:
    lost, fresh = folder(tmp_path, "lost"), folder(tmp_path, "new")
    own_secret(lost, database)
    adopt_secret(fresh, database)

    assert own_secret(fresh, database).hex() == fresh.secret_path.read_text()
    with pytest.raises(SettingsError):
        own_secret(lost, database)


def test_an_empty_database_may_become_a_demonstration_and_stays_one(
    database: Database, tmp_path: Path
) -> None:
    own_secret(folder(tmp_path, "here"), database)
    assert not is_demo(database)
    begin_demo(database)
    Hall(database).issue()
    begin_demo(database)

    assert is_demo(database)


@pytest.mark.parametrize("used", ["a number", "a screen"])
def test_what_was_used_in_earnest_becomes_no_demonstration(
    database: Database, tmp_path: Path, used: str
) -> None:
    own_secret(folder(tmp_path, "here"), database)
    if used == "a number":
        Hall(database).issue()
    else:
        Api(database, tmp_path).token("admin")
    before = row_counts(database)

    with pytest.raises(SettingsError, match="a folder and a database of its own"):
        begin_demo(database)
    assert row_counts(database) == before
    assert not is_demo(database)


def test_the_agent_of_an_office_without_visitors_stands_in_nobodys_way(
    database: Database, tmp_path: Path
) -> None:
    own_secret(folder(tmp_path, "here"), database)
    Api(database, tmp_path).token("agent")
    begin_demo(database)

    assert is_demo(database)


def test_a_demonstration_of_an_earlier_version_is_known_by_its_screens(
    database: Database, tmp_path: Path
) -> None:
    here = folder(tmp_path, "here")
    demo_screens(here, database, a_mall(), clock=lambda: MORNING)
    own_secret(here, database)

    assert is_demo(database)


def test_demo_screens_of_another_database_make_no_demonstration(
    database: Database, sqlite_databases: Databases, tmp_path: Path
) -> None:
    here, elsewhere = folder(tmp_path, "here"), folder(tmp_path, "elsewhere")
    other = Database(sqlite_databases.fresh(elsewhere.data))
    demo_screens(here, other, a_mall(), clock=lambda: MORNING)
    other.close()
    own_secret(here, database)

    assert not is_demo(database)

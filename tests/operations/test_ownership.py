"""A database goes with one key, and is an office's or a demonstration's for good."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.staff import Grant, Role
from app.installation import demo_screens, saved_screens
from app.operations.staff import add_staff
from app.operations.tokens import create_token, revoke_token
from app.ownership import (
    OWN_AGENT,
    EndedDemo,
    adopt_secret,
    begin_demo,
    end_demo,
    is_demo,
    own_agent_token,
    own_secret,
)
from app.queries.staff import people
from app.queries.tokens import bearer, token_entries
from app.store.database import Database
from app.store.transaction import Transaction
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


def living_tokens(database: Database, *secrets: str) -> int:
    with database.read() as connection:
        return sum(bearer(connection, secret) is not None for secret in secrets)


def test_an_ended_demonstration_opens_nothing_and_keeps_its_numbers(
    database: Database, tmp_path: Path
) -> None:
    here = folder(tmp_path, "here")
    own_secret(here, database)
    begin_demo(database)
    screens = demo_screens(here, database, a_mall(), clock=lambda: MORNING)
    ticket = Hall(database).issue().ticket
    secrets = [screen.token for screen in screens]
    assert living_tokens(database, *secrets) == len(screens)

    ended = end_demo(here, database, now=MORNING)

    assert ended == EndedDemo(revoked=len(screens), had_links=True)
    assert living_tokens(database, *secrets) == 0
    assert not is_demo(database)
    assert saved_screens(here) == ()
    assert Hall(database).look(ticket) == ticket


def test_the_end_of_a_demonstration_leaves_no_door_open_but_that_of_own_agents(
    database: Database, tmp_path: Path
) -> None:
    """A second folder, a device paired by whoever found the link, and links whose list was lost."""
    here, there, lost = (folder(tmp_path, name) for name in ("here", "there", "lost"))
    own_secret(here, database)
    begin_demo(database)
    screens = [
        screen
        for each in (here, there, lost)
        for screen in demo_screens(each, database, a_mall(), clock=lambda: MORNING)
    ]
    (lost.data / "demo.json").unlink()

    def make(tx: Transaction) -> str:
        made = {"role": "agent", "site": "main", "code": None, "name": OWN_AGENT}
        return create_token(tx, **made, now=MORNING, random=os.urandom)[1]

    paired = database.write("", make)
    own = [own_agent_token(each, database, now=MORNING) for each in (here, there)]
    ended = end_demo(here, database, now=MORNING)

    assert ended == EndedDemo(revoked=len(screens) + 1, had_links=True)
    assert living_tokens(database, paired, *(screen.token for screen in screens)) == 0
    assert living_tokens(database, *own) == 2
    assert end_demo(there, database, now=MORNING) == EndedDemo(revoked=0, had_links=True)
    assert end_demo(there, database, now=MORNING) is None


def test_the_people_of_a_demonstration_leave_with_it_once(database: Database, tmp_path: Path) -> None:
    here = folder(tmp_path, "here")
    own_secret(here, database)
    begin_demo(database)

    def employ(tx: Transaction, username: str) -> int:
        person = {"username": username, "name": username, "password_hash": "x", "temporary": False}
        grants = [Grant(Role.ADMINISTRATOR, None)]
        return add_staff(tx, a_mall(), **person, grants=grants, actor="admin:1", now=MORNING)

    database.write("", lambda tx: employ(tx, "stranger"))
    assert end_demo(here, database, now=MORNING) == EndedDemo(revoked=0, had_links=False, people=1)

    official = database.write("", lambda tx: employ(tx, "official"))
    assert end_demo(here, database, now=MORNING) is None
    with database.read() as connection:
        assert [each.id for each in people(connection) if each.disabled_at is None] == [official]


def test_what_an_office_made_after_the_end_stays(database: Database, tmp_path: Path) -> None:
    here, there = folder(tmp_path, "here"), folder(tmp_path, "there")
    own_secret(here, database)
    begin_demo(database)
    for each in (here, there):
        demo_screens(each, database, a_mall(), clock=lambda: MORNING)
    end_demo(here, database, now=MORNING)
    secret = Api(database, tmp_path).token("admin")
    end_demo(there, database, now=MORNING)

    assert living_tokens(database, secret) == 1


def test_a_demonstration_whose_list_of_links_is_lost_can_end_too(database: Database, tmp_path: Path) -> None:
    here = folder(tmp_path, "here")
    own_secret(here, database)
    begin_demo(database)

    assert end_demo(here, database, now=MORNING) == EndedDemo(revoked=0, had_links=False)
    assert not is_demo(database)


def test_ending_that_was_broken_off_is_finished_by_the_next_try(database: Database, tmp_path: Path) -> None:
    here = folder(tmp_path, "here")
    own_secret(here, database)
    begin_demo(database)
    demo_screens(here, database, a_mall(), clock=lambda: MORNING)
    list_of_links = (here.data / "demo.json").read_text()
    end_demo(here, database, now=MORNING)
    (here.data / "demo.json").write_text(list_of_links)  # as if killed before the file was removed

    assert end_demo(here, database, now=MORNING) == EndedDemo(revoked=0, had_links=True)
    assert saved_screens(here) == ()


def test_an_office_is_no_demonstration_to_end(database: Database, tmp_path: Path) -> None:
    here = folder(tmp_path, "here")
    own_secret(here, database)
    secret = Api(database, tmp_path).token("admin")

    assert end_demo(here, database, now=MORNING) is None
    assert living_tokens(database, secret) == 1


def test_an_ended_demonstration_never_becomes_one_again(database: Database, tmp_path: Path) -> None:
    here = folder(tmp_path, "here")
    own_secret(here, database)
    begin_demo(database)
    demo_screens(here, database, a_mall(), clock=lambda: MORNING)
    end_demo(here, database, now=MORNING)

    with pytest.raises(SettingsError, match="a folder and a database of its own"):
        begin_demo(database)


def test_the_servers_own_agent_keeps_its_token_from_start_to_start(
    database: Database, tmp_path: Path
) -> None:
    here = folder(tmp_path, "here")
    first = own_agent_token(here, database, now=MORNING)

    assert own_agent_token(here, database, now=MORNING) == first
    assert (here.data / "agent.key").stat().st_mode & 0o777 == 0o600
    with database.read() as connection:
        assert [entry.bearer.role for entry in token_entries(connection)] == ["agent"]


def test_two_servers_on_one_database_leave_each_others_agent_alone(
    database: Database, tmp_path: Path
) -> None:
    here, there = folder(tmp_path, "here"), folder(tmp_path, "there")
    first = own_agent_token(here, database, now=MORNING)
    second = own_agent_token(there, database, now=MORNING)

    assert first != second
    assert living_tokens(database, first, second) == 2


def test_an_own_agent_that_was_revoked_gets_another_token_at_the_next_start(
    database: Database, tmp_path: Path
) -> None:
    here = folder(tmp_path, "here")
    first = own_agent_token(here, database, now=MORNING)
    database.write("", lambda tx: revoke_token(tx, 1, now=MORNING))
    second = own_agent_token(here, database, now=MORNING)

    assert living_tokens(database, first) == 0
    assert living_tokens(database, second) == 1
    assert own_agent_token(here, database, now=MORNING) == second


def test_an_own_agents_token_that_was_only_written_down_is_made_at_the_next_start(
    database: Database, tmp_path: Path
) -> None:
    here = folder(tmp_path, "here")
    (here.data / "agent.key").write_text("ab" * 32)  # as if killed before the database was told

    assert own_agent_token(here, database, now=MORNING) == "ab" * 32
    assert living_tokens(database, "ab" * 32) == 1

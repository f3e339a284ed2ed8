"""`run.py staff` at the server's own console: add, list, a new password; and what it refuses."""

from pathlib import Path

import pytest

from tests.services.server import Server


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Server:
    """A data folder whose server is not running."""
    return Server(data=tmp_path / "office", database=sqlite_url, engine="threading")


def test_a_person_is_added_once_and_listed_without_the_password(office: Server) -> None:
    wish = ("staff", "add", "Siti", "--role", "clerk", "--site", "BWI", "--name", "Siti Rahayu")
    added = office.command(*wish)
    assert added.returncode == 0, added.stderr
    password = added.stdout.splitlines()[-1]
    again = office.command(*wish)
    assert (again.returncode, again.stderr) == (1, "This user name is taken. Choose another one.\n")
    listed = office.command("staff", "list").stdout
    assert "siti" in listed
    assert "clerk BWI" in listed
    assert password not in listed


def test_what_cannot_be_is_refused_with_a_sentence(office: Server) -> None:
    unknown = office.command("staff", "password", "budi")
    assert (unknown.returncode, "nobody called budi" in unknown.stderr) == (1, True)
    limited = office.command("staff", "add", "siti", "--role", "administrator", "--site", "BWI")
    assert (limited.returncode, "cannot be given there" in limited.stderr) == (1, True)

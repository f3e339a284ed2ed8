"""Every check tells good from bad, and says in both languages what to do."""

import os
import re
import string
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, text, update

from app.backup.folder import Drill, Purpose, new_path, note_drill
from app.backup.taking import take_backup
from app.domain.health import Finding, Level, worst
from app.health import hall as hall_checks
from app.health import machine
from app.health.checkup import check_up
from app.health.sentences import sentence
from app.store.database import Database
from app.store.files import files_of, keep_private
from app.store.tables import revision, token
from config import mall as mall_files
from config.bootstrap import ROOT
from config.settings import Settings
from config.words import Words
from tests.backup.office import office
from tests.factories import MAIN, MORNING, a_mall
from tests.hall import Hall

WORDS = Words.load(ROOT / "config" / "words")
KEY = re.compile(r"Finding\(\s*[^,]+,\s*[^,]+(?: if \w+ else [^,]+)?,\s*(f?)\"([a-z_{}]+)\"")


@pytest.fixture
def settings(sqlite_url: str, tmp_path: Path) -> Settings:
    keep_private(sqlite_url)
    return replace(office(sqlite_url, tmp_path / "office"), public_url="https://antrean.example.go.id")


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    opened = Database(settings.database_url)
    row = {"document": mall_files.document(a_mall()), "author": "test", "comment": "", "at": MORNING}
    opened.write("", lambda tx: tx.execute(insert(revision).values(row)))
    yield opened
    opened.close()


def found(settings: Settings, database: Database, **more: object) -> dict[str, Finding]:
    told = {"now": MORNING, "demo": False, **more}
    return {each.check: each for each in check_up(settings, database, a_mall(), **told)}  # type: ignore[arg-type]


def level(findings: dict[str, Finding], check: str) -> Level:
    return findings[check].level


def keep(settings: Settings, *, hours: float) -> Path:
    at = MORNING - timedelta(hours=hours)
    path = new_path(settings, Purpose.DAILY, now=at)
    take_backup(settings, path, kind=Purpose.DAILY, now=at)
    return path


def test_an_office_in_order_is_well_but_for_its_printers(settings: Settings, database: Database) -> None:
    note_drill(keep(settings, hours=2), Drill(MORNING, 1.0, 0, ""))
    findings = found(settings, database, thorough=True)

    assert [each.check for each in findings.values() if each.level is not Level.GOOD] == ["printer", "people"]
    assert level(findings, "integrity") is Level.GOOD


def test_a_backup_that_is_late_or_was_never_made_is_told(settings: Settings, database: Database) -> None:
    assert level(found(settings, database), "backup") is Level.WARNING
    keep(settings, hours=30)

    assert level(found(settings, database), "backup") is Level.DANGER
    assert level(found(settings, database, demo=True), "backup") is Level.GOOD


def test_a_drill_that_failed_is_a_danger_and_an_old_one_a_note(
    settings: Settings, database: Database
) -> None:
    path = keep(settings, hours=2)
    assert level(found(settings, database), "drill") is Level.NOTE
    note_drill(path, Drill(MORNING, 1.0, 0, "The table ticket came back changed."))

    assert level(found(settings, database), "drill") is Level.DANGER


def test_a_backup_of_a_clock_that_ran_ahead_is_no_proof(settings: Settings, database: Database) -> None:
    keep(settings, hours=-24 * 365)
    assert level(found(settings, database), "backup") is Level.WARNING
    keep(settings, hours=3)
    assert found(settings, database)["backup"].blanks == {"hours": 3, "count": 1}


def test_backups_on_the_disk_of_the_data_are_told_where_another_was_meant(
    settings: Settings, database: Database
) -> None:
    """A drive that is not plugged in leaves an empty folder behind, on the disk of the system."""
    assert "backup_disk" not in found(settings, database)
    elsewhere = replace(settings, backups=settings.data.parent / "drive" / "backups")

    assert found(elsewhere, database)["backup_disk"].key == "backup_same_disk"


@pytest.mark.parametrize(("language", "said"), [("id", "1,5 GB"), ("en", "1.5 GB")])
def test_a_fraction_is_written_as_the_language_does(language: str, said: str) -> None:
    low = Finding("disk", Level.WARNING, "disk_low", {"folder": "var", "gigabytes": 1.52})

    assert said in sentence(WORDS, language, low)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (None, Level.WARNING),
        ("http://127.0.0.1:8080", Level.WARNING),
        ("http://localhost", Level.WARNING),
        ("http://192.168.1.5:8080", Level.NOTE),
        ("https://antrean.example.go.id", Level.GOOD),
    ],
)
def test_an_address_that_phones_cannot_open_is_told(
    settings: Settings, url: str | None, expected: Level
) -> None:
    assert [each.level for each in machine.address(replace(settings, public_url=url))] == [expected]


@pytest.mark.skipif(sys.platform == "win32", reason="modes are of POSIX")
def test_a_key_that_others_can_read_is_told(settings: Settings) -> None:
    settings.secret_path.chmod(0o644)
    (open_to_all,) = machine.secret(settings)
    settings.secret_path.unlink()
    (missing,) = machine.secret(settings)

    assert (open_to_all.level, missing.level) == (Level.WARNING, Level.DANGER)


@pytest.mark.skipif(sys.platform == "win32", reason="modes are of POSIX")
def test_a_database_or_a_backup_that_others_can_read_is_told(settings: Settings, database: Database) -> None:
    files = [*files_of(settings.database_url), keep(settings, hours=2)]
    for file in files:
        file.chmod(0o600)
    assert "private" not in found(settings, database)
    for file in files:
        file.chmod(0o640)

    assert found(settings, database)["private"].blanks == {"files": " ".join(map(str, files))}


def test_a_clock_that_was_set_back_is_told(settings: Settings, database: Database) -> None:
    Hall(database).issue()

    assert level(found(settings, database), "clock") is Level.GOOD
    assert level(found(settings, database, now=MORNING - timedelta(hours=1)), "clock") is Level.DANGER


def test_screens_that_fell_silent_are_named(settings: Settings, database: Database) -> None:
    def screen(name: str, **more: object) -> None:
        row = {"role": "kiosk", "site": MAIN, "code": name, "name": name, "secret_hash": os.urandom(32)}
        told = {**row, "created_at": MORNING - timedelta(days=60), **more}
        database.write("", lambda tx: tx.execute(insert(token).values(told)))

    screen("K1", seen_at=MORNING - timedelta(minutes=1))
    assert level(found(settings, database), "kiosk") is Level.GOOD
    screen("K2", seen_at=MORNING - timedelta(minutes=20))
    screen("K3", seen_at=MORNING - timedelta(days=40))
    screen("K4", seen_at=MORNING - timedelta(minutes=20), revoked_at=MORNING)
    silent = found(settings, database)["kiosk"]

    assert silent.level is Level.WARNING
    assert silent.blanks["names"] == "K2 (Mal Utama)"


def test_a_screen_that_was_archived_is_silent_by_right(settings: Settings, database: Database) -> None:
    document = mall_files.document(a_mall())
    site = next(each for each in document["site"] if each["code"] == MAIN)
    code = site["kiosk"][0]["code"]
    site["kiosk"][0]["archived"] = True
    row = {"role": "kiosk", "site": MAIN, "code": code, "name": "K1", "secret_hash": bytes(32)}
    seen = {"created_at": MORNING - timedelta(days=9), "seen_at": MORNING - timedelta(hours=9)}
    database.write("", lambda tx: tx.execute(insert(token).values({**row, **seen})))
    archived = check_up(settings, database, mall_files.from_document(document), now=MORNING, demo=False)

    assert level(found(settings, database), "kiosk") is Level.WARNING
    assert "kiosk" not in {each.check for each in archived}


def test_a_database_that_is_away_is_a_danger(settings: Settings, tmp_path: Path) -> None:
    gone = Database(f"sqlite:///{tmp_path / 'nowhere' / 'antrean.db'}")
    findings = found(settings, gone)
    gone.close()

    assert level(findings, "database") is Level.DANGER
    assert worst(findings.values()) is Level.DANGER


def test_an_older_schema_is_told(settings: Settings, database: Database) -> None:
    database.write("", lambda tx: tx.execute(text("UPDATE alembic_version SET version_num = '0004'")))

    assert level(found(settings, database), "database") is Level.DANGER


def test_the_worst_comes_first(settings: Settings, database: Database) -> None:
    settings.secret_path.unlink()
    levels = [each.level for each in check_up(settings, database, a_mall(), now=MORNING, demo=False)]

    assert levels[0] is Level.DANGER
    assert levels == sorted(levels, key=list(Level).index, reverse=True)


@pytest.mark.parametrize("language", WORDS.languages)
def test_every_finding_has_its_sentence(language: str) -> None:
    keys = set()
    for path in (ROOT / "app" / "health").glob("*.py"):
        for is_made, key in KEY.findall(path.read_text("utf-8")):
            keys |= {key.format(role=role) for role in hall_checks.SCREENS} if is_made else {key}
    section = WORDS.section(language, "health")
    blanks = {key: {each[1] for each in string.Formatter().parse(section[key]) if each[1]} for key in keys}

    assert len(keys) > 30
    assert blanks.keys() <= section.keys()
    assert {f"all_{each}" for each in Level} <= section.keys()


def test_the_update_of_a_token_is_seen(settings: Settings, database: Database) -> None:
    """A device that comes back is silent no more."""
    row = {"role": "agent", "name": "PC", "secret_hash": bytes(32), "created_at": MORNING}
    old = {**row, "seen_at": MORNING - timedelta(hours=3)}
    database.write("", lambda tx: tx.execute(insert(token).values(old)))
    before = level(found(settings, database), "agent")
    database.write("", lambda tx: tx.execute(update(token).values(seen_at=MORNING)))

    assert (before, level(found(settings, database), "agent")) == (Level.WARNING, Level.GOOD)

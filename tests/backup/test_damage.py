"""A backup that was cut off, changed or made up is refused with a sentence, and the place stays empty."""

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest
from sqlalchemy import insert

from app.backup.archive import MANIFEST, BadBackup
from app.backup.restoring import restore
from app.backup.taking import take_backup
from app.domain.errors import Unworkable
from app.store.tables import revision
from config import mall as mall_files
from config.settings import Settings
from tests.backup.office import LATER, contents, opened
from tests.factories import MORNING, a_mall

CHANGED_BYTES = 12


@pytest.fixture
def path(small: Settings, tmp_path: Path) -> Path:
    row = {"document": mall_files.document(a_mall()), "author": "test", "comment": "", "at": MORNING}
    with opened(small.database_url) as database:
        database.write("", lambda tx: tx.execute(insert(revision).values(row)))
    take_backup(small, tmp_path / "backup.zip", kind="asked", now=LATER)
    return tmp_path / "backup.zip"


def anew(
    path: Path,
    change: dict[str, object] | None = None,
    *,
    packing: int = zipfile.ZIP_STORED,
    files: Mapping[str, bytes] = MappingProxyType({}),
) -> None:
    """The backup as somebody with a zip program makes it: other words in its list, other files."""
    with zipfile.ZipFile(path) as old:
        held = {name: old.read(name) for name in old.namelist()}
    manifest = json.loads(held.pop(MANIFEST))
    manifest.update(change or {})
    with zipfile.ZipFile(path, "w", packing) as new:
        for name, content in {**held, **files, MANIFEST: json.dumps(manifest).encode()}.items():
            new.writestr(name, content)


def test_one_that_was_cut_off_is_refused(path: Path, empty: Settings) -> None:
    whole = path.read_bytes()
    for length in (0, 10, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(BadBackup):
            restore(empty, path, now=LATER)
    assert not (empty.data / "antrean.db").exists()


def test_a_changed_byte_is_found_or_changes_nothing(path: Path, small: Settings, tmp_path: Path) -> None:
    """Some bytes of a zip mean nothing, a time of day say; whatever comes back is what was put in."""
    whole, before = path.read_bytes(), contents(small.database_url)
    refused = 0
    for number in range(CHANGED_BYTES):
        at = number * len(whole) // CHANGED_BYTES + number
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x15]) + whole[at + 1 :])
        place = Settings(data=tmp_path / f"place-{number}")
        try:
            restore(place, path, now=LATER)
        except Unworkable:
            refused += 1
            assert not (place.data / "antrean.db").exists()
        else:
            assert contents(place.database_url) == before
    assert refused > 0


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"schema": "9999"},
        {"members": {}},
        {"tables": {}},
        {"made_at": "yesterday"},
        {"sequences": 7},
    ],
)
def test_a_list_that_no_version_wrote_is_refused(
    path: Path, empty: Settings, change: dict[str, object]
) -> None:
    anew(path, change)

    with pytest.raises(Unworkable):
        restore(empty, path, now=LATER)
    assert not (empty.data / "antrean.db").exists()


def test_a_file_that_would_lie_elsewhere_is_refused(path: Path, empty: Settings, tmp_path: Path) -> None:
    told = {"size": 4, "sha256": "0" * 64}
    with zipfile.ZipFile(path) as old:
        members = json.loads(old.read(MANIFEST))["members"]
    anew(path, {"members": {**members, "voice/../../../evil": told}}, files={"voice/../../../evil": b"evil"})

    with pytest.raises(BadBackup):
        restore(empty, path, now=LATER)
    assert list(tmp_path.rglob("evil")) == []


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_one_that_was_packed_anew_is_refused_whole_or_broken(
    path: Path, empty: Settings, packing: int
) -> None:
    """How such a packing is broken is told by errors of its own, of which none is a sentence."""
    anew(path, packing=packing)
    whole = path.read_bytes()
    for content in (whole, whole[:40] + bytes(40) + whole[80:]):
        path.write_bytes(content)
        with pytest.raises(BadBackup, match="no whole backup"):
            restore(empty, path, now=LATER)


def test_a_file_that_is_no_backup_is_refused(empty: Settings, tmp_path: Path) -> None:
    (tmp_path / "letter.zip").write_text("Yth. Bapak Ibu")

    for name in ("letter.zip", "nowhere.zip"):
        with pytest.raises(BadBackup):
            restore(empty, tmp_path / name, now=LATER)

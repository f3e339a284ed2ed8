"""The one file of a backup: a zip that any program opens, with a list of what is in it and the hash of each.

manifest.json         when, of what and by whom it was made, and every other member with size and hash
tables/ticket.jsonl   the rows of a table, one JSON list a line (app/store/portable.py)
media/ voice/         pictures and films, recordings of the voice
secret.key            the installation's own key; whoever holds a backup holds the office
"""

import hashlib
import json
import os
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from app.backup.room import must_have_room
from app.domain.errors import Unworkable
from app.store.portable import ColumnKind
from config.private_file import sync_folder

FORMAT = 1
MANIFEST = "manifest.json"
LARGEST_MANIFEST = 64 * 1024 * 1024  # bytes: a folder of 100,000 recordings fits
BLOCK = 1024 * 1024
PART = ".part"
PACKINGS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
MEMBER = re.compile(r"(tables|media|voice|config)/[\w.@ ()+-]+(/[\w.@ ()+-]+)*|secret\.key")
PACKED = frozenset({".mp4", ".webm", ".jpeg", ".png", ".webp", ".gif"})  # zipping these again wins nothing


class BadBackup(Unworkable):
    """A file that is no backup, or not a whole one; the sentence says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in the backup; `size` in bytes before packing, `sha256` of these."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table: how many rows, and what its columns hold, in their order in each row."""

    rows: int
    columns: dict[str, ColumnKind]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. `sequences` are the last number that each table gave to a row."""

    made_at: datetime
    schema: str
    engine: str
    edition: str
    mall: str
    kind: str
    tables: dict[str, TablePart]
    sequences: dict[str, int]
    missing: tuple[str, ...] = ()  # files that the database knows and the disk had lost already
    members: dict[str, Member] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())

    def document(self) -> dict[str, Any]:
        return {"format": FORMAT, **asdict(self), "made_at": self.made_at.isoformat()}


def manifest_of(document: Mapping[str, Any]) -> Manifest:
    """Raises KeyError, TypeError or ValueError for what no version of ours wrote."""
    tables = {
        name: TablePart(
            int(each["rows"]), {column: ColumnKind(kind) for column, kind in each["columns"].items()}
        )
        for name, each in document["tables"].items()
    }
    members = {
        name: Member(int(each["size"]), str(each["sha256"])) for name, each in document["members"].items()
    }
    words = {name: str(document[name]) for name in ("schema", "engine", "edition", "mall", "kind")}
    return Manifest(
        made_at=datetime.fromisoformat(document["made_at"]),
        tables=tables,
        sequences={name: int(last) for name, last in document["sequences"].items()},
        missing=tuple(map(str, document["missing"])),
        members=members,
        **words,
    )


def table_member(name: str) -> str:
    return f"tables/{name}.jsonl"


class Writing:
    """A backup being written beside its place; it appears there whole, with `seal`, or not at all.

    Raises NoRoom before the disk is full, and OSError; what was written until then is removed.
    """

    def __init__(self, path: Path) -> None:
        self.members: dict[str, Member] = {}
        self._path = path
        self._part = path.with_name(f"{path.name}.{os.getpid()}{PART}")  # two may begin in one second
        if path.exists():
            raise BadBackup(f"{path} exists already; name another file.")
        must_have_room(path.parent, 0)
        descriptor = os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        self._file = os.fdopen(descriptor, "wb")
        self._zip = zipfile.ZipFile(self._file, "w", compression=zipfile.ZIP_DEFLATED, compresslevel=4)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError, ValueError):  # a full disk refuses the rest of it once more
            self._zip.close()
        with suppress(OSError):
            self._file.close()
        self._part.unlink(missing_ok=True)

    def add(self, name: str, blocks: Iterable[bytes]) -> int:
        """Writes a member as its blocks come; returns how many came."""
        packing = zipfile.ZIP_STORED if Path(name).suffix in PACKED else zipfile.ZIP_DEFLATED
        info = zipfile.ZipInfo(name)
        info.compress_type, info.external_attr = packing, 0o600 << 16
        digest, size, count = hashlib.sha256(), 0, 0
        with self._zip.open(info, "w", force_zip64=True) as member:
            for block in blocks:
                if size // BLOCK < (size + len(block)) // BLOCK:
                    must_have_room(self._path.parent, BLOCK)
                member.write(block)
                digest.update(block)
                size, count = size + len(block), count + 1
        self.members[name] = Member(size, digest.hexdigest())
        return count

    def seal(self, manifest: Manifest) -> None:
        """The list of everything last, then the disk is made to keep it; read once more it gets its name."""
        told = json.dumps(manifest.document(), ensure_ascii=False, indent=1).encode()
        self._zip.writestr(zipfile.ZipInfo(MANIFEST), told, zipfile.ZIP_DEFLATED)
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        with Reading(self._part) as written:
            written.verify()
        self._part.replace(self._path)
        sync_folder(self._path.parent)


class Reading:
    """An opened backup. Raises BadBackup wherever it turns out to be none, or a damaged one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._guarded():
            self._zip = zipfile.ZipFile(path)
            self.manifest = self._read_manifest()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """A member's bytes as they are read; for what `verify` has found to be whole."""
        with self._guarded(), self._zip.open(name) as member:
            yield member

    def verify(self) -> None:
        """Reads all of it once: every member that the list names is there, is whole, and nothing else is."""
        for name, member in self.manifest.members.items():
            digest, size = hashlib.sha256(), 0
            with self.open(name) as content:
                while block := content.read(BLOCK):
                    digest.update(block)
                    size += len(block)
            if (size, digest.hexdigest()) != (member.size, member.sha256):
                raise self.damaged(f"{name} is not what was put in")

    def damaged(self, why: str) -> BadBackup:
        return BadBackup(f"{self._path} is no whole backup: {why}. Take another one.")

    def _read_manifest(self) -> Manifest:
        names = self._zip.namelist()
        if MANIFEST not in names or self._zip.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
            raise self.damaged("it has no list of what is in it")
        if any(each.compress_type not in PACKINGS for each in self._zip.infolist()):
            raise self.damaged("it is packed in a way in which no backup is")
        document = json.loads(self._zip.read(MANIFEST))
        if document["format"] != FORMAT:
            raise BadBackup(f"{self._path} was made by a newer version of Antrean; update this one first.")
        manifest = manifest_of(document)
        if sorted(names) != sorted([*manifest.members, MANIFEST]):
            raise self.damaged("its list names other files than are in it")
        if not all(MEMBER.fullmatch(name) and ".." not in name for name in manifest.members):
            raise self.damaged("it holds a file that no backup has")
        if {table_member(name) for name in manifest.tables} - set(manifest.members):
            raise self.damaged("a table is missing")
        return manifest

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError as gone:
            raise BadBackup(f"There is no file {self._path}.") from gone
        except (
            zipfile.BadZipFile, zlib.error, EOFError, KeyError, TypeError, ValueError, AttributeError,
            NotImplementedError, RuntimeError, OverflowError,
        ) as damage:  # fmt: skip
            raise self.damaged(str(damage) or type(damage).__name__) from damage

"""The mall as it was saved each time: the newest revision, one of them, a page of them, their files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from app.domain.mall_refusals import UnknownRevision
from app.store.tables import mall_file
from app.store.tables import revision as table

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Saved:
    """Who saved the mall when and why; `kind` is "save", "import", "restore" or "first".

    `base` is the revision that its author looked at, and the one that was restored; `files` are the
    sha256 of its files by their name.
    """

    id: int
    at: datetime
    author: str
    comment: str
    kind: str
    base: int | None
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Revision:
    saved: Saved
    document: Document

    @property
    def id(self) -> int:
        return self.saved.id


@dataclass(frozen=True, slots=True)
class MallFile:
    """The bytes of a file that a revision names, as they came."""

    sha256: str
    type: str
    content: bytes


_HEAD = (
    table.c.id,
    table.c.at,
    table.c.author,
    table.c.comment,
    table.c.kind,
    table.c.base,
    table.c.files,
)
_FILE = select(mall_file).where(mall_file.c.sha256 == bindparam("sha256"))


def newest_revision(connection: Connection) -> Revision | None:
    """The mall in force; None before it was ever saved."""
    row = connection.execute(
        select(*_HEAD, table.c.document).order_by(table.c.id.desc()).limit(1)
    ).one_or_none()
    return None if row is None else Revision(_saved(row), row.document)


def newest_number(connection: Connection) -> int:
    """The number of the mall in force; 0 before it was ever saved."""
    return int(connection.execute(select(func.max(table.c.id))).scalar() or 0)


def revision_by_id(connection: Connection, number: int) -> Revision:
    """Raises UnknownRevision."""
    row = connection.execute(select(*_HEAD, table.c.document).where(table.c.id == number)).one_or_none()
    if row is None:
        raise UnknownRevision
    return Revision(_saved(row), row.document)


def revisions(connection: Connection, *, before: int | None = None, limit: int) -> tuple[Saved, ...]:
    """The latest first, from the one before `before`."""
    query = select(*_HEAD).order_by(table.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(table.c.id < before)
    return tuple(_saved(row) for row in connection.execute(query))


def saved_since(connection: Connection, number: int) -> tuple[Saved, ...]:
    """What was saved after a revision, in the order in which it was."""
    query = select(*_HEAD).where(table.c.id > number).order_by(table.c.id)
    return tuple(_saved(row) for row in connection.execute(query))


def mall_file_by_hash(connection: Connection, sha256: str) -> MallFile | None:
    row = connection.execute(_FILE, {"sha256": sha256}).one_or_none()
    return None if row is None else MallFile(row.sha256, row.type, row.content)


def _saved(row: Any) -> Saved:
    return Saved(row.id, row.at, row.author, row.comment, row.kind, row.base, row.files)

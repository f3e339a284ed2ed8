"""Saving the mall: changes on top of what others saved meanwhile, as a new revision, in one commit.

A plan says what would become of the mall, and is what a preview shows; saving makes the same plan
again inside the transaction, so that nothing can come between.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import Connection, insert, select

from app.domain.events import Kind
from app.queries.in_use import NOTHING, Used, in_use
from app.queries.revisions import (
    Document,
    Revision,
    Saved,
    newest_revision,
    revision_by_id,
    saved_since,
)
from app.store.journal import record
from app.store.tables import mall_file, revision
from app.store.transaction import Transaction
from config import mall as mall_files
from config.mall_changes import BadChange, Change, Path, apply, differences
from config.mall_merging import Conflict, merge, taken_away

LONGEST_COMMENT = 300
LONGEST_AUTHOR = 80
NEVER = Saved(0, datetime.min.replace(tzinfo=UTC), "", "", "first", None, {})


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants of the mall, who looked at the revision `base` (0: none was saved yet).

    `files` are to be kept with it: the sha256 by name, None for one that is not wanted any more. `used` is
    what numbers named a moment ago, so that the commit need not read all of them.
    """

    base: int
    changes: tuple[Change, ...]
    author: str
    comment: str = ""
    kind: str = "save"
    files: Mapping[str, str | None] = field(default_factory=dict)
    used: Used = NOTHING


@dataclass(frozen=True, slots=True)
class Plan:
    """What would become of the mall; without mistakes and conflicts it can be saved.

    `changes` make `document` of `before`: of the newest revision, but where there are conflicts of the
    base, as if nothing else had been saved. `astray` are changes that
    lead nowhere, `taken` what may only be archived, `since` what others saved after the base. `overtaken`:
    a whole earlier mall was wanted by somebody who has not seen the newest one.
    """

    newest: Revision
    before: Document
    document: Document
    changes: tuple[Change, ...]
    conflicts: tuple[Conflict, ...] = ()
    astray: tuple[tuple[Path, str], ...] = ()
    taken: tuple[Path, ...] = ()
    mistakes: tuple[mall_files.Mistake, ...] = ()
    since: tuple[Saved, ...] = ()
    overtaken: bool = False

    @property
    def is_sound(self) -> bool:
        return not (self.conflicts or self.overtaken or self.astray or self.taken or self.mistakes)


class NotSaved(Exception):
    """A wish that cannot be saved as it is, with the plan that says why."""

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self.plan = plan


def plan_of(connection: Connection, wish: Wish, *, first: Document) -> Plan:
    """What the wish comes to; `first` is the mall in force where none was saved. Raises UnknownRevision."""
    newest = newest_revision(connection) or Revision(NEVER, first)
    base = newest if wish.base == newest.id else _base(connection, wish.base, first)
    since = saved_since(connection, base.id) if base.id != newest.id else ()
    if since and wish.kind == "restore":
        return Plan(newest, newest.document, newest.document, (), since=since, overtaken=True)
    try:
        merged = merge(base.document, newest.document, wish.changes)
    except BadChange as trouble:
        astray = ((trouble.path, trouble.code),)
        return Plan(newest, newest.document, newest.document, (), astray=astray, since=since)
    if merged.conflicts:
        wished = apply(base.document, wish.changes)
        own = tuple(differences(base.document, wished))
        return Plan(newest, base.document, wished, own, conflicts=merged.conflicts, since=since)
    taken = taken_away(newest.document, merged.document)
    if taken and wish.kind != "save":
        named = in_use(connection, taken, wish.used)
        taken = [path for path in taken if path in named]
    mistakes = tuple(mall_files.mistakes(merged.document))
    return Plan(
        newest,
        newest.document,
        merged.document,
        merged.changes,
        taken=tuple(taken),
        mistakes=mistakes,
        since=since,
    )


def save(
    tx: Transaction, wish: Wish, *, first: Document, owns: Callable[[str], bool], now: datetime
) -> tuple[int, Plan]:
    """The number of the new revision, or of the newest where nothing would change, and what was saved.

    For a transaction of "". Raises NotSaved with a plan of mistakes or conflicts, and UnknownRevision.
    """
    plan = plan_of(tx.connection, wish, first=first)
    if not plan.is_sound:
        raise NotSaved(plan)
    files = {name: kept for name, kept in {**plan.newest.saved.files, **wish.files}.items() if kept}
    if not plan.changes and files == dict(plan.newest.saved.files) and plan.newest.id:
        return plan.newest.id, plan
    return _keep(tx, plan, wish, files, owns=owns, now=now), plan


def save_whole(
    tx: Transaction,
    document: Document,
    *,
    author: str,
    comment: str,
    kind: str,
    files: Mapping[str, str] | None = None,
    owns: Callable[[str], bool],
    now: datetime,
) -> int:
    """A whole mall in place of whatever there was; `kind` is "first" or "import". Raises NotSaved."""
    newest = newest_revision(tx.connection)
    before = newest.document if newest else document
    wish = Wish(
        newest.id if newest else 0,
        tuple(differences(before, document)),
        author,
        comment,
        kind,
        {**dict.fromkeys(newest.saved.files if newest else ()), **(files or {})},
    )
    return save(tx, wish, first=before, owns=owns, now=now)[0]


def keep_file(tx: Transaction, content: bytes, kind: str, *, now: datetime) -> str:
    """Keeps the bytes, once; the sha256 under which a revision names them."""
    digest = sha256(content).hexdigest()
    if tx.execute(select(mall_file.c.sha256).where(mall_file.c.sha256 == digest)).first() is None:
        row = {"sha256": digest, "type": kind, "content": content, "added_at": now}
        tx.execute(insert(mall_file).values(row))
    return digest


def _base(connection: Connection, number: int, first: Document) -> Revision:
    return Revision(NEVER, first) if number == 0 else revision_by_id(connection, number)


def _keep(
    tx: Transaction,
    plan: Plan,
    wish: Wish,
    files: Mapping[str, str],
    *,
    owns: Callable[[str], bool],
    now: datetime,
) -> int:
    row = {
        "document": plan.document,
        "author": wish.author[:LONGEST_AUTHOR],
        "comment": wish.comment[:LONGEST_COMMENT],
        "at": now,
        "base": wish.base or None,
        "kind": wish.kind,
        "files": dict(files),
    }
    number = tx.execute(insert(revision).values(row).returning(revision.c.id)).scalar_one()
    for site in sites_of(plan.newest.document, plan.document):
        if owns(site):
            data = {"revision": number}
            record(tx.at(site), Kind.MALL_CHANGED, at=now, actor=wish.author[:LONGEST_AUTHOR], data=data)
    return int(number)


def sites_of(*documents: Document) -> list[str]:
    """The codes of all their sites, in order."""
    return sorted({str(site["code"]) for document in documents for site in document.get("site", ())})

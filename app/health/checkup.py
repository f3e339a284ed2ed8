"""Every check, one after the other; one that cannot be done says so, and the others have their turn."""

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial

from sqlalchemy.exc import DBAPIError

from app.domain.health import ORDER, Finding, Level
from app.domain.mall import Mall
from app.engine import Offload, threads
from app.health import hall, machine, retention
from app.health.updates import updates
from app.store.database import Database, StoreUnavailable
from app.store.migrating import UNUSABLE
from config.satellites import keeping_of
from config.settings import Settings

log = logging.getLogger(__name__)


def check_up(
    settings: Settings,
    database: Database,
    mall: Mall,
    *,
    now: datetime,
    demo: bool,
    thorough: bool = False,
    purged: int | None = None,
    offload: Offload | None = None,
) -> Sequence[Finding]:
    """The findings, the worst first. `thorough` also reads the whole of an SQLite file.

    `purged` is how many addresses of visitors were forgotten lately, where somebody has counted. What lies on
    disks, which may hang, is looked at by `offload`.
    """
    keeping = keeping_of(settings)
    daily = mall.upkeep.backup_at is not None and not demo
    found: list[Finding] = (offload or threads().offload)(
        lambda: check_machine(settings, now=now, demo=demo, daily=daily)
    )
    try:
        with database.read() as connection:
            found += [
                *_done("database", partial(machine.database, connection)),
                *_done("clock", partial(machine.clock, connection, now=now)),
                *_done("devices", partial(hall.devices, connection, mall, now=now)),
                *_done("printer", partial(hall.printers, connection, mall, keeping)),
                *_done("satellite", partial(hall.satellites, connection, mall, keeping, now=now)),
                *_done("letters", partial(hall.letters, connection, now=now)),
                *_done("kept", partial(retention.kept, connection, mall, purged=purged)),
                *_done("people", partial(hall.people, connection, demo=demo)),
                *(_done("integrity", partial(machine.integrity, connection)) if thorough else ()),
            ]
    except StoreUnavailable as away:
        found.append(database_away(away))
    return worst_first(found)


def check_machine(settings: Settings, *, now: datetime, demo: bool, daily: bool) -> list[Finding]:
    """What can be looked at without the database: the computer, its disks, the files of the office."""
    return [
        *_done("disk", partial(machine.disk, settings)),
        *_done("secret", partial(machine.secret, settings)),
        *_done("private", partial(machine.private, settings)),
        *_done("address", partial(machine.address, settings)),
        *_done("updates", partial(updates, settings)),
        *_done("backup", partial(machine.backups, settings, now=now, demo=demo, daily=daily)),
    ]


def database_away(away: StoreUnavailable) -> Finding:
    why = str(away).removeprefix(UNUSABLE).removesuffix(".")
    return Finding("database", Level.DANGER, "database_away", {"why": why})


def worst_first(findings: Iterable[Finding]) -> Sequence[Finding]:
    return sorted(findings, key=lambda each: -ORDER.index(each.level))


def _done(check: str, deed: Callable[[], Iterable[Finding]]) -> Iterable[Finding]:
    try:
        return list(deed())
    except (OSError, DBAPIError) as trouble:
        log.warning("the check of %s could not be done: %s", check, trouble)
        return [Finding(check, Level.WARNING, "check_failed", {"why": str(trouble)})]

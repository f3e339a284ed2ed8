"""Brings a database to this program's schema, after a backup of what was there: the way back from it."""

from collections.abc import Callable
from datetime import datetime

from app.backup.folder import BEFORE_UPGRADES_KEPT, Purpose, new_path, prune_one
from app.backup.taking import take_backup
from app.store.migrating import head, migrate, schema_of
from config.settings import Settings


def bring_up_to_date(
    settings: Settings, *, now: datetime, told: Callable[[str], None] = lambda _: None
) -> None:
    """An empty database is built at once; one of an earlier version is kept first, and where it cannot be
    kept, on a full disk say, it is left as it is. Raises StoreUnavailable, BadBackup and OSError.
    """
    schema = schema_of(settings.database_url)
    if schema is not None and schema != head():
        path = new_path(settings, Purpose.UPGRADE, now=now)
        if not path.exists():  # another server of the same start has taken it
            told(f"keeping a backup of version {schema} in {path}")
            take_backup(settings, path, kind=Purpose.UPGRADE, now=now)
            # A server that cannot upgrade is started again and again: each time keeps one more.
            prune_one(settings, Purpose.UPGRADE, keep=BEFORE_UPGRADES_KEPT)
    migrate(settings.database_url)

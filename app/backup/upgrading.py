"""Brings a database to this program's schema, after a backup of what was there: the way back from it."""

from collections.abc import Callable
from datetime import datetime

from app.backup.folder import BEFORE_UPGRADES_KEPT, Purpose, backups_folder, new_path, prune_one
from app.backup.taking import take_backup
from app.domain.errors import Unworkable
from app.store.migrating import head, is_known, migrate, schema_of
from config.settings import Settings


class NewerDatabase(Unworkable):
    """A database that a newer version of the program made."""


def bring_up_to_date(
    settings: Settings, *, now: datetime, told: Callable[[str], None] = lambda _: None
) -> None:
    """An empty database is built at once; one of an earlier version is kept first, and where it cannot be
    kept, on a full disk say, it is left as it is. Raises NewerDatabase, StoreUnavailable, BadBackup, NoRoom
    and OSError.
    """
    schema = schema_of(settings.database_url)
    if schema is not None and schema != head():
        must_know(schema, settings)
        path = new_path(settings, Purpose.UPGRADE, now=now)
        if not path.exists():  # another server of the same start has taken it
            told(f"keeping a backup of version {schema} in {path}")
            take_backup(settings, path, kind=Purpose.UPGRADE, now=now)
            # A server that cannot upgrade is started again and again: each time keeps one more.
            prune_one(settings, Purpose.UPGRADE, keep=BEFORE_UPGRADES_KEPT, now=now)
    migrate(settings.database_url)


def must_know(schema: str, settings: Settings) -> None:
    """Raises NewerDatabase. No backup is taken of it: a few of these would push out the way back."""
    if not is_known(schema):
        raise NewerDatabase(
            f"The database is of version {schema}, which a newer Antrean made; this one knows versions up to "
            f"{head()}. Start the newer one again, or restore the backup that was taken before the upgrade "
            f"(in {backups_folder(settings)}) into an empty folder."
        )

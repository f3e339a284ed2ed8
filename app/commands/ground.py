"""What commands stand on: the data folder's database, brought up to date, and the mall in it."""

import sys

from app.backup.upgrading import bring_up_to_date
from app.commands.refusal import Refusal
from app.domain.mall import Mall
from app.factory import utc_now
from app.installation import newest_mall
from app.store.database import Database
from config.private_file import private_folder
from config.satellites import keeping_of
from config.settings import Settings


def migrated(settings: Settings) -> Database:
    private_folder(settings.data)
    bring_up_to_date(settings, now=utc_now(), told=_tell)
    return Database(settings.database_url, owns=keeping_of(settings).owns)


def _tell(what: str) -> None:
    print(f"antrean: database: {what} ...", file=sys.stderr, flush=True)


def saved_mall(settings: Settings) -> Mall:
    """Raises Refusal where no mall was saved yet."""
    mall = newest_mall(migrated(settings))
    if mall is None:
        raise Refusal("There is no mall yet. Start the server once or import a folder.")
    return mall

"""What commands stand on: the data folder's database, brought up to date, and the mall in it."""

from app.commands.refusal import Refusal
from app.domain.mall import Mall
from app.installation import newest_mall
from app.store.database import Database
from app.store.migrating import migrate
from config.satellites import keeping_of
from config.settings import Settings


def migrated(settings: Settings) -> Database:
    settings.data.mkdir(parents=True, exist_ok=True)
    migrate(settings.database_url)
    return Database(settings.database_url, owns=keeping_of(settings).owns)


def saved_mall(settings: Settings) -> Mall:
    """Raises Refusal where no mall was saved yet."""
    mall = newest_mall(migrated(settings))
    if mall is None:
        raise Refusal("There is no mall yet. Start the server once or import a folder.")
    return mall

"""The mall in force, read again when a newer revision was saved, and whether all this is a demonstration."""

import threading

from app.context import Demonstration
from app.domain.mall import Mall
from app.ownership import demo_in
from app.queries.revisions import newest_number, revision_by_id
from app.store.database import Database
from config import mall as mall_files


class MallLoader:
    """One per process. A demonstration works at any hour of any day, an office at the mall's own."""

    def __init__(self, database: Database, mall: Mall, *, demo: bool) -> None:
        self._database = database
        self._reading = threading.Lock()  # whoever began to read earlier may not put an older mall back
        self._number = 0
        self.demonstration = Demonstration(is_on=demo)
        self._mall, self._open_mall = mall, mall.open_around_the_clock()

    @property
    def mall(self) -> Mall:
        return self._open_mall if self.demonstration.is_on else self._mall

    def __call__(self) -> Mall:
        return self.mall

    def reload(self) -> None:
        """Raises StoreUnavailable; a revision that is known already is not read again.

        Another server on this database may have ended the demonstration. Until its office has a mall of its
        own nothing tells us, and nobody can come in: people and keys of the demonstration are gone.
        """
        with self._reading, self._database.read() as connection:
            if self.demonstration.is_on and not demo_in(connection):
                self.demonstration.end()
            number = newest_number(connection)
            if number == self._number:
                return
            newest = mall_files.from_revision(revision_by_id(connection, number).document)
            self._mall, self._open_mall = newest, newest.open_around_the_clock()
            self._number = number

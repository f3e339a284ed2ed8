"""A site as phones see it, worked out once for everybody who looks while nothing happens there."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from app.context import Context
from app.domain.mall import Mall, Site
from app.queries.hall import site_document
from app.store.journal import newest

MOST_SECONDS = 10  # some things change by the clock alone: hours, breaks, switches that end

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Glance:
    """The document of a mall's site at a cursor of its journal, and of one stretch of time."""

    mall: Mall
    cursor: int
    stretch: int
    document: Document

    def holds(self, mall: Mall, cursor: int, stretch: int) -> bool:
        return self.mall is mall and (self.cursor, self.stretch) == (cursor, stretch)


class Glances:
    """The last glance at each site: whatever is told to anybody there has been written in the journal."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._last: dict[str, Glance] = {}

    def of(self, connection: Connection, mall: Mall, site: Site) -> Document:
        """GET /sites/{site}, at most MOST_SECONDS old; nobody may change what is returned."""
        now = self._context.clock()
        cursor, stretch = newest(connection, site.code), int(now.timestamp()) // MOST_SECONDS
        known = self._last.get(site.code)
        if known is None or not known.holds(mall, cursor, stretch):
            document = site_document(connection, mall, site, now=now, words=self._context.words)
            known = self._last[site.code] = Glance(mall, cursor, stretch, document)
        return known.document

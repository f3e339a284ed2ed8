"""The server's round past whoever left an address: it owes them the news that no single deed makes."""

from app.domain.mall import Mall, Site
from app.duty import SiteRound
from app.operations.announcing import announce, news_due

ROUND_SECONDS = 3.0


class Crier(SiteRound):
    """Writes only where there is news; one in every server process does no harm, as nobody is told twice."""

    def visit(self, mall: Mall, site: Site) -> bool:
        """Never due again at once."""
        with self.database.read() as connection:
            due = news_due(connection, mall, site, now=self.clock())
        if due:
            self.database.write(site.code, lambda tx: announce(tx, mall, site, now=self.clock()))
        return False

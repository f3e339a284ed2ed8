"""The server's own round: every few seconds it ends what time has ended."""

from app.domain.mall import Mall, Site
from app.duty import SiteRound
from app.operations.housekeeping import forget_replies, tidy

ROUND_SECONDS = 5.0


class Housekeeper(SiteRound):
    """Tidies site by site; one in every server process does no harm, the work is idempotent."""

    def do_one(self) -> bool:
        """One round; True when something changed."""
        changed = super().do_one()
        self.database.write("", lambda tx: forget_replies(tx, now=self.clock()))
        return changed

    def visit(self, mall: Mall, site: Site) -> bool:
        return self.database.write(site.code, lambda tx: tidy(tx, mall, now=self.clock())) > 0

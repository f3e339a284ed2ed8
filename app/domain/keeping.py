"""Which server keeps which site: this one, a satellite that it pulls the facts of, or another altogether.

A site has one keeper, who gives its numbers and calls them; whoever else knows it has a picture of it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.errors import Conflict, Refused

EVERYWHERE = ""  # what belongs to no site is this server's own
# A picture this old is old news: whoever reads it is told, and nobody is sent there because of it.
FRESH = timedelta(seconds=90)


class SiteElsewhere(Conflict):
    """Another server keeps this site; here nothing of it may be changed."""

    code = "site_elsewhere"


class SatelliteAway(Refused):
    """The server that keeps the site did not answer; whether it did what was asked is not known."""

    code = "satellite_away"
    status = 503


class SatelliteUnwilling(Refused):
    """The server that keeps the site refused, in its own words; `code` and `status` are its own, too."""

    code = "satellite_unwilling"

    def __init__(self, *, code: str, status: int, sentence: str) -> None:
        super().__init__()
        self.code = code  # type: ignore[misc]
        self.status = status  # type: ignore[misc]
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Keeping:
    """`own` are the sites of this server, None for all but the `far` ones, which satellites keep.

    `hub` is where visitors find every site, if this server was told.
    """

    own: frozenset[str] | None = None
    far: frozenset[str] = frozenset()
    hub: str | None = None

    def owns(self, site: str) -> bool:
        if self.own is None:
            return site not in self.far
        return site == EVERYWHERE or site in self.own

    def pictures(self, site: str) -> bool:
        """Whether a satellite's facts are pulled."""
        return site in self.far and not self.owns(site)

    def shows(self, site: str) -> bool:
        """Whether anything is known of the site here."""
        return self.owns(site) or site in self.far


def is_fresh(as_of: datetime | None, *, now: datetime) -> bool:
    """Whether a picture may still be taken for the state of things."""
    return as_of is not None and now - as_of <= FRESH

"""The shapes of satellites."""

from typing import Literal

from app.web.api.documents import Answered


class SatelliteDocument(Answered):
    """Everything is known until `as_of`; null: nothing yet. `trouble` says why nothing comes `since` then.

    `cursor` is the satellite's own id of the last fact that is here; the numbers are today's.
    """

    site: str
    site_name: str
    url: str
    as_of: str | None
    fresh: bool
    trouble: Literal["away", "token_refused", "not_kept", "other_journal", "odd"] | None
    since: str | None
    cursor: int
    issued: int
    waiting: int
    served: int


class SatelliteList(Answered):
    """`own` and `elsewhere` name the sites that this server keeps, and those of which it knows nothing."""

    now: str
    timezone: str
    hub: str | None
    own: list[str]
    elsewhere: list[str]
    satellites: list[SatelliteDocument]

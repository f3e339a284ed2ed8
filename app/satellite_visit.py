"""What is wrong between a hub and a satellite, as far as a visit tells: a sentence for each mistake."""

from collections.abc import Collection
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPMessage

from app.line import LineDown, Said, ask
from config.satellites import Satellite

ANSWER_SECONDS = 10.0
# More makes figures of waiting wrong and "data of 10:12" a riddle; codes and numbers are the satellite's own.
CLOCKS_APART = timedelta(seconds=60)
_SAID = {
    401: "does not know this token; make another one there: run.py token create --role hub --site {site}",
    403: "has a token of another role or site here; it must be of the role hub, for {site}",
    404: "does not know the site {site}: is it another mall, or an older one?",
    409: "does not keep {site} itself; what does ANTREAN_SITES say there?",
}


def mistakes(satellite: Satellite, *, own: Collection[str], now: datetime) -> list[str]:
    """None where all is well; `own` are the codes of the sites that this server keeps itself."""
    try:
        said = _asked(satellite, f"/journal?site={satellite.site}&after=0&limit=1")
        if not said.is_fine:
            told = _SAID.get(said.status, "answers with {status}")
            return [told.format(site=satellite.site, status=said.status)]
        shown = _asked(satellite, "/sites").document.get("sites") or []
    except LineDown as down:
        return [f"does not answer: {down}"]
    found = []
    if (apart := _apart(said.headers, now)) > CLOCKS_APART:
        minutes = round(apart.total_seconds() / 60)
        found.append(f"has a clock that is {minutes} min away from this one; set both right (NTP)")
    if both := sorted({str(site["code"]) for site in shown} & set(own)):
        found.append(
            f"knows {', '.join(both)} too, which this server keeps; set ANTREAN_SITES={satellite.site} there"
        )
    return found


def _asked(satellite: Satellite, path: str) -> Said:
    return ask(satellite.url, "GET", path, token=satellite.token, seconds=ANSWER_SECONDS)


def _apart(headers: HTTPMessage, now: datetime) -> timedelta:
    """How far its clock is from this one; none for a server that does not say what time it has."""
    try:
        theirs = parsedate_to_datetime(headers["Date"])
    except (TypeError, ValueError):
        return timedelta(0)
    return abs(now - theirs)

"""Is the server alive, is it ready, how is it doing: for monitoring, never for people."""

from collections import Counter
from typing import Any

from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy import func, select

from app.audience import audience
from app.context import Context
from app.domain.opening import service_day
from app.queries.pictures import pictures
from app.relay import Relay
from app.store import journal
from app.store.database import StoreUnavailable
from app.store.tables import is_open_job, print_job, ticket
from app.web.partner_door import OUTCOMES, partner_counts
from app.web.refused import COUNTS

MOST_LAG = 100


def blueprint(context: Context, relay: Relay) -> Blueprint:
    """/healthz, /readyz and /metrics; all three hold nothing personal."""
    pages = Blueprint("probes", __name__)

    @pages.get("/healthz")
    @audience("anyone")
    def alive() -> Any:
        return jsonify(status="ok")

    @pages.get("/readyz")
    @audience("anyone")
    def ready() -> Any:
        try:
            lag = _lag(context, relay)
        except StoreUnavailable:
            return jsonify(status="database unavailable"), 503
        if lag > MOST_LAG:
            return jsonify(status="relay behind", lag=lag), 503
        silent = _silent(context)
        return jsonify(status="ok", lag=lag, **({"silent_satellites": silent} if silent else {}))

    @pages.get("/metrics")
    @audience("anyone")
    def metrics() -> Any:
        lines = [
            "# HELP antrean_relay_lag Facts of the journal not yet told to the screens.",
            "# TYPE antrean_relay_lag gauge",
            f"antrean_relay_lag {_lag(context, relay)}",
            *_counts(context),
            *_satellites(context),
            *_partner_counts(),
            *_refusals(),
        ]
        return Response("\n".join(lines) + "\n", mimetype="text/plain; version=0.0.4")

    return pages


def _silent(context: Context) -> list[str]:
    """The satellites from which nothing comes; this server is ready all the same."""
    if not context.satellites:
        return []
    with context.database.read() as connection:
        known = pictures(connection)
    return [site for site in context.satellites if site not in known or known[site].trouble]


def _satellites(context: Context) -> list[str]:
    """How old the pictures of satellites' sites are; no line for a server without any."""
    if not context.satellites:
        return []
    now = context.clock()
    with context.database.read() as connection:
        known = pictures(connection)
    found = {site: known[site] for site in context.satellites if site in known}
    ages = {site: now - seen.as_of for site, seen in found.items() if seen.as_of is not None}
    return [
        "# HELP antrean_satellite_up Whether the satellite answered last time.",
        "# TYPE antrean_satellite_up gauge",
        *(f'antrean_satellite_up{{site="{site}"}} {int(not seen.trouble)}' for site, seen in found.items()),
        "# HELP antrean_satellite_age_seconds Since when nothing is known of the satellite's site.",
        "# TYPE antrean_satellite_age_seconds gauge",
        *(
            f'antrean_satellite_age_seconds{{site="{site}"}} {age.total_seconds():.0f}'
            for site, age in ages.items()
        ),
    ]


def _lag(context: Context, relay: Relay) -> int:
    """Cursor distance between the journal and what was told, summed over the sites."""
    with context.database.read() as connection:
        newest = {site.code: journal.newest(connection, site.code) for site in context.mall.sites}
    told = relay.cursors
    return sum(max(0, cursor - told.get(site, 0)) for site, cursor in newest.items())


def _refusals() -> list[str]:
    """On every page and by the API together: guessing, flooding and plain mistakes."""
    name, counts = "antrean_refused_total", current_app.extensions[COUNTS].counts()
    lines = [f"# HELP {name} Requests that were refused, by why.", f"# TYPE {name} counter"]
    return lines + [f'{name}{{code="{code}"}} {counts[code]}' for code in sorted(counts)]


def _partner_counts() -> list[str]:
    """Of all partners together: anyone may ask, and whose programs come is the office's own matter."""
    total: Counter[str] = Counter()
    for counts in partner_counts().values():
        total.update(counts)
    name = "antrean_partner_requests_total"
    lines = [f"# HELP {name} Requests of partners by what came of them.", f"# TYPE {name} counter"]
    return lines + [f'{name}{{outcome="{outcome}"}} {total[outcome]}' for outcome in OUTCOMES]


def _counts(context: Context) -> list[str]:
    """Today's tickets and the papers under way: anyone may ask, so the history is never counted."""
    today = service_day(context.mall, context.clock())
    lines = []
    with context.database.read() as connection:
        for name, what, column, which in (
            ("tickets", "Tickets of this service day", ticket.c.status, ticket.c.day == today),
            ("print_jobs", "Papers that are not settled yet", print_job.c.state, is_open_job),
        ):
            lines += [f"# HELP antrean_{name} {what} by state.", f"# TYPE antrean_{name} gauge"]
            for site in context.mall.site:
                rows = connection.execute(
                    select(column, func.count()).where(column.table.c.site == site, which).group_by(column)
                )
                lines += [f'antrean_{name}{{site="{site}",state="{state}"}} {count}' for state, count in rows]
    return lines

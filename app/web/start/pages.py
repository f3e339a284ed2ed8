"""The start page: every screen and every site in one calm list."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, g, render_template, request
from sqlalchemy import Connection

from app.audience import audience
from app.context import Context
from app.domain.mall import Site
from app.queries.hall import site_document
from app.web.kept_sites import Seen, other_sites, seen

# Address and words of each screen, by whom it is for; the words are start.<name> and start.<name>_text.
SCREENS = {
    "visitors": (("/kiosk", "kiosk"), ("/display", "display")),
    "staff": (("/counter", "counter"), ("/reception", "reception"), ("/admin", "admin")),
    "programs": (("/api/docs", "docs"),),
}
LINKS_COMMAND = "python3 run.py links"
YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Place:
    """A site on the start page; `reason` says why nothing is open, else None.

    `seen` is until when its satellite was heard, None for a site of this server.
    """

    code: str
    name: str
    address: str
    waiting: int
    reason: str | None
    seen: Seen | None


def blueprint(context: Context) -> Blueprint:
    pages = Blueprint(
        "start",
        __name__,
        template_folder="templates",
        static_folder="static",
        static_url_path="/static/start",
    )

    @pages.get("/")
    @audience("anyone")
    def start() -> str:
        with context.database.read() as connection:
            places = [_place(context, connection, site) for site in other_sites(context, "")]
        elsewhere = [site for site in context.mall.sites if not context.keeping.shows(site.code)]
        return render_template(
            "start/start.html",
            mall=context.mall,
            places=places,
            elsewhere=elsewhere,
            hub=context.keeping.hub,
            screens=SCREENS,
            paper=context.emulator_url,
            demo=context.demo,
            command=LINKS_COMMAND,
        )

    @pages.after_app_request
    def remember_language(response: Response) -> Response:
        """A language chosen on one page (?lang=) is that of the pages opened after it."""
        chosen = request.args.get("lang")
        if response.mimetype == "text/html" and chosen in context.mall.languages:
            response.set_cookie("antrean_language", chosen, max_age=YEAR, samesite="Lax")
        return response

    return pages


def _place(context: Context, connection: Connection, site: Site) -> Place:
    document = site_document(connection, context.mall, site, now=context.clock(), words=context.words)
    agencies: list[dict[str, Any]] = document["agencies"]
    is_open = any(agency["open"] for agency in agencies)
    soonest = min(agencies, key=lambda agency: agency["next_opening"] or "~", default=None)
    return Place(
        code=site.code,
        name=site.name,
        address=site.address,
        waiting=sum(agency["waiting"] for agency in agencies),
        reason=None if is_open or soonest is None else soonest[f"reason_{g.language}"],
        seen=seen(context, site.code),
    )

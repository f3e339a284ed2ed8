"""The pages of a display: the screen itself, its clips, and a plain page for engines without scripts."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, render_template, request, send_file

from app.audience import audience
from app.context import Context
from app.domain.errors import NotFound, UnknownSite
from app.domain.mall import Mall, Site
from app.domain.media import MediaType
from app.edition import edition
from app.queries.board import board
from displays.board import view
from displays.voice.studio import BELL, CHIME

# Classic scripts in the order in which they need one another.
SCRIPTS = (
    "clocks.js", "asking.js", "moments.js", "layout.js", "arrangement.js", "board.js", "announcements.js",
    "pieces.js", "calls.js", "waiting.js", "agencies.js", "estimates.js", "hall.js", "frame.js",
    "emergency.js", "resting.js", "scan.js", "settings.js", "loudness.js", "clips.js", "player.js",
    "returning.js", "line.js", "ducking.js", "playlist.js", "cabinet.js", "media.js", "memory.js",
    "watchdog.js", "report.js",
    "reporting.js", "display.js",
)  # fmt: skip
THEMES = ("light", "dark")
YEAR = 365 * 24 * 3600
HOUR = 3600
RELOAD = 5  # seconds


def blueprint(context: Context) -> Blueprint:
    pages = Blueprint(
        "display",
        __name__,
        template_folder="templates",
        static_folder="static",
        static_url_path="/displays/static",
    )

    @pages.get("/display")
    @audience("anyone")
    def screen() -> str:
        """A shell without data: the screen asks for its own with its token."""
        language = _language(context.mall)
        theme = request.args.get("theme")
        return render_template(
            "display/display.html",
            say=_saying(context, language),
            language=language,
            theme=theme if theme in THEMES else None,
            mall=context.mall,
            chime=f"/displays/voice/{CHIME}",
            bell=f"/displays/voice/{BELL}",
            scripts=SCRIPTS,
            version=edition(),
        )

    @pages.get("/displays/voice/<name>")
    @audience("anyone")
    def clip(name: str) -> Response:
        """One in the making is waited for.

        A sentence is said once, and the display itself holds what it still wants to say: a television that
        stored them all would write gigabytes a day.
        """
        path = context.voice.path(name)
        if path is None:
            raise NotFound
        is_kept = name in (CHIME, BELL)
        response = send_file(path, mimetype="audio/wav", max_age=HOUR if is_kept else None)
        response.headers["Cache-Control"] = f"public, max-age={HOUR}" if is_kept else "no-store"
        return response

    @pages.get("/displays/media/<name>")
    @audience("anyone")
    def media(name: str) -> Response:
        """A picture or film, or the piece that is asked for; the same name is always the same bytes."""
        path = context.shelf.path(name)
        if path is None:
            raise NotFound
        response = send_file(path, mimetype=MediaType(path.suffix[1:]).mime, max_age=YEAR, conditional=True)
        response.cache_control.public = True
        response.cache_control.immutable = True
        return response

    @pages.get("/display/plain")
    @audience("anyone")
    def plain() -> Response:
        """Asks to be loaded again and again, which a reader may stop with the link on it."""
        site = _site(context.mall)
        language = _language(context.mall)
        zones = request.args.getlist("zone")
        now = context.clock()
        with context.database.read() as connection:
            document = board(connection, context.mall, site, now=now)
        still = "still" in request.args
        page = render_template(
            "display/plain.html",
            say=_saying(context, language),
            language=language,
            site=site,
            view=view(document, zones=zones),
            time=_clock(now.astimezone(context.mall.zone_info).strftime("%H:%M"), language),
            still=still,
            zones=zones,
        )
        return Response(page, headers={} if still else {"Refresh": str(RELOAD)})

    return pages


def _language(mall: Mall) -> str:
    """A television's browser speaks whatever its maker chose, so only the address is asked."""
    asked = request.args.get("lang", "")
    return asked if asked in mall.languages else mall.languages[0]


def _saying(context: Context, language: str) -> Callable[..., str]:
    def say(key: str, **blanks: Any) -> str:
        return context.words.say(language, f"display.{key}", **blanks)

    return say


def _site(mall: Mall) -> Site:
    code = request.args.get("site", mall.sites[0].code)
    site = mall.site.get(code)
    if site is None:
        raise UnknownSite(site=code)
    return site


def _clock(time: str, language: str) -> str:
    return time.replace(":", ".") if language == "id" else time

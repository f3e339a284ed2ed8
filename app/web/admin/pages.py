"""The administrator's pages: shells without data; their scripts read the API with the token."""

from collections.abc import Callable

from flask import Blueprint, render_template

from app.audience import audience
from app.context import Context
from app.domain.partner import Scope
from app.domain.staff import GIVEN_SINGLY, Permission, Role
from app.web.admin.device_pages import add_device_pages
from app.web.admin.mall_pages import add_mall_pages
from app.web.admin.upkeep_pages import add_upkeep_pages

# The administrator's pages and the reception, by what one comes for: a group's name in the words, then each
# page's address, its name in the words, and the permission it is for.
PAGES = (
    (
        "pages_today",
        (
            ("/admin", "title", Permission.WATCH_HALL),
            ("/reception", "reception", Permission.FIND_TICKET),
            ("/admin/printers", "printers", Permission.SEE_ALARMS),
            ("/admin/availability", "simulator", Permission.SIMULATE),
            ("/admin/journal", "journal", Permission.READ_JOURNAL),
        ),
    ),
    (
        "pages_setting",
        (
            ("/admin/mall", "mall", Permission.MANAGE_MALL),
            ("/admin/devices", "devices", Permission.MANAGE_DEVICES),
            ("/admin/staff", "staff", Permission.MANAGE_STAFF),
            ("/admin/partners", "partners", Permission.MANAGE_PARTNERS),
            ("/admin/satellites", "satellites", Permission.MANAGE_DEVICES),
        ),
    ),
    (
        "pages_upkeep",
        (
            ("/admin/health", "health", Permission.MANAGE_MALL),
            ("/admin/backup", "backup", Permission.MANAGE_MALL),
            ("/admin/letters", "letters", Permission.MANAGE_MALL),
        ),
    ),
)


def blueprint(context: Context) -> Blueprint:
    pages = Blueprint(
        "admin",
        __name__,
        template_folder="templates",
        static_folder="static",
        static_url_path="/static/admin",
    )

    def shell(template: str, *, here: str, script: str, **more: object) -> str:
        languages = context.mall.languages
        return render_template(
            f"admin/{template}", here=here, script=script, pages=PAGES, languages=languages, **more
        )

    @pages.get("/admin")
    @audience("anyone")
    def hall() -> str:
        return shell("hall.html", here="title", script="admin.js")

    @pages.get("/admin/availability")
    @audience("anyone")
    def simulator() -> str:
        return shell("availability.html", here="simulator", script="availability.js")

    @pages.get("/admin/printers")
    @audience("anyone")
    def printers() -> str:
        return shell("printers.html", here="printers", script="printers.js")

    @pages.get("/admin/displays")
    @audience("anyone")
    def displays() -> str:
        return shell("displays.html", here="displays", script="displays.js")

    @pages.get("/admin/voice")
    @audience("anyone")
    def voice() -> str:
        return shell("voice.html", here="voice", script="voice.js")

    @pages.get("/admin/media")
    @audience("anyone")
    def media() -> str:
        return shell("media.html", here="media", script="media.js")

    @pages.get("/admin/staff")
    @audience("anyone")
    def staff() -> str:
        return shell(
            "staff.html",
            here="staff",
            script="staff.js",
            sites=context.mall.sites,
            agencies=context.mall.agencies,
            roles=tuple(Role),
            singly=[each for each in Permission if each in GIVEN_SINGLY],
            mall_name=context.mall.name,
            address=context.links.public_url,
        )

    add_device_pages(pages, context, shell)
    _add_partners(pages, context, shell)
    _add_letters(pages, shell)
    _add_satellites(pages, shell)
    add_upkeep_pages(pages, context, shell)
    add_mall_pages(pages, shell)
    return pages


def _add_satellites(pages: Blueprint, shell: Callable[..., str]) -> None:
    @pages.get("/admin/satellites")
    @audience("anyone")
    def satellites() -> str:
        return shell("satellites.html", here="satellites", script="satellites.js")


def _add_partners(pages: Blueprint, context: Context, shell: Callable[..., str]) -> None:
    @pages.get("/admin/partners")
    @audience("anyone")
    def partners() -> str:
        return shell(
            "partners.html",
            here="partners",
            script="partners.js",
            sites=context.mall.sites,
            scopes=[scope.value for scope in Scope],
        )


def _add_letters(pages: Blueprint, shell: Callable[..., str]) -> None:
    @pages.get("/admin/letters")
    @audience("anyone")
    def letters() -> str:
        return shell("letters.html", here="letters", script="letters.js")

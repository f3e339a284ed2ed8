"""The pages on which the mall is changed: one a table, one to look and save, one of all revisions."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, abort

from app.audience import audience

# The tables as the navigation groups them; each is a page of its own.
TABLES = (
    ("office", ("mall", "hours", "break", "holiday", "rules", "upkeep")),
    ("services", ("agency", "service")),
    ("look", ("look", "words")),
    ("places", ("site", "zone", "counter", "kiosk", "display", "printer", "quiet", "layout")),
)


def _add_face(pages: Blueprint, page: Callable[..., str], name: str) -> None:
    """The page of the colours, or that of the words; under a short address, too."""

    @pages.get(f"/admin/{name}", endpoint=f"mall_{name}_short")
    @pages.get(f"/admin/mall/{name}", endpoint=f"mall_{name}")
    @audience("anyone")
    def face() -> str:
        return page(f"{name}.html", script=f"{name}.js", table=name, sections=("editor", "look"))


def add_mall_pages(pages: Blueprint, shell: Callable[..., str]) -> None:
    page = partial(shell, here="mall", groups=TABLES, sections=("editor",))

    @pages.get("/admin/mall", defaults={"table": "mall"})
    @pages.get("/admin/mall/<table>")
    @audience("anyone")
    def mall(table: str) -> str:
        if not any(table in tables for _, tables in TABLES):
            abort(404)
        return page("mall.html", script="mall/page.js", table=table)

    for name in ("look", "words"):
        _add_face(pages, page, name)

    @pages.get("/admin/mall/review")
    @audience("anyone")
    def mall_review() -> str:
        return page("mall_review.html", script="mall/review.js", table="review")

    @pages.get("/admin/mall/revisions")
    @audience("anyone")
    def mall_revisions() -> str:
        return page("mall_revisions.html", script="mall/revisions.js", table="revisions")

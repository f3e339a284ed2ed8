"""The pages of whoever keeps the system going: its health, its backups, its journal and its log."""

from collections.abc import Callable

from flask import Blueprint

from app.audience import audience
from app.context import Context
from app.web.api.backups import file_route

SECTIONS = ["upkeep"]


def add_upkeep_pages(pages: Blueprint, context: Context, shell: Callable[..., str]) -> None:
    @pages.get("/admin/backup")
    @audience("anyone")
    def backup() -> str:
        return shell("backup.html", here="backup", script="upkeep/backup.js", sections=SECTIONS)

    @pages.get("/admin/health")
    @audience("anyone")
    def health() -> str:
        return shell("health.html", here="health", script="upkeep/health.js", sections=SECTIONS)

    @pages.get("/admin/journal")
    @audience("anyone")
    def journal() -> str:
        return shell("journal.html", here="journal", script="upkeep/journal.js", sections=SECTIONS)

    file_route(pages, context)

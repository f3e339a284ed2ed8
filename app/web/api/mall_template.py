"""The spreadsheet of agencies, services and counters: to fill in for a new mall, or as the mall has them."""

from flask import Blueprint, Response, g, request

from app.audience import audience
from app.context import Context
from app.domain.staff import Permission
from app.sheets import csv_text, workbook
from app.web.api.description import describe
from app.web.api.mall import newest_of
from app.web.auth import enter_everywhere
from config.mall_mistakes import Document
from config.mall_sheet_template import alone, template

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds GET /mall/template.xlsx and /mall/template.csv."""

    @blueprint.get("/mall/template.xlsx")
    @audience("admin", staff=Permission.MANAGE_MALL)
    @describe("A spreadsheet to fill in; `filled`: with what the mall has", tag="mall", query=("filled",))
    def template_workbook() -> Response:
        enter_everywhere()
        sheets = template(context.words, g.language, _wanted(context))
        content: bytes = context.engine.offload(lambda: workbook(sheets))  # most of a second for a large mall
        return _file(content, XLSX, "antrean.xlsx")

    @blueprint.get("/mall/template.csv")
    @audience("admin", staff=Permission.MANAGE_MALL)
    @describe("The same as one table", tag="mall", query=("filled",))
    def template_table() -> Response:
        enter_everywhere()
        content = csv_text(alone(context.words, g.language, _wanted(context)))
        return _file(content, CSV, "antrean.csv")


def _wanted(context: Context) -> Document | None:
    """The mall in force where the asker wants it, else none: the file has examples then."""
    if request.args.get("filled") != "1":
        return None
    with context.database.read() as connection:
        return newest_of(connection, context).document


def _file(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response

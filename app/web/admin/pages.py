"""The administrator's page: a shell without data; its script reads /api/v1/admin/overview with the token."""

from flask import Blueprint, render_template

from app.audience import audience
from app.context import Context


def blueprint(context: Context) -> Blueprint:
    pages = Blueprint(
        "admin",
        __name__,
        template_folder="templates",
        static_folder="static",
        static_url_path="/static/admin",
    )

    @pages.get("/admin")
    @audience("anyone")
    def hall() -> str:
        return render_template("admin/hall.html", languages=context.mall.languages)

    return pages

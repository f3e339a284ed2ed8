"""The reception desk: one page without data; what it shows comes through the API."""

from flask import Blueprint, render_template

from app.audience import audience
from app.context import Context
from app.domain.ticket import Priority


def blueprint(context: Context) -> Blueprint:
    pages = Blueprint(
        "reception",
        __name__,
        template_folder="templates",
        static_folder="static",
        static_url_path="/static/reception",
    )

    @pages.get("/reception")
    @audience("anyone")
    def reception() -> str:
        return render_template(
            "reception/reception.html", lanes=("none", *Priority), languages=context.mall.languages
        )

    return pages

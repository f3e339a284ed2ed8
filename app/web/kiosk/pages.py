"""The kiosk's page: a shell without data; what it shows comes through the API and its socket."""

from flask import Blueprint, render_template

from app.audience import audience
from app.context import Context


def blueprint(context: Context) -> Blueprint:
    pages = Blueprint(
        "kiosk",
        __name__,
        template_folder="templates",
        static_folder="static",
        static_url_path="/static/kiosk",
    )

    @pages.get("/kiosk")
    @audience("anyone")
    def kiosk() -> str:
        return render_template("kiosk/kiosk.html", languages=context.mall.languages)

    return pages

"""The entrance for people, and their own account: shells of pages; the API does the rest."""

from flask import Blueprint, render_template

from app.audience import audience
from app.context import Context
from app.queries.staff import is_anybody_there


def blueprint(context: Context) -> Blueprint:
    pages = Blueprint(
        "entrance",
        __name__,
        template_folder="templates",
        static_folder="static",
        static_url_path="/static/entrance",
    )

    def _is_begun() -> bool:
        with context.database.glance() as connection:
            return is_anybody_there(connection)

    @pages.get("/login")
    @audience("anyone")
    def login() -> str:
        return render_template("entrance/login.html", mall=context.mall, begun=_is_begun(), demo=context.demo)

    @pages.get("/setup")
    @audience("anyone")
    def setup() -> str:
        """The form for the console's code; once there is an administrator, the guided set-up of the mall."""
        if context.demo or not _is_begun():
            return render_template("entrance/setup.html", mall=context.mall, demo=context.demo)
        return render_template("entrance/beginning.html", mall=context.mall)

    @pages.get("/account")
    @audience("anyone")
    def account() -> str:
        """A shell without data: its script asks who is signed in, and leads to the entrance if nobody is."""
        return render_template("entrance/account.html", mall=context.mall)

    return pages

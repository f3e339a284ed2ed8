"""The counter console: one page without data; what it shows comes through the API and its socket."""

from flask import Blueprint, render_template

from app.audience import audience
from app.context import Context

# The moves on a visitor as they stand on the screen: the path in the API, the words, the key.
MOVES = (
    ("recall", "move_recall", "F4"),
    ("serve", "move_serve", "F6"),
    ("finish", "move_finish", "F8"),
    ("miss", "move_miss", "F9"),
    ("hold", "move_hold", "F10"),
    ("transfer", "move_transfer", "F3"),
    ("return", "move_return", "F7"),
    ("note", "move_note", "key_insert"),
)
# What is done less often, with a visitor or without one: when, the path, the words, the key.
ASIDE = (
    ("visitor", "cancel", "move_cancel", "key_delete"),
    ("free", "look", "move_look", "F1"),
    ("free", "walk-up", "move_walk_up", "key_insert"),
)


def blueprint(_context: Context) -> Blueprint:
    pages = Blueprint(
        "counter",
        __name__,
        template_folder="templates",
        static_folder="static",
        static_url_path="/static/counter",
    )

    @pages.get("/counter")
    @audience("anyone")
    def console() -> str:
        return render_template("counter/console.html", moves=MOVES, aside=ASIDE)

    return pages

"""The words of a screen for its scripts, and the same words for the templates."""

from typing import Any

from flask import Blueprint, Flask, abort, g, jsonify, request

from app.audience import audience
from app.context import Context


def blueprint(context: Context) -> Blueprint:
    """GET /words/<language>/<section>.json: sentences by key."""
    pages = Blueprint("words", __name__)

    @pages.get("/words/<language>/<section>.json")
    @audience("anyone")
    def words(language: str, section: str) -> Any:
        try:
            sentences = context.words.section(language, section)
        except KeyError:
            abort(404)
        response = jsonify(sentences)
        response.headers["Cache-Control"] = "public, max-age=31536000" if "v" in request.args else "no-cache"
        response.add_etag()
        return response.make_conditional(request)

    return pages


def install(app: Flask, context: Context) -> None:
    """Gives templates `say('kiosk.greeting', name=...)` in the language of the request."""

    def say(key: str, **blanks: object) -> str:
        return context.words.say(g.language, key, **blanks)

    app.jinja_env.globals["say"] = say

"""The mall's own style sheet and logo for every page, and their addresses for the templates."""

from typing import Any

from flask import Blueprint, Flask, Response, abort, request
from markupsafe import Markup

from app.audience import audience
from app.look import Looks
from app.web.assets import FOREVER

# A drawing may hold no script, which is looked at when it is saved; opened alone it could run none either.
ALONE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def blueprint(looks: Looks) -> Blueprint:
    pages = Blueprint("look", __name__)

    @pages.get("/look.css")
    @audience("anyone")
    def style() -> Response:
        look = looks.now()
        return _kept(Response(look.css, mimetype="text/css"), look.style)

    @pages.get("/logo")
    @audience("anyone")
    def logo() -> Response:
        look = looks.now()
        if look.logo is None or look.logo_address is None:
            abort(404)
        response = _kept(Response(look.logo.content, mimetype=look.logo.type), look.logo_address)
        response.headers["Content-Security-Policy"] = ALONE
        return response

    return pages


def install(app: Flask, looks: Looks) -> None:
    """Gives templates `look()`: the addresses of the style sheet and the logo, and the words' version.

    `logo()` is the picture itself, which stands beside the mall's name and so says nothing more; it is there
    without a logo too, for the one that may be given while the page is open (static/look.js).
    """

    def look() -> dict[str, Any]:
        return looks.now().told()

    def logo() -> Markup:
        address = look()["logo"]
        shown = Markup(' src="{}"').format(address) if address else Markup(" hidden")
        return Markup('<img class="logo" data-logo alt=""{}>').format(shown)

    app.jinja_env.globals.update(look=look, logo=logo)


def _kept(response: Response, address: str) -> Response:
    """Kept for ever under the address that names this very content, under any other asked for again."""
    version = address.rpartition("=")[2]
    response.headers["Cache-Control"] = FOREVER if request.args.get("v") == version else "no-cache"
    response.set_etag(version)
    response.make_conditional(request)
    return response

"""Addresses of static files, with a hash of their content so that browsers may keep them."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Flask, Response, request

from app.edition import edition

WEB = Path(__file__).parent
VENDOR = WEB / "static" / "vendor"
FOREVER = "public, max-age=31536000, immutable"


def install(app: Flask, roots: dict[str, Path]) -> None:
    """Adds `asset`, `vendor` and `edition` to the templates, and the caching headers.

    `roots` maps an address like "/displays/static/" to the folder behind it; the longest that
    fits wins.
    """
    app.jinja_env.globals.update(
        asset=lambda name: _asset(name, tuple(roots.items())), vendor=_vendor, edition=edition
    )

    @app.after_request
    def keep(response: Response) -> Response:
        """A file that is not there (yet: another version of us may have it) is not kept at all."""
        if response.status_code not in (200, 206, 304):
            return response
        if request.path.startswith("/static/vendor/") or ("v" in request.args and "/static/" in request.path):
            response.headers["Cache-Control"] = FOREVER
        elif "/static/" in request.path:
            response.headers["Cache-Control"] = "no-cache"
        return response


def _asset(name: str, roots: tuple[tuple[str, Path], ...]) -> str:
    """ "kiosk/kiosk.js" -> "/static/kiosk/kiosk.js?v=…"; a name with a leading slash is an address."""
    address = name if name.startswith("/") else f"/static/{name}"
    prefix = max((root for root, _ in roots if address.startswith(root)), key=len)
    file = dict(roots)[prefix] / address.removeprefix(prefix)
    return f"{address}?v={_version(file, file.stat().st_mtime_ns)}"


@cache
def _version(file: Path, _changed: int) -> str:
    return sha256(file.read_bytes()).hexdigest()[:12]


@cache
def _vendor(package: str, file: str) -> str:
    """The address of a browser library's file, in whatever version is installed."""
    scope, _, name = package.rpartition("/")
    folders = sorted((VENDOR / scope).glob(f"{name}-[0-9]*"))
    if not folders:
        raise FileNotFoundError(f"the browser library {package} is not installed; run python3 run.py once")
    return f"/static/vendor/{folders[-1].relative_to(VENDOR).as_posix()}/{file}"

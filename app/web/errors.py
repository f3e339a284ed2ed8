"""Every refusal as a sentence: a problem document for programs (RFC 9457), a page for people."""

import logging
import math
from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, g, jsonify, render_template, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from app.context import Context
from app.domain.errors import BookingElsewhere, Refused, TooMany, Unavailable
from app.domain.keeping import SatelliteUnwilling, SiteElsewhere
from app.store.database import StoreUnavailable
from app.web.refused import say_refused
from config.sentences import availability, try_again

_HTTP_CODES = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "bad_request",
    429: "too_many",
}
FIRST_ERROR = 400
log = logging.getLogger(__name__)


def install(app: Flask, context: Context) -> None:
    """Registers one answer for everything that can go wrong."""

    @app.errorhandler(Refused)
    def refused(error: Refused) -> Any:
        said = sentence(context, error, _language(context))
        answer = _answer(error.status, error.code, said, error.members)
        if isinstance(error, TooMany) and error.until is not None:
            left = (error.until - context.clock()).total_seconds()
            answer[0].headers["Retry-After"] = str(max(1, math.ceil(left)))
        return answer

    @app.errorhandler(StoreUnavailable)
    def store_unavailable(error: StoreUnavailable) -> Any:
        log.error("the database is not available: %s", error)
        return _plain(context, 503, "store_unavailable")

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Any:
        status = error.code or 500
        if status < FIRST_ERROR:
            return error
        response = _plain(
            context, 422 if status in (400, 415) else status, _HTTP_CODES.get(status, "server_error")
        )
        if isinstance(error, MethodNotAllowed) and error.valid_methods:
            response[0].headers["Allow"] = ", ".join(error.valid_methods)
        return response

    @app.errorhandler(Exception)
    def crashed(error: Exception) -> Any:
        route = request.url_rule or "no route"  # the path itself may be a ticket's secret address
        log.error("an error nobody expected at %s %s", request.method, route, exc_info=error)
        return _plain(context, 500, "server_error")


def sentence(context: Context, error: Refused, language: str) -> str:
    """What a person reads: the reason, and what to do next."""
    say_refused(error.code)
    if isinstance(error, SiteElsewhere) and context.keeping.hub:
        return context.words.say(language, "site.elsewhere_at", hub=context.keeping.hub)
    if isinstance(error, BookingElsewhere):
        return context.words.say(language, "booking.elsewhere", **error.params)
    if isinstance(error, SatelliteUnwilling):
        return error.sentence
    if isinstance(error, Unavailable):
        return availability(context.words, language, error.decision, now=context.clock())
    said = context.words.say(language, f"errors.{error.code}", **error.params)
    if isinstance(error, TooMany) and error.until is not None:
        return f"{said} {try_again(context.words, language, error.until.astimezone(context.mall.zone_info))}"
    return said


def _language(context: Context) -> str:
    return g.get("language") or context.mall.languages[0]


def _plain(context: Context, status: int, code: str) -> tuple[Response, int]:
    return _answer(status, code, context.words.say(_language(context), f"errors.{code}"))


def _answer(
    status: int, code: str, detail: str, members: Mapping[str, Any] | None = None
) -> tuple[Response, int]:
    say_refused(code)
    if request.path.startswith("/api/") or request.accept_mimetypes.best == "application/json":
        problem = {
            "type": f"/api/docs#{code}",
            "title": code.replace("_", " "),
            "status": status,
            "detail": detail,
            "code": code,
            **(members or {}),
        }
        response = jsonify(problem)
        response.mimetype = "application/problem+json"
    else:
        response = Response(render_template("error.html", status=status, detail=detail))
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response, status

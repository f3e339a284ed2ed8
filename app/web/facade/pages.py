"""GET /antrean/token, then POST status, ambil, sisa, batal and checkin, as BPJS Antrean names them.

Every answer has its envelope: metadata.code 200, or 201 with a sentence that says why not. Numbers are for
today, and by the same rules as everybody's. Of what an app sends of its patient nothing is read.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, current_app, g, jsonify, request

from app.audience import audience
from app.context import Context
from app.domain.errors import Refused, TooMany, Unauthenticated
from app.domain.pairing import neighbourhood
from app.domain.partner import Scope
from app.queries.tokens import Bearer, bearer, living_bearer
from app.store.database import StoreUnavailable
from app.web.api.afar import Afar
from app.web.api.pace import Pace
from app.web.api.requests import body
from app.web.errors import sentence
from app.web.facade import counter
from app.web.facade.passes import key_hash_of, make_pass
from app.web.facade.questions import Arrival, Cancelling, Numbered, Question
from app.web.partner_door import PARTNERS

OK, NO = 200, 201
MOST_WRONG, WRONG_WITHIN = 10, timedelta(minutes=10)  # keys, of one neighbourhood
Answer = dict[str, Any]


def blueprint(context: Context, afar: Afar) -> Blueprint:
    pages = Blueprint("facade", __name__, url_prefix="/antrean")
    _add_token(pages, context)
    _add_deeds(pages, context, afar)
    _add_refusals(pages, context)
    return pages


def _add_token(pages: Blueprint, context: Context) -> None:
    wrong = Pace(MOST_WRONG, WRONG_WITHIN)

    @pages.get("/token")
    @audience("anyone")
    def token() -> Any:
        """x-username is the partner's code, x-password its key."""
        now, who = context.clock(), neighbourhood(request.remote_addr or "")
        if until := wrong.closed_until(who, now=now):
            raise TooMany(until=until)
        key = request.headers.get("x-password", "")
        with context.database.read() as connection:
            holder = bearer(connection, key)
        if holder is None or holder.partner is None or not _is_named(holder):
            wrong.visit(who, now=now)
            raise Unauthenticated
        return _said({"token": make_pass(context.links.secret, key, now=now)})


def _add_deeds(pages: Blueprint, context: Context, afar: Afar) -> None:
    @pages.post("/status")
    @audience("anyone", scope=Scope.READ)
    def status() -> Any:
        holder = _enter(context)
        return _said(counter.status(context, body(Question), holder))

    @pages.post("/ambil")
    @audience("anyone", scope=Scope.REMOTE)
    def take() -> Any:
        holder = _enter(context)
        return _said(counter.take(context, afar, body(Question), holder))

    @pages.post("/sisa")
    @audience("anyone", scope=Scope.REMOTE)
    def left() -> Any:
        holder = _enter(context)
        return _said(counter.left(context, afar, body(Numbered).kodebooking, holder))

    @pages.post("/batal")
    @audience("anyone", scope=Scope.REMOTE)
    def cancel() -> Any:
        holder = _enter(context)
        counter.cancel(context, afar, body(Cancelling).kodebooking, holder)
        return _said(None)

    @pages.post("/checkin")
    @audience("anyone", scope=Scope.REMOTE)
    def check_in() -> Any:
        holder, said = _enter(context), body(Arrival)
        counter.check_in(afar, said.kodebooking, said.kodehadir, holder)
        return _said(None)


def _add_refusals(pages: Blueprint, context: Context) -> None:
    @pages.errorhandler(Refused)
    def refused(error: Refused) -> Any:
        """201 in the envelope; the line itself says 401 or 429 where programs look for it."""
        response = _envelope(None, NO, sentence(context, error, g.language))
        if isinstance(error, Unauthenticated | TooMany):
            response.status_code = error.status
        if isinstance(error, TooMany) and error.until is not None:
            left = error.until - context.clock()
            response.headers["Retry-After"] = str(max(1, round(left.total_seconds())))
        return response

    @pages.errorhandler(StoreUnavailable)
    def unavailable(_error: StoreUnavailable) -> Any:
        said = context.words.say(g.language, "errors.store_unavailable")
        response = _envelope(None, NO, said)
        response.status_code = 503
        return response


def _enter(context: Context) -> Bearer:
    """The partner behind x-token, whose pace and scopes count as everywhere. Raises what refuses it."""
    said, now = request.headers.get("x-token", ""), context.clock()
    hashed = key_hash_of(context.links.secret, said, now=now)
    if hashed is None:
        raise Unauthenticated
    with context.database.read() as connection:
        holder = living_bearer(connection, hashed)
    if holder is None or holder.partner is None or not _is_named(holder):
        raise Unauthenticated
    view: Callable[..., Any] = current_app.view_functions[request.endpoint or ""]
    current_app.extensions[PARTNERS].admit(holder, view)
    return holder


def _is_named(holder: Bearer) -> bool:
    return holder.partner is not None and request.headers.get("x-username", "") == holder.partner.code


def _said(response: Answer | None) -> Response:
    return _envelope(response, OK, "Ok")


def _envelope(response: Answer | None, code: int, message: str) -> Response:
    told = {} if response is None else {"response": response}
    return jsonify({**told, "metadata": {"message": message, "code": code}})

"""Signing in and out, the own password, where one is signed in, and the very first administrator."""

from typing import Any

from flask import Blueprint, Response, g, jsonify, request

from app.audience import STAFF, audience
from app.context import Context
from app.cookie import csrf_of, give, session_secret, take_back
from app.domain.links import digest
from app.domain.staff import Permission, is_username, plain_username
from app.domain.staff_refusals import (
    SamePassword,
    UnknownSession,
    WrongCredentials,
    WrongSetupCode,
    WrongUsername,
)
from app.installation import forget_screens
from app.operations.beginning import begin_office, clear_trial
from app.operations.sessions import (
    Attempt,
    Caller,
    begin_attempt,
    end_session,
    end_sessions,
    forgive,
    note_failure,
    open_session,
    sign_in,
)
from app.operations.setup import set_up, try_setup_code, typed_setup_code
from app.operations.staff import set_password
from app.queries.sessions import session_bearers, session_document, session_entries
from app.queries.staff import grant_document
from app.queries.tokens import Bearer
from app.store.transaction import Transaction
from app.web.api.description import describe
from app.web.api.requests import body, row_id
from app.web.api.staff_documents import PasswordWish, SessionList, SetupWish, SignedInDocument, SignInWish
from app.web.auth import forget_holders

WEAK = ("password_short", "password_long", "password_common", "password_name")


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds the routes under /session, /sessions and /setup."""
    _entrance(blueprint, context)
    _own_routes(blueprint, context)
    _session_list(blueprint, context)


def _entrance(blueprint: Blueprint, context: Context) -> None:
    @blueprint.post("/session")
    @audience("anyone")
    @describe(
        "Sign in; the answer sets the session's cookie",
        tag="staff",
        body=SignInWish,
        answer=SignedInDocument,
        refusals=("wrong_credentials", "password_expired", "sign_in_delayed"),
    )
    def enter_session() -> Any:
        wish, caller = body(SignInWish), _caller()
        attempt = _proven(context, plain_username(wish.username), wish.password, caller)
        now, before = context.clock(), session_secret(request.environ)

        def deed(tx: Transaction) -> str:
            _end_former(tx, before, now)
            return sign_in(tx, attempt, caller, now=now, random=context.random)

        return _admitted(context, context.database.write("", deed))

    @blueprint.post("/setup")
    @audience("anyone")
    @describe(
        "Make the first administrator by the code on the server's console; signs in",
        tag="staff",
        body=SetupWish,
        answer=SignedInDocument,
        refusals=("setup_done", "wrong_setup_code", "sign_in_delayed", "wrong_username", *WEAK),
    )
    def begin() -> Any:
        wish, caller, now = body(SetupWish), _caller(), context.clock()
        code, username = typed_setup_code(wish.code), plain_username(wish.username)
        demo = context.demo
        if not context.database.write(
            "", lambda tx: try_setup_code(tx, code, caller.address, now=now, demo=demo)
        ):
            raise WrongSetupCode
        if not is_username(username):
            raise WrongUsername
        hashed = context.passwords.hashed(wish.password, username=username)
        was_demo = demo and _end_demo(context)

        def deed(tx: Transaction) -> str:
            if was_demo:
                clear_trial(tx)
            made = set_up(tx, code, username=username, name=wish.name.strip(), password_hash=hashed, now=now)
            return open_session(tx, made, caller, now=now, random=context.random)

        return _admitted(context, context.database.write("", deed))


def _end_demo(context: Context) -> bool:
    """Closes every door of the demonstration; False where another did it first."""
    was_demo = context.database.write("", begin_office)
    context.demonstration.end()
    forget_screens(context.settings)
    forget_holders()
    return was_demo


def _own_routes(blueprint: Blueprint, context: Context) -> None:
    @blueprint.delete("/session")
    @audience(STAFF)
    @describe("Sign out", tag="staff")
    def leave() -> Any:
        holder: Bearer = g.bearer
        number, now = holder.session or 0, context.clock()
        context.database.write("", lambda tx: end_session(tx, number, actor=holder.actor, now=now))
        forget_holders()
        answer = jsonify({})
        take_back(answer, secure=request.is_secure)
        return answer

    @blueprint.post("/session/password")
    @audience(STAFF)
    @describe(
        "Change the own password; every other session ends, this one gets a new cookie",
        tag="staff",
        body=PasswordWish,
        answer=SignedInDocument,
        refusals=("wrong_credentials", "sign_in_delayed", "password_same", *WEAK),
    )
    def change_password() -> Any:
        holder: Bearer = g.bearer
        wish, caller = body(PasswordWish), _caller()
        attempt = _proven(context, holder.code or "", wish.old, caller)
        if context.passwords.fits(wish.new, attempt.password_hash):
            raise SamePassword
        hashed = context.passwords.hashed(wish.new, username=holder.code or "")
        now = context.clock()

        def deed(tx: Transaction) -> str:
            forgive(tx, attempt.counted, attempt.before)
            set_password(tx, holder.id, hashed, temporary=False, actor=holder.actor, now=now)
            return open_session(tx, holder.id, caller, now=now, random=context.random)

        return _admitted(context, context.database.write("", deed))


def _session_list(blueprint: Blueprint, context: Context) -> None:
    @blueprint.get("/sessions")
    @audience("admin", STAFF)
    @describe(
        "Where one is signed in; for who manages staff, where everybody is", tag="staff", answer=SessionList
    )
    def list_sessions() -> Any:
        holder: Bearer = g.bearer
        now, staff_id = context.clock(), _seen_by(holder)
        with context.database.read() as connection:
            entries = session_entries(connection, staff_id=staff_id, now=now)
        sessions = [session_document(each, own=each.id == holder.session) for each in entries]
        return jsonify(now=now.isoformat(), timezone=context.mall.timezone, sessions=sessions)

    @blueprint.delete("/sessions/<session>")
    @audience("admin", STAFF)
    @describe("Sign out somewhere else; again changes nothing", tag="staff", refusals=("unknown_session",))
    def end_elsewhere(session: str) -> Any:
        holder: Bearer = g.bearer
        number, now = row_id(session, unknown=UnknownSession), context.clock()
        with context.database.read() as connection:
            entries = session_entries(connection, staff_id=_seen_by(holder), now=now)
        if number not in {each.id for each in entries}:
            raise UnknownSession
        context.database.write("", lambda tx: end_session(tx, number, actor=holder.actor, now=now))
        forget_holders()
        return jsonify({})

    @blueprint.delete("/sessions")
    @audience(STAFF)
    @describe("Sign out everywhere but here; again changes nothing", tag="staff")
    def end_others() -> Any:
        holder: Bearer = g.bearer
        now = context.clock()

        def deed(tx: Transaction) -> None:
            end_sessions(tx, holder.id, actor=holder.actor, now=now, keep=holder.session)

        context.database.write("", deed)
        forget_holders()
        return jsonify({})


def _seen_by(holder: Bearer) -> int | None:
    """Whose sessions are shown: everybody's (None), or the own; a token has none, and so sees nobody's."""
    if holder.may(Permission.MANAGE_STAFF, None):
        return None
    return holder.id if holder.session is not None else 0


def _caller() -> Caller:
    return Caller(request.remote_addr or "", request.headers.get("User-Agent", ""))


def _proven(context: Context, username: str, password: str, caller: Caller) -> Attempt:
    """An attempt whose password fits; the work is the same whether or not somebody has the name.

    Raises SignInDelayed and WrongCredentials.
    """
    now = context.clock()
    attempt = context.database.write("", lambda tx: begin_attempt(tx, username, caller, now=now))
    fits = context.passwords.fits(password, attempt.password_hash)
    if not fits or attempt.staff is None:
        context.database.write("", lambda tx: note_failure(tx, attempt, caller, now=now))
        raise WrongCredentials
    return attempt


def _end_former(tx: Transaction, secret: str | None, now: Any) -> None:
    """Whoever signs in anew in the same browser leaves no session behind."""
    former = session_bearers(tx.connection, [digest(secret)], now=now) if secret else {}
    for holder in former.values():
        end_session(tx, holder.session or 0, actor=holder.actor, now=now)


def _admitted(context: Context, secret: str) -> Response:
    """A session before this one may have ended with it."""
    forget_holders()
    key = digest(secret)
    with context.database.read() as connection:
        holder = session_bearers(connection, [key], now=context.clock())[key]
    answer = jsonify(signed_in(holder, secret))
    give(answer, secret, secure=request.is_secure)
    return answer


def signed_in(holder: Bearer, secret: str) -> dict[str, Any]:
    """What a page has to know of the person who uses it."""
    return {
        "username": holder.code,
        "name": holder.name,
        "must_change": holder.must_change,
        "csrf": csrf_of(secret),
        "grants": [
            {**grant_document(grant), "permissions": sorted(grant.permissions)} for grant in holder.grants
        ],
    }

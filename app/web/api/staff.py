"""The people who work here, as an administrator sees and changes them."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, jsonify

from app.audience import audience
from app.context import Context
from app.domain.passwords import temporary_password
from app.domain.staff import GIVEN_SINGLY, GRANTS, Grant, Permission, plain_username
from app.domain.staff_refusals import UnknownStaff
from app.operations.sessions import end_every_session, end_sessions
from app.operations.staff import add_staff, change_staff, set_password
from app.queries.sessions import last_uses, session_entries
from app.queries.staff import people, person, staff_document
from app.store.transaction import Transaction
from app.web.api.description import describe
from app.web.api.requests import body, row_id
from app.web.api.staff_documents import (
    EverybodyOut,
    GrantWish,
    StaffChange,
    StaffDocument,
    StaffList,
    StaffWish,
    TemporaryPassword,
)
from app.web.auth import enter_everywhere, forget_holders


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds the routes under /staff."""
    _list_routes(blueprint, context)
    _person_routes(blueprint, context)
    _everybody_routes(blueprint, context)


def _list_routes(blueprint: Blueprint, context: Context) -> None:
    @blueprint.get("/staff")
    @audience("admin", staff=Permission.MANAGE_STAFF)
    @describe("Everybody who works here", tag="staff", answer=StaffList)
    def list_staff() -> Any:
        holder, now = enter_everywhere(), context.clock()
        with context.database.read() as connection:
            entries = session_entries(connection, staff_id=None, now=now)
            known, used = people(connection), last_uses(connection)
        signed_in = [entry.staff for entry in entries]
        return jsonify(
            now=now.isoformat(),
            timezone=context.mall.timezone,
            own=holder.id if holder.session is not None else None,
            staff=[
                staff_document(each, sessions=signed_in.count(each.id), seen_at=used.get(each.id))
                for each in known
            ],
            permissions={role.value: sorted(permissions) for role, permissions in GRANTS.items()},
            singly=sorted(GIVEN_SINGLY),
        )

    @blueprint.post("/staff")
    @audience("admin", staff=Permission.MANAGE_STAFF)
    @describe(
        "Add a person; the answer holds a temporary password, once",
        tag="staff",
        body=StaffWish,
        answer=TemporaryPassword,
        status=201,
        refusals=("wrong_username", "username_taken", "wrong_grant"),
    )
    def add() -> Any:
        actor, wish = enter_everywhere().actor, body(StaffWish)
        username = plain_username(wish.username)
        password, hashed = _temporary(context)

        def deed(tx: Transaction) -> dict[str, Any]:
            made = add_staff(
                tx,
                context.mall,
                username=username,
                name=wish.name.strip(),
                grants=[each.grant() for each in wish.grants],
                password_hash=hashed,
                temporary=True,
                actor=actor,
                now=context.clock(),
            )
            return _document(context, tx, made)

        return jsonify(staff=context.database.write("", deed), password=password), 201


def _person_routes(blueprint: Blueprint, context: Context) -> None:
    @blueprint.patch("/staff/<person>")
    @audience("admin", staff=Permission.MANAGE_STAFF)
    @describe(
        "Change name or grants, or let nobody in by this name any more",
        tag="staff",
        body=StaffChange,
        answer=StaffDocument,
        refusals=("unknown_staff", "wrong_grant", "staff_changed", "last_administrator"),
    )
    def change(person: str) -> Any:
        actor, wish = enter_everywhere().actor, body(StaffChange)
        number = row_id(person, unknown=UnknownStaff)

        def deed(tx: Transaction) -> dict[str, Any]:
            change_staff(
                tx,
                context.mall,
                number,
                name=None if wish.name is None else wish.name.strip(),
                grants=_grants(wish.grants),
                known=_grants(wish.known),
                disabled=wish.disabled,
                actor=actor,
                now=context.clock(),
            )
            return _document(context, tx, number)

        return jsonify(_at_once(context, deed))

    @blueprint.post("/staff/<person>/password")
    @audience("admin", staff=Permission.MANAGE_STAFF)
    @describe(
        "Give a temporary password and sign the person out everywhere",
        tag="staff",
        answer=TemporaryPassword,
        refusals=("unknown_staff",),
    )
    def renew_password(person: str) -> Any:
        actor, number = enter_everywhere().actor, row_id(person, unknown=UnknownStaff)
        password, hashed = _temporary(context)

        def deed(tx: Transaction) -> dict[str, Any]:
            set_password(tx, number, hashed, temporary=True, actor=actor, now=context.clock())
            return _document(context, tx, number)

        return jsonify(staff=_at_once(context, deed), password=password)

    @blueprint.post("/staff/<person>/sign-out")
    @audience("admin", staff=Permission.MANAGE_STAFF)
    @describe("Sign a person out everywhere", tag="staff", answer=StaffDocument, refusals=("unknown_staff",))
    def sign_out_everywhere(person: str) -> Any:
        actor, number = enter_everywhere().actor, row_id(person, unknown=UnknownStaff)

        def deed(tx: Transaction) -> dict[str, Any]:
            end_sessions(tx, number, actor=actor, now=context.clock())
            return _document(context, tx, number)

        return jsonify(_at_once(context, deed))


def _everybody_routes(blueprint: Blueprint, context: Context) -> None:
    @blueprint.post("/staff/sign-out")
    @audience("admin", staff=Permission.MANAGE_STAFF)
    @describe("Sign everybody out everywhere, but not whoever asks", tag="staff", answer=EverybodyOut)
    def sign_everybody_out() -> Any:
        holder, now = enter_everywhere(), context.clock()
        ended = context.database.write(
            "", lambda tx: end_every_session(tx, actor=holder.actor, now=now, keep=holder.session)
        )
        forget_holders()
        return jsonify(ended=ended)


def _at_once(context: Context, deed: Callable[[Transaction], dict[str, Any]]) -> dict[str, Any]:
    """What the deed takes away is gone with the answer."""
    document = context.database.write("", deed)
    forget_holders()
    return document


def _grants(wishes: list[GrantWish] | None) -> list[Grant] | None:
    return None if wishes is None else [each.grant() for each in wishes]


def _temporary(context: Context) -> tuple[str, str]:
    """A temporary password and its hash."""
    password = temporary_password(context.random)
    return password, context.passwords.hashed(password, username="")


def _document(context: Context, tx: Transaction, staff_id: int) -> dict[str, Any]:
    entries = session_entries(tx.connection, staff_id=staff_id, now=context.clock())
    used = last_uses(tx.connection, staff_id=staff_id)
    return staff_document(person(tx.connection, staff_id), sessions=len(entries), seen_at=used.get(staff_id))

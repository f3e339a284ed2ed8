"""People by the dozen: a spreadsheet to fill in, what one would add, and all of them at once."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Annotated, Any

from flask import Blueprint, Response, g, jsonify, request
from pydantic import Field
from sqlalchemy import Connection

from app.audience import audience
from app.context import Context
from app.domain.keeping import EVERYWHERE
from app.domain.passwords import repeatable, temporary_password
from app.domain.sheet import Sheet, SheetUnreadable
from app.domain.staff import Permission, Role
from app.domain.staff_sheet import COLUMNS, CellMistake, StaffReading, read_staff
from app.operations.replies import Once, once, remembered
from app.operations.staff_sheets import add_people, vocabulary
from app.queries.staff import grant_document, people, person, staff_document
from app.sheets import csv_text, read_sheets, workbook
from app.store.transaction import Transaction
from app.web.api.description import describe
from app.web.api.documents import Answered, Asked
from app.web.api.requests import asked_once, body
from app.web.api.staff_documents import NO_NUL, GrantDocument, TemporaryPassword
from app.web.auth import enter_everywhere

LARGEST_BODY = 1024 * 1024  # of a file in base64
ENVELOPE = 4 * 1024  # bytes of a body around its file
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


class SheetWish(Asked):
    """A spreadsheet (XLSX or CSV) in base64; without `save` it is looked at and nothing is changed."""

    name: Annotated[str, Field(max_length=200, pattern=NO_NUL)] = ""
    content: Annotated[str, Field(max_length=LARGEST_BODY)]
    save: bool = False


class SheetPerson(Answered):
    """Somebody whom the file would add; `cell` is where the user name stands."""

    cell: str
    username: str
    name: str
    grants: list[GrantDocument]


class SheetTrouble(Answered):
    """What is wrong, in the asker's language; `cell` is "" for the whole file."""

    cell: str
    sentence: str


class StaffSheet(Answered):
    """With one mistake nobody is added; `added` has everybody's temporary password.

    The same request under the same key tells them once more, but for whom has another one since.
    """

    people: list[SheetPerson]
    mistakes: list[SheetTrouble]
    added: list[TemporaryPassword]


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds /staff/import and /staff/template.{xlsx,csv}."""

    @blueprint.post("/staff/import")
    @audience("admin", staff=Permission.MANAGE_STAFF)
    @describe(
        "Add everybody of a spreadsheet, or see whom it would add; with one wrong cell nobody is added",
        tag="staff",
        body=SheetWish,
        answer=StaffSheet,
        idempotent=True,
    )
    def import_staff() -> Any:
        holder = enter_everywhere()
        request.max_content_length = LARGEST_BODY + ENVELOPE
        wish = body(SheetWish)
        order = _Order(context, asked_once(f"{holder.scope}/people", wish), actor=holder.actor)
        try:
            content = _content(wish)
            sheets = context.engine.offload(lambda: read_sheets(content, wish.name))  # it may take seconds
        except SheetUnreadable as trouble:
            sentence = context.words.say(g.language, f"mall_sheet.{trouble.code}", **trouble.blanks)
            return jsonify(people=[], mistakes=[{"cell": "", "sentence": sentence}], added=[])
        with context.database.read() as connection:
            if wish.save and (known := order.answered(connection)) is not None:
                return jsonify(known)
            taken = {each.username for each in people(connection)}
        reading = read_staff(sheets, context.mall, taken, vocabulary(context.words))
        if wish.save and not reading.mistakes:
            return jsonify(order.add(sheets, reading))
        return jsonify(_document(context, reading))

    @blueprint.get("/staff/template.xlsx")
    @audience("admin", staff=Permission.MANAGE_STAFF)
    @describe("A spreadsheet of people to fill in", tag="staff")
    def staff_workbook() -> Response:
        enter_everywhere()
        return _file(workbook((_table(context), _help(context))), XLSX, "antrean-staff.xlsx")

    @blueprint.get("/staff/template.csv")
    @audience("admin", staff=Permission.MANAGE_STAFF)
    @describe("The same as one table", tag="staff")
    def staff_table() -> Response:
        enter_everywhere()
        return _file(csv_text(_table(context)), CSV, "antrean-staff.csv")


def _content(wish: SheetWish) -> bytes:
    """Raises SheetUnreadable."""
    try:
        return base64.b64decode(wish.content, validate=True)
    except (binascii.Error, ValueError):
        raise SheetUnreadable("unreadable") from None


class _Order:
    """One request to add people, whose answer is the same when it is sent again: it tells the passwords.

    They are kept nowhere. The installation's secret and the request's own key make them, and of the key
    the database has but the hash: they come again only to the administrator who sends the same request.
    """

    def __init__(self, context: Context, ask: Once, *, actor: str) -> None:
        self._context = context
        self._key = ask.key
        self._ask = replace(ask, key=sha256(ask.key.encode()).hexdigest())
        self._actor = actor

    def answered(self, connection: Connection) -> dict[str, Any] | None:
        """What the request came to when it came before. Raises KeyReused."""
        known = remembered(connection, EVERYWHERE, self._ask)
        return None if known is None else self._told(connection, known.value)

    def add(self, sheets: tuple[Sheet, ...], reading: StaffReading) -> dict[str, Any]:
        """The hashes are worked out before the commit, which others would wait for."""
        context = self._context
        fresh = {each.username: self._password(each.username) for each in reading.people}
        hashes = {name: context.passwords.hashed(text, username="") for name, text in fresh.items()}

        def deed(tx: Transaction) -> dict[str, Any]:
            if (known := self.answered(tx.connection)) is not None:
                return known
            now = context.clock()
            again, made = add_people(
                tx, context.mall, sheets, context.words, hashes=hashes, actor=self._actor, now=now
            )
            if again.mistakes:
                return _document(context, again)
            kept = {"people": _newcomers(again), "added": list(made.values())}
            return self._told(tx.connection, once(tx, self._ask, now=now, deed=lambda: kept).value)

        return context.database.write(EVERYWHERE, deed)

    def _told(self, connection: Connection, kept: Mapping[str, Any]) -> dict[str, Any]:
        """Without those who have another password by now."""
        known = [person(connection, number) for number in kept["added"]]
        added = [
            {
                "staff": staff_document(each, sessions=0, seen_at=None),
                "password": self._password(each.username),
            }
            for each in known
            if each.must_change and each.password_at == each.created_at
        ]
        return {"people": kept["people"], "mistakes": [], "added": added}

    def _password(self, username: str) -> str:
        return temporary_password(repeatable(self._context.links.secret, f"{self._key}/{username}"))


def _document(context: Context, reading: StaffReading) -> dict[str, Any]:
    return {
        "people": _newcomers(reading),
        "mistakes": [{"cell": each.cell, "sentence": _sentence(context, each)} for each in reading.mistakes],
        "added": [],
    }


def _newcomers(reading: StaffReading) -> list[dict[str, Any]]:
    return [
        {
            "cell": each.cell,
            "username": each.username,
            "name": each.name,
            "grants": [grant_document(grant) for grant in each.grants],
        }
        for each in reading.people
    ]


def _sentence(context: Context, mistake: CellMistake) -> str:
    roles = ", ".join(context.words.say(g.language, f"admin.staff_{role}") for role in Role)
    blanks = {"roles": roles, **mistake.blanks}
    return context.words.say(g.language, f"staff_sheet.{mistake.code}", **blanks)


def _table(context: Context) -> Sheet:
    headers = tuple(_word(context, f"column_{column}") for column in COLUMNS)
    return Sheet(_word(context, "sheet"), (headers,))


def _help(context: Context) -> Sheet:
    """What each column is for, the roles, and the codes that this mall has."""
    rows = [(_word(context, f"column_{column}"), _word(context, f"help_{column}")) for column in COLUMNS]
    roles = [("", context.words.say(g.language, f"admin.staff_{role}")) for role in Role]
    sites = [(each.code, each.name) for each in context.mall.sites]
    agencies = [(each.code, each.short_name) for each in context.mall.agencies if not each.archived]
    lists = [("column_role", roles), ("column_site", sites), ("column_agencies", agencies)]
    more = [row for name, listed in lists for row in (("", ""), (_word(context, name), ""), *listed)]
    return Sheet(_word(context, "help"), (("", _word(context, "help_begin")), *rows, *more))


def _word(context: Context, key: str) -> str:
    return context.words.say(g.language, f"staff_sheet.{key}")


def _file(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response

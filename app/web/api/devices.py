"""The administrator's door to devices: pair one by its code, see them all, beckon one, revoke one."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, g, jsonify

from app.audience import audience
from app.context import Context
from app.domain.errors import BadRequest, Forbidden, NoScreen, Refused, UnknownDevice
from app.domain.events import Kind
from app.domain.links import digest
from app.domain.pairing import plain_name, typed
from app.domain.staff import Permission
from app.edition import edition
from app.installation import saved_screens
from app.operations.pairing import Place, confirm_pairing, find_pairing
from app.operations.screens import beckon
from app.operations.tokens import revoke_device
from app.queries.devices import (
    device_document,
    device_facts,
    devices,
    screen_report,
)
from app.queries.pairing import pairing_document
from app.queries.tokens import Bearer, token_entry
from app.store.transaction import Transaction
from app.web.api.description import describe
from app.web.api.pairing_documents import CodeWish, DeviceDocument, DeviceList, PairingDocument, PlaceWish
from app.web.api.requests import body, row_id, site_named
from app.web.auth import enter, forget_holders

T = TypeVar("T")

BECKONINGS = (
    ("identify", Kind.SCREEN_IDENTIFIED, "Have a screen show its name for some seconds, large"),
    ("reload", Kind.SCREEN_RELOADED, "Have a screen load its page anew; at most four times an hour it does"),
)


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds the routes under /admin/pairings and /admin/devices."""
    _pairing_routes(blueprint, context)
    _device_routes(blueprint, context)


def _pairing_routes(blueprint: Blueprint, context: Context) -> None:
    @blueprint.post("/admin/pairings/find")
    @audience("admin", staff=Permission.MANAGE_DEVICES)
    @describe(
        "The device that shows a code, and where it may be put; wrong codes are counted",
        tag="devices",
        body=CodeWish,
        answer=PairingDocument,
        refusals=("unknown_code", "code_expired", "code_used", "pairing_locked"),
    )
    def find_device() -> Any:
        holder: Bearer = g.bearer
        code, now = _code(body(CodeWish)), context.clock()
        found = _kept(context, lambda tx: find_pairing(tx, code, actor=holder.actor, now=now))
        return jsonify(pairing_document(found, context.mall, site=holder.site))

    @blueprint.post("/admin/pairings/confirm")
    @audience("admin", staff=Permission.MANAGE_DEVICES)
    @describe(
        "Give the device that shows a code its role and place; the same again changes nothing",
        tag="devices",
        body=PlaceWish,
        answer=DeviceDocument,
        refusals=(
            "unknown_site",
            "unknown_place",
            "unknown_code",
            "code_expired",
            "code_used",
            "place_taken",
            "place_of_server",
            "pairing_locked",
        ),
    )
    def place_device() -> Any:
        wish = body(PlaceWish)
        site = site_named(context.mall, wish.site)
        actor, code = enter(site.code).actor, _code(wish)
        name = plain_name(wish.name) or wish.place or wish.role
        place = Place(wish.role, site.code, wish.place, name, replaces=wish.replace)
        mall, now = context.mall, context.clock()
        token_id = _kept(context, lambda tx: confirm_pairing(tx, mall, code, place, actor=actor, now=now))
        return jsonify(_document(context, token_id))


def _device_routes(blueprint: Blueprint, context: Context) -> None:
    @blueprint.get("/admin/devices")
    @audience("admin", staff=Permission.MANAGE_DEVICES)
    @describe("Every device and program that holds a token", tag="devices", answer=DeviceList)
    def list_devices() -> Any:
        holder: Bearer = g.bearer
        with context.database.read() as connection:
            known = devices(connection, site=holder.site, demo=_demo_hashes(context), edition=edition())
            facts = device_facts(connection, site=holder.site)
        return jsonify(
            own=holder.id,
            now=context.clock().isoformat(),
            timezone=context.mall.timezone,
            devices=known,
            facts=facts,
        )

    @blueprint.post("/admin/devices/<device>/revoke")
    @audience("admin", staff=Permission.MANAGE_DEVICES)
    @describe(
        "End a device's permission; again changes nothing",
        tag="devices",
        answer=DeviceDocument,
        refusals=("unknown_device",),
    )
    def end_device(device: str) -> Any:
        holder: Bearer = g.bearer
        number, now = row_id(device, unknown=UnknownDevice), context.clock()
        with context.database.read() as connection:
            owner = token_entry(connection, number).bearer
        if holder.site is not None and owner.site != holder.site:
            raise Forbidden
        context.database.write("", lambda tx: revoke_device(tx, number, actor=holder.actor, now=now))
        forget_holders()
        return jsonify(_document(context, number))

    for deed, kind, summary in BECKONINGS:
        blueprint.add_url_rule(
            f"/admin/devices/<device>/{deed}",
            f"{deed}_screen",
            _beckoning(context, kind, summary),
            methods=["POST"],
        )


def _beckoning(context: Context, kind: Kind, summary: str) -> Callable[[str], Any]:
    @audience("admin", staff=Permission.MANAGE_DEVICES)
    @describe(summary, tag="devices", answer=DeviceDocument, refusals=("unknown_device", "no_screen"))
    def beckon_screen(device: str) -> Any:
        number = row_id(device, unknown=UnknownDevice)
        with context.database.read() as connection:
            owner = token_entry(connection, number).bearer
        if owner.site is None:
            raise NoScreen
        actor, now = enter(owner.site).actor, context.clock()
        context.database.write(owner.site, lambda tx: beckon(tx, kind, number, actor=actor, now=now))
        return jsonify(_document(context, number))

    return beckon_screen


def _code(wish: CodeWish) -> str:
    """Raises BadRequest for what can be no code at all: a slip of the finger is no guess."""
    code = typed(wish.code)
    if code is None:
        raise BadRequest
    return code


def _kept(context: Context, deed: Callable[[Transaction], T | Refused]) -> T:
    """Commits what the deed counted, then raises what it refused."""
    outcome = context.database.write("", deed)
    if isinstance(outcome, Refused):
        raise outcome
    return outcome


def _document(context: Context, token_id: int) -> dict[str, Any]:
    with context.database.read() as connection:
        entry = token_entry(connection, token_id)
        report = screen_report(connection, token_id)
        return device_document(entry, demo=False, report=report, edition=edition())


def _demo_hashes(context: Context) -> frozenset[bytes]:
    return frozenset(digest(screen.token) for screen in saved_screens(context.settings))

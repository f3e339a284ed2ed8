"""The mall carried in and out: as a ZIP file of its folder, from a spreadsheet, and its logo."""

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, jsonify, request

from app.audience import audience
from app.context import Context
from app.domain.mall_refusals import NoLogo, WrongMallFile
from app.domain.staff import Permission
from app.media.logos import ENDINGS, LARGEST_LOGO, logo_type
from app.operations.mall_saving import Wish
from app.queries.logo import newest_logo
from app.queries.revisions import MallFile, Revision, mall_file_by_hash, revision_by_id
from app.web.api.description import describe
from app.web.api.mall import REFUSALS, newest_of, previewed, save_wish
from app.web.api.mall_documents import PreviewDocument, SavedDocument
from app.web.api.mall_reading import Brought, bring
from app.web.api.requests import LARGEST_ID, whole_number
from app.web.auth import enter_everywhere
from config.mall_changes import Change, Put
from config.mall_zip import pack

LARGEST_UPLOAD = 8 * 1024 * 1024  # bytes
ENVELOPE = 64 * 1024  # of a form around its file
LONGEST_COMMENT = 300
ZIP = "application/zip"


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds /mall/export, /mall/import and /mall/logo."""
    _export_route(blueprint, context)
    _import_route(blueprint, context)
    _logo_routes(blueprint, context)


def _export_route(blueprint: Blueprint, context: Context) -> None:
    @blueprint.get("/mall/export")
    @audience("admin", staff=Permission.MANAGE_MALL)
    @describe(
        "The mall as a ZIP file of its folder, logo and all; importing it gives exactly this mall",
        tag="mall",
        refusals=("unknown_revision",),
        query=("revision",),
    )
    def export() -> Response:
        enter_everywhere()
        number = whole_number("revision", default=0, least=0, most=LARGEST_ID)
        with context.database.read() as connection:
            wanted = revision_by_id(connection, number) if number else newest_of(connection, context)
            files = {
                name: kept.content
                for name, sha256 in wanted.saved.files.items()
                if (kept := mall_file_by_hash(connection, sha256)) is not None
            }
        packed = pack(wanted.document, files, about=_about(context, wanted))
        response = Response(packed, content_type=ZIP)
        name = f"{wanted.document['mall']['code']}-{wanted.id}.zip"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def _import_route(blueprint: Blueprint, context: Context) -> None:
    @blueprint.post("/mall/import")
    @audience("admin", staff=Permission.MANAGE_MALL)
    @describe(
        "Bring the mall in from a file: a multipart form of `file`, a ZIP file of a folder, a spreadsheet "
        "(XLSX, CSV) of agencies and services, or with `what=holidays` a list of holidays (ICS, JSON, CSV, "
        "XLSX). `mode=preview` saves nothing; `replace=1` takes away what the file does not name.",
        tag="mall",
        answer=PreviewDocument,
        refusals=(*REFUSALS, "wrong_mall_file", "wrong_logo", "too_large"),
        query=("mode", "what", "base", "comment", "replace"),
    )
    def bring_in() -> Any:
        actor, (name, content) = enter_everywhere().actor, _sent_file()
        mode = request.args.get("mode", "preview")
        comment = _comment()
        with context.database.read() as connection:
            newest = newest_of(connection, context)
            number = whole_number("base", default=newest.id, least=0, most=LARGEST_ID)
            base = newest if number == newest.id else revision_by_id(connection, number)
        asked = (request.args.get("what", "mall"), request.args.get("replace") == "1")
        brought = bring(context, content, name, base.document, what=asked[0], replace=asked[1])
        wish = brought.wish(base, author=actor, comment=comment or name[:LONGEST_COMMENT])
        if mode != "save" or brought.mistakes:
            return _not_saved(context, wish, brought, mode)
        return jsonify(_saved(context, wish, brought))


def _logo_routes(blueprint: Blueprint, context: Context) -> None:
    @blueprint.get("/mall/logo")
    @audience("admin", staff=Permission.MANAGE_MALL)
    @describe("The logo of the mall as last saved", tag="mall", refusals=("no_logo",))
    def logo() -> Response:
        enter_everywhere()
        with context.database.read() as connection:
            known = newest_logo(connection)
        if known is None:
            raise NoLogo
        return Response(known.content, content_type=known.type)

    @blueprint.put("/mall/logo")
    @audience("admin", staff=Permission.MANAGE_MALL)
    @describe(
        "Give the mall a logo: the body is a PNG or an SVG of at most 512 kB; saves a revision",
        tag="mall",
        answer=SavedDocument,
        refusals=(*REFUSALS, "wrong_logo", "too_large"),
        query=("comment",),
    )
    def give_logo() -> Any:
        actor = enter_everywhere().actor
        request.max_content_length = LARGEST_LOGO + 1
        content = request.get_data()
        kind = context.engine.offload(lambda: logo_type(content))
        comment = _comment()
        name = f"logo.{ENDINGS[kind]}"
        with context.database.read() as connection:
            newest = newest_of(connection, context)
        old = newest.document["mall"].get("logo")
        gone = {old: None} if old and old != name else {}
        changes: tuple[Change, ...] = () if old == name else (Put(("mall", "logo"), name),)
        kept = {name: MallFile("", kind, content)}
        wish = Wish(newest.id, changes, actor, comment or name, files=gone)
        return jsonify(save_wish(context, wish, new_files=kept))


def _not_saved(context: Context, wish: Wish, brought: Brought, mode: str) -> Any:
    told = previewed(context, wish)
    told["mistakes"] = [*brought.mistakes, *told["mistakes"]]
    if told["mistakes"]:
        told["document"] = None
    if mode != "save":
        return jsonify(told)
    raise brought.refusal(told["mistakes"])


def _saved(context: Context, wish: Wish, brought: Brought) -> dict[str, Any]:
    told = previewed(context, wish)
    return {**told, **save_wish(context, wish, new_files=brought.files)}


def _comment() -> str:
    """What the asker says of it, on one line."""
    said = " ".join(request.args.get("comment", "").split())
    return "".join(sign for sign in said if sign.isprintable())[:LONGEST_COMMENT]


def _sent_file() -> tuple[str, bytes]:
    """The name and the bytes of the form's file; raises WrongMallFile."""
    request.max_content_length = LARGEST_UPLOAD + ENVELOPE
    sent = request.files.get("file")
    if sent is None:
        raise WrongMallFile
    content = sent.read(LARGEST_UPLOAD + 1)
    if not content or len(content) > LARGEST_UPLOAD:
        raise WrongMallFile
    name = (sent.filename or "").replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in name if sign.isprintable())[:120], content


def _about(context: Context, revision: Revision) -> str:
    """The README of an exported folder, in every language."""
    when = revision.saved.at if revision.id else context.clock()
    blanks = {
        "mall": revision.document["mall"]["name"],
        "number": revision.id,
        "day": _local(context, when).date().isoformat(),
    }
    said = [context.words.say(each, "mall_changes.folder", **blanks) for each in context.words.languages]
    return "\n\n".join((f"# {blanks['mall']}", *said)) + "\n"


def _local(context: Context, moment: datetime) -> datetime:
    return moment.astimezone(context.mall.zone_info)

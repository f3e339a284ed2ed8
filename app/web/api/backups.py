"""Backups for an administrator: what is kept, one more now, a drill, and the way to fetch a file."""

from typing import Any

from flask import Blueprint, Response, jsonify, request, send_file

from app.audience import audience
from app.backup.folder import Kept, backups_folder, kept_backups, named
from app.backup.keeper import BackupOfDemo
from app.backup.passes import new_pass, opens
from app.backup.room import free_room
from app.context import Context
from app.domain.errors import NotFound
from app.domain.events import Kind
from app.domain.staff import Permission
from app.store.journal import record
from app.store.transaction import Transaction
from app.web.api.backup_documents import BackupList, BackupPass
from app.web.api.description import describe
from app.web.api.documents import Nothing
from app.web.api.requests import body
from app.web.auth import enter_everywhere

FILE = "/admin/backup/files/"


class UnknownBackup(NotFound):
    """No backup has that name, or it made room for a newer one."""

    code = "unknown_backup"


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds /backups."""

    @blueprint.get("/backups")
    @audience("admin", staff=Permission.MANAGE_MALL)
    @describe("Every backup in the folder, the newest first", tag="upkeep", answer=BackupList)
    def list_backups() -> Any:
        enter_everywhere()
        return jsonify(context.engine.offload(lambda: _document(context)))  # a disk elsewhere may hang

    @blueprint.post("/backups")
    @audience("admin", staff=Permission.MANAGE_MALL)
    @describe(
        "Begin a backup; the list tells when it is there",
        tag="upkeep",
        body=Nothing,
        refusals=("backup_running",),
    )
    def back_up() -> Any:
        bearer = enter_everywhere()
        body(Nothing)
        context.keeper.back_up()
        _record(context, Kind.BACKUP_ASKED, bearer.actor, {})
        return jsonify({})

    @blueprint.post("/backups/<backup>/drill")
    @audience("admin", staff=Permission.MANAGE_MALL)
    @describe(
        "Bring a backup back into a folder that is thrown away; the list tells how it went",
        tag="upkeep",
        body=Nothing,
        refusals=("unknown_backup", "backup_running"),
    )
    def drill_backup(backup: str) -> Any:
        enter_everywhere()
        body(Nothing)
        path = named(context.settings, backup)
        if path is None:
            raise UnknownBackup
        context.keeper.drill(path)
        return jsonify({})

    @blueprint.post("/backups/<backup>/pass")
    @audience("admin", staff=Permission.MANAGE_MALL)
    @describe(
        "An address from which the file comes for a minute; it holds the office's key",
        tag="upkeep",
        body=Nothing,
        answer=BackupPass,
        refusals=("unknown_backup", "backup_of_demo"),
    )
    def pass_backup(backup: str) -> Any:
        bearer = enter_everywhere()
        body(Nothing)
        if named(context.settings, backup) is None:
            raise UnknownBackup
        if context.demo:
            raise BackupOfDemo
        _record(context, Kind.BACKUP_FETCHED, bearer.actor, {"name": backup})
        shown = new_pass(context.keeper.pass_key, backup, now=context.clock())
        return jsonify(url=f"{FILE}{backup}?pass={shown}")


def file_route(pages: Blueprint, context: Context) -> None:
    """The file itself, for whoever has its pass: a browser saves what a link leads to."""

    @pages.get(f"{FILE}<backup>")
    @audience("anyone")
    def backup_file(backup: str) -> Response:
        path = named(context.settings, backup)
        shown = request.args.get("pass", "")
        if path is None or not opens(context.keeper.pass_key, backup, shown, now=context.clock()):
            raise UnknownBackup
        answer = send_file(path, "application/zip", as_attachment=True, download_name=backup)
        answer.headers["Cache-Control"] = "no-store"
        return answer


def _record(context: Context, kind: Kind, actor: str, data: dict[str, Any]) -> None:
    def note(tx: Transaction) -> None:
        record(tx, kind, at=context.clock(), actor=actor, data=data)

    context.database.write("", note)


def _document(context: Context) -> dict[str, Any]:
    upkeep, folder, keeper = context.mall.upkeep, backups_folder(context.settings), context.keeper
    trouble = keeper.trouble
    return {
        "now": context.clock().isoformat(),
        "timezone": context.mall.timezone,
        "demo": context.demo,
        "folder": str(folder),
        "free": free_room(folder),
        "at": upkeep.backup_at.strftime("%H:%M") if upkeep.backup_at else None,
        "kept": upkeep.backups_kept,
        "running": keeper.running,
        "trouble": trouble and {"deed": trouble.deed, "at": trouble.at.isoformat(), "why": trouble.why},
        "backups": [_backup(each) for each in kept_backups(context.settings)],
    }


def _backup(kept: Kept) -> dict[str, Any]:
    manifest, drill = kept.manifest, kept.drill
    return {
        "name": kept.name,
        "purpose": kept.purpose,
        "made_at": kept.made_at.isoformat(),
        "size": kept.size,
        "rows": manifest.rows if manifest else None,
        "version": manifest.schema if manifest else None,
        "mall": manifest.mall if manifest else None,
        "missing": list(manifest.missing) if manifest else [],
        "drill": drill
        and {
            "at": drill.at.isoformat(),
            "fine": drill.is_fine,
            "seconds": round(drill.seconds, 1),
            "numbers": drill.numbers,
            "why": drill.why,
        },
    }

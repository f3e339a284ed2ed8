"""What an installation keeps on disk and in its database: keys, the mall's revisions, demo screens."""

import json
import os
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from app.domain.errors import Unworkable
from app.domain.mall import Mall
from app.domain.mall_refusals import WrongLogo
from app.media.logos import logo_type
from app.operations.mall_saving import NotSaved, keep_file, save_whole
from app.operations.tokens import create_token
from app.queries.revisions import MallFile, mall_file_by_hash, newest_revision
from app.store.database import Database
from app.store.transaction import Transaction
from config import mall as mall_files
from config.mall_changes import Path as Place
from config.private_file import private_folder, write_private
from config.settings import Settings, SettingsError

DEMO_MALL = Path(__file__).resolve().parent.parent / "config" / "malls" / "banyuwangi"
FIRST_RUN = "first run"  # the author of the mall that a first start loads by itself
DEMO_FILE = "demo.json"
ADDRESS_FILE = "address.txt"
SECRET_BYTES = 32


class UnusableLogo(Unworkable):
    """A mall's folder whose logo could do more than be seen, or is broken."""


class MallInUse(Unworkable):
    """A mall that lacks what numbers were given for."""

    def __init__(self, places: Iterable[Place]) -> None:
        told = "; ".join(" ".join(place) for place in places)
        super().__init__(
            f"Numbers were given for what this mall has no more: {told}. "
            "Keep it in the folder with archived = true: then nobody sees it, and old numbers keep its name."
        )


def secret_of(settings: Settings) -> bytes:
    """The key in this folder, made at the first run, readable by its owner alone; see app/ownership.py."""
    path = settings.secret_path
    if not path.exists():
        private_folder(path.parent)
        write_private(path, secrets.token_hex(SECRET_BYTES))
    try:
        return bytes.fromhex(path.read_text().strip())
    except ValueError as error:
        raise SettingsError(f"{path} holds no key of ours; bring back the one of your backup.") from error


def save_mall(
    database: Database,
    document: dict[str, Any],
    *,
    author: str,
    comment: str,
    now: datetime,
    kind: str = "import",
    files: Mapping[str, MallFile] | None = None,
) -> Mall:
    """Keeps a new revision of the whole mall; one that is as the newest makes none.

    Raises MallError, and MallInUse where something is missing that numbers name, and saves nothing then.
    """
    mall = mall_files.from_document(document)

    def deed(tx: Transaction) -> None:
        kept = {name: keep_file(tx, each.content, each.type, now=now) for name, each in (files or {}).items()}
        save_whole(
            tx,
            document,
            author=author,
            comment=comment,
            kind=kind,
            files=kept,
            owns=database.owns,
            now=now,
        )

    try:
        database.write("", deed)
    except NotSaved as refused:
        raise MallInUse(refused.plan.taken) from None
    database.announce(site.code for site in mall.sites)
    return mall


def files_in(folder: Path, document: dict[str, Any]) -> dict[str, MallFile]:
    """The logo that a folder's mall names, if it is there; raises UnusableLogo."""
    name = document.get("mall", {}).get("logo")
    if not isinstance(name, str) or not (folder / name).is_file():
        return {}
    content = (folder / name).read_bytes()
    try:
        return {name: MallFile("", logo_type(content), content)}
    except WrongLogo:
        raise UnusableLogo(
            f"{folder / name} is no logo: it must be a whole PNG or an SVG without scripts and without "
            "pictures from elsewhere, of at most 512 kB."
        ) from None


def export_mall(database: Database, folder: Path) -> bool:
    """Writes the newest revision with its files; False where none was ever saved."""
    with database.read() as connection:
        newest = newest_revision(connection)
        kept = newest.saved.files if newest else {}
        files = {name: mall_file_by_hash(connection, sha256) for name, sha256 in kept.items()}
    if newest is None:
        return False
    mall_files.write(newest.document, folder)
    for name, file in files.items():
        place = folder / name
        if file is not None and place.resolve().is_relative_to(folder.resolve()):
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(file.content)
    return True


def newest_mall(database: Database) -> Mall | None:
    """The mall as last saved; None before the first."""
    document = newest_document(database)
    return None if document is None else mall_files.from_revision(document)


def newest_document(database: Database) -> dict[str, Any] | None:
    with database.read() as connection:
        newest = newest_revision(connection)
    return newest.document if newest else None


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen of the demo and the secret that opens it."""

    role: str
    site: str
    code: str
    name: str
    token: str

    def link(self, url: str) -> str:
        page = {"kiosk": "kiosk", "display": "display", "counter": "counter", "admin": "admin"}[self.role]
        return f"{url}/{page}#token={self.token}"


def demo_screens(
    settings: Settings, database: Database, mall: Mall, *, clock: Callable[[], datetime]
) -> tuple[Screen, ...]:
    """One token for every kiosk, display and site's counters, and one for the administrator.

    Kept in plain text beside the demo's data, so that its links can be shown again; an
    installation of an office never calls this.
    """
    path = settings.data / DEMO_FILE
    known = [Screen(**entry) for entry in json.loads(path.read_text())] if path.exists() else []
    have = {(screen.role, screen.site, screen.code) for screen in known}
    for role, site, code, name in _places(mall):
        if (role, site, code) not in have:
            token = _new_token(database, role, site, code, name, now=clock())
            known.append(Screen(role, site, code, name, token))
    fields = ("role", "site", "code", "name", "token")
    write_private(path, json.dumps([{name: getattr(each, name) for name in fields} for each in known]))
    return tuple(known)


def saved_screens(settings: Settings) -> tuple[Screen, ...]:
    path = settings.data / DEMO_FILE
    return tuple(Screen(**entry) for entry in json.loads(path.read_text())) if path.exists() else ()


def forget_screens(settings: Settings) -> bool:
    """Removes the list of the demo's screens with their tokens; False when there was none."""
    path = settings.data / DEMO_FILE
    known = path.exists()
    path.unlink(missing_ok=True)
    return known


def note_address(settings: Settings, url: str) -> None:
    """Remembers where the server was last reached from this machine, for links shown again."""
    (settings.data / ADDRESS_FILE).write_text(url)


def last_address(settings: Settings) -> str:
    """Where the server is or was; before its first start, where it would be."""
    path = settings.data / ADDRESS_FILE
    return path.read_text() if path.exists() else f"http://127.0.0.1:{settings.port}"


def _places(mall: Mall) -> list[tuple[str, str, str, str]]:
    places = [("admin", "", "", mall.name)]
    for site in mall.sites:
        places += [("kiosk", site.code, kiosk.code, kiosk.name) for kiosk in site.kiosks]
        places += [("display", site.code, display.code, display.name) for display in site.displays]
        places.append(("counter", site.code, "", site.name))
    return places


def _new_token(database: Database, role: str, site: str, code: str, name: str, *, now: datetime) -> str:
    def make(tx: Transaction) -> str:
        _, secret = create_token(
            tx, role=role, site=site or None, code=code or None, name=name, now=now, random=os.urandom
        )
        return secret

    return database.write("", make)

"""What every screen is handed: the parts of a running server, built by app/factory.py."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask_socketio import SocketIO

from app.backup.keeper import BackupKeeper
from app.cookie import session_secret
from app.domain.delivering import Channel, Sender
from app.domain.keeping import Keeping
from app.domain.links import Links, digest
from app.domain.mall import Mall
from app.domain.retired import is_retired
from app.engine import Engine
from app.look import Looks
from app.media.shelf import Shelf
from app.media.unplayed import Unplayed
from app.operations.passwords import Passwords
from app.queries.sessions import session_bearers
from app.queries.tokens import Bearer, bearer
from app.sightings import Sightings
from app.store.database import Database, StoreUnavailable
from app.vault import Vault
from config.satellites import Satellite
from config.settings import Settings
from config.words import Words

if TYPE_CHECKING:
    from displays.voice.office import VoiceOffice
    from displays.voice.studio import Studio


@dataclass(slots=True)
class Demonstration:
    """Whether the server is one; it may become an office while it runs, and never the other way."""

    is_on: bool = False

    def end(self) -> None:
        self.is_on = False


@dataclass(frozen=True)
class Context:
    """`clock` gives aware UTC moments; `mall_now` the mall as last saved; `random` secret bytes.
    `mall_changed` reads it again where a newer one was saved.

    `printer_addresses` (by site and printer code) overrides the mall's, where an emulator had to
    take other ports. `channels` are the ways to visitors that this installation has.
    """

    settings: Settings
    database: Database
    words: Words
    links: Links
    clock: Callable[[], datetime]
    random: Callable[[int], bytes]
    mall_now: Callable[[], Mall]
    looks: Looks
    socketio: SocketIO
    engine: Engine
    voice: "Studio"
    voice_office: "VoiceOffice"
    sightings: Sightings
    passwords: Passwords
    shelf: Shelf
    unplayed: Unplayed
    vault: Vault
    keeper: BackupKeeper
    channels: Mapping[Channel, Sender]
    mall_changed: Callable[[], None] | None = None
    emulator_url: str | None = None
    printer_addresses: Mapping[tuple[str, str], str] = field(default_factory=dict)
    demonstration: Demonstration = field(default_factory=Demonstration)
    keeping: Keeping = field(default_factory=Keeping)
    satellites: Mapping[str, Satellite] = field(default_factory=dict)  # by the site that each keeps

    def mall_saved(self, sites: Iterable[str]) -> None:
        """Every answer of this server is of the new mall, from the one to who saved it on; screens are told.

        A database that went away right after the commit leaves it to the relay, who looks again.
        """
        if self.mall_changed is not None:
            with suppress(StoreUnavailable):
                self.mall_changed()
        self.database.announce(sites)

    @property
    def demo(self) -> bool:
        return self.demonstration.is_on

    @property
    def mall(self) -> Mall:
        return self.mall_now()

    def bearer(self, secret: object) -> Bearer | None:
        """The holder of a living screen token; for sockets, whose auth may be anything."""
        if not isinstance(secret, str) or not secret.isascii():
            return None
        with self.database.read() as connection:
            holder = bearer(connection, secret)
        if holder is not None and is_retired(self.mall, holder.role, holder.site, holder.code):
            return None
        return holder

    def guest(self, secret: object, environ: Mapping[str, Any]) -> Bearer | None:
        """The holder of a token, else whoever is signed in by the cookie of a live link."""
        if secret:
            return self.bearer(secret)
        known = digest(session_secret(environ) or "")
        with self.database.read() as connection:
            return session_bearers(connection, [known], now=self.clock()).get(known)

"""What every screen is handed: the parts of a running server, built by app/factory.py."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from flask_socketio import SocketIO

from app.domain.links import Links
from app.domain.mall import Mall
from app.engine import Engine
from app.queries.tokens import Bearer, bearer
from app.sightings import Sightings
from app.store.database import Database
from config.settings import Settings
from config.words import Words

if TYPE_CHECKING:
    from displays.voice.studio import Studio


@dataclass(frozen=True)
class Context:
    """`clock` gives aware UTC moments; `mall_now` the mall as last saved; `random` secret bytes.

    `printer_addresses` (by site and printer code) overrides the mall's, where an emulator had to
    take other ports.
    """

    settings: Settings
    database: Database
    words: Words
    links: Links
    clock: Callable[[], datetime]
    random: Callable[[int], bytes]
    mall_now: Callable[[], Mall]
    socketio: SocketIO
    engine: Engine
    voice: "Studio"
    sightings: Sightings
    emulator_url: str | None = None
    printer_addresses: Mapping[tuple[str, str], str] = field(default_factory=dict)
    demo: bool = False

    @property
    def mall(self) -> Mall:
        return self.mall_now()

    def bearer(self, secret: object) -> Bearer | None:
        """The holder of a living screen token; for sockets, whose auth may be anything."""
        if not isinstance(secret, str) or not secret.isascii():
            return None
        with self.database.read() as connection:
            return bearer(connection, secret)

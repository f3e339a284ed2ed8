"""The live link of the public board: everything to whoever comes, then what changed, once a second."""

from collections import deque
from collections.abc import Mapping

from flask import request
from flask_socketio import emit, join_room
from socketio.exceptions import ConnectionRefusedError as Refusal

from app.context import Context
from app.domain.events import Event
from app.domain.mall import Site
from app.domain.opening import service_day
from app.live import LiveNamespace
from app.queries.board import board
from app.store.database import StoreUnavailable
from app.store.journal import newest
from app.web.visitor.mirror import Mirror, Told, mirrored

NAMESPACE = "/board"
ROUND_SECONDS = 1.0
MOST_PHONES = 3_000  # at one server; any other reads the page anew now and then


def room(site: str) -> str:
    """Every phone that shows the board of a site."""
    return f"board:{site}"


class BoardNamespace(LiveNamespace):
    """Lets in anybody who names a site: what it says hangs in the hall for all to see."""

    opened_by_token = False

    def __init__(self, context: Context, mirror: Mirror) -> None:
        super().__init__(NAMESPACE)
        self._context = context
        self._mirror = mirror
        self._phones: set[str] = set()

    def on_connect(self, auth: object = None) -> None:
        """Joins and hears what everybody there knows; nothing is told between the two."""
        site = self._context.mall.site.get(str(auth.get("site")) if isinstance(auth, Mapping) else "")
        if site is None:
            raise Refusal("unknown_site")
        if len(self._phones) >= MOST_PHONES:
            raise Refusal("crowded")
        with self._mirror.lock:
            told = self._mirror.known(site)
            join_room(room(site.code))  # fails for whoever has gone meanwhile, and who is not counted then
            self._phones.add(request.sid)  # type: ignore[attr-defined]
            emit("snapshot", {"cursor": told.cursor, "board": told.board})

    def on_disconnect(self, _reason: object = None) -> None:
        self._phones.discard(request.sid)  # type: ignore[attr-defined]


class MirrorTeller:
    """Notes where something happened; a round tells the phones there, all by one message.

    They hear it after the displays in the hall, which the visitors stand before.
    """

    def __init__(self, context: Context, mirror: Mirror) -> None:
        self._context = context
        self._mirror = mirror
        self._moved: deque[str] = deque()  # sites

    def tell(self, _cursor: int, event: Event) -> None:
        if event.site not in self._moved:
            self._moved.append(event.site)

    def settle(self, _site: str, _cursor: int) -> None:
        """A round sums up by itself."""

    def do_one(self) -> bool:
        """One round; never due again at once. A new day begins without a fact: its board is another one."""
        today = service_day(self._context.mall, self._context.clock())
        self._moved.extend(code for code in self._mirror.outlived(today) if code not in self._moved)
        for _ in range(len(self._moved)):
            code = self._moved.popleft()
            site = self._context.mall.site.get(code)
            try:
                if site is None:
                    self._mirror.forget(code)
                else:
                    self._tell(site)
            except StoreUnavailable:
                self._moved.append(code)
                raise
        return False

    def _tell(self, site: Site) -> None:
        socketio = self._context.socketio
        with self._mirror.lock:
            watching = socketio.server.manager.get_participants(NAMESPACE, room(site.code))
            if next(iter(watching), None) is None:
                self._mirror.forget(site.code)
            elif (news := self._mirror.news(site)) is not None:
                socketio.emit("board", news, namespace=NAMESPACE, to=room(site.code))


def looking(context: Context) -> Mirror:
    """A mirror that looks at the boards of this server's sites."""

    def look(site: Site) -> Told:
        now = context.clock()
        with context.database.read() as connection:
            cursor = newest(connection, site.code)
            document = board(connection, context.mall, site, now=now)
        return Told(cursor, service_day(context.mall, now), mirrored(document, site))

    return Mirror(look)

"""The doors of the live link: who may come in, also while the database is away, and who must leave."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from flask_socketio import Namespace
from socketio.exceptions import ConnectionRefusedError as Refusal

from app.cookie import session_secret
from app.domain.events import Event, Kind
from app.domain.links import digest
from app.domain.mall import Mall
from app.domain.retired import is_retired
from app.domain.staff import Permission
from app.look import Look
from app.queries.sessions import session_bearers
from app.queries.tokens import Bearer, Standing, living
from app.store.database import Database, StoreUnavailable

# The screen of a revoked token or an ended session is cut off within this time, as the API refuses it
# within web/auth.py's.
ROUND_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Guest:
    """Who is inside: the hash of the token, or of the session, that opened the door, and for which place.

    `counter` is empty where the link is not about one.
    """

    secret_hash: bytes
    signed_in: bool
    site: str
    counter: str = ""


class LiveNamespace(Namespace):  # type: ignore[misc]
    """Whoever cannot be let in now is told so and comes again; without an answer it would wait for ever.

    Whoever is inside is remembered with what opened the door.
    """

    opened_by_token: ClassVar[bool] = True  # False: opened by a ticket's address, which nobody revokes
    permission: ClassVar[Permission | None] = None  # by which people come in; None: not at all
    is_work: ClassVar[bool] = False  # True: whoever has it open is at work, and the session goes on

    def __init__(self, namespace: str) -> None:
        super().__init__(namespace)
        self._inside: dict[str, Guest] = {}
        self.look: Callable[[], Look] | None = None  # of the mall, told to whoever comes in

    def trigger_event(self, event: object, *arguments: Any) -> Any:
        """Notes who comes before asking, so that somebody who goes meanwhile is not kept in mind.

        Whoever is inside may call an event of theirs as they like, also by the names of these two.
        """
        if not isinstance(event, str) or not self._is_meant(event, arguments[0]):
            return None
        if event == "connect":
            return self._let_in(*arguments)
        if event == "disconnect":
            self._inside.pop(arguments[0], None)
        return super().trigger_event(event, *arguments)

    def guests(self) -> dict[str, Guest]:
        """The connections inside, by the link's own session."""
        return dict(self._inside)

    def show_out(self, session: str) -> None:
        """Ends one connection; the screen knocks again and hears why it is not let in."""
        self.socketio.server.disconnect(session, namespace=self.namespace)

    def _is_meant(self, event: str, session: str) -> bool:
        """Whether somebody really comes or goes; without this, one that only says so goes unwatched on."""
        manager = self.socketio.server.manager
        if event == "connect":
            return bool(manager.is_pre_connected(session, self.namespace))
        return event != "disconnect" or session in manager.pending_disconnect.get(self.namespace, ())

    def _let_in(self, session: str, environ: Any, auth: object = None) -> Any:
        guest = self._guest(environ, auth if isinstance(auth, Mapping) else {})
        if guest is not None:
            self._inside[session] = guest
        is_inside = False
        try:
            answer = super().trigger_event("connect", session, environ, auth)
            is_inside = self._is_there(session)
        except StoreUnavailable as trouble:
            raise Refusal("store_unavailable") from trouble
        finally:
            if not is_inside:
                self._inside.pop(session, None)
        if not is_inside:  # the library has said goodbye to it already, and would keep it for ever
            super().trigger_event("disconnect", session, "gone")
            return False
        if self.look is not None:
            self.emit("look", self.look().told(), room=session)
        return answer

    def _is_there(self, session: str) -> bool:
        """Whether the connection under a link still stands; it may have ended while somebody was let in."""
        server = self.socketio.server
        return server.manager.eio_sid_from_sid(session, self.namespace) in server.environ

    def _guest(self, environ: Mapping[str, Any], auth: Mapping[Any, Any]) -> Guest | None:
        token, site, counter = auth.get("token"), str(auth.get("site")), str(auth.get("counter"))
        if not self.opened_by_token:
            return None
        if isinstance(token, str) and token:
            return Guest(digest(token), signed_in=False, site=site) if token.isascii() else None
        secret = session_secret(environ)
        return Guest(digest(secret), signed_in=True, site=site, counter=counter) if secret else None

    def admits(self, holder: Bearer, site: str, _counter: str, /) -> bool:
        """Whether a person may be inside, a token at its site; not every link is about a counter."""
        if holder.session is None:
            return holder.may_enter(site)
        return self.permission is not None and holder.reaches(self.permission, site)

    def has_place(self, _session: str) -> bool:
        """Whether what the connection is about is still in the mall."""
        return True

    def keeps(self, _session: str, holder: Bearer, guest: Guest) -> bool:
        """Whether a person who is inside may stay."""
        return self.admits(holder, guest.site, guest.counter)


class Doorkeeper:
    """Shows out whoever came in and may not be there any more: a token revoked, a session ended."""

    def __init__(
        self,
        database: Database,
        doors: Sequence[LiveNamespace],
        *,
        clock: Callable[[], datetime],
        seen: Callable[[bytes], None],
        seen_session: Callable[[bytes], None],
        mall_now: Callable[[], Mall] | None = None,
    ) -> None:
        """`seen` is told of every token that is inside, `seen_session` of every session that is at work.

        With `mall_now` screens whose place was archived leave too.
        """
        self._database = database
        self._doors = tuple(doors)
        self._clock = clock
        self._seen = seen
        self._seen_session = seen_session
        self._mall_now = mall_now

    def tell(self, _cursor: int, event: Event, /) -> None:
        """A teller of the relay: whoever has no place in the mall any more leaves at once."""
        if event.kind is Kind.MALL_CHANGED:
            self.do_one()

    def settle(self, _site: str, _cursor: int, /) -> None:
        """Nothing to sum up."""

    def do_one(self) -> bool:
        """One round: a single look at what is in use, whatever the number of screens; never due again."""
        guests = [(door, *guest) for door in self._doors for guest in door.guests().items()]
        if not guests:
            return False
        tokens = {guest.secret_hash for _, _, guest in guests if not guest.signed_in}
        sessions = {guest.secret_hash for _, _, guest in guests if guest.signed_in}
        with self._database.glance() as connection:
            valid = living(connection, tokens) if tokens else {}
            people = session_bearers(connection, sessions, now=self._clock())
        for door, session, guest in guests:
            holder = people.get(guest.secret_hash)
            if (standing := valid.get(guest.secret_hash)) is not None:
                self._seen(guest.secret_hash)
                if self._is_retired(standing) or not door.has_place(session):
                    door.show_out(session)
            elif holder is None or not door.keeps(session, holder, guest):
                door.show_out(session)
            elif door.is_work:
                self._seen_session(guest.secret_hash)
        return False

    def _is_retired(self, standing: Standing) -> bool:
        if self._mall_now is None:
            return False
        return is_retired(self._mall_now(), standing.role, standing.site, standing.code)

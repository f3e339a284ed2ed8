"""The doors of the live link: who may come in, also while the database is away, and who must leave."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from flask_socketio import Namespace
from socketio.exceptions import ConnectionRefusedError as Refusal

from app.domain.links import digest
from app.queries.tokens import living
from app.store.database import Database, StoreUnavailable

# A revoked token's screen is cut off within this time, as the API refuses it within web/auth.py's.
ROUND_SECONDS = 2.0


class LiveNamespace(Namespace):  # type: ignore[misc]
    """Whoever cannot be let in now is told so and comes again; without an answer it would wait for ever.

    Whoever is inside is remembered with the hash of the token that opened the door.
    """

    opened_by_token: ClassVar[bool] = True  # False: opened by a ticket's address, which nobody revokes

    def __init__(self, namespace: str) -> None:
        super().__init__(namespace)
        self._inside: dict[str, bytes] = {}

    def trigger_event(self, event: str, *arguments: Any) -> Any:
        """Notes who comes before asking, so that somebody who goes meanwhile is not kept in mind."""
        if event == "connect":
            return self._let_in(*arguments)
        if event == "disconnect":
            self._inside.pop(arguments[0], None)
        return super().trigger_event(event, *arguments)

    def guests(self) -> dict[str, bytes]:
        """The connections inside, by session, each with the hash of its token."""
        return dict(self._inside)

    def show_out(self, session: str) -> None:
        """Ends one connection; the screen knocks again and hears why it is not let in."""
        self.socketio.server.disconnect(session, namespace=self.namespace)

    def _let_in(self, session: str, environ: Any, auth: object = None) -> Any:
        token = auth.get("token") if isinstance(auth, Mapping) else None
        if self.opened_by_token and isinstance(token, str) and token.isascii():
            self._inside[session] = digest(token)
        is_inside = False
        try:
            answer = super().trigger_event("connect", session, environ, auth)
            is_inside = True
        except StoreUnavailable as trouble:
            raise Refusal("store_unavailable") from trouble
        finally:
            if not is_inside:
                self._inside.pop(session, None)
        return answer


class Doorkeeper:
    """Shows out every screen whose token was revoked after it had come in."""

    def __init__(
        self, database: Database, doors: Sequence[LiveNamespace], *, seen: Callable[[bytes], None]
    ) -> None:
        """`seen` is told of every token that is inside."""
        self._database = database
        self._doors = tuple(doors)
        self._seen = seen

    def do_one(self) -> bool:
        """One round: a single look at the tokens in use, whatever the number of screens; never due again."""
        guests = [(door, *guest) for door in self._doors for guest in door.guests().items()]
        if not guests:
            return False
        with self._database.glance() as connection:
            valid = living(connection, {token for _, _, token in guests})
        for door, session, token in guests:
            if token in valid:
                self._seen(token)
            else:
                door.show_out(session)
        return False

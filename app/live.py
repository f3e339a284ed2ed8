"""A door of the live link that answers even while the database is away."""

from typing import Any

from flask_socketio import Namespace
from socketio.exceptions import ConnectionRefusedError as Refusal

from app.store.database import StoreUnavailable


class LiveNamespace(Namespace):  # type: ignore[misc]
    """Whoever cannot be let in now is told so and comes again; without an answer it would wait for ever."""

    def trigger_event(self, event: str, *arguments: Any) -> Any:
        try:
            return super().trigger_event(event, *arguments)
        except StoreUnavailable as trouble:
            if event != "connect":
                raise
            raise Refusal("store_unavailable") from trouble

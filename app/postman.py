"""The postman of a channel: takes what is due, has it sent, and notes what became of it.

A message is leased before it is sent and settled after. Whoever dies in between leaves it to the next
one, who sends it with the same key: to the receiver, nothing happens twice.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from app.domain.delivering import Channel, Outcome, Retry
from app.operations.outbox import Delivery, settle, take
from app.queries.outbox import is_anything_due
from app.store.database import Database

ROUND_SECONDS = 1.0

log = logging.getLogger(__name__)


class Postman:
    """One a channel, so that one that hangs holds up no other; one in every server process does no harm.

    No transaction is open while `send` speaks to the world.
    """

    def __init__(
        self,
        database: Database,
        channel: Channel,
        send: Callable[[Delivery], Outcome],
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._channel = channel
        self._send = send
        self._clock = clock

    def do_one(self) -> bool:
        """Sends the message that has been due longest; False when none was."""
        with self._database.glance() as connection:
            if not is_anything_due(connection, self._channel, now=self._clock()):
                return False
        taken = self._database.write("", lambda tx: take(tx, self._channel, now=self._clock()))
        if taken is None:
            return False
        outcome = self._carefully(taken)
        self._database.write("", lambda tx: settle(tx, taken, outcome, now=self._clock()))
        return True

    def _carefully(self, taken: Delivery) -> Outcome:
        """One message that makes its channel stumble must not be tried at once and for ever."""
        try:
            return self._send(taken)
        except Exception:
            log.exception("message %d could not be sent by %s", taken.id, self._channel.value)
            return Retry("the server stumbled; its log says how")

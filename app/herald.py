"""The herald: owes partners' hooks the facts of the journal, and carries what they are owed to them."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from app.channels.hook import post_signed
from app.domain.delivering import Declined, Outcome, Retry, Wait
from app.domain.mall import Mall
from app.domain.partner import hook_secret
from app.operations.heralding import MOST_AT_ONCE, owe_facts
from app.operations.outbox import Delivery
from app.queries.partners import behind, partner_by_code
from app.store.database import Database
from app.vault import delivery_key

ROUND_SECONDS = 1.0
REST = timedelta(seconds=20)  # for a hook that did not answer: the others are not to wait for it
SLOW = timedelta(seconds=1)  # one that answers later than that rests as long as it took


class Herald:
    """One in every server process does no harm: the cursor and the fact's own key are in the database."""

    def __init__(
        self, database: Database, *, mall_now: Callable[[], Mall], clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._mall_now = mall_now
        self._clock = clock

    def do_one(self) -> bool:
        """One look at everybody who has a hook; True while there is more to tell."""
        more = False
        with self._database.read() as connection:
            waiting = behind(connection, sites=tuple(self._mall_now().site))
        for partner, site in waiting:
            if not partner.is_told(site) or not self._database.owns(site):
                continue  # facts of a satellite are told by the satellite
            count = self._database.write(
                site,
                lambda tx, who=partner: owe_facts(tx, who, now=self._clock()),  # type: ignore[misc]
            )
            more = more or count == MOST_AT_ONCE
        return more


class PartnerPost:
    """Posts one delivery to the hook of its partner, signed with the secret of this moment.

    `local` allows hooks in the office's own network.
    """

    def __init__(
        self, database: Database, secret: bytes, *, clock: Callable[[], datetime], local: bool
    ) -> None:
        self._database = database
        self._secret = secret
        self._clock = clock
        self._local = local
        self._lock = threading.Lock()
        self._resting: dict[str, datetime] = {}

    def send(self, delivery: Delivery) -> Outcome:
        now = self._clock()
        with self._lock:
            until = self._resting.get(delivery.target)
        if until is not None and now < until <= now + REST:  # else the clock was set back
            return Wait("it did not answer a moment ago, or late", until - now)
        with self._database.read() as connection:
            partner = partner_by_code(connection, delivery.target)
        if partner is None or partner.hook_url is None or not partner.has_hook:
            return Declined("the partner has no hook any more")
        if delivery.site and not partner.may_enter(delivery.site):
            return Declined("the partner may not know of this site any more")
        outcome = post_signed(
            partner.hook_url,
            hook_secret(self._secret, partner),
            delivery.body,
            key=delivery_key(self._secret, delivery.id),
            now=now,
            local=self._local,
        )
        took = self._clock() - now
        rest = REST if isinstance(outcome, Retry) else min(took, REST) if took > SLOW else None
        with self._lock:
            if rest is not None:
                self._resting[delivery.target] = now + took + rest
            else:
                self._resting.pop(delivery.target, None)
        return outcome

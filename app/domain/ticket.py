"""The life of a ticket: every status, every action, and the one table that joins them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from app.domain.errors import WrongState
from app.domain.journey import Stop


class Status(StrEnum):
    EXPECTED = "expected"  # taken from afar; in no queue until its visitor checks in
    WAITING = "waiting"  # in the queue of its service
    LOOKED = "looked"  # a clerk reads it before calling; on no display
    CALLED = "called"  # on the displays, on the way to a counter
    SERVING = "serving"  # at the counter
    HELD = "held"  # set aside by the clerk, e.g. to make a copy
    MISSED = "missed"  # called and did not come; parked, and back in the queue after a while, once
    SERVED = "served"  # done
    NO_SHOW = "no_show"  # was given another chance and did not come again
    CANCELLED = "cancelled"  # given up by the visitor or by staff
    VOIDED = "voided"  # never reached a visitor: neither paper nor confirmation
    EXPIRED = "expired"  # its service day ended


class Action(StrEnum):
    CHECK_IN = "check_in"  # the visitor of a number taken from afar is here
    LOOK = "look"
    CALL = "call"
    RECALL = "recall"
    SERVE = "serve"
    FINISH = "finish"
    GO_ON = "go_on"  # finished here, to the next stop of its journey
    MISS = "miss"
    NO_SHOW = "no_show"  # missed for the last time
    HOLD = "hold"
    TRANSFER = "transfer"
    RETURN = "return"
    CANCEL = "cancel"
    VOID = "void"
    EXPIRE = "expire"


class Priority(StrEnum):
    """Visitors with a head start by law (UU 25/2009 art. 29); a lane, never a diagnosis."""

    ELDERLY = "elderly"
    DISABLED = "disabled"
    PREGNANT = "pregnant"
    CHILD = "child"


class PrintState(StrEnum):
    """Where the paper is; beside the life of the ticket, never rolling a number back."""

    NONE = "none"  # no paper was asked for
    QUEUED = "queued"
    PRINTING = "printing"
    PRINTED = "printed"  # confirmed by the printer
    SENT = "sent"  # handed to a printer that cannot confirm
    FAILED = "failed"


_S, _A = Status, Action

MOVES: Mapping[tuple[Status, Action], Status] = MappingProxyType(
    {
        (_S.EXPECTED, _A.CHECK_IN): _S.WAITING,
        (_S.EXPECTED, _A.CANCEL): _S.CANCELLED,
        (_S.EXPECTED, _A.EXPIRE): _S.EXPIRED,
        (_S.WAITING, _A.LOOK): _S.LOOKED,
        (_S.WAITING, _A.CALL): _S.CALLED,
        (_S.WAITING, _A.CANCEL): _S.CANCELLED,
        (_S.WAITING, _A.VOID): _S.VOIDED,
        (_S.WAITING, _A.EXPIRE): _S.EXPIRED,
        (_S.LOOKED, _A.CALL): _S.CALLED,
        (_S.LOOKED, _A.TRANSFER): _S.WAITING,
        (_S.LOOKED, _A.RETURN): _S.WAITING,
        (_S.LOOKED, _A.CANCEL): _S.CANCELLED,
        (_S.LOOKED, _A.EXPIRE): _S.EXPIRED,
        (_S.CALLED, _A.RECALL): _S.CALLED,
        (_S.CALLED, _A.SERVE): _S.SERVING,
        (_S.CALLED, _A.FINISH): _S.SERVED,
        (_S.CALLED, _A.GO_ON): _S.WAITING,
        (_S.CALLED, _A.MISS): _S.MISSED,
        (_S.CALLED, _A.NO_SHOW): _S.NO_SHOW,
        (_S.CALLED, _A.HOLD): _S.HELD,
        (_S.CALLED, _A.TRANSFER): _S.WAITING,
        (_S.CALLED, _A.RETURN): _S.WAITING,
        (_S.CALLED, _A.CANCEL): _S.CANCELLED,
        (_S.CALLED, _A.EXPIRE): _S.EXPIRED,
        (_S.SERVING, _A.FINISH): _S.SERVED,
        (_S.SERVING, _A.GO_ON): _S.WAITING,
        (_S.SERVING, _A.HOLD): _S.HELD,
        (_S.SERVING, _A.TRANSFER): _S.WAITING,
        (_S.SERVING, _A.RETURN): _S.WAITING,
        (_S.SERVING, _A.CANCEL): _S.CANCELLED,
        (_S.SERVING, _A.EXPIRE): _S.EXPIRED,
        (_S.HELD, _A.CALL): _S.CALLED,
        (_S.HELD, _A.RETURN): _S.WAITING,
        (_S.HELD, _A.CANCEL): _S.CANCELLED,
        (_S.HELD, _A.EXPIRE): _S.EXPIRED,
        (_S.MISSED, _A.CALL): _S.CALLED,
        (_S.MISSED, _A.RETURN): _S.WAITING,
        (_S.MISSED, _A.CANCEL): _S.CANCELLED,
        (_S.MISSED, _A.EXPIRE): _S.EXPIRED,
    }
)

ENDED = frozenset({Status.SERVED, Status.NO_SHOW, Status.CANCELLED, Status.VOIDED, Status.EXPIRED})
ACTIVE = frozenset({Status.LOOKED, Status.CALLED, Status.SERVING})  # occupies its counter


def after(status: Status, action: Action) -> Status:
    """The status that follows; raises WrongState where the table has no such move."""
    try:
        return MOVES[status, action]
    except KeyError:
        raise WrongState(status=status.value, action=action.value) from None


def possible(status: Status) -> tuple[Action, ...]:
    """Every action that the table allows from here, in the table's order."""
    return tuple(action for (before, action) in MOVES if before is status)


@dataclass(frozen=True, slots=True)
class Ticket:
    """One visitor's place in the queues of one site on one service day; times are UTC.

    `calls` counts the calls to a counter, `summons` those since it last left the queue, `announced`
    also the ones that were taken back: it names a call on the displays. `moves` are the steps of
    its life so far. `issued_for` is the service it was given for, whatever follows. A number taken
    from afar has `promised_at`, when its visitor was told to be here, and `arrives_by`, until when the
    place is kept; `arrived_at` is when the visitor checked in.
    """

    id: int
    site: str
    day: date
    number: str
    service: str
    issued_for: str
    agency: str
    status: Status
    priority: Priority | None
    language: str
    sort_key: datetime
    issued_at: datetime
    waiting_since: datetime
    called_at: datetime | None
    serving_at: datetime | None
    ended_at: datetime | None
    counter: str | None
    calls: int
    origin: str
    print_state: PrintState
    printer: str | None
    confirmed_at: datetime | None
    nonce: bytes
    recalled: bool = False
    announced: int = 0
    summons: int = 0
    misses: int = 0
    parked_at: datetime | None = None
    stops: tuple[Stop, ...] = ()
    only_at: str | None = None
    note: str = ""
    hold_reason: str = ""
    moves: int = 0
    promised_at: datetime | None = None
    arrives_by: datetime | None = None
    arrived_at: datetime | None = None
    postponed: int = 0

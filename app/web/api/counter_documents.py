"""The shapes of a counter: its console's view, and what a clerk's deeds take and give."""

from typing import Annotated, Literal

from pydantic import Field

from app.domain.counter import CounterState
from app.domain.ticket import Priority
from app.web.api.documents import Answered, Asked, Code, Reason, RowId, TicketDocument


class HandWish(Asked):
    """`ticket` is the one at the counter that is meant: nothing is done where it has gone meanwhile.

    Without it the deed is about whoever is there when it arrives.
    """

    ticket: RowId | None = None


class CallWish(Asked):
    """`ticket` names the one to call; without it the deed is about the one at the counter.

    `in_hand`: it is the one at the counter, and nothing is done where it has gone meanwhile.
    """

    ticket: RowId | None = None
    in_hand: bool = False


class UndoWish(Asked):
    """The move that is meant, and its ticket: nothing is done where another one was the last."""

    move: Annotated[str, Field(max_length=40)] | None = None
    ticket: RowId | None = None


class BreakWish(Asked):
    minutes: Annotated[int, Field(ge=1, le=480)] | None = None
    reason: Reason = ""


class ReasonWish(Asked):
    reason: Reason = ""


class HandReasonWish(HandWish, ReasonWish):
    """As above, and why."""


class CloseWish(ReasonWish):
    """`reopens_minutes`: the counter opens again by itself after so long."""

    reopens_minutes: Annotated[int, Field(ge=1, le=600)] | None = None


class TransferWish(HandWish):
    """To a service, to one counter, or both; `come_back`: to this counter again after that."""

    service: Code | None = None
    counter: Code | None = None
    come_back: bool = False


class ReturnWish(HandWish):
    """`count` False: as if the number had not been called here."""

    count: bool = True


class NoteWish(HandWish):
    text: Reason


class WalkUpWish(Asked):
    service: Code
    priority: Priority | None = None


class CounterEntry(Answered):
    """`serves` are the codes of the agencies and services it calls for, `agencies` their short names."""

    code: str
    name: str
    zone: str
    zone_name: str
    state: CounterState
    agencies: list[str]
    serves: list[str]


class CounterList(Answered):
    counters: list[CounterEntry]


class ClosingDocument(Answered):
    """A closing that was asked for; once approved, the counter closes when its visitor leaves."""

    reason: str
    reopens_at: str | None
    asked_by: str | None
    asked_at: str | None
    approved: bool


class HelpDocument(Answered):
    """An agency or service that a counter joined for a while."""

    code: str
    name: str
    until: str


class HelpWish(Asked):
    """`service` is the code of an agency or of one service."""

    service: Code
    minutes: Annotated[int, Field(ge=1, le=480)]


class FreeWish(Asked):
    """What becomes of the ticket that is stuck at the counter: of `number`, if that is told, and no other."""

    move: Literal["return", "finish", "miss"]
    number: Code | None = None


class CounterHead(CounterEntry):
    """`reopens_at`: a closed counter opens again then, by itself."""

    since: str | None
    returns_at: str | None
    reopens_at: str | None
    closing: ClosingDocument | None
    helping: list[HelpDocument]


class Colleague(Answered):
    code: str
    name: str
    state: CounterState
    number: str | None
    since: str | None


class UndoDocument(Answered):
    """The move that may be taken back, of which ticket, until when."""

    move: str
    ticket: int
    until: str


class DeskRules(Answered):
    """What the mall's rules say about a counter's moves."""

    missed_after_calls: int
    closing_needs_approval: bool


class CounterDocument(Answered):
    """`reorders_at`: when another one may be first in the queue although nothing happens until then."""

    counter: CounterHead
    ticket: TicketDocument | None
    queue: list[TicketDocument]
    reorders_at: str | None
    waiting: int
    longest_wait: int
    held: list[TicketDocument]
    missed: list[TicketDocument]
    colleagues: list[Colleague]
    served_today: int
    undo: UndoDocument | None
    rules: DeskRules
    now: str


class DeedDocument(Answered):
    """What a counter's deed came to; `cursor` is the last fact of the site that it knows."""

    cursor: int
    state: CounterState
    ticket: TicketDocument | None
    undo: UndoDocument | None

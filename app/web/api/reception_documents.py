"""The shapes of the reception: tickets that were found, one with its story, and another lane for it."""

from typing import Any

from app.domain.ticket import Priority
from app.web.api.documents import Answered, Asked, TicketDocument


class FoundTickets(Answered):
    """Today's tickets that may be meant: those that are not over first, then the newest; not all of many."""

    tickets: list[TicketDocument]


class StoryFact(Answered):
    """A fact of the journal about the ticket; `actor_name` is null where nobody has a name for the actor."""

    id: int
    at: str
    kind: str
    actor: str
    actor_name: str | None
    counter_name: str | None
    data: dict[str, Any]


class TicketStory(Answered):
    """A ticket, what happened to it, and what the rules still allow.

    Ask again with `after` = `cursor` for the facts that followed.
    `reprints_left` counts the papers that staff may still ask for; `credit_minutes` is the head start
    of a priority lane, null where the ticket's lane cannot be changed any more.
    """

    now: str
    ticket: TicketDocument
    facts: list[StoryFact]
    cursor: int
    reprints_left: int
    credit_minutes: int | None


class PriorityWish(Asked):
    """The lane of the visitor; null takes the head start away again."""

    priority: Priority | None

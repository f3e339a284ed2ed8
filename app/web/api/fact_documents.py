"""The shapes of facts that somebody looked for."""

from typing import Any

from app.web.api.documents import Answered


class FoundFact(Answered):
    """A fact; names as people call them."""

    id: int
    at: str
    kind: str
    actor: str
    actor_name: str | None
    counter: str | None
    counter_name: str | None
    data: dict[str, Any]


class NamedCounter(Answered):
    code: str
    name: str


class FoundFacts(Answered):
    """The newest first; `before` asks for those before them, null where there are no more."""

    now: str
    timezone: str
    day: str
    kinds: list[str]
    counters: list[NamedCounter]
    agencies: dict[str, str]
    facts: list[FoundFact]
    before: int | None

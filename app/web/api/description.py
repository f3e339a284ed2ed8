"""What the OpenAPI document says of a route, written beside the route."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel

from app.web.api.documents import Answered

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Description:
    summary: str
    tag: str
    body: type[BaseModel] | None
    answer: type[Answered] | None
    status: int
    refusals: tuple[str, ...]
    query: tuple[str, ...]
    idempotent: bool


def describe(
    summary: str,
    *,
    tag: str,
    body: type[BaseModel] | None = None,
    answer: type[Answered] | None = None,
    status: int = 200,
    refusals: tuple[str, ...] = (),
    query: tuple[str, ...] = (),
    idempotent: bool = False,
) -> Callable[[View], View]:
    """Attaches the description to a view; `refusals` are codes, `query` names of parameters."""

    def mark(view: View) -> View:
        view.description = Description(  # type: ignore[attr-defined]
            summary, tag, body, answer, status, refusals, query, idempotent
        )
        return view

    return mark

"""Who may enter a route: every view carries its audience, and one without any is refused."""

from collections.abc import Callable
from typing import Any, TypeVar

ROLES = ("kiosk", "display", "counter", "agent", "partner", "admin")
ANYONE = "anyone"

View = TypeVar("View", bound=Callable[..., Any])


def audience(*roles: str) -> Callable[[View], View]:
    """Marks a view with the roles that may call it; "anyone" needs no token at all."""
    unknown = set(roles) - {*ROLES, ANYONE}
    if unknown or not roles:
        raise ValueError(f"no such audience: {sorted(unknown) or 'none given'}")

    def mark(view: View) -> View:
        view.audience = frozenset(roles)  # type: ignore[attr-defined]
        return view

    return mark


def audience_of(view: Callable[..., Any] | None) -> frozenset[str]:
    """The roles a view admits; empty for an unmarked one: nobody."""
    return getattr(view, "audience", frozenset())

"""Who may enter a route: every view carries its audience, and one without any is refused."""

from collections.abc import Callable
from typing import Any, TypeVar

from app.domain.partner import Scope
from app.domain.staff import Permission

ROLES = ("kiosk", "display", "counter", "agent", "partner", "hub", "admin")
ANYONE = "anyone"
STAFF = "staff"  # whoever is signed in, with whatever permissions

View = TypeVar("View", bound=Callable[..., Any])


def audience(
    *roles: str, staff: Permission | None = None, scope: Scope | None = None
) -> Callable[[View], View]:
    """Marks a view with the roles of tokens that may call it; "anyone" needs no token at all.

    `staff` is the permission by which a person who is signed in may call it, at the places where
    it was given; without one nobody does, unless "staff" is among the roles. `scope` is what a
    partner's token must open, also where anyone may call: a token is worth what it says.
    """
    unknown = set(roles) - {*ROLES, ANYONE, STAFF}
    if unknown or not (roles or staff):
        raise ValueError(f"no such audience: {sorted(unknown) or 'none given'}")

    def mark(view: View) -> View:
        view.audience = frozenset(roles)  # type: ignore[attr-defined]
        view.permission = staff  # type: ignore[attr-defined]
        view.scope = scope  # type: ignore[attr-defined]
        return view

    return mark


def audience_of(view: Callable[..., Any] | None) -> frozenset[str]:
    """The roles a view admits; empty for an unmarked one: nobody."""
    return getattr(view, "audience", frozenset())


def permission_of(view: Callable[..., Any] | None) -> Permission | None:
    """The permission by which staff may call a view; None: none would do."""
    return getattr(view, "permission", None)


def scope_of(view: Callable[..., Any] | None) -> Scope | None:
    """What a partner's token must open to call a view; None: every one of them may."""
    return getattr(view, "scope", None)

"""Who may do what: the roles of staff, their permissions, and the places these hold for."""

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

LONGEST_USERNAME = 40
LONGEST_NAME = 80


class Permission(StrEnum):
    """One thing a person may do; a route names the one it asks for."""

    CALL = "call"  # the queue of a counter: call, serve, finish, hold, transfer, return, miss
    CALL_CHOSEN = "call_chosen"  # a number out of turn
    ISSUE = "issue"  # a number for a visitor who stands at a desk
    FIND_TICKET = "find_ticket"
    CHANGE_PRIORITY = "change_priority"
    REPRINT = "reprint"
    ASK_CLOSING = "ask_closing"
    APPROVE_CLOSING = "approve_closing"
    HELP_ELSEWHERE = "help_elsewhere"  # let a counter join another queue for a while
    WATCH_HALL = "watch_hall"
    TAKE_OVER = "take_over"  # free or move a ticket that is stuck at somebody's counter
    SWITCH_SERVICE = "switch_service"  # pause a service, or open it against the calendar
    POST_NOTICE = "post_notice"
    SEE_ALARMS = "see_alarms"
    MANAGE_DEVICES = "manage_devices"
    MANAGE_STAFF = "manage_staff"
    MANAGE_MALL = "manage_mall"
    MANAGE_PARTNERS = "manage_partners"
    READ_JOURNAL = "read_journal"
    SERVE_AFAR = "serve_afar"  # numbers and bookings for people who are not at the site
    SIMULATE = "simulate"  # ask what a service would say at any moment


class Role(StrEnum):
    """What a person is in the mall; a person may be several things at several places."""

    CLERK = "clerk"
    RECEPTIONIST = "receptionist"
    VILLAGE = "village"  # at the desk of a village office, for its people
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


_P = Permission
_DESK = frozenset({_P.SEE_ALARMS, _P.REPRINT})
_ADMINISTRATORS_OWN = frozenset({_P.MANAGE_DEVICES, _P.MANAGE_STAFF, _P.MANAGE_MALL, _P.MANAGE_PARTNERS})
GRANTS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.CLERK: _DESK | {_P.CALL, _P.ASK_CLOSING},
        Role.RECEPTIONIST: _DESK | {_P.ISSUE, _P.FIND_TICKET, _P.CHANGE_PRIORITY},
        Role.VILLAGE: frozenset({_P.SERVE_AFAR}),
        Role.SUPERVISOR: frozenset(Permission) - _ADMINISTRATORS_OWN,
        Role.ADMINISTRATOR: frozenset(Permission),
    }
)
GIVEN_SINGLY = GRANTS[Role.SUPERVISOR]  # what one person may be given beside the role


@dataclass(frozen=True, slots=True)
class Grant:
    """A role and where it holds: `site` None is every site, `agencies` None every agency.

    `also` are single permissions beside those of the role, for the same place.
    """

    role: Role
    site: str | None = None
    agencies: frozenset[str] | None = None
    also: frozenset[Permission] = frozenset()

    @property
    def permissions(self) -> frozenset[Permission]:
        return GRANTS[self.role] | self.also

    def reaches(self, permission: Permission, site: str | None) -> bool:
        """Whether it gives the permission to anything at the site; None asks for the whole installation."""
        return permission in self.permissions and self.site in (None, site)


def may(
    grants: Iterable[Grant], permission: Permission, *, site: str | None, agency: str | None = None
) -> bool:
    """Whether somebody with these grants may do it there.

    `site` None asks for what belongs to no single site, `agency` None for what belongs to no single
    agency, a notice for the hall say: a grant for some of them is not enough.
    """
    return any(
        grant.reaches(permission, site) and (grant.agencies is None or agency in grant.agencies)
        for grant in grants
    )


def reaches(grants: Iterable[Grant], permission: Permission, *, site: str | None) -> bool:
    """Whether they may do it for any agency there: the question at the door."""
    return any(grant.reaches(permission, site) for grant in grants)


def agencies_within(
    grants: Iterable[Grant], permission: Permission, *, site: str | None
) -> frozenset[str] | None:
    """The agencies for which they may do it at the site; None is all of them, no agency is nobody's."""
    within = [grant.agencies for grant in grants if grant.reaches(permission, site)]
    if any(agencies is None for agencies in within):
        return None
    return frozenset().union(*(agencies for agencies in within if agencies is not None))


def is_administrator(grants: Iterable[Grant]) -> bool:
    """Whether they may change everything, so that one of these has to stay."""
    return may(grants, Permission.MANAGE_STAFF, site=None)


def has_a_desk_alone(grants: Collection[Grant]) -> bool:
    """Whether they work at a counter, a reception or a village desk and have no power beyond it."""
    desk = GRANTS[Role.CLERK] | GRANTS[Role.RECEPTIONIST] | GRANTS[Role.VILLAGE]
    return all(grant.permissions <= desk for grant in grants)


def is_sound(grant: Grant) -> bool:
    """Whether it can be given: an administrator is one everywhere, the rest gets no such power singly."""
    if grant.role is Role.ADMINISTRATOR and (grant.site, grant.agencies) != (None, None):
        return False
    return grant.also <= GIVEN_SINGLY and (grant.agencies is None or bool(grant.agencies))


def plain_username(text: str) -> str:
    """The one form of a user name: "Siti " and "siti" are the same person."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def is_username(text: str) -> bool:
    """Letters a to z, figures, dot, hyphen and underscore, as they are typed on any keyboard."""
    plain = text.replace(".", "").replace("-", "").replace("_", "")
    return 2 <= len(text) <= LONGEST_USERNAME and plain.isascii() and plain.isalnum() and text == text.lower()

"""What each role may do, and where: nobody gains anything by asking at another place."""

import pytest

from app.domain.staff import (
    GIVEN_SINGLY,
    GRANTS,
    Grant,
    Permission,
    Role,
    agencies_within,
    is_administrator,
    is_sound,
    is_username,
    may,
    plain_username,
    reaches,
)

CLERK = Grant(Role.CLERK, "main")
CLERK_OF_A = Grant(Role.CLERK, "main", frozenset({"A"}))


def test_every_role_says_what_it_may() -> None:
    assert GRANTS.keys() == set(Role)


def test_without_grants_nothing_is_allowed() -> None:
    assert not any(may((), permission, site="main") for permission in Permission)


@pytest.mark.parametrize(
    "permission", [Permission.MANAGE_STAFF, Permission.MANAGE_DEVICES, Permission.MANAGE_MALL]
)
def test_the_installation_is_the_administrators_alone(permission: Permission) -> None:
    assert [role for role in Role if permission in GRANTS[role]] == [Role.ADMINISTRATOR]


def test_a_clerk_calls_in_turn_and_chooses_nobody() -> None:
    assert may((CLERK,), Permission.CALL, site="main", agency="A")
    assert not may((CLERK,), Permission.CALL_CHOSEN, site="main", agency="A")


def test_a_grant_ends_at_its_site() -> None:
    assert not may((CLERK,), Permission.CALL, site="branch")
    assert may((Grant(Role.CLERK),), Permission.CALL, site="branch")


def test_a_grant_for_one_site_is_none_for_the_installation() -> None:
    assert not may((Grant(Role.ADMINISTRATOR, "main"),), Permission.MANAGE_STAFF, site=None)


def test_a_clerk_of_one_agency_has_the_door_but_not_the_hall() -> None:
    assert reaches((CLERK_OF_A,), Permission.CALL, site="main")
    assert may((CLERK_OF_A,), Permission.CALL, site="main", agency="A")
    assert not may((CLERK_OF_A,), Permission.CALL, site="main", agency="B")
    assert not may((CLERK_OF_A,), Permission.CALL, site="main")


def test_the_agencies_of_several_grants_add_up() -> None:
    clerk_of_b = Grant(Role.CLERK, "main", frozenset({"B"}))
    assert agencies_within((CLERK_OF_A, clerk_of_b), Permission.CALL, site="main") == {"A", "B"}
    assert agencies_within((CLERK_OF_A, CLERK), Permission.CALL, site="main") is None
    assert agencies_within((CLERK_OF_A,), Permission.CALL, site="branch") == frozenset()


def test_a_permission_given_singly_holds_where_the_grant_does() -> None:
    chosen = Grant(Role.CLERK, "main", frozenset({"A"}), frozenset({Permission.CALL_CHOSEN}))
    assert may((chosen,), Permission.CALL_CHOSEN, site="main", agency="A")
    assert not may((chosen,), Permission.CALL_CHOSEN, site="main", agency="B")


def test_no_power_over_the_installation_is_given_singly() -> None:
    assert is_sound(Grant(Role.CLERK, "main", None, GIVEN_SINGLY))
    assert not is_sound(Grant(Role.CLERK, "main", None, frozenset({Permission.MANAGE_STAFF})))


def test_an_administrator_is_one_everywhere() -> None:
    assert is_sound(Grant(Role.ADMINISTRATOR))
    assert is_administrator((Grant(Role.ADMINISTRATOR),))
    assert not is_sound(Grant(Role.ADMINISTRATOR, "main"))
    assert not is_sound(Grant(Role.CLERK, "main", frozenset()))


def test_a_user_name_is_one_however_it_is_typed() -> None:
    assert plain_username(" Siti.Rahayu ") == "siti.rahayu"
    assert is_username("siti.rahayu")


@pytest.mark.parametrize("name", ["", "s", "siti rahayu", "Siti", "sіti", "a" * 41, "siti:x", "../etc"])
def test_what_can_be_confused_is_no_user_name(name: str) -> None:
    assert not is_username(name)

"""The shapes of signing in, of sessions and of the people who work here."""

from typing import Annotated

from pydantic import Field

from app.domain.staff import Grant, Permission, Role
from app.web.api.documents import Answered, Asked, Code, MeDocument

NO_NUL = r"^[^\x00]*$"  # PostgreSQL keeps no text with one
TypedName = Annotated[str, Field(min_length=1, max_length=120, pattern=NO_NUL)]
FullName = Annotated[str, Field(max_length=80, pattern=NO_NUL)]
TypedPassword = Annotated[str, Field(min_length=1, max_length=256)]
MOST_GRANTS = 20


class SignInWish(Asked):
    username: TypedName
    password: TypedPassword


class PasswordWish(Asked):
    """The own password: the old one, and the one from now on."""

    old: TypedPassword
    new: TypedPassword


class SetupWish(Asked):
    """The first administrator; `code` is the one that the console shows."""

    code: Annotated[str, Field(min_length=1, max_length=40)]
    username: TypedName
    name: FullName = ""
    password: TypedPassword


class GrantWish(Asked):
    """A role and where it holds: without `site` at every site, without `agencies` for every agency.

    `also` are single permissions beside those of the role.
    """

    role: Role
    site: Code | None = None
    agencies: Annotated[list[Code], Field(max_length=200)] | None = None
    also: Annotated[tuple[Permission, ...], Field(max_length=len(Permission))] = ()

    def grant(self) -> Grant:
        agencies = None if self.agencies is None else frozenset(self.agencies)
        return Grant(self.role, self.site, agencies, frozenset(self.also))


class StaffWish(Asked):
    username: TypedName
    name: FullName = ""
    grants: Annotated[list[GrantWish], Field(max_length=MOST_GRANTS)]


class StaffChange(Asked):
    """What is left out stays as it is; `grants` are all of them.

    `known` are the grants as they were read: if somebody else has changed them since, nothing is changed.
    """

    name: FullName | None = None
    grants: Annotated[list[GrantWish], Field(max_length=MOST_GRANTS)] | None = None
    known: Annotated[list[GrantWish], Field(max_length=MOST_GRANTS)] | None = None
    disabled: bool | None = None


class GrantDocument(Answered):
    role: str
    site: str | None
    agencies: list[str] | None
    also: list[str]


class HeldGrant(GrantDocument):
    """`permissions` are all of them: those of the role and the single ones."""

    permissions: list[str]


class SignedInDocument(Answered):
    """`csrf` goes into the header X-CSRF-Token of everything that the session sends and that changes."""

    username: str
    name: str
    must_change: bool
    csrf: str
    grants: list[HeldGrant]


class WhoDocument(MeDocument):
    """Who this screen is, or who is signed in; the last four are null for a token."""

    username: str | None
    must_change: bool | None
    csrf: str | None
    grants: list[HeldGrant] | None


class StaffDocument(Answered):
    """A person; `sessions` is at how many places somebody is signed in by this name.

    `seen_at` is the last use of a session, to the minute; null for none within 90 days.
    """

    id: int
    username: str
    name: str
    grants: list[GrantDocument]
    must_change: bool
    sessions: int
    created_at: str
    password_at: str
    disabled_at: str | None
    seen_at: str | None


class EverybodyOut(Answered):
    """How many sessions ended."""

    ended: int


class StaffList(Answered):
    """`permissions` says what each role may do, `singly` what may be given beside a role."""

    now: str
    timezone: str
    own: int | None
    staff: list[StaffDocument]
    permissions: dict[str, list[str]]
    singly: list[str]


class TemporaryPassword(Answered):
    """Shown once; whoever signs in with it has to choose another one."""

    staff: StaffDocument
    password: str


class SessionDocument(Answered):
    id: int
    staff: int
    username: str
    name: str
    created_at: str
    seen_at: str
    address: str
    browser: str
    own: bool


class SessionList(Answered):
    now: str
    timezone: str
    sessions: list[SessionDocument]

"""`run.py staff`: the people who may sign in, added and listed at the server's own console."""

import argparse
import getpass
import secrets
import sys

from app.commands.ground import migrated
from app.commands.refusal import Refusal
from app.domain.errors import Refused
from app.domain.passwords import temporary_password
from app.domain.staff import Grant, Role, plain_username
from app.engine import Engine, threads
from app.factory import utc_now
from app.installation import newest_mall
from app.operations.passwords import Passwords
from app.operations.staff import add_staff, set_password
from app.queries.staff import Person, people, person_named
from app.store.database import Database
from config.bootstrap import ROOT
from config.settings import Settings
from config.words import Words

ACTOR = "command line"


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("staff", help="the people who may sign in")
    kinds = parser.add_subparsers(required=True, metavar="what")
    add = kinds.add_parser("add", help="add a person; a temporary password is shown once")
    add.add_argument("username")
    add.add_argument("--role", required=True, choices=[role.value for role in Role])
    add.add_argument("--site", help="where the role holds; without it at every site")
    add.add_argument("--agency", action="append", metavar="CODE", help="only for this agency (repeatable)")
    add.add_argument("--name", default="", help="as it is shown to colleagues")
    add.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    add.set_defaults(command=_add)
    password = kinds.add_parser("password", help="give a new password and sign the person out everywhere")
    password.add_argument("username")
    password.add_argument("--password-stdin", action="store_true", help="read it from standard input")
    password.set_defaults(command=_password)
    kinds.add_parser("list", help="everybody, without passwords").set_defaults(command=_list)


def _add(asked: argparse.Namespace, settings: Settings, _: Engine) -> int:
    database = migrated(settings)
    username, mall = plain_username(asked.username), newest_mall(database)
    grant = Grant(Role(asked.role), asked.site, frozenset(asked.agency) if asked.agency else None)
    password, temporary = _chosen(asked)
    hashed = _hashed(password, username)
    try:
        database.write(
            "",
            lambda tx: add_staff(
                tx,
                mall,
                username=username,
                name=asked.name.strip(),
                grants=(grant,),
                password_hash=hashed,
                temporary=temporary,
                actor=ACTOR,
                now=utc_now(),
            ),
        )
    except Refused as refused:
        raise Refusal(_sentence(refused)) from refused
    _show(username, password, temporary=temporary)
    return 0


def _password(asked: argparse.Namespace, settings: Settings, _: Engine) -> int:
    database = migrated(settings)
    known = _known(database, plain_username(asked.username))
    password, temporary = _chosen(asked)
    hashed = _hashed(password, known.username)
    database.write(
        "",
        lambda tx: set_password(tx, known.id, hashed, temporary=temporary, actor=ACTOR, now=utc_now()),
    )
    _show(known.username, password, temporary=temporary)
    return 0


def _list(_: argparse.Namespace, settings: Settings, __: Engine) -> int:
    with migrated(settings).read() as connection:
        known = people(connection)
    for each in known:
        state = "let go" if each.disabled_at else "new password" if each.must_change else "active"
        print(f"{each.username:<20} {state:<12} {_grants(each):<40} {each.name}")
    return 0


def _known(database: Database, username: str) -> Person:
    with database.read() as connection:
        found = person_named(connection, username)
    if found is None:
        raise Refusal(f"There is nobody called {username}. `run.py staff list` shows everybody.")
    return found


def _chosen(asked: argparse.Namespace) -> tuple[str, bool]:
    """The password from standard input, else a temporary one; a command line is seen by others."""
    if not asked.password_stdin:
        return temporary_password(secrets.token_bytes), True
    typed = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    return typed, False


def _hashed(password: str, username: str) -> str:
    try:
        return Passwords(threads().offload).hashed(password, username=username)
    except Refused as refused:
        raise Refusal(_sentence(refused)) from refused


def _sentence(refused: Refused) -> str:
    return Words.load(ROOT / "config" / "words").say("en", f"errors.{refused.code}", **refused.params)


def _show(username: str, password: str, *, temporary: bool) -> None:
    if temporary:
        print(f"{username} signs in at /login with this password, and chooses another one there:\n{password}")
    else:
        print(f"{username} signs in at /login with the password that you gave.")


def _grants(known: Person) -> str:
    return ", ".join(
        " ".join([grant.role.value, grant.site or "*", *sorted(grant.agencies or ())])
        for grant in known.grants
    )

"""`run.py token`: keys of screens, agents and partners, made, listed and revoked."""

import argparse
import secrets

from app.audience import ROLES
from app.commands.ground import migrated
from app.commands.refusal import Refusal
from app.engine import Engine
from app.factory import utc_now
from app.installation import newest_mall
from app.operations.tokens import create_token, revoke_device
from app.queries.tokens import token_entries
from config.settings import Settings

SITED = frozenset({"kiosk", "display", "counter"})


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("token", help="keys of screens, agents and partners")
    kinds = parser.add_subparsers(required=True, metavar="what")
    create = kinds.add_parser("create", help="make a token; it is shown once")
    create.add_argument("--role", required=True, choices=ROLES)
    create.add_argument("--site", help="required for kiosk, display and counter")
    create.add_argument("--name", metavar="CODE", help="the kiosk's, display's or agent's code in the mall")
    create.set_defaults(command=_create)
    kinds.add_parser("list", help="every token, without its secret").set_defaults(command=_list)
    revoke = kinds.add_parser("revoke", help="switch one screen off")
    revoke.add_argument("id", type=int)
    revoke.set_defaults(command=_revoke)


def _create(asked: argparse.Namespace, settings: Settings, _: Engine) -> int:
    database = migrated(settings)
    mall = newest_mall(database)
    if asked.role in SITED and (mall is None or asked.site not in mall.site):
        known = ", ".join(mall.site) if mall else "none yet"
        raise Refusal(f"A {asked.role} belongs to a site. Name it with --site; there are: {known}.")
    places = {"kiosk": "kiosk", "display": "display"}
    if mall and asked.role in places and asked.name not in getattr(mall.site[asked.site], places[asked.role]):
        codes = ", ".join(getattr(mall.site[asked.site], places[asked.role]))
        raise Refusal(
            f"No {asked.role} {asked.name} at {asked.site}. Name one with --name; there are: {codes}."
        )
    token_id, secret = database.write(
        "",
        lambda tx: create_token(
            tx,
            role=asked.role,
            site=asked.site,
            code=asked.name,
            name=asked.name or asked.role,
            now=utc_now(),
            random=secrets.token_bytes,
        ),
    )
    print(f"Token {token_id}; keep it now, it is not shown again:\n{secret}")
    return 0


def _list(_: argparse.Namespace, settings: Settings, __: Engine) -> int:
    with migrated(settings).read() as connection:
        entries = token_entries(connection)
    for entry in entries:
        holder = entry.bearer
        state = "revoked" if entry.revoked_at else "valid"
        place = f"{holder.site or '*':<6} {holder.code or '-':<8}"
        print(f"{holder.id:>4}  {holder.role:<8} {place} {state:<8} {holder.name}")
    return 0


def _revoke(asked: argparse.Namespace, settings: Settings, _: Engine) -> int:
    database, now = migrated(settings), utc_now()
    with database.read() as connection:
        living = {entry.bearer.id for entry in token_entries(connection) if entry.revoked_at is None}
    if asked.id not in living:
        raise Refusal(f"There is no valid token {asked.id}. `run.py token list` shows them.")
    database.write("", lambda tx: revoke_device(tx, asked.id, actor="command line", now=now))
    print(f"token {asked.id} is revoked")
    return 0

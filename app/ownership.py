"""Whose database this is: made with which key, and for a demonstration or for an office."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection, exists, insert, select, update

from app.domain.links import digest
from app.installation import SECRET_BYTES, forget_screens, saved_screens, secret_of
from app.operations.staff import let_everybody_go
from app.operations.tokens import admit_secret, revoke_device
from app.queries.tokens import Bearer, bearer, secret_is_known, token_entries
from app.store.database import Database
from app.store.tables import installation, staff, ticket, token
from app.store.transaction import Transaction
from config.private_file import write_private
from config.settings import Settings, SettingsError

AGENT_FILE = "agent.key"
OWN_AGENT = "Agen cetak bawaan"
COMMAND_LINE = "command line"
ROW = 1  # a database belongs to one installation
_HASH = select(installation.c.secret_hash)
_DEMO = select(installation.c.demo)
_REAL = select(
    exists().where(ticket.c.id.is_not(None))
    | exists().where(token.c.role != "agent")
    | exists().where(staff.c.id.is_not(None))
)


def own_secret(settings: Settings, database: Database) -> bytes:
    """The installation's secret, which is the one that the database was made with.

    Tickets' addresses are made from it: two servers on one database must share it. Raises
    SettingsError if this folder holds another one, or none where the database knows one.
    """
    with database.read() as connection:
        known = connection.execute(_HASH).scalar()
    if known is not None and not settings.secret_path.exists():
        raise _foreign(settings.secret_path)
    secret = secret_of(settings)
    mine = _hash(secret)
    if database.write("", lambda tx: _claim(tx, mine, settings)) != mine:
        raise _foreign(settings.secret_path)
    return secret


def adopt_secret(settings: Settings, database: Database) -> None:
    """Takes this folder's key for the database's from now on; addresses made with the old one are dead."""
    mine = _hash(secret_of(settings))

    def adopt(tx: Transaction) -> None:
        _claim(tx, mine, settings)
        tx.execute(update(installation).values(secret_hash=mine))

    database.write("", adopt)


def is_demo(database: Database) -> bool:
    """Whether the database was begun as a demonstration's; for one that `own_secret` has looked at."""
    with database.read() as connection:
        return demo_in(connection)


def demo_in(connection: Connection) -> bool:
    return bool(connection.execute(_DEMO).scalar())


def begin_demo(database: Database) -> None:
    """Marks an empty database as a demonstration's; again changes nothing.

    Raises SettingsError for one that was used in earnest: a demonstration hands out its
    administrator's link.
    """

    def mark(tx: Transaction) -> bool:
        if not tx.execute(_DEMO).scalar_one() and tx.execute(_REAL).scalar_one():
            return False
        tx.execute(update(installation).values(demo=True))
        return True

    if not database.write("", mark):
        raise SettingsError(
            "This database holds numbers or tokens of an office, and a demonstration would let anybody "
            "administer them. Give the demonstration a folder and a database of its own "
            "(ANTREAN_DATA=demo python3 run.py serve --demo), or start without --demo, naming the office's "
            "mall by --mall if none was loaded yet."
        )


def own_agent_token(settings: Settings, database: Database, *, now: datetime) -> str:
    """The token of the print agent beside the server, the same at every start of this data folder.

    Another server on the same database has another folder, and so an agent and a token of its own.
    """
    path = settings.data / AGENT_FILE
    secret = path.read_text().strip() if path.exists() else ""
    if secret and _holds(database, secret, now=now):
        return secret
    secret = secrets.token_hex(SECRET_BYTES)
    write_private(path, secret)
    _holds(database, secret, now=now)
    return secret


def _holds(database: Database, secret: str, *, now: datetime) -> bool:
    """Whether the secret is a living token's; one that the database never saw becomes one."""

    def admit(tx: Transaction) -> bool:
        if not secret_is_known(tx.connection, digest(secret)):
            admit_secret(tx, digest(secret), role="agent", site=None, code=None, name=OWN_AGENT, now=now)
        return bearer(tx.connection, secret) is not None

    return database.write("", admit)


@dataclass(frozen=True, slots=True)
class EndedDemo:
    """What ending a demonstration came to: tokens revoked, links kept in a file or not, people let go."""

    revoked: int
    had_links: bool
    people: int = 0


def end_demo(settings: Settings, database: Database, *, now: datetime) -> EndedDemo | None:
    """Makes an office's database of a demonstration's: every token but those of servers' own agents ends.

    Whoever had the administrator's link may have paired devices or added people, so that nobody comes in
    by a name either, and another folder may have links of its own. Numbers, counters and the mall stay.
    Broken off half way it can be repeated; None where no demonstration was left to end.
    """
    screens = saved_screens(settings)

    def end(tx: Transaction) -> tuple[int, int] | None:
        people = 0
        if tx.execute(_DEMO).scalar():
            people = let_everybody_go(tx, actor=COMMAND_LINE, now=now)
            holders = [each.bearer for each in token_entries(tx.connection) if each.revoked_at is None]
        else:
            holders = [found for screen in screens if (found := bearer(tx.connection, screen.token))]
            if not holders:
                return None
        ending = [holder.id for holder in holders if not _is_own_agent(holder)]
        for device in ending:
            revoke_device(tx, device, actor=COMMAND_LINE, now=now)
        tx.execute(update(installation).values(demo=False))
        return len(ending), people

    ended = database.write("", end)
    had_links = forget_screens(settings)
    revoked, people = ended or (0, 0)
    return EndedDemo(revoked, had_links, people) if ended is not None or had_links else None


def _is_own_agent(holder: Bearer) -> bool:
    """A token that a server made for itself: over the network none is made for every site."""
    return (holder.role, holder.site, holder.code, holder.name) == ("agent", None, None, OWN_AGENT)


def _claim(tx: Transaction, secret_hash: bytes, settings: Settings) -> bytes:
    """The hash that the database knows; a database that knows none belongs to this installation now."""
    known: bytes | None = tx.execute(_HASH).scalar()
    if known is not None:
        return known
    row = {"id": ROW, "secret_hash": secret_hash, "demo": _was_demo(tx.connection, settings)}
    tx.execute(insert(installation).values(row))
    return secret_hash


def _was_demo(connection: Connection, settings: Settings) -> bool:
    """Whether a database that says nothing of it, from an earlier version, has this folder's demo screens."""
    return any(bearer(connection, screen.token) for screen in saved_screens(settings))


def _hash(secret: bytes) -> bytes:
    return sha256(b"antrean installation:" + secret).digest()


def _foreign(path: Path) -> SettingsError:
    return SettingsError(
        f"The database was made with another key than {path}, and the links of its tickets need that one. "
        "Copy secret.key from the data folder it was made with, or name another database with "
        "ANTREAN_DATABASE; if the key is lost, `run.py key adopt` goes on with a new one."
    )

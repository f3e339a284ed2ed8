"""An office begins where a demonstration was: what was tried out goes, the mall and the machinery stay."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, exists, or_, select, update

from app.domain.setup_refusals import SetupOver
from app.operations.mall_saving import keep_file, save_whole
from app.store.tables import booking, installation, metadata, ticket, token
from app.store.transaction import Transaction
from config.mall_mistakes import Document

# What is no trial: whose database this is, the mall as it was saved, the code on the console, the keys that
# servers gave to their own agents.
KEPT = frozenset({"installation", "revision", "mall_file", "setup_code", "token"})


@dataclass(frozen=True, slots=True)
class Logo:
    """The bytes of a logo that was looked at, their media type, and the name by which the mall has it."""

    name: str
    kind: str
    content: bytes


def begin_office(tx: Transaction) -> bool:
    """Makes an office's empty book of a demonstration's database; False if it is no demonstration.

    Numbers, people, devices and links of the demonstration are gone for good: whoever tried it out may have
    left anything in it. For a transaction of "".
    """
    if not tx.execute(select(installation.c.demo)).scalar():
        return False
    clear_trial(tx)
    tx.execute(update(installation).values(demo=False))
    return True


def clear_trial(tx: Transaction) -> None:
    """Empties the book; again after the doors were closed, for what somebody did in between."""
    for table in reversed(metadata.sorted_tables):
        if table.name not in KEPT:
            tx.execute(delete(table))
    of_a_server = (token.c.role == "agent") & token.c.site.is_(None)  # over the network none is made for all
    tx.execute(delete(token).where(~of_a_server))


def is_untouched(connection: Connection) -> bool:
    """Whether no number and no booking was ever given: until then the mall may be begun anew."""
    given = or_(exists().where(ticket.c.id.is_not(None)), exists().where(booking.c.id.is_not(None)))
    return not connection.execute(select(given)).scalar()


def begin_mall(
    tx: Transaction,
    document: Document,
    *,
    logo: Logo | None = None,
    author: str,
    comment: str,
    owns: Callable[[str], bool],
    now: datetime,
) -> int:
    """Saves an office's first mall in place of the one in force; the number of its revision.

    Raises SetupOver once a number was given, and NotSaved with every mistake.
    """
    if not is_untouched(tx.connection):
        raise SetupOver
    files = {logo.name: keep_file(tx, logo.content, logo.kind, now=now)} if logo else {}
    return save_whole(
        tx, document, author=author, comment=comment, kind="import", files=files, owns=owns, now=now
    )

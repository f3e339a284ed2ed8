"""The unit of work that operations are handed: they change things through it and never commit."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, CursorResult, Executable, text

LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:site, 20170613))")


@dataclass(frozen=True, slots=True)
class Transaction:
    """An open transaction that owns one site: no other writer of that site runs beside it."""

    connection: Connection
    site: str

    def execute(self, statement: Executable, parameters: Any = None) -> CursorResult[Any]:
        return self.connection.execute(statement, parameters)

    def at(self, site: str) -> "Transaction":
        """The same transaction for another site, of which it becomes the only writer too.

        For what belongs to no site alone, and has to be told at each in the same commit: always beginning
        at "" and going through the sites in the order of their codes, so that no two wait for each other.
        """
        if self.connection.dialect.name != "sqlite":  # which has one writer for everything
            self.connection.execute(LOCK, {"site": site})
        return Transaction(self.connection, site)

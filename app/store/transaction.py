"""The unit of work that operations are handed: they change things through it and never commit."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, CursorResult, Executable


@dataclass(frozen=True, slots=True)
class Transaction:
    """An open transaction that owns one site: no other writer of that site runs beside it."""

    connection: Connection
    site: str

    def execute(self, statement: Executable, parameters: Any = None) -> CursorResult[Any]:
        return self.connection.execute(statement, parameters)

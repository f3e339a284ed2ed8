"""The tables [[...]] of a mall's document as they were written, whatever else is wrong with them."""

from typing import Any, NamedTuple

from config.mall_complaints import Complaint, Hint
from config.mall_mistakes import Flaw, Steps


class Row(NamedTuple):
    """One of the tables [[...]] and the steps that lead to it."""

    steps: Steps
    table: dict[str, Any]

    def text(self, key: str) -> str | None:
        value = self.table.get(key)
        return value if isinstance(value, str) else None

    def texts(self, key: str) -> list[str]:
        value = self.table.get(key)
        return [entry for entry in value if isinstance(entry, str)] if isinstance(value, list) else []

    def flaw(self, key: str, code: str, *, hint: Hint | None = None, **blanks: Any) -> Flaw:
        """One thing wrong with the key; `code` and `blanks` as in Complaint."""
        return Flaw((*self.steps, key), Complaint(code, blanks, hint=hint))

    def rows(self, key: str) -> list["Row"]:
        tables = self.table.get(key)
        if not isinstance(tables, list):
            return []
        return [
            Row((*self.steps, key, place), table)
            for place, table in enumerate(tables)
            if isinstance(table, dict)
        ]

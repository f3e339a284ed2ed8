"""Rows as text that any database understands: one line of JSON a row, the same whichever engine it lay in."""

import base64
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Connection,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    String,
    Text,
    cast,
    column,
    inspect,
    select,
    table,
)
from sqlalchemy.sql.expression import ColumnClause, TableClause
from sqlalchemy.types import TypeEngine

from app.store.tables import Moment

ROWS_AT_ONCE = 1_000


class ColumnKind(StrEnum):
    """What a column holds; a backup names it beside each column, as no engine's own word would last."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    NUMBER = "number"
    MOMENT = "moment"
    DAY = "day"
    BYTES = "bytes"
    JSON = "json"
    TEXT = "text"


Columns = Mapping[str, ColumnKind]

# In this order, as SQLAlchemy's kinds are kinds of each other.
_KINDS: tuple[tuple[type[TypeEngine[Any]], ColumnKind], ...] = (
    (Boolean, ColumnKind.BOOLEAN),
    (Integer, ColumnKind.INTEGER),
    (Float, ColumnKind.NUMBER),
    (DateTime, ColumnKind.MOMENT),
    (Date, ColumnKind.DAY),
    (LargeBinary, ColumnKind.BYTES),
    (JSON, ColumnKind.JSON),
    (String, ColumnKind.TEXT),
)
_TYPES: Mapping[ColumnKind, TypeEngine[Any]] = MappingProxyType(
    {
        ColumnKind.BOOLEAN: Boolean(),
        ColumnKind.INTEGER: BigInteger(),
        ColumnKind.NUMBER: Float(),
        ColumnKind.MOMENT: Moment(),
        ColumnKind.DAY: Date(),
        ColumnKind.BYTES: LargeBinary(),
        ColumnKind.JSON: JSON(none_as_null=True),
        ColumnKind.TEXT: Text(),
    }
)


def columns_of(connection: Connection, name: str) -> dict[str, ColumnKind]:
    """The columns that a table has in this very database, whatever version of the program made it."""
    return {str(each["name"]): _kind(each["type"]) for each in inspect(connection).get_columns(name)}


def lines_of(connection: Connection, name: str, columns: Columns) -> Iterator[bytes]:
    """Every row of a table as a line, in the order of its key."""
    here = rows_of(name, columns)
    asked = [  # as text, since a driver that reads JSON makes one thing of null and of nothing at all
        cast(here.c[each], Text) if kind is ColumnKind.JSON else here.c[each]
        for each, kind in columns.items()
    ]
    key = inspect(connection).get_pk_constraint(name)["constrained_columns"]
    plain = connection.dialect.name == "postgresql"  # whose own order of words depends on the place
    in_order = [
        here.c[each].collate("C") if plain and columns[each] is ColumnKind.TEXT else here.c[each]
        for each in key
    ]
    query = select(*asked).order_by(*in_order)
    writers = [_WRITERS.get(kind) for kind in columns.values()]
    with connection.execute(query, execution_options={"yield_per": ROWS_AT_ONCE}) as rows:
        for row in rows:
            values = [
                writer(value) if writer is not None and value is not None else value
                for writer, value in zip(writers, row, strict=True)
            ]
            yield json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def row_of(line: bytes, columns: Columns) -> dict[str, Any]:
    """A line as the values of a row; raises ValueError for what is no row of these columns."""
    values = json.loads(line)
    if not isinstance(values, list) or len(values) != len(columns):
        raise ValueError("not a row of this table")
    return {
        name: value if value is None or kind not in _READERS else _READERS[kind](value)
        for (name, kind), value in zip(columns.items(), values, strict=True)
    }


def rows_of(name: str, columns: Columns) -> TableClause:
    """The table to read from or to insert into, with no more than these columns."""
    made: Sequence[ColumnClause[Any]] = [column(each, _TYPES[kind]) for each, kind in columns.items()]
    return table(name, *made)


def _kind(type_: TypeEngine[Any]) -> ColumnKind:
    return next(kind for known, kind in _KINDS if isinstance(type_, known))


def _written_json(value: str) -> list[Any]:
    """In a list of its own, so that a null that was written differs from nothing at all."""
    return [json.loads(value)]


def _read_json(value: list[Any]) -> Any:
    (inner,) = value
    return JSON.NULL if inner is None else inner


def _written_moment(value: datetime) -> str:
    return value.isoformat()


def _written_day(value: date) -> str:
    return value.isoformat()


def _written_bytes(value: bytes) -> str:
    return base64.b64encode(value).decode()


_WRITERS: Mapping[ColumnKind, Callable[[Any], Any]] = MappingProxyType(
    {
        ColumnKind.MOMENT: _written_moment,
        ColumnKind.DAY: _written_day,
        ColumnKind.BYTES: _written_bytes,
        ColumnKind.JSON: _written_json,
    }
)
_READERS: Mapping[ColumnKind, Callable[[Any], Any]] = MappingProxyType(
    {
        ColumnKind.MOMENT: datetime.fromisoformat,
        ColumnKind.DAY: date.fromisoformat,
        ColumnKind.BYTES: lambda value: base64.b64decode(value, validate=True),
        ColumnKind.JSON: _read_json,
    }
)

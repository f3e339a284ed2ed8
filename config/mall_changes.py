"""Changes of a mall's document: how two documents differ, and what a change makes of one.

A path leads to a place by keys and codes: ("site", "BWI", "counter", "5", "name"). Tables of which
there are several are named by their code, holidays by their date, breaks and quiet times, which have
neither, by their place in the list counted from 0. Everything here is pure; whether the outcome is a
mall that can be used is not looked at.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from config.mall_mistakes import Document

Path = tuple[str, ...]

# The lists of tables, with the key that names one of them.
KEYED: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("agency", "service", "site", "zone", "counter"), "code"),
        **dict.fromkeys(("printer", "kiosk", "display", "layout"), "code"),
        "holiday": "date",
    }
)
COUNTED = frozenset({"break", "quiet"})


@dataclass(frozen=True, slots=True)
class Put:
    """Sets a key, or adds or replaces a table; None takes it away."""

    path: Path
    value: Any


@dataclass(frozen=True, slots=True)
class Move:
    """Puts a table before another one of its list, or at its end."""

    path: Path
    before: str | None


Change = Put | Move


class BadChange(Exception):
    """A change that leads nowhere; `code` is "bad_path", "nothing_there" or "not_a_table"."""

    def __init__(self, path: Path, code: str) -> None:
        super().__init__(code, path)
        self.path, self.code = path, code


def apply(document: Document, changes: Iterable[Change]) -> Document:
    """A new document with the changes made one after the other; raises BadChange."""
    made = deepcopy(document)
    for change in changes:
        if isinstance(change, Move):
            _move(made, change)
        else:
            _put(made, change.path, _without_nothing(change.value))
    return made


def value_at(document: Document, path: Path) -> Any:
    """What stands at the path; None where there is nothing, or a path leads nowhere."""
    here: Any = document
    try:
        for place, name in enumerate(path):
            if isinstance(here, list):
                found = _find(here, path[:place], name)
                here = None if found is None or found == len(here) else here[found]
            else:
                here = here.get(name) if isinstance(here, dict) else None
    except BadChange:
        return None
    return here


def differences(before: Document, after: Document) -> list[Change]:
    """What makes `after` of `before`; `apply` with it gives `after` again."""
    return list(_differing((), before, after))


def _put(document: Document, path: Path, value: Any) -> None:
    holder, name, array = _holder(document, path, making=value is not None)
    if holder is None:
        return  # what is not there need not be taken away
    if isinstance(holder, dict):
        if value is None:
            holder.pop(name, None)
        else:
            holder[name] = value
        return
    found = _find(holder, path[:-1], name)
    if value is None:
        if found is not None and found < len(holder):
            del holder[found]
    elif not isinstance(value, dict):
        raise BadChange(path, "not_a_table")
    else:
        row = value if array in COUNTED else {KEYED[array]: name, **value}
        place = len(holder) if found is None else found
        holder[place : place + 1] = [row]


def _move(document: Document, move: Move) -> None:
    holder, name, array = _holder(document, move.path, making=False)
    if not isinstance(holder, list) or array in COUNTED:
        raise BadChange(move.path, "bad_path" if holder is not None else "nothing_there")
    found = _find(holder, move.path[:-1], name)
    if found is None:
        raise BadChange(move.path, "nothing_there")
    row = holder.pop(found)
    place = len(holder) if move.before is None else _find(holder, move.path[:-1], move.before)
    if place is None:
        raise BadChange(move.path, "nothing_there")
    holder.insert(place, row)


def _holder(
    document: Document, path: Path, *, making: bool
) -> tuple[dict[str, Any] | list[Any] | None, str, str]:
    """The table or list that holds the path's last name, that name, and the list's own name.

    A list or table on the way that is missing is made where something is to stand in it.
    """
    here: Any = document
    for place, name in enumerate(path[:-1]):
        if isinstance(here, list):
            found = _find(here, path[:place], name)
            if found is None or found == len(here):
                raise BadChange(path, "nothing_there")
            here = here[found]
        elif name in here:
            here = here[name]
        elif making:
            here[name] = [] if name in KEYED or name in COUNTED else {}
            here = here[name]
        else:
            return None, path[-1], ""
        if not isinstance(here, dict | list):
            raise BadChange(path, "bad_path")
    if not path:
        raise BadChange(path, "bad_path")
    return here, path[-1], path[-2] if isinstance(here, list) else ""


def _find(rows: list[Any], path: Path, name: str) -> int | None:
    """The place of the named table; one past the end for the next one of those that are counted."""
    array = path[-1]
    if array in COUNTED:
        if name.isascii() and name.isdecimal() and int(name) <= len(rows):
            return int(name)
        raise BadChange((*path, name), "nothing_there")
    astray = BadChange((*path, name), "bad_path")  # a list of plain values changes as a whole
    if array not in KEYED:
        raise astray
    for place, row in enumerate(rows):
        if not isinstance(row, dict):
            raise astray
        if row.get(KEYED[array]) == name:
            return place
    return None


def _without_nothing(value: Any) -> Any:
    """A document knows no null: what is nothing is not written."""
    if isinstance(value, dict):
        return {key: _without_nothing(entry) for key, entry in value.items() if entry is not None}
    return [_without_nothing(entry) for entry in value] if isinstance(value, list) else value


def _differing(path: Path, before: Document, after: Document) -> Iterator[Change]:
    for key in before:
        if key not in after:
            yield Put((*path, key), None)
    for key, value in after.items():
        here = (*path, key)
        old = before.get(key)
        if key not in before:
            yield Put(here, value)
        elif isinstance(old, dict) and isinstance(value, dict):
            yield from _differing(here, old, value)
        elif isinstance(old, list) and isinstance(value, list) and _are_tables(old, value):
            yield from _differing_tables(here, old, value)
        elif not same(old, value):
            yield Put(here, value)


def _differing_tables(path: Path, before: list[Any], after: list[Any]) -> Iterator[Change]:
    array = path[-1]
    if array in COUNTED and len(before) == len(after):
        for place, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from _differing((*path, str(place)), old, new)
        return
    old_rows, new_rows = _by_name(array, before), _by_name(array, after)
    if old_rows is None or new_rows is None:
        if not same(before, after):
            yield Put(path, after)
        return
    for name in old_rows:
        if name not in new_rows:
            yield Put((*path, name), None)
    for name, row in new_rows.items():
        if name in old_rows:
            yield from _differing((*path, name), old_rows[name], row)
        else:
            yield Put((*path, name), row)
    kept = [name for name in old_rows if name in new_rows]
    added = [name for name in new_rows if name not in old_rows]
    yield from _moves(path, [*kept, *added], list(new_rows))


def _are_tables(*lists: list[Any]) -> bool:
    return all(isinstance(row, dict) for rows in lists for row in rows)


def _by_name(array: str, rows: list[Any]) -> dict[str, Document] | None:
    """The tables by what names them; None where not each has a name of its own."""
    named = {name: row for row in rows if isinstance(name := row.get(KEYED.get(array, "")), str)}
    return named if len(named) == len(rows) else None


def _moves(path: Path, now: list[str], wanted: list[str]) -> Iterator[Move]:
    """As few moves as give the wanted order: the longest run that is in order stays where it is."""
    staying = _longest_rising([wanted.index(name) for name in now]) if now != wanted else set(range(len(now)))
    for place in range(len(wanted) - 1, -1, -1):
        if place not in staying:
            yield Move((*path, wanted[place]), before=wanted[place + 1] if place + 1 < len(wanted) else None)


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """The members of a longest rising subsequence of different numbers."""
    best: list[list[int]] = []  # for each length, the run of that length with the smallest end
    for number in numbers:
        length = next((size for size, run in enumerate(best) if run[-1] > number), len(best))
        run = [*(best[length - 1] if length else []), number]
        best[length : length + 1] = [run]
    return set(best[-1]) if best else set()


def same(one: Any, other: Any) -> bool:
    """Equal, and of the same types: 1, 1.0 and true are three things in a document."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)

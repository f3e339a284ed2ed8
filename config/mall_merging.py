"""Two people change one mall: what both may keep, and where they have to choose."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from config.mall_changes import (
    COUNTED,
    KEYED,
    Change,
    Move,
    Path,
    apply,
    differences,
    same,
    value_at,
)
from config.mall_mistakes import Document

# What tickets carry in their rows: it may be archived, and is never taken away.
LASTING = (("agency",), ("agency", "service"), ("site",), ("site", "zone"), ("site", "counter"))


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place that two people changed differently: what it was, and what each made of it."""

    path: Path
    base: Any
    theirs: Any
    mine: Any


@dataclass(frozen=True, slots=True)
class Merged:
    """`changes` are mine as they change theirs; `document` is theirs as long as there is a conflict."""

    document: Document
    changes: tuple[Change, ...]
    conflicts: tuple[Conflict, ...]


def merge(base: Document, theirs: Document, mine: Iterable[Change]) -> Merged:
    """My changes of `base` made in what others have made of it meanwhile; raises BadChange."""
    wished = apply(base, mine)
    own = differences(base, wished)
    if theirs is base:  # nobody did, as nearly always
        return Merged(wished, tuple(own), ())
    others = differences(base, theirs)
    places = dict.fromkeys((*_meeting(own, others), *_rearranged(own, others, theirs)))
    conflicts = tuple(
        Conflict(place, *(_seen(document, place) for document in (base, theirs, wished)))
        for place in places
        if not same(_seen(theirs, place), _seen(wished, place))
    )
    if conflicts:
        return Merged(theirs, (), conflicts)
    made = apply(theirs, (change for change in own if not _is_done(change, theirs)))
    return Merged(made, tuple(differences(theirs, made)), ())


def taken_away(before: Document, after: Document) -> list[Path]:
    """Every agency, service, site, zone and counter of the one document that the other has no more."""
    left = set(_lasting(after))
    # A service is known by its code alone, whichever agency it belongs to.
    services = {path[-1] for path in left if path[:1] == ("agency",) and len(path) == 4}
    return [
        path
        for path in _lasting(before)
        if path not in left and not (path[0] == "agency" and len(path) == 4 and path[-1] in services)
    ]


def _lasting(document: Document) -> Iterator[Path]:
    for names in LASTING:
        yield from _codes(document, (), names)


def _codes(table: Document, path: Path, names: tuple[str, ...]) -> Iterator[Path]:
    rows = table.get(names[0])
    for row in rows if isinstance(rows, list) else ():
        code = row.get("code") if isinstance(row, dict) else None
        if isinstance(code, str):
            here = (*path, names[0], code)
            if names[1:]:
                yield from _codes(row, here, names[1:])
            else:
                yield here


def _meeting(own: list[Change], others: list[Change]) -> Iterator[Path]:
    """Where one of my changes and one of theirs lie in each other: the outer place of the two."""
    theirs = {_whole(change.path) for change in others if not isinstance(change, Move)}
    inside = {path[:length] for path in theirs for length in range(1, len(path))}
    for change in own:
        path = _whole(change.path)
        outer = next((path[:length] for length in range(1, len(path) + 1) if path[:length] in theirs), None)
        if outer is not None:
            yield outer
        elif path in inside and not isinstance(change, Move):
            yield path


def _rearranged(own: list[Change], others: list[Change], theirs: Document) -> Iterator[Path]:
    """Lists whose order both changed, or in which I moved something to where nothing is any more."""
    moved = {change.path[:-1] for change in others if isinstance(change, Move)}
    added = {change.path for change in own if not isinstance(change, Move)}
    for change in own:
        if isinstance(change, Move):
            array = change.path[:-1]
            anchor = None if change.before is None else (*array, change.before)
            gone = anchor is not None and anchor not in added and value_at(theirs, anchor) is None
            if array in moved or gone:
                yield array


def _whole(path: Path) -> Path:
    """The path; inside a list that is only counted, that list: its entries have no names to know them by."""
    place = 0
    while place < len(path) and path[place] in KEYED:
        place += 2
    return path[: place + 1] if place < len(path) and path[place] in COUNTED else path


def _seen(document: Document, path: Path) -> Any:
    """What stands at the place; of a list of named tables their names, in order."""
    value = value_at(document, path)
    if path[-1] in KEYED and isinstance(value, list) and len(path) % 2:
        return [row.get(KEYED[path[-1]]) if isinstance(row, dict) else row for row in value]
    return value


def _is_done(change: Change, document: Document) -> bool:
    """Whether it is so already: others made the same change."""
    return not isinstance(change, Move) and same(value_at(document, change.path), change.value)

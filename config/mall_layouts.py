"""Whether the drawings of a mall's own layouts can stand on a screen, in sentences for whoever drew them."""

from collections.abc import Iterator
from itertools import product
from math import inf
from typing import Any

from app.domain.layout import BUILT_IN, NOTHING, Part
from config.mall_complaints import Complaint, like
from config.mall_mistakes import Flaw
from config.mall_rows import Row

LEAST_SHARE = 0.02  # of a side of the screen
DRAWINGS = ("landscape", "portrait")
Place = tuple[int, int]  # line and column


def layout_flaws(layout: Row) -> Iterator[Flaw]:
    """Words that are no part, parts that are no rectangle, lines and shares that do not fit together."""
    if layout.text("code") in BUILT_IN:
        yield layout.flaw("code", "layout_of_system")
    for drawing in DRAWINGS:
        lines = [line.split() for line in layout.texts(drawing)]
        if lines and all(lines):
            yield from _drawn(layout, drawing, lines)


def _drawn(layout: Row, drawing: str, lines: list[list[str]]) -> Iterator[Flaw]:
    if len({len(line) for line in lines}) > 1:
        yield layout.flaw(drawing, "uneven_lines")
        return
    words = dict.fromkeys(word for line in lines for word in line if word != NOTHING)
    for word in words:
        if word not in list(Part):
            yield layout.flaw(drawing, "unknown_part", named=word, hint=like(word, [*Part]))
        elif not _is_rectangle(lines, word):
            yield layout.flaw(drawing, "no_rectangle", named=word)
    if Part.LAST not in words:
        yield layout.flaw(drawing, "no_last")
    for key, count in ((f"{drawing}_columns", len(lines[0])), (f"{drawing}_rows", len(lines))):
        shares = layout.table.get(key)
        if isinstance(shares, list) and len(shares) != count:
            yield layout.flaw(key, "wrong_shares", wanted=count, count=len(shares))
        elif isinstance(shares, list):
            yield from _slivers(layout, key, shares)


def _slivers(layout: Row, key: str, shares: list[Any]) -> Iterator[Flaw]:
    """Shares of a screen on which nothing could be read any more; what is no number, the schema refuses."""
    numbers = [share for share in shares if isinstance(share, int | float) and 0 < share < inf]
    for place, share in enumerate(numbers, start=1):
        if len(numbers) == len(shares) and share < LEAST_SHARE * sum(numbers):
            yield Flaw((*layout.steps, key, place - 1), Complaint("sliver", entry=place))


def _is_rectangle(lines: list[list[str]], word: str) -> bool:
    places = {
        (row, column) for row, line in enumerate(lines) for column, each in enumerate(line) if each == word
    }
    rows, columns = ({place[side] for place in places} for side in (0, 1))
    return places == set(product(range(min(rows), max(rows) + 1), range(min(columns), max(columns) + 1)))

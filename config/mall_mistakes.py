"""What is wrong in a mall's document, told so that the person who wrote it finds the place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.errors import Unworkable
from config.mall_complaints import Complaint

Document = dict[str, Any]
Steps = tuple[str | int, ...]
Origins = Mapping[Steps, str]

ITSELF = "mall.toml"
TABLES = frozenset({"mall", "hours", "rules", "look", "words", "upkeep"})
ARRAYS = frozenset(
    {
        "agency",
        "service",
        "site",
        "zone",
        "counter",
        "printer",
        "kiosk",
        "display",
        "quiet",
        "break",
        "holiday",
        "layout",
    }
)


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing wrong; `steps` lead there, e.g. ("agency", 0, "service", 6, "minutes")."""

    steps: Steps
    told: Complaint

    def sentence(self, language: str) -> str:
        return self.told.sentence(language)


@dataclass(frozen=True, slots=True)
class Mistake:
    """A flaw with its place as a person sees it; `table` and `key` are "" for a whole file.

    `path` leads there in the document by keys and codes: ("site", "BWI", "counter", "5", "name").
    """

    file: str
    table: str
    key: str
    told: Complaint
    path: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        return self.told.code

    def sentence(self, language: str) -> str:
        """What is wrong, to be read beside the place."""
        return self.told.sentence(language)

    def line(self, language: str) -> str:
        """What is wrong and where, for whoever has the file open."""
        where = (self.table, self.key, self.told.phrase(language))
        return f"{self.file}: {' '.join(part for part in where if part)}"

    def __str__(self) -> str:
        return self.line("en")


class MallError(Unworkable):
    """A mall that cannot be used; holds every mistake that was found."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__(self.lines("en"))

    def lines(self, language: str) -> str:
        """Every mistake on a line of its own."""
        return "\n".join(mistake.line(language) for mistake in self.mistakes)


def placed(document: Document, flaws: Iterable[Flaw], origins: Origins) -> list[Mistake]:
    """The flaws in the order of the document, each with its file, table and key.

    `origins` holds the file of a top-level table ("mall",) or of one of several ("agency", 3).
    """
    return [
        _mistake(document, flaw, origins) for flaw in sorted(flaws, key=lambda flaw: _order(document, flaw))
    ]


def _mistake(document: Document, flaw: Flaw, origins: Origins) -> Mistake:
    steps, names, tables = flaw.steps, list[str](), list[str]()
    here: Any = document
    while steps:
        head, rest = steps[0], steps[1:]
        here = step(here, head)
        if head in ARRAYS and rest and isinstance(rest[0], int):
            here = step(here, rest[0])
            names.append(str(head))
            tables.append(f"[[{'.'.join(names)}]] {_title(here, rest[0])}")
            steps = rest[1:]
        elif head in TABLES and (rest or isinstance(here, dict)):
            names.append(str(head))
            tables.append(f"[{'.'.join(names)}]")
            steps = rest
        else:
            break
    key = ".".join(str(part) for part in steps if isinstance(part, str))
    file = origins.get(flaw.steps[:2]) or origins.get(flaw.steps[:1]) or ITSELF
    path = path_of(document, flaw.steps)
    return Mistake(file=file, table=" / ".join(tables), key=key, told=flaw.told, path=path)


def path_of(document: Document, steps: Steps) -> tuple[str, ...]:
    """The same place by codes and dates instead of places in lists; up to the key, not into its list."""
    path, here = list[str](), document
    for part in steps:
        here, before = step(here, part), here
        if not isinstance(part, int):
            path.append(part)
        elif path and path[-1] in ARRAYS and isinstance(before, list):
            title = step(here, "code") or step(here, "date")
            path.append(str(title) if title else str(part))
    return tuple(path)


def _title(table: Any, index: int) -> str:
    """A table's code (a holiday's date), else its place in the file counted from 1."""
    title = step(table, "code") or step(table, "date")
    return str(title) if title else f"no. {index + 1}"


def _order(document: Document, flaw: Flaw) -> list[int]:
    here: Any = document
    order = []
    for part in flaw.steps:
        if isinstance(part, int):
            order.append(part)
        else:
            keys = list(here) if isinstance(here, dict) else []
            order.append(keys.index(part) if part in keys else len(keys))
        here = step(here, part)
    return order


def step(here: Any, part: str | int) -> Any:
    """What lies under a key or at a place; None where there is nothing of the kind."""
    try:
        return here[part]
    except (KeyError, IndexError, TypeError):
        return None

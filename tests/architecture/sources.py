"""The project's own sources, read as text and syntax trees; shared by the guards of this folder."""

import ast
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
ROOMS = ("app", "config", "displays", "printers")


class Imported(NamedTuple):
    """One import statement: which module asks for which, and on what line."""

    by: str
    module: str
    line: int


def for_each(paths: Iterable[Path]) -> Callable[[Callable[[Path], None]], Callable[[], None]]:
    """One test of a rule for all files, naming every one that breaks it: a test a file slows every run."""

    def of_all(rule: Callable[[Path], None]) -> Callable[[], None]:
        def test() -> None:
            broken = []
            for path in paths:
                try:
                    rule(path)
                except AssertionError as breach:
                    broken.append(f"{path}: {breach}")
            assert not broken, "\n".join(broken)

        test.__name__, test.__doc__ = rule.__name__, rule.__doc__
        return test

    return of_all


@cache
def own_files() -> tuple[Path, ...]:
    """Every Python file that ships, relative to the project's folder."""
    found = (path.relative_to(ROOT) for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    return (Path("run.py"), *sorted(found))


@cache
def test_files() -> tuple[Path, ...]:
    """Every Python file of the tests, relative to the project's folder."""
    return tuple(sorted(path.relative_to(ROOT) for path in (ROOT / "tests").rglob("*.py")))


test_files.__test__ = False  # type: ignore[attr-defined]  # a list of tests, not one


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text("utf-8"), filename=str(path))


def module_name(path: Path) -> str:
    """app/web/auth.py -> app.web.auth; a package's __init__.py is the package."""
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports(path: Path) -> tuple[Imported, ...]:
    """Every import of a file wherever it stands, those for type checking too."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[Imported]:
    by = module_name(path)
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (Imported(by, alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield Imported(by, node.module, node.lineno)
            yield from (Imported(by, f"{node.module}.{alias.name}", node.lineno) for alias in node.names)

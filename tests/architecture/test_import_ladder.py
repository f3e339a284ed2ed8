"""Guards the ladder: a room may use what stands below it, and nothing beside or above."""

import sys
from pathlib import Path

from tests.architecture.sources import for_each, imports, module_name, own_files

# From the ground up. Rooms on one rung do not know each other.
LADDER = (
    ("app.domain", "app.edition", "app.engine", "app.log"),
    (
        "app.audience",
        "app.channels",
        "app.cookie",
        "app.media",
        "app.sheets",
        "app.store",
        "app.vault",
        "config",
    ),
    ("app.queries",),
    (
        "app.backup",
        "app.duty",
        "app.letters",
        "app.line",
        "app.look",
        "app.operations",
        "app.relay",
        "app.sightings",
    ),
    (
        "app.beckoning",
        "app.context",
        "app.crier",
        "app.health",
        "app.herald",
        "app.housekeeper",
        "app.installation",
        "app.live",
        "app.postman",
        "app.postroom",
        "app.puller",
        "app.reports",
        "app.satellite_visit",
        "app.watchman",
    ),
    ("app.ownership", "app.web", "displays", "printers"),
    ("app.duties", "app.mall_loading", "app.specimen"),
    ("app.children", "app.factory"),
    ("app.serving",),
    ("app.commands",),
    ("app.cli",),
    ("run",),
)
TYPES_ONLY = {("app.context", "displays")}  # it carries the voice to the displays and only names its type
RUNG = {room: number for number, rung in enumerate(LADDER) for room in rung}


def room_of(module: str) -> str | None:
    """The room a module stands in; None for other people's modules and the empty package app."""
    parts = module.split(".")
    for room in (".".join(parts[:2]), parts[0]):
        if room in RUNG:
            return room
    return None


@for_each(own_files())
def test_imports_go_down_the_ladder(path: Path) -> None:
    here = room_of(module_name(path))
    for imported in imports(path):
        there = room_of(imported.module)
        if here and there and here != there and (here, there) not in TYPES_ONLY:
            assert RUNG[there] < RUNG[here], f"{path}:{imported.line} imports {imported.module}"


@for_each(own_files())
def test_every_file_stands_in_a_room(path: Path) -> None:
    assert room_of(module_name(path)) or path == Path("app/__init__.py")


@for_each([path for path in own_files() if path.parts[:2] == ("app", "domain")])
def test_the_rules_need_nothing_but_python(path: Path) -> None:
    for imported in imports(path):
        top = imported.module.split(".")[0]
        assert top in sys.stdlib_module_names or imported.module.startswith("app.domain"), imported


@for_each([path for path in own_files() if path.parts[0] == "config"])
def test_what_exists_is_read_with_pydantic_and_python_alone(path: Path) -> None:
    for imported in imports(path):
        top = imported.module.split(".")[0]
        known = top in sys.stdlib_module_names or top in ("config", "pydantic")
        assert known or imported.module.split(".")[:2] == ["app", "domain"] or imported.module == "app", (
            imported
        )


@for_each([path for path in own_files() if path.parts[0] == "printers"])
def test_paper_needs_no_web_framework(path: Path) -> None:
    used = {imported.module.split(".")[0] for imported in imports(path)}
    assert not used & {"flask", "flask_socketio", "werkzeug", "sqlalchemy"}


@for_each(own_files())
def test_only_run_py_knows_the_engine(path: Path) -> None:
    used = {imported.module.split(".")[0] for imported in imports(path)}
    assert path == Path("run.py") or "eventlet" not in used


@for_each(own_files())
def test_nobody_imports_run_py(path: Path) -> None:
    assert "run" not in {imported.module for imported in imports(path)}


def test_run_py_stays_small() -> None:
    assert len(Path(__file__).parents[2].joinpath("run.py").read_text("utf-8").splitlines()) <= 40

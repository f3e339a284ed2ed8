"""Guards the habits of the code: words on top, one reader of the environment, no catch-alls, honest names."""

import ast
import re
from pathlib import Path

from tests.architecture.sources import ROOMS, ROOT, for_each, own_files, test_files, tree

ENVIRONMENT = {
    Path("run.py"),
    Path("config/bootstrap.py"),
    Path("config/development.py"),
    Path("config/installation.py"),
    Path("config/registry.py"),
    Path("config/settings.py"),
}
CATCH_ALL = {
    Path("app/duty.py"): 2,  # a round that breaks off is not the last, and one site's trouble its own
    Path("app/postman.py"): 1,  # one message that makes its channel stumble must not stop the others
    Path("app/relay.py"): 2,  # neither a screen's trouble nor a lost database ends the relay
    Path("app/store/database.py"): 1,  # one deed's failure must not undo the batch; its caller hears it
    Path("app/store/writer.py"): 2,  # a failure goes to every caller of a batch; a killed one leaves the line
    Path("app/web/errors.py"): 1,  # the 500 page
    Path("app/web/visitor/socket.py"): 1,  # one ticket that cannot be told must not silence all phones
    Path("printers/courier.py"): 2,  # the agent's loop over one printer
}
VAGUE = {"utils", "util", "helpers", "helper", "manager", "managers", "base", "common", "misc"}
OWN_TEXT = sorted(
    path.relative_to(ROOT)
    for room in ROOMS
    for kind in ("*.html", "*.js", "*.mjs", "*.css")
    for path in (ROOT / room).rglob(kind)
    if "vendor" not in path.parts
)
TEMPLATES = [path for path in OWN_TEXT if path.suffix == ".html"]
SCRIPTS = [path for path in OWN_TEXT if path.suffix in (".js", ".mjs")]


@for_each(own_files() + test_files())
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(tree(path)), path


@for_each([path for path in own_files() if path not in ENVIRONMENT])
def test_the_environment_is_read_in_one_place(path: Path) -> None:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "os":
            assert node.attr not in ("environ", "getenv", "putenv"), f"{path}:{node.lineno}"


@for_each(own_files())
def test_only_the_named_loops_survive_a_surprise(path: Path) -> None:
    handlers = [node for node in ast.walk(tree(path)) if isinstance(node, ast.ExceptHandler)]
    broad = [node for node in handlers if _is_broad(node.type)]
    assert len(broad) <= CATCH_ALL.get(path, 0), [node.lineno for node in broad]


def _is_broad(caught: ast.expr | None) -> bool:
    names = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(name is None or ast.unparse(name) in ("Exception", "BaseException") for name in names)


@for_each(own_files() + test_files())
def test_files_are_named_by_the_thing(path: Path) -> None:
    assert not VAGUE & {part.removesuffix(".py") for part in path.parts}


@for_each(own_files() + test_files())
def test_nothing_is_left_for_later(path: Path) -> None:
    marks = re.compile("TO" + "DO|FIX" + "ME|XX" + "X")
    assert not marks.search((ROOT / path).read_text("utf-8"))


@for_each(test_files())
def test_our_own_parts_are_never_replaced_by_mocks(path: Path) -> None:
    assert "unittest" + ".mock" not in (ROOT / path).read_text("utf-8")


@for_each(TEMPLATES)
def test_a_template_holds_no_script_and_no_style(path: Path) -> None:
    text = (ROOT / path).read_text("utf-8")
    inline_script = re.search(r"<script(?![^>]*\bsrc=)[^>]*>", text)
    assert not inline_script, inline_script
    assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=[\"']", text)


@for_each(TEMPLATES)
def test_a_password_never_becomes_part_of_an_address(path: Path) -> None:
    """Whoever presses Enter before the page's script runs has the browser send the form by itself."""
    forms = re.findall(r"<form\b([^>]*)>(.*?)</form>", (ROOT / path).read_text("utf-8"), re.DOTALL)
    assert all('method="post"' in opening for opening, inside in forms if "password" in inside)


@for_each(SCRIPTS)
def test_a_script_is_no_template(path: Path) -> None:
    assert not re.search(r"\{\{|\{%", (ROOT / path).read_text("utf-8"))

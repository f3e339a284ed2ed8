"""Guards the documents: what they point to exists, and the commands they name are real."""

import re
from pathlib import Path

import pytest

from config.development import COMMANDS
from tests.architecture.sources import ROOMS, ROOT

DOCUMENTS = sorted(
    path.relative_to(ROOT)
    for pattern in ("*.md", *(f"{room}/**/*.md" for room in (*ROOMS, "tests", "docs")))
    for path in ROOT.glob(pattern)
    if "vendor" not in path.parts
)
ROOM_READMES = [Path(room) / "README.md" for room in (*ROOMS, "tests", "docs")]
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)|<img src=\"([^\"]+)\"")
COMMAND = re.compile(r"run\.py ([a-z]+)\b")
ELSEWHERE = (ROOT / "printers" / "console.py", ROOT / "config" / "kiosk_pc.py")
ADDED = [*(ROOT / "app" / "commands").glob("*.py"), *ELSEWHERE]
OWN_COMMANDS = {
    *COMMANDS,
    *(name for path in ADDED for name in re.findall(r'add_parser\("([a-z]+)"', path.read_text("utf-8"))),
}
PICTURES = sorted((ROOT / "docs" / "pictures").glob("*"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_every_link_leads_to_a_file(document: Path) -> None:
    targets = [link or picture for link, picture in LINK.findall((ROOT / document).read_text("utf-8"))]
    local = [target for target in targets if "://" not in target]
    assert [target for target in local if not (ROOT / document).parent.joinpath(target).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_every_command_exists(document: Path) -> None:
    assert set(COMMAND.findall((ROOT / document).read_text("utf-8"))) <= OWN_COMMANDS


@pytest.mark.parametrize("document", ROOM_READMES, ids=str)
def test_every_room_says_in_a_page_what_it_holds(document: Path) -> None:
    assert 10 <= len((ROOT / document).read_text("utf-8").splitlines()) <= 30


@pytest.mark.parametrize("picture", PICTURES, ids=lambda path: path.name)
def test_a_picture_is_small_and_shown(picture: Path) -> None:
    assert picture.stat().st_size <= 200_000
    assert any(f"pictures/{picture.name}" in (ROOT / document).read_text("utf-8") for document in DOCUMENTS)

"""The reference says what the code says."""

import re

import pytest

from config.settings import NAMES
from tests import reference
from tests.architecture.sources import ROOT

SETTING = re.compile(r"^\| `(ANTREAN_[A-Z_]+)` \|", re.MULTILINE)


@pytest.mark.parametrize("name", reference.PAGES)
def test_a_page_made_from_the_code_is_fresh(name: str) -> None:
    stands = (reference.FOLDER / name).read_text(encoding="utf-8")
    assert stands == reference.PAGES[name](), "run: python3 run.py reference"


def test_every_setting_is_explained_once() -> None:
    told = SETTING.findall((ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8"))
    assert sorted(told) == sorted(NAMES)


def test_every_row_of_a_table_has_its_columns() -> None:
    for page in sorted((ROOT / "docs" / "reference").glob("*.md")):
        for table in re.findall(r"(?:^\|.*\n)+", page.read_text(encoding="utf-8"), re.MULTILINE):
            widths = {len(re.split(r"(?<!\\)\|", row)) for row in table.strip().splitlines()}
            assert len(widths) == 1, table

"""Everything that the pages of the mall say by the name of a table has its words in both languages."""

import pytest

from app.web.admin.mall_pages import TABLES
from config.bootstrap import ROOT
from config.mall_shape import shape
from config.words import Words

WORDS = Words.load(ROOT / "config" / "words")
SHAPES = {table.table: table for table in shape()}
PAGES = [name for _, tables in TABLES for name in tables]
LISTS = [name for name in PAGES if name in SHAPES and SHAPES[name].many]


@pytest.mark.parametrize("language", WORDS.languages)
def test_every_page_and_every_list_is_named(language: str) -> None:
    said = WORDS.section(language, "editor")
    wanted = {f"mall_page_{name}" for name in (*PAGES, "review", "revisions")}
    wanted |= {f"mall_group_{group}" for group, _ in TABLES}
    wanted |= {f"mall_{deed}_{name}" for deed in ("add", "back", "none") for name in LISTS}
    assert wanted - set(said) == set()


def test_every_table_of_a_mall_has_its_page() -> None:
    assert set(SHAPES) - set(PAGES) == set()

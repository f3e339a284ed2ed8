"""The guides in Indonesian say what is on the screens, and lead to pages that exist."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from app.context import Demonstration
from app.domain.mall import Mall
from app.engine import threads
from app.factory import build
from app.store.database import Database
from config.bootstrap import ROOT
from config.settings import Settings
from config.words import Words

FOLDER = ROOT / "docs" / "panduan"
GUIDES = sorted(FOLDER.glob("*.md"))
for_each = pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
BOLD, CODE = re.compile(r"\*\*(.+?)\*\*", re.DOTALL), re.compile(r"`(/[^`]*)`")
THE_WORD_ITSELF = "dicetak tebal"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, banyuwangi: Mall) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("guides")
    database = Database(f"sqlite:///{folder}/antrean.db")
    server = build(
        Settings(data=folder),
        mall_now=lambda: banyuwangi,
        engine=threads(),
        secret=bytes(32),
        database=database,
        demonstration=Demonstration(is_on=True),
    )
    yield server.app
    database.close()


def test_there_is_a_guide_for_everybody_who_works_with_it() -> None:
    assert [guide.stem for guide in GUIDES] == ["operator", "petugas-informasi", "petugas-loket", "teknisi"]


@for_each
def test_what_is_set_in_bold_stands_on_a_screen(guide: Path) -> None:
    words = Words.load(ROOT / "config" / "words")
    shown = {text.strip(" .:") for text in words.sentences["id"].values()}
    said = {" ".join(found.split()).strip(" .:") for found in BOLD.findall(guide.read_text("utf-8"))}
    assert said - shown == {THE_WORD_ITSELF}


@for_each
def test_every_page_that_is_named_exists(guide: Path, app: Flask) -> None:
    routes = app.url_map.bind("localhost")
    for path in CODE.findall(guide.read_text("utf-8")):
        try:
            routes.match(path)
        except RequestRedirect:
            continue
        except (NotFound, MethodNotAllowed):
            pytest.fail(f"{guide.name} leads to {path}, where nothing is")

"""Whoever saves the mall finds it in force: no answer of the same server is older than that of the saving."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from app.engine import threads
from app.factory import build
from app.mall_loading import MallLoader
from app.operations.beginning import begin_office
from app.operations.tokens import create_token
from app.ownership import begin_demo, own_secret
from app.store.database import Database
from config.settings import Settings
from tests.factories import LINKS, MORNING, a_mall

LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><path d="M0 0h8v8z"/></svg>'


class Office:
    """A server whose relay never looks, as if it were late."""

    def __init__(self, url: str, data: Path) -> None:
        self.database = Database(url)
        self.loader = MallLoader(self.database, a_mall(), demo=False)
        server = build(
            Settings(data=data, public_url=LINKS.public_url),
            mall_now=self.loader,
            mall_changed=self.loader.reload,
            engine=threads(),
            secret=LINKS.secret,
            database=self.database,
            clock=lambda: MORNING,
        )
        self.client: FlaskClient = server.app.test_client(use_cookies=False)
        self._token = self.database.write(
            "",
            lambda tx: create_token(
                tx, role="admin", site=None, code=None, name="chief", now=MORNING, random=os.urandom
            ),
        )[1]

    def ask(self, method: str, path: str, **body: Any) -> Any:
        headers = {"Authorization": f"Bearer {self._token}", "Idempotency-Key": uuid4().hex}
        answer = self.client.open(f"/api/v1{path}", method=method, headers=headers, **body)
        assert answer.status_code == 200, answer.text
        return answer.json

    def save(self, *path: str, value: Any) -> None:
        base = self.ask("GET", "/mall")["revision"]
        wish = {"base": base, "changes": [{"path": list(path), "value": value}]}
        self.ask("POST", "/mall/changes", json=wish)


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    opened = Office(database_url, tmp_path)
    yield opened
    opened.database.close()


def test_a_logo_can_be_fetched_as_soon_as_it_is_saved(office: Office) -> None:
    assert office.client.get("/logo").status_code == 404
    office.ask("PUT", "/mall/logo", data=LOGO, content_type="image/svg+xml")
    answer = office.client.get("/logo")
    assert (answer.status_code, answer.data) == (200, LOGO)


def test_every_saving_is_in_force_at_once(office: Office) -> None:
    for name in ("Mal Satu", "Mal Dua", "Mal Dua"):
        office.save("mall", "name", value=name)
        assert office.loader.mall.name == name


def test_the_end_of_a_demonstration_at_another_server_is_learnt_with_its_offices_mall(
    database_url: str, tmp_path: Path
) -> None:
    """Two servers on one database: /setup was opened at the other."""
    database = Database(database_url)
    own_secret(Settings(data=tmp_path), database)
    begin_demo(database)
    loader = MallLoader(database, a_mall(), demo=True)
    loader.reload()
    before = loader.demonstration.is_on
    database.write("", begin_office)
    loader.reload()
    database.close()

    assert (before, loader.demonstration.is_on) == (True, False)
    assert loader.mall == a_mall()


def test_a_revision_that_is_known_is_not_read_again(office: Office) -> None:
    office.save("mall", "name", value="Mal Satu")
    known = office.loader.mall
    office.loader.reload()
    assert office.loader.mall is known

"""Servers that several tests share: one for each engine on each database."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.services import register
from tests.services.databases import Databases
from tests.services.server import Server

KINDS = tuple(
    (engine, database) for database in ("sqlite", "postgres") for engine in ("eventlet", "threading")
)


@contextmanager
def each_server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, *options: str
) -> Iterator[Server]:
    """A demonstration on the (engine, database) for which the fixture is asked; it ends with the fixture."""
    engine, kind = request.param
    databases: Databases = request.getfixturevalue(f"{kind}_databases")
    folder = tmp_path_factory.mktemp(f"{engine}-{kind}")
    url = databases.fresh(folder)
    server = Server(data=folder / "data", database=url, engine=engine, options=("--demo", *options))
    register.note(f"server on {engine}", "run.py serve, a process of its own")
    try:
        yield server.start()
    finally:
        server.kill()
        databases.remove(url)

"""A migrated database for each test, copied from a template that is migrated once a run."""

import shutil
import sqlite3
from itertools import count
from pathlib import Path
from typing import Protocol

from app.store.migrating import migrate
from tests.services import register
from tests.services.postgres import Cluster


class Databases(Protocol):
    """Where fresh databases of one kind come from."""

    def fresh(self, folder: Path) -> str:
        """The address of a new migrated database; `folder` is the test's own."""

    def remove(self, url: str) -> None:
        """Gives the database back."""


class SqliteDatabases:
    """Files copied from a migrated one."""

    def __init__(self, folder: Path) -> None:
        self._template = folder / "template.db"
        migrate(f"sqlite:///{self._template}")
        register.note("SQLite", sqlite3.sqlite_version)

    def fresh(self, folder: Path) -> str:
        for part in ("", "-wal"):
            source = self._template.with_name(self._template.name + part)
            if source.exists():
                shutil.copyfile(source, folder / f"antrean.db{part}")
        return f"sqlite:///{folder / 'antrean.db'}"

    def remove(self, url: str) -> None:
        pass


class PostgresDatabases:
    """Databases cloned from a migrated template, in a cluster of our own."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self._numbers = count(1)
        migrate(self.cluster.create("template_antrean"))

    def fresh(self, folder: Path) -> str:  # noqa: ARG002
        return self.cluster.create(f"antrean_{next(self._numbers)}", template="template_antrean")

    def remove(self, url: str) -> None:
        self.cluster.drop(url.rpartition("/")[2])

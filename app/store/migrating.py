"""Brings a database to the newest schema: all of it or nothing, one process at a time."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from app.store.database import StoreUnavailable

MIGRATIONS = Path(__file__).parent / "migrations"


def alembic_config(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    return config


def migrate(url: str) -> None:
    """Upgrades to the newest revision in one transaction, under a lock that other servers wait at.

    Raises StoreUnavailable, with a sentence for whoever starts the server, if there is no such database.
    """
    try:
        _migrate(url)
    except DBAPIError as error:
        why = " ".join(str(error.orig).split()).removesuffix(".")
        raise StoreUnavailable(f"The database cannot be used: {why}.") from error


def _migrate(url: str) -> None:
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _prepare(connection, _record) -> None:  # type: ignore[no-untyped-def]
            connection.isolation_level = None

        @event.listens_for(engine, "begin")
        def _begin(connection) -> None:  # type: ignore[no-untyped-def]
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    config = alembic_config(url)
    with engine.connect() as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(20170613)"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    engine.dispose()


def is_current(url: str) -> bool:
    """Whether the database has the schema of this code."""
    head = ScriptDirectory.from_config(alembic_config(url)).get_current_head()
    engine = create_engine(make_url(url))
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return False
            return bool(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == head)
    finally:
        engine.dispose()

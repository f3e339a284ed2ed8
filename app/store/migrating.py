"""Brings a database to the newest schema: all of it or nothing, one process at a time."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError

from app.store.database import StoreUnavailable
from app.store.files import database_file, keep_private

MIGRATIONS = Path(__file__).parent / "migrations"
UNUSABLE = "The database cannot be used: "


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
        raise _unusable(error) from error


def _unusable(error: DBAPIError) -> StoreUnavailable:
    why = " ".join(str(error.orig).split()).removesuffix(".")
    return StoreUnavailable(f"{UNUSABLE}{why}.")


def _migrate(url: str) -> None:
    keep_private(url)
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _prepare(connection, _record) -> None:  # type: ignore[no-untyped-def]
            connection.isolation_level = None

        @event.listens_for(engine, "begin")
        def _begin(connection) -> None:  # type: ignore[no-untyped-def]
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    with engine.connect() as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(20170613)"))
        upgrade(connection, "head")
    engine.dispose()


def is_current(url: str) -> bool:
    """Whether the database has the schema of this code."""
    return schema_of(url) == head()


def head() -> str:
    """The schema of this code."""
    return str(ScriptDirectory(str(MIGRATIONS)).get_current_head())


def is_known(schema: str) -> bool:
    """Whether this code knows the way from a schema to its own; a newer program's it does not."""
    return schema in {each.revision for each in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}


def schema_of(url: str) -> str | None:
    """The schema that the database has; None where there is none, and no file is made of looking."""
    file = database_file(url)
    if file is not None and not file.exists():
        return None
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return schema_in(connection)
    except DBAPIError as error:
        raise _unusable(error) from error
    finally:
        engine.dispose()


def schema_in(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if version is None else str(version)


def upgrade(connection: Connection, to: str) -> None:
    """Builds or upgrades within the transaction of the connection."""
    config = alembic_config("")
    config.attributes["connection"] = connection
    command.upgrade(config, to)

"""The database behind everything: `read()` for a look, `write(site, deed)` for a change.

`write` takes the deed as a function because it runs it in a transaction shared with whatever
else arrived at the same moment (writer.py), outside the server's event loop on SQLite.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DatabaseError, DBAPIError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.domain.errors import Unworkable
from app.domain.keeping import SiteElsewhere
from app.engine import Offload, threads
from app.store.transaction import LOCK, Transaction
from app.store.writer import Work, Writer

BUSY_SECONDS = 10
POOL_SIZE = 10
CHECKPOINT_PAGES = 4_000  # 16 MB of log: a ticket writes some fifteen pages, a checkpoint stops the line
POOL_OVERFLOW = 30

T = TypeVar("T")


class StoreUnavailable(Unworkable):
    """The database could not be read or written (full, read-only, away); nothing was changed."""


class Database:
    """One per process. `listen` registers what is told the site of every commit, in the thread that wrote.

    `owns` says of which sites this server is the keeper; of others it has pictures at most.
    """

    def __init__(
        self, url: str, *, offload: Offload | None = None, owns: Callable[[str], bool] | None = None
    ) -> None:
        self.url = url
        self.owns = owns or _owns_all
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self._offload = offload or threads().offload
        self._listeners: list[Callable[[str], None]] = []
        self._writers: dict[str, Writer] = {}
        if self.is_sqlite:
            self._reader = _sqlite_engine(url, writes=False)
            self._engine = _sqlite_engine(url, writes=True)
        else:
            self._engine = _postgresql_engine(url)
            self._reader = self._engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )

    def listen(self, committed: Callable[[str], None]) -> None:
        self._listeners.append(committed)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent look at what is committed."""
        try:
            with self._reader.connect() as connection, connection.begin():
                self._begin(connection, "BEGIN")
                yield connection
        except (DBAPIError, PoolTimeout) as error:
            raise _unavailable(error) from error

    @contextmanager
    def glance(self) -> Iterator[Connection]:
        """For a look of one statement, which is consistent by itself: spares the transaction."""
        try:
            with self._reader.connect() as connection:
                yield connection
        except (DBAPIError, PoolTimeout) as error:
            raise _unavailable(error) from error

    def write(self, site: str, deed: Callable[[Transaction], T]) -> T:
        """Runs `deed` in a transaction that owns the site and returns once that is durable.

        What the deed raises is raised here and its changes are gone; `site` is "" for what
        belongs to no site. The deed may not talk to a device, a socket or this database. Raises
        SiteElsewhere for a site that another server keeps, whoever asks.
        """
        if not self.owns(site):
            raise SiteElsewhere(site=site)
        return self._write(site, deed)

    def write_picture(self, site: str, deed: Callable[[Transaction], T]) -> T:
        """As `write`, for what another server, who keeps the site, says of it."""
        if self.owns(site):
            raise ValueError(f"{site} is kept here: nobody else knows better")
        return self._write(site, deed)

    def _write(self, site: str, deed: Callable[[Transaction], T]) -> T:
        try:
            result: T = self._writer(site).run(site, deed)
        except (DBAPIError, PoolTimeout) as error:
            raise _unavailable(error) from error
        for committed in self._listeners:
            committed(site)
        return result

    def announce(self, sites: Iterable[str]) -> None:
        """Tells the listeners of sites at which a transaction of another one recorded facts too."""
        for site in sites:
            for committed in self._listeners:
                committed(site)

    def close(self) -> None:
        self._reader.dispose()
        self._engine.dispose()

    @contextmanager
    def wake_ups(self) -> Iterator[Callable[[float], None] | None]:
        """A function that waits, at most so many seconds, until any process has committed.

        None on SQLite, where every commit of the server is made by this process.
        """
        if self.is_sqlite:
            yield None
            return
        with self._engine.connect() as connection:
            raw: Any = connection.connection.driver_connection
            raw.set_autocommit(True)
            raw.execute("LISTEN journal")
            try:
                yield lambda seconds: _drain(raw.notifies(timeout=seconds, stop_after=1))
            finally:
                connection.invalidate()

    def _writer(self, site: str) -> Writer:
        name = "" if self.is_sqlite else site
        if name not in self._writers:
            offload = self._offload if self.is_sqlite else threads().offload
            self._writers.setdefault(name, Writer(self._commit, offload=offload))
        return self._writers[name]

    def _begin(self, connection: Connection, statement: str) -> None:
        """SQLite's driver is told when to begin; an event listener would cost every statement a little."""
        if self.is_sqlite:
            connection.exec_driver_sql(statement)

    def _commit(self, batch: Sequence[Work]) -> float:
        with self._engine.connect() as connection:
            with connection.begin():
                self._begin(connection, "BEGIN IMMEDIATE")
                if not self.is_sqlite:
                    connection.execute(LOCK, {"site": batch[0].site})
                if len(batch) == 1:  # a deed of its own needs no savepoint: it goes with the transaction
                    batch[0].result = batch[0].deed(Transaction(connection, batch[0].site))
                else:
                    for work in batch:
                        _attempt(connection, work)
                if not self.is_sqlite:
                    connection.execute(_NOTIFY)
                begun = time.perf_counter()
            return time.perf_counter() - begun


def _owns_all(_site: str) -> bool:
    return True


_NOTIFY = text("NOTIFY journal")


def _attempt(connection: Connection, work: Work) -> None:
    """Runs one deed; its failure is its own unless the database itself failed."""
    connection.exec_driver_sql("SAVEPOINT deed")
    try:
        work.result = work.deed(Transaction(connection, work.site))
    except OperationalError:
        raise
    except BaseException as error:  # noqa: BLE001 - raised again in the thread that asked
        connection.exec_driver_sql("ROLLBACK TO SAVEPOINT deed")
        work.error = error
    connection.exec_driver_sql("RELEASE SAVEPOINT deed")


def _drain(notifications: Any) -> None:
    for _ in notifications:
        pass


def _unavailable(error: DBAPIError | PoolTimeout) -> Exception:
    """Trouble of the database becomes StoreUnavailable; a mistake of ours stays what it is."""
    if isinstance(error, PoolTimeout):
        return StoreUnavailable("every connection to the database is taken, and none comes back")
    damaged = type(error) is DatabaseError  # SQLite: the file is no database any more
    if damaged or isinstance(error, OperationalError | InternalError) or error.connection_invalidated:
        return StoreUnavailable(str(error.orig))
    return error


def _sqlite_engine(url: str, *, writes: bool) -> Engine:
    """WAL with a flush at every commit; only the writer checkpoints.

    SQLite 3.7.0 to 3.51.2 can corrupt a file when two connections write and checkpoint at the
    same moment, so readers are held to reading.
    """
    engine = create_engine(
        url,
        pool_size=1 if writes else POOL_SIZE,
        max_overflow=0 if writes else POOL_OVERFLOW,
        hide_parameters=True,  # a ticket's address does not belong in a log
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver begins nothing; we do
        connection.execute("PRAGMA foreign_keys=ON")
        if writes:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")
        else:
            connection.execute("PRAGMA query_only=ON")
            connection.execute("PRAGMA wal_autocheckpoint=0")

    return engine


def _postgresql_engine(url: str) -> Engine:
    return create_engine(
        url,
        pool_size=POOL_SIZE,
        max_overflow=POOL_OVERFLOW,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"connect_timeout": BUSY_SECONDS},
    )

"""Fixtures that every test may ask for: databases, engines, a running server, a browser, node."""

import gc
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from app.domain.mall import Mall
from config import mall as mall_files
from config.bootstrap import ROOT
from tests.services import chromium, register
from tests.services.databases import Databases, PostgresDatabases, SqliteDatabases
from tests.services.node import find_node, run_node
from tests.services.postgres import Cluster
from tests.services.server import Serve, Server

SEEN_MS = 60_000  # what a page should show is waited for; less is luck where much else runs
MOST_WORKERS = 4  # each has a browser and a PostgreSQL of its own


class BrowserModuleTest(pytest.Item):
    """One *.test.mjs file, run by node's own test runner."""

    def runtest(self) -> None:
        done = run_node("--test", "--test-reporter=spec", self.path)
        if done.returncode:
            pytest.fail(done.stdout, pytrace=False)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, self.name


class BrowserModuleFile(pytest.File):
    """Collects a test file of the pure browser modules as one test."""

    def collect(self) -> Iterator[pytest.Item]:
        yield BrowserModuleTest.from_parent(self, name=self.path.name.removesuffix(".test.mjs"))


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if file_path.name.endswith(".test.mjs"):
        return BrowserModuleFile.from_parent(parent, path=file_path)
    return None


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One more than cores, as tests mostly wait; none for files named singly, which are done sooner alone."""
    if not all(Path(argument).is_dir() for argument in config.args):
        return 0
    return min((os.cpu_count() or 1) + 1, MOST_WORKERS)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Workers begin with what is slow, so that no one is left with it when the others are done."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_collection_finish() -> None:
    """Modules and tests stay to the end: a search for garbage need not look through all of them each time."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker hands its services to the run that prints them all."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["services"] = register.used


def pytest_testnodedown(node: Any) -> None:
    """Takes what a worker used; one that crashed tells nothing, and its test has failed."""
    for service, what in getattr(node, "workeroutput", {}).get("services", {}).items():
        register.note(service, what)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.section("real services used")
    for service, what in sorted(register.used.items()):
        terminalreporter.write_line(f"{service}: {what}")
    if not register.used:
        terminalreporter.write_line("none")


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> Databases:
    return SqliteDatabases(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_databases() -> Iterator[PostgresDatabases]:
    try:
        cluster = Cluster()
    except register.Missing as problem:
        register.do_without(problem)
    try:
        yield PostgresDatabases(cluster)
    finally:
        cluster.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated, empty database of the test's own, once on each kind of server."""
    kind = "sqlite_databases" if request.param == "sqlite" else "postgres_databases"
    databases: Databases = request.getfixturevalue(kind)
    url = databases.fresh(tmp_path)
    yield url
    databases.remove(url)


@pytest.fixture
def sqlite_url(sqlite_databases: Databases, tmp_path: Path) -> str:
    """As database_url, where the kind of database does not matter."""
    return sqlite_databases.fresh(tmp_path)


@pytest.fixture(scope="session")
def banyuwangi() -> Mall:
    """The real mall: 34 agencies, 370 services, three sites."""
    return mall_files.load(ROOT / "config" / "malls" / "banyuwangi")


@pytest.fixture(params=["eventlet", "threading"])
def engine_name(request: pytest.FixtureRequest) -> str:
    """Both concurrency engines, one after the other."""
    return str(request.param)


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Starts servers: serve(engine=..., database=..., options=(...)); they end with the test."""
    servers: list[Server] = []

    def start(*, database: str, engine: str = "eventlet", options: tuple[str, ...] = ("--demo",)) -> Server:
        data = tmp_path / f"data-{len(servers) + 1}"
        servers.append(Server(data=data, database=database, engine=engine, options=options))
        register.note(f"server on {engine}", "run.py serve, a process of its own")
        return servers[-1].start()

    yield start
    for server in servers:
        server.kill()


@pytest.fixture
def live(serve: Serve, database_url: str, engine_name: str) -> Server:
    """A running demonstration of the Banyuwangi mall, on each database and each engine."""
    return serve(database=database_url, engine=engine_name)


@pytest.fixture
def demo(serve: Serve, sqlite_url: str) -> Server:
    """A running demonstration, where engine and database do not matter."""
    return serve(database=sqlite_url)


@pytest.fixture(scope="module")
def shared_demo(sqlite_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """As demo, without printers, for all tests of a file: each has to leave to the others what they need."""
    folder = tmp_path_factory.mktemp("demo")
    database = sqlite_databases.fresh(folder)
    server = Server(data=folder, database=database, engine="eventlet", options=("--demo", "--no-agent"))
    yield server.start()
    server.kill()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium, shared by the run; a test opens contexts of its own."""
    try:
        found = chromium.find_chromium()
        register.note("Chromium", chromium.version(found))
        os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(find_node())
    except register.Missing as problem:
        register.do_without(problem)
    expect.set_options(timeout=SEEN_MS)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=found.program,
            args=list(chromium.ARGUMENTS),
            env={**os.environ, **found.environment},
        )
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh browser profile with one page, as a visitor in Banyuwangi has it."""
    context = browser.new_context(locale="id-ID", timezone_id="Asia/Jakarta")
    context.set_default_timeout(SEEN_MS)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def node() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs node with the given words and returns the finished process."""
    try:
        find_node()
    except register.Missing as problem:
        register.do_without(problem)
    return run_node

"""Whose pages may send, and whose word counts for where a request came from."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from app.store.database import Database
from app.web.origins import Origins, origins_of
from config.settings import Settings
from tests.web.api.caller import Api

PUBLIC = "https://antrean.example.go.id"
KNOCK = "/socket.io/?EIO=4&transport=polling"
FORWARDED = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}


def origins(**settings: Any) -> Origins:
    return origins_of(Settings(**{"public_url": PUBLIC, "host": "antrean.lan", **settings}))


@pytest.fixture
def api(sqlite_url: str, tmp_path: Path) -> Iterator[Api]:
    database = Database(sqlite_url)
    yield Api(database, tmp_path)
    database.close()


@pytest.fixture
def api_behind_a_proxy(sqlite_url: str, tmp_path: Path) -> Iterator[Api]:
    database = Database(sqlite_url)
    yield Api(database, tmp_path, proxies=1)
    database.close()


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        (PUBLIC, "10.0.0.5:8080"),
        ("http://10.0.0.5:8080", "10.0.0.5:8080"),
        ("http://[fe80::1]:8080", "[fe80::1]:8080"),
        ("http://localhost:8080", "localhost:8080"),
        ("http://antrean.lan:8080", "antrean.lan:8080"),
    ],
)
def test_pages_of_our_own_addresses_may_send(origin: str, host: str) -> None:
    assert origins().admit(origin, host)


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://evil.example", "10.0.0.5:8080"),
        ("http://evil.example:8080", "evil.example:8080"),  # a name whose owner points it at us
        ("http://10.0.0.6:8080", "10.0.0.5:8080"),
        ("http://10.0.0.5:9000", "10.0.0.5:8080"),
        (f"{PUBLIC}.evil.example", "10.0.0.5:8080"),
        ("http://[", "["),
        ("null", ""),
        ("", ""),
        (None, "localhost"),
    ],
)
def test_no_other_page_may(origin: str | None, host: str) -> None:
    assert not origins().admit(origin, host)
    assert not origins(host="").admit(origin, host)


def test_what_is_named_stands_for_all() -> None:
    named = origins(origins=("https://other.example",))

    assert named.admit("https://other.example", "10.0.0.5:8080")
    assert not named.admit(PUBLIC, "antrean.example.go.id")
    assert not named.admit("http://10.0.0.5:8080", "10.0.0.5:8080")


def test_a_public_address_is_compared_as_browsers_write_it() -> None:
    assert origins(public_url="https://Antrean.Example.go.id:443/mpp").admit(PUBLIC, "10.0.0.5")


def test_a_refusal_tells_once_what_to_do(caplog: pytest.LogCaptureFixture) -> None:
    ours = origins()
    for _ in range(2):
        ours.admit("http://mpp.lan:8080", "mpp.lan:8080")

    (line,) = [record.getMessage() for record in caplog.records]
    assert "http://mpp.lan:8080 was refused" in line
    assert "ANTREAN_PUBLIC_URL" in line


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://localhost"}, 200),
        ({"Origin": PUBLIC}, 200),
        ({"Origin": "http://evil.example"}, 400),
        ({"Origin": "http://evil.example", "Host": "evil.example"}, 400),
        ({"Origin": "https://evil.example", **FORWARDED}, 400),
    ],
)
def test_the_live_link_asks_the_same(api: Api, headers: Mapping[str, str], status: int) -> None:
    assert api.ask("GET", KNOCK, headers=headers).status_code == status


def test_forwarded_headers_of_anybody_are_not_believed(api: Api) -> None:
    answer = api.ask("GET", "/healthz", headers=FORWARDED)

    assert "Strict-Transport-Security" not in answer.headers
    assert "evil.example" not in api.ask("GET", "/api/docs", headers=FORWARDED).get_data(as_text=True)


def test_the_forwarded_headers_of_our_proxy_are(api_behind_a_proxy: Api) -> None:
    told = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "antrean.example.go.id"}
    answer = api_behind_a_proxy.ask("GET", "/healthz", headers=told)

    assert "Strict-Transport-Security" in answer.headers
    page = api_behind_a_proxy.ask("GET", "/api/docs", headers=told).get_data(as_text=True)
    assert PUBLIC in page
    assert api_behind_a_proxy.ask("GET", KNOCK, headers={**told, "Origin": PUBLIC}).status_code == 200

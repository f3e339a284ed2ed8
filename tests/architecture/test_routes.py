"""Guards the doors: every route declares who may enter, and looking never changes anything."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.audience import ANYONE, audience_of, permission_of
from app.context import Demonstration
from app.domain.mall import Mall
from app.engine import threads
from app.factory import build
from app.store.database import Database
from config.mall_check import RESERVED
from config.settings import Settings

SHELLS = (
    "/", "/kiosk", "/display", "/counter", "/reception", "/admin", "/login", "/setup", "/t/<token>",
    "/healthz", "/readyz",
)  # fmt: skip
DEEDS = {"POST", "PUT", "PATCH", "DELETE"}


@pytest.fixture
def app(sqlite_url: str, banyuwangi: Mall, tmp_path: Path) -> Iterator[Flask]:
    database = Database(sqlite_url)
    settings = Settings(data=tmp_path)
    server = build(
        settings,
        mall_now=lambda: banyuwangi,
        engine=threads(),
        secret=bytes(32),
        database=database,
        demonstration=Demonstration(is_on=True),
    )
    yield server.app
    database.close()


def test_every_route_declares_its_audience(app: Flask) -> None:
    undeclared = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if not audience_of(app.view_functions[rule.endpoint])
        and permission_of(app.view_functions[rule.endpoint]) is None
    ]
    assert undeclared == []


def test_a_route_that_changes_the_queue_is_not_for_anyone(app: Flask) -> None:
    open_deeds = {
        (rule.rule, method)
        for rule in app.url_map.iter_rules()
        for method in DEEDS & (rule.methods or set())
        if ANYONE in audience_of(app.view_functions[rule.endpoint])
    }
    of_the_visitor = {deed for deed in open_deeds if "<token>" in deed[0]}  # the address itself is the secret
    of_the_unpaired = {(f"/api/v1/pairings{what}", "POST") for what in ("", "/poll")}
    of_whoever_comes_in = {(f"/api/v1/{door}", "POST") for door in ("session", "setup")}
    # What a phone may take is bounded by the mall's rules, its share of the day and a pace.
    of_a_phone = {(f"/api/v1/sites/<site>/{what}", "POST") for what in ("remote-tickets", "bookings")}
    of_a_phone |= {(f"/<site>/layanan/<service>/{what}", "POST") for what in ("take", "book")}  # by a form
    booking = ("/bookings/<code>", "/b/<code>/")
    of_a_booking = {deed for deed in open_deeds if any(part in deed[0] for part in booking)}  # its secret
    assert open_deeds == of_the_visitor | of_the_unpaired | of_whoever_comes_in | of_a_phone | of_a_booking


def test_no_route_both_looks_and_changes(app: Flask) -> None:
    for endpoint, view in app.view_functions.items():
        methods = {method for rule in app.url_map.iter_rules(endpoint) for method in rule.methods or ()}
        assert not ("GET" in methods and methods & DEEDS), view


def test_no_site_may_take_the_address_of_a_page(app: Flask) -> None:
    heads = {rule.rule.split("/")[1].casefold() for rule in app.url_map.iter_rules()}
    taken = {head for head in heads if head and not head.startswith("<") and "." not in head}
    assert taken <= RESERVED


@pytest.mark.parametrize("shell", SHELLS)
def test_the_pages_of_the_contract_exist(app: Flask, shell: str) -> None:
    assert shell.partition("<")[0] in {rule.rule.partition("<")[0] for rule in app.url_map.iter_rules()}


def test_a_page_without_a_declared_audience_stays_shut(app: Flask) -> None:
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    assert app.test_client().get("/forgotten").status_code in (401, 403)

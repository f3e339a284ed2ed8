"""A saved mall on the screens that are open: each hears what is new, and who has no place leaves."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask_socketio import SocketIOTestClient

from app.installation import newest_mall
from app.relay import MallTeller, Relay
from app.store.database import Database
from tests.factories import MAIN
from tests.relay.recorder import Recorder
from tests.web.api.caller import Api

HERE = ["site", MAIN]


class Office:
    """A server whose mall is the one last saved; its relay looks when it is told to."""

    def __init__(self, url: str, data: Path) -> None:
        self.api = Api(Database(url), data)
        self.relay = self.api.server.relay
        self.loads = 0
        teller = next(each for each in self.relay.tellers if isinstance(each, MallTeller))
        teller.changed = self._load
        self.relay.begin()

    def _load(self) -> None:
        newest = newest_mall(self.api.database)
        assert newest is not None
        self.api.mall = newest
        self.loads += 1

    def save(self, *path: str, value: Any) -> None:
        base = self.api.ask("GET", "/api/v1/mall", role="admin").get_json()["revision"]
        wish = {"base": base, "changes": [{"path": list(path), "value": value}]}
        answer = self.api.ask("POST", "/api/v1/mall/changes", role="admin", body=wish, key=uuid4().hex)
        assert answer.status_code == 200, answer.get_json()
        self.relay.do_one()

    def knock(self, role: str, **auth: str) -> SocketIOTestClient:
        told = {"token": self.api.token(role), "site": MAIN, **auth}
        return self.api.app.extensions["socketio"].test_client(self.api.app, namespace=f"/{role}", auth=told)


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Iterator[Office]:
    opened = Office(sqlite_url, tmp_path)
    yield opened
    opened.api.server.context.voice.stop()
    opened.api.database.close()


def heard(client: SocketIOTestClient, namespace: str, name: str) -> list[Any]:
    return [each["args"][0] for each in client.get_received(namespace) if each["name"] == name]


def test_a_mall_of_two_sites_is_read_once_for_each_revision(office: Office) -> None:
    office.save(*HERE, "name", value="Mal Baru")
    assert (office.api.mall.site[MAIN].name, office.loads) == ("Mal Baru", 1)


def test_a_display_hears_its_new_name_and_zones_at_once(office: Office) -> None:
    display = office.knock("display")
    display.get_received("/display")
    office.save(*HERE, "name", value="Mal Baru")
    assert heard(display, "/display", "snapshot")[-1]["place"]["title"] == "Mal Baru"


@pytest.mark.parametrize(("role", "table", "code"), [("kiosk", "kiosk", "K1"), ("display", "display", "TV1")])
def test_an_archived_screen_leaves_and_its_token_opens_nothing_until_it_is_back(
    office: Office, role: str, table: str, code: str
) -> None:
    client = office.knock(role)
    office.save(*HERE, table, code, "archived", value=True)
    assert not client.is_connected(f"/{role}")
    assert office.api.ask("GET", "/api/v1/me", role=role).status_code == 401
    assert not office.knock(role).is_connected(f"/{role}")
    office.save(*HERE, table, code, "archived", value=None)
    assert office.api.ask("GET", "/api/v1/me", role=role).status_code == 200
    assert office.knock(role).is_connected(f"/{role}")


def test_a_console_at_an_archived_counter_is_shown_out_and_the_next_one_stays(office: Office) -> None:
    gone, stays = office.knock("counter", counter="1"), office.knock("counter", counter="2")
    office.save(*HERE, "counter", "1", "archived", value=True)
    assert (gone.is_connected("/counter"), stays.is_connected("/counter")) == (False, True)


def test_a_changed_printer_is_told_to_its_agent(office: Office) -> None:
    office.save(*HERE, "printer", "P1", "address", value="10.9.9.9:9100")
    listed = office.api.ask("GET", "/api/v1/agent/printers", role="agent").get_json()["printers"]
    addresses = {(each["site"], each["code"]): each["address"] for each in listed}
    assert addresses[MAIN, "P1"] == "10.9.9.9:9100"


def test_a_site_that_comes_back_tells_nobody_of_its_past(office: Office) -> None:
    office.api.take("ktp")
    sites = [MAIN]
    recorder = Recorder()
    relay = Relay(office.api.database, [recorder], sites=lambda: tuple(sites))
    relay.begin()
    sites.clear()
    relay.do_one()
    office.api.take("ktp")
    office.save(*HERE, "name", value="Mal Baru")
    sites.append(MAIN)
    relay.do_one()
    assert [str(event.kind) for event in recorder.facts] == ["mall_changed"]

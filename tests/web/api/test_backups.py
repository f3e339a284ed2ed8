"""Backups over the API: one now, a drill, the file for whoever has a pass; each as a program of its own."""

import zipfile
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest

from app.backup.folder import Purpose, backups_folder
from app.backup.passes import new_pass
from app.backup.room import PASSING
from app.domain.staff import Grant, Role
from app.installation import save_mall
from config import mall as mall_files
from tests.factories import MAIN, MORNING, a_mall
from tests.journeys.patience import until
from tests.web.api.caller import Api

BACKUPS = "/api/v1/backups"


@pytest.fixture
def office(api: Api) -> Api:
    """It has a mall, and its database where its settings say; its first evening, and backup, are to come."""
    save_mall(api.database, mall_files.document(a_mall()), author="test", comment="", now=MORNING)
    api.server.context.settings.secret_path.write_text("5e" * 32)
    return api


def listed(api: Api) -> Any:
    return api.ask("GET", BACKUPS, role="admin").get_json()


def ended(api: Api) -> Any:
    """The list once nothing is under way any more."""

    def look() -> Any:
        api.server.context.keeper.do_one()
        told = listed(api)
        return None if told["running"] else told

    return until(look)


def one_now(api: Api) -> str:
    assert api.ask("POST", BACKUPS, role="admin", body={}, key="now").status_code == 200
    (name,) = (each["name"] for each in ended(api)["backups"])
    return str(name)


def test_a_backup_now_is_listed_with_what_it_holds_and_comes_back(office: Api) -> None:
    name = one_now(office)
    drilled = office.ask("POST", f"{BACKUPS}/{name}/drill", role="admin", body={}, key="drill")
    told = ended(office)

    assert drilled.status_code == 200
    (kept,) = told["backups"]
    assert (kept["purpose"], kept["mall"], kept["missing"]) == ("asked", a_mall().name, [])
    assert kept["drill"]["fine"], kept["drill"]
    assert told["trouble"] is None


def test_a_drill_that_the_end_of_the_server_breaks_off_leaves_no_key_behind(office: Api) -> None:
    name, data = one_now(office), office.server.context.settings.data
    office.ask("POST", f"{BACKUPS}/{name}/drill", role="admin", body={}, key="drill")
    until(lambda: list(data.glob(f"{PASSING}*")) or listed(office)["backups"][0]["drill"])
    office.server.context.keeper.stop()

    assert list(data.glob(f"{PASSING}*")) == []


def test_one_at_a_time(office: Api) -> None:
    office.ask("POST", BACKUPS, role="admin", body={}, key="first")
    second = office.ask("POST", BACKUPS, role="admin", body={}, key="second")
    ended(office)

    assert (second.status_code, second.get_json()["code"]) == (409, "backup_running")


def test_the_file_comes_for_a_minute_to_whoever_has_the_pass(office: Api) -> None:
    name = one_now(office)
    url = office.ask("POST", f"{BACKUPS}/{name}/pass", role="admin", body={}, key="pass").get_json()["url"]
    fetched = office.ask("GET", url)
    without = office.ask("GET", url.partition("?")[0])
    other = office.ask("GET", url.replace("-asked", "-daily"))
    office.now += timedelta(minutes=2)
    late = office.ask("GET", url)

    assert fetched.status_code == 200
    assert fetched.headers["Cache-Control"] == "no-store"
    assert "tables/ticket.jsonl" in zipfile.ZipFile(BytesIO(fetched.data)).namelist()
    assert [each.status_code for each in (without, other, late)] == [404, 404, 404]


def test_whoever_has_the_key_of_a_backup_makes_no_pass_to_the_next(office: Api) -> None:
    name = one_now(office)
    forged = new_pass(office.server.context.links.secret, name, now=office.now)

    assert office.ask("GET", f"/admin/backup/files/{name}?pass={forged}").status_code == 404


def test_the_key_of_a_demonstration_is_not_carried_away(office: Api) -> None:
    name = one_now(office)
    office.server.context.demonstration.is_on = True
    refused = office.ask("POST", f"{BACKUPS}/{name}/pass", role="admin", body={}, key="pass")

    assert (refused.status_code, refused.get_json()["code"]) == (409, "backup_of_demo")


def test_what_failed_is_told_until_one_goes_well(office: Api) -> None:
    folder = backups_folder(office.server.context.settings)
    folder.write_text("a file where the folder should be")
    office.ask("POST", BACKUPS, role="admin", body={}, key="in vain")
    failed = ended(office)
    folder.unlink()
    one_now(office)

    assert (failed["trouble"]["deed"], failed["backups"]) == ("backup", [])
    assert "backups" in failed["trouble"]["why"]
    assert listed(office)["trouble"] is None


def test_the_daily_one_is_taken_once_its_hour_has_passed(office: Api) -> None:
    office.now += timedelta(days=1)
    office.server.context.keeper.do_one()
    (kept,) = ended(office)["backups"]
    for _ in range(40):
        office.server.context.keeper.do_one()

    assert kept["purpose"] == Purpose.DAILY
    assert len(ended(office)["backups"]) == 1


def test_a_damaged_one_is_listed_as_unreadable(office: Api) -> None:
    name = one_now(office)
    (backups_folder(office.server.context.settings) / name).write_bytes(b"half of it")

    assert listed(office)["backups"][0]["rows"] is None


@pytest.mark.parametrize("name", ["..%2F..%2Fsecret.key", "antrean-x.zip", "secret.key"])
def test_no_other_file_is_a_backup(office: Api, name: str) -> None:
    assert office.ask("POST", f"{BACKUPS}/{name}/pass", role="admin", body={}, key="x").status_code == 404


def test_whoever_administers_one_site_alone_has_no_part_in_it(office: Api) -> None:
    supervisor = office.session(Grant(Role.SUPERVISOR, MAIN))

    assert office.ask("GET", BACKUPS, session=supervisor).status_code == 403

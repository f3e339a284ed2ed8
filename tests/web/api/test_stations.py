"""The stations of a site: each place of the mall once, with the device that has it and how that is."""

from datetime import timedelta
from typing import Any

from sqlalchemy import insert, update

from app.domain.printing import PrinterState
from app.domain.staff import Grant, Role
from app.operations.printing import note_printer
from app.store.tables import device_report, token
from tests.factories import BRANCH, MAIN
from tests.web.api.caller import Api

PATH = f"/api/v1/sites/{MAIN}/stations"


def listed(api: Api) -> dict[tuple[str, str], dict[str, Any]]:
    answer = api.ask("GET", PATH, role="admin")
    assert answer.status_code == 200, answer.get_json()
    return {(each["kind"], each["code"]): each for each in answer.get_json()["stations"]}


def seen(api: Api, token_id: int, *, seconds: float = 0) -> None:
    at = api.now - timedelta(seconds=seconds)
    api.database.write(
        "", lambda tx: tx.execute(update(token).where(token.c.id == token_id).values(seen_at=at))
    )


def says(api: Api, token_id: int, **more: Any) -> None:
    report = {"version": "old", "sound": "ok", "engine": "", "at": api.now, "sound_since": api.now}
    api.database.write(
        "", lambda tx: tx.execute(insert(device_report).values(token=token_id, **report, **more))
    )


def test_every_place_of_the_site_is_there_before_any_device(api: Api) -> None:
    found = listed(api)
    assert list(found) == [
        ("kiosk", "K1"),
        ("kiosk", "K2"),
        ("display", "TV1"),
        ("agent", ""),
        ("printer", "P1"),
    ]
    assert {each["condition"] for key, each in found.items() if key[0] != "printer"} == {"unpaired"}
    assert (found["printer", "P1"]["condition"], found["printer", "P1"]["mood"]) == ("unseen", "warning")
    assert found["printer", "P1"]["address"] == "emulator 127.0.0.1:9100"
    assert (found["kiosk", "K1"]["printers"], found["agent", ""]["printers"]) == (["P1"], ["P1"])


def test_a_device_is_named_at_its_place_until_it_is_revoked(api_on_each: Api) -> None:
    api = api_on_each
    number, _ = api.new_token("kiosk", MAIN, "K1")
    api.new_token("kiosk", BRANCH, "K1")
    kiosk = listed(api)["kiosk", "K1"]
    assert ([each["id"] for each in kiosk["devices"]], kiosk["condition"]) == ([number], "unseen")
    seen(api, number)
    assert listed(api)["kiosk", "K1"]["condition"] == "well"
    api.revoke(number)
    assert listed(api)["kiosk", "K1"]["condition"] == "unpaired"


def test_silence_is_a_trouble_only_while_somebody_works_there(api: Api) -> None:
    number, _ = api.new_token("display", MAIN, "TV1")
    seen(api, number, seconds=600)
    assert listed(api)["display", "TV1"]["condition"] == "off"
    api.clerk("1", "open")
    station = listed(api)["display", "TV1"]
    assert (station["condition"], station["mood"]) == ("lost", "danger")


def test_a_screen_that_shows_an_old_page_is_told(api: Api) -> None:
    number, _ = api.new_token("kiosk", MAIN, "K2")
    says(api, number)
    station = listed(api)["kiosk", "K2"]
    assert (station["condition"], station["current"]) == ("old_page", False)


def test_a_kiosk_and_its_printer_tell_of_paper_together(api: Api) -> None:
    number, _ = api.new_token("kiosk", MAIN, "K1")
    seen(api, number)
    api.database.write(
        MAIN,
        lambda tx: note_printer(
            tx, "P1", state=PrinterState.PAPER_OUT, reason="", actor="agent:1", now=api.now
        ),
    )
    found = listed(api)
    assert found["printer", "P1"]["condition"] == "paper_out"
    assert found["kiosk", "K1"]["condition"] == "no_paper"


def test_an_administrator_of_another_site_and_a_clerk_stay_outside(api: Api) -> None:
    elsewhere = api.token("admin", site=BRANCH)
    assert api.ask("GET", PATH, token=elsewhere).get_json()["code"] == "forbidden"
    clerk = api.session(Grant(Role.CLERK, MAIN))
    assert api.ask("GET", PATH, session=clerk).status_code == 403


def test_the_code_on_a_sheet_leads_to_a_place_that_exists(api: Api) -> None:
    path = "/admin/devices/code.svg"
    for kind, place in (("kiosk", "K1"), ("display", "TV1"), ("agent", ""), ("printer", "P1")):
        answer = api.ask("GET", f"{path}?kind={kind}&site={MAIN}&place={place}")
        assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    for query in (
        "",
        f"kind=kiosk&site={MAIN}&place=K9",
        "kind=kiosk&site=no&place=K1",
        f"kind=tv&site={MAIN}",
    ):
        assert api.ask("GET", f"{path}?{query}").status_code == 404

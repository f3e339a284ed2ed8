"""One screen among many over its live link: what it says of itself, and what an administrator tells it."""

import pytest

from tests.journeys.patience import until
from tests.sockets.conftest import Connect
from tests.sockets.house import PATIENCE, House, NotLetIn
from tests.sockets.test_live_link import SCREENS

REPORT = {"version": "3fa2c1d0", "sound": "blocked", "width": 3840, "height": 2160, "engine": "Chromium 64"}


def test_what_a_display_says_of_itself_is_seen_by_the_administrator(house: House, connect: Connect) -> None:
    device, secret = house.new_token("display", "TV2")
    assert house.devices()[device]["screen"] is None
    display = connect("/display", "display", "TV2", token=secret)
    display.wait_for("snapshot")
    display.say("report", {"sound": "shouting"})
    display.say("report", REPORT)
    until(lambda: house.devices()[device]["screen"] is not None)
    seen = house.devices()[device]["screen"]
    assert {name: seen[name] for name in REPORT} == REPORT
    assert (seen["current"], seen["rows"]) == (False, None)
    display.say("report", {**REPORT, "sound": "ok", "rows": 5})
    until(lambda: house.devices()[device]["screen"]["sound"] == "ok")
    assert house.devices()[device]["screen"]["rows"] == 5


@pytest.mark.parametrize("namespace", SCREENS)
def test_a_screen_is_told_alone_to_show_its_name_and_to_load_anew(
    house: House, connect: Connect, namespace: str
) -> None:
    role, code, auth = SCREENS[namespace]
    device, secret = house.new_token(role, code)
    meant = connect(namespace, role, code, **{**auth, "token": secret})
    other = connect(namespace, role, code, **auth)
    for screen in (meant, other):
        screen.wait_for("snapshot")
    assert house.admin(f"devices/{device}/identify").status == 200
    assert house.admin(f"devices/{device}/reload").status == 200
    shown = meant.wait_for("identify")
    assert (shown["name"], shown["seconds"]) == (code or role, 15)
    assert shown["place"].startswith("MPP Banyuwangi")
    meant.wait_for("reload")
    assert other.all_of("identify") == other.all_of("reload") == []


@pytest.mark.parametrize("deed", ["identify", "reload"])
def test_nobody_shows_anything_where_there_is_no_screen(house: House, deed: str) -> None:
    program, _ = house.new_token("agent")
    revoked, _ = house.new_token("display", "TV1")
    house.server.revoke(revoked)
    told = [house.admin(f"devices/{device}/{deed}") for device in (program, revoked, 999_999)]
    assert [answer.status for answer in told] == [404, 404, 404]
    codes = [answer.json["code"] for answer in told]
    assert codes == ["no_screen", "unknown_device", "unknown_device"]


@pytest.mark.parametrize("namespace", SCREENS)
def test_revoking_at_the_administrators_page_ends_the_link_at_once(
    house: House, connect: Connect, namespace: str
) -> None:
    role, code, auth = SCREENS[namespace]
    device, secret = house.new_token(role, code)
    screen = connect(namespace, role, code, **{**auth, "token": secret})
    screen.wait_for("snapshot")
    assert house.admin(f"devices/{device}/revoke").status == 200
    assert screen.is_gone.wait(PATIENCE)
    with pytest.raises(NotLetIn, match="unauthenticated"):
        connect(namespace, role, code, **{**auth, "token": secret})

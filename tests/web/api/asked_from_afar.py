"""What visitors who are not here yet ask the API for."""

from dataclasses import replace
from datetime import UTC, datetime

from tests.factories import MAIN
from tests.web.api.checked import Checked
from tests.web.api.test_letters import SITI, fail, leave_for_number


def from_afar(checked: Checked) -> None:
    """A number taken with a phone, and another one that a receptionist receives."""
    ask, api = checked.ask, checked.api
    api.mall = replace(api.mall, rules=replace(api.mall.rules, remote_tickets=True))
    made = [
        ask("POST", f"/sites/{MAIN}/remote-tickets", body={"service": "kk"}, key=f"afar {n}")
        for n in range(2)
    ]
    ask("POST", f"/tickets/{made[0]['token']}/postpone", body={}, key="ten minutes")
    code = ask("GET", f"/sites/{MAIN}/presence", role="kiosk")["code"]
    ask("POST", f"/tickets/{made[0]['token']}/check-in", body={"code": code})
    ask("POST", f"/tickets/{made[0]['token']}/to-end", body={}, key="the end")
    ask("POST", f"/sites/{MAIN}/tickets/{made[1]['id']}/check-in", role="admin", body={})


def a_booking(checked: Checked) -> None:
    """Two slots of tomorrow: one is moved and given up, the other one becomes a number on its day."""
    ask, api = checked.ask, checked.api
    api.mall = replace(api.mall, rules=replace(api.mall.rules, bookings=True))
    slots = ask("GET", f"/sites/{MAIN}/services/ktp/slots")["days"][1]["slots"]
    wish = {"service": "ktp", "starts_at": slots[4]["starts_at"]}
    codes = [ask("POST", f"/sites/{MAIN}/bookings", body=wish, key=f"slot {n}")["code"] for n in range(3)]
    ask("GET", f"/bookings/{codes[0]}")
    ask("POST", f"/bookings/{codes[0]}/move", body={"starts_at": slots[5]["starts_at"]})
    ask("DELETE", f"/bookings/{codes[0]}")
    today, api.now = api.now, datetime.fromisoformat(slots[4]["starts_at"]).astimezone(UTC)
    presence = ask("GET", f"/sites/{MAIN}/presence", role="kiosk")["code"]
    ask("POST", f"/bookings/{codes[1]}/check-in", body={"presence": presence})
    ask("POST", f"/sites/{MAIN}/arrivals", role="kiosk", body={"booking": codes[2]})
    ask("GET", f"/bookings/{codes[1]}")
    api.now = today


def a_letter(checked: Checked) -> None:
    """A message that could not be sent, and a visitor who wishes to know what is kept."""
    ask = checked.ask
    leave_for_number(checked.api)
    fail(checked.api)
    (letter,) = ask("GET", f"/sites/{MAIN}/letters", role="admin")["letters"]
    ask("POST", f"/sites/{MAIN}/letters/{letter['id']}/again", role="admin", body={})
    for deed in ("export", "delete"):
        ask("POST", f"/sites/{MAIN}/contacts/{deed}", role="admin", body={"address": SITI})

"""What a day in the hall asks the API for, from the first tap to the last call."""

from dataclasses import replace
from datetime import timedelta

from tests.factories import MAIN
from tests.web.api.checked import Checked


def a_day(checked: Checked) -> None:
    """In the order of a visit."""
    ask, clerk, place = checked.ask, checked.clerk, {"site": MAIN, "code": "P1"}
    ask("GET", "/sites")
    for role in ("kiosk", "display", "counter", "agent", "partner", "admin"):
        ask("GET", "/me", role=role)
    tickets = [
        ask("POST", f"/sites/{MAIN}/tickets", role="kiosk", body={"service": "ktp"}, key=f"t{n}")
        for n in range(4)
    ]
    ask("GET", f"/sites/{MAIN}", role="kiosk")
    ask("GET", f"/tickets/{tickets[0]['token']}")
    ask("POST", f"/tickets/{tickets[0]['token']}/confirm")
    ask("DELETE", f"/tickets/{tickets[3]['token']}")

    ask("GET", "/agent/printers", role="agent")
    ask("GET", "/agent/picture", role="agent")
    ask("POST", "/agent/health", role="agent", body={"printers": [{**place, "state": "ready"}]})
    job = ask("POST", "/agent/lease", role="agent", body={"printers": [place]})["jobs"][0]
    done = {"job": job["id"], "attempt": job["attempt"], "verdict": "PRINTED"}
    ask("POST", "/agent/report", role="agent", body=done)
    ask("POST", "/agent/health", role="agent", body={"printers": [{**place, "state": "paper_out"}]})
    checked.api.watchman.do_one()
    alarm = ask("GET", f"/sites/{MAIN}/alarms", role="counter")["alarms"][0]
    ask("POST", f"/sites/{MAIN}/alarms/{alarm['id']}/acknowledge", role="counter")
    lost = {"reason": "hilang"}
    ask("POST", f"/tickets/{tickets[0]['id']}/reprint?site={MAIN}", role="counter", body=lost, key="again")
    ask("GET", f"/sites/{MAIN}/tickets?find=a3", role="admin")
    for lane in ("elderly", None):
        wish = {"priority": lane}
        path = f"/tickets/{tickets[2]['id']}/priority?site={MAIN}"
        ask("POST", path, role="admin", body=wish, key=f"lane {lane}")
    ask("GET", f"/sites/{MAIN}/tickets/{tickets[2]['id']}", role="admin")
    ask("POST", f"/sites/{MAIN}/printers/P1/test", role="admin")
    ask("POST", f"/sites/{MAIN}/printers/P1/roll", role="admin")
    ask("GET", f"/sites/{MAIN}/printers", role="admin")

    ask("GET", f"/counters?site={MAIN}", role="counter")
    clerk("1", "open")
    clerk("2", "open")
    clerk("1", "break", minutes=10)
    clerk("1", "open")
    clerk("1", "call-next")
    ask("GET", f"/sites/{MAIN}/board")
    ask("GET", f"/counters/1?site={MAIN}", role="counter")
    clerk("1", "recall")
    clerk("1", "serve")
    clerk("1", "hold", reason="fotokopi")
    clerk("1", "recall", ticket=tickets[0]["id"])
    clerk("1", "transfer", service="paspor")
    clerk("1", "call-next")
    clerk("1", "return")
    clerk("1", "call-next")
    clerk("1", "recall")
    clerk("1", "miss")
    clerk("1", "call-next")
    ask("GET", f"/counters/2?site={MAIN}", role="counter")
    clerk("1", "finish")
    clerk("1", "walk-up", service="kk")
    clerk("1", "note", text="KTP lama ada di loket")
    clerk("1", "cancel", reason="pulang")
    clerk("1", "undo")
    clerk("1", "return")
    clerk("1", "look")
    clerk("1", "call")
    clerk("1", "finish")
    clerk("1", "close")
    closings(checked)
    steering(checked)
    ask("GET", f"/journal?site={MAIN}&after=0&limit=500", role="partner")
    ask("GET", f"/admin/overview?site={MAIN}", role="admin")
    ask("GET", "/mall/fields", role="admin")


def closings(checked: Checked) -> None:
    """Counter 2 asks to close three times."""
    api = checked.api
    api.mall = replace(api.mall, rules=replace(api.mall.rules, closing_needs_approval=True))
    for answer, role in (("refuse", "admin"), ("withdraw", "counter"), ("approve", "admin")):
        asked = checked.clerk("2", "close", reason="rapat", reopens_minutes=30)
        assert asked["state"] == "closing"
        path = f"/counters/2/closing/{answer}?site={MAIN}"
        checked.ask("POST", path, role=role, body={}, key=answer)
        api.now += timedelta(minutes=1)


def steering(checked: Checked) -> None:
    """A supervisor's quarter of an hour."""
    ask, here = checked.ask, f"/sites/{MAIN}"
    for setting in ("pause", "force", "surge", "normal"):
        ask("POST", f"{here}/services/kk/{setting}", role="admin", body={"reason": "uji", "minutes": 5})
    ask("GET", f"{here}/availability?service=kk&at=2026-11-24T09:00", role="admin")
    ask("POST", f"{here}/notice", role="admin", body={"text_id": "Gangguan", "text_en": "Trouble"})
    ask("GET", f"{here}/notice")
    ask("GET", f"{here}/board", role="display")
    checked.clerk("1", "open")
    steer = f"/counters/1/{{}}?site={MAIN}"
    ask("POST", steer.format("help"), role="admin", body={"service": "paspor", "minutes": 30}, key="help")
    ask("GET", f"/counters/1?site={MAIN}", role="counter")
    ask("GET", f"{here}/hall", role="admin")
    ask("POST", steer.format("help/end"), role="admin", body={}, key="help ends")
    ask("POST", f"{here}/notice/end", role="admin", body={})
    checked.api.take("kk")
    checked.clerk("1", "call-next")
    ask("POST", steer.format("free"), role="admin", body={"move": "return"}, key="free")

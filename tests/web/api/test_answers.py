"""Every answer has the shape that the OpenAPI document promises; a day at the API from tap to journal."""

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from werkzeug.test import TestResponse

from app.web.api.description import Description
from app.web.api.openapi import PREFIX
from config.bootstrap import ROOT
from tests.displays.recording import tone
from tests.factories import MAIN
from tests.media.samples import WEBM
from tests.store.facts import unknown_fact
from tests.web.api.caller import Api, Device
from tests.web.api.test_letters import SITI, fail, leave_for_number
from tests.web.api.test_media import MARK, form
from tests.web.api.test_partner_hooks import Post
from tests.web.api.upkeep import upkeep


class Checked:
    """Asks as Api does, checks each answer against its description, and remembers the routes."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.asked: set[tuple[str, str]] = set()

    def ask(self, method: str, path: str, **more: Any) -> Any:
        answer = self.api.ask(method, f"{PREFIX}{path}", **more)
        rule, description = self._described(method, f"{PREFIX}{path}")
        assert answer.status_code == description.status, answer.get_data()
        self._check(answer, description)
        self.asked.add((method, rule))
        return answer.get_json(silent=True)

    def clerk(self, counter: str, deed: str, **body: Any) -> Any:
        path = f"/counters/{counter}/{deed}?site={MAIN}"
        return self.ask("POST", path, role="counter", body=body, key=f"{deed} {len(self.asked)} {body}")

    def _described(self, method: str, path: str) -> tuple[str, Description]:
        adapter = self.api.app.url_map.bind("localhost")
        rule, _ = adapter.match(path.partition("?")[0], method=method, return_rule=True)
        return rule.rule, self.api.app.view_functions[rule.endpoint].description  # type: ignore[attr-defined]

    def _check(self, answer: TestResponse, description: Description) -> None:
        if description.answer is None:
            assert answer.get_json() == {} if answer.is_json else answer.get_data()
        else:
            description.answer.model_validate_json(answer.get_data(), strict=False)


def described_routes(api: Api) -> set[tuple[str, str]]:
    return {
        (method, rule.rule)
        for rule in api.app.url_map.iter_rules()
        if hasattr(api.app.view_functions[rule.endpoint], "description")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


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


def a_day(checked: Checked) -> None:
    """Asks every described route at least once, in the order of a visit."""
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
    a_pairing(checked)
    a_display(checked)
    a_voice(checked)
    a_film(checked)
    a_probe(checked)
    a_clerk(checked)
    from_afar(checked)
    a_booking(checked)
    a_partner(checked)
    a_letter(checked)
    a_document(checked)


def a_document(checked: Checked) -> None:
    """The mall is looked at, changed, compared and brought back."""
    ask = checked.ask
    ask("GET", "/mall", role="admin")
    wish = {"base": 0, "changes": [{"path": ["hours", "sat"], "value": "08:00-11:00"}]}
    ask("POST", "/mall/preview", role="admin", body=wish)
    ask("POST", "/mall/changes", role="admin", body={**wish, "comment": "Sabtu"}, key="saturday")
    ask("GET", "/mall/revisions", role="admin")
    ask("GET", "/mall/revisions/1", role="admin")
    ask("GET", "/mall/revisions/1/compare", role="admin")
    ask("POST", "/mall/revisions/1/restore", role="admin", body={"base": 2}, key="back")
    ask("GET", "/mall/export", role="admin")
    mark = (ROOT / "config" / "malls" / "banyuwangi" / "logo.svg").read_bytes()
    ask("PUT", "/mall/logo", role="admin", body=mark)
    ask("GET", "/mall/logo", role="admin")
    ask("GET", "/mall/look?primary=%230b5d4f&accent=%23f2b705", role="admin")
    ask("GET", "/mall/ticket?width=58", role="admin")
    ask("GET", "/mall/words", role="admin")
    holidays = form(b"tanggal;nama\n2027-01-01;Tahun Baru\n", name="libur.csv")
    headers = {"Content-Type": f"multipart/form-data; boundary={MARK}"}
    ask("POST", "/mall/import?what=holidays", role="admin", body=holidays, headers=headers)


def a_beginning(checked: Checked) -> None:
    """Before the first number the mall is set up by answers."""
    ask = checked.ask
    ask("GET", "/setup", role="admin")
    ask("GET", "/mall/template.csv", role="admin")
    ask("GET", "/mall/template.xlsx", role="admin")
    ask("POST", "/setup/sheet", role="admin", body=b"Kode instansi;Nama layanan\n")
    answers = {
        "beginning": "catalogue",
        "name": "MPP Pohuwato",
        "address": "Jl. Contoh 1",
        "hours": {"sat": "08:00-12:00"},
        "zones": ["Lantai 1"],
        "agencies": [{"code": "A"}],
    }
    ask("POST", "/setup/preview", role="admin", body=answers)
    ask("POST", "/setup/mall", role="admin", body=answers)


def a_clerk(checked: Checked) -> None:
    """The first administrator, and a clerk from the first day to the last."""
    ask, code = checked.ask, checked.api.setup_code()
    good = "kuda lumping menari"
    ask("POST", "/setup", body={"code": code, "username": "kepala", "password": good})
    wish = {"username": "siti", "name": "Siti", "grants": [{"role": "clerk", "site": MAIN}]}
    made = ask("POST", "/staff", role="admin", body=wish)
    number = made["staff"]["id"]
    ask("POST", "/session", body={"username": "Siti", "password": made["password"]})
    own = checked.api.signed_in(number)
    ask("GET", "/me", session=own)
    ask("POST", "/session/password", session=own, body={"old": made["password"], "new": good})
    own = checked.api.signed_in(number)
    known = ask("GET", "/sessions", session=own)["sessions"]
    ask("DELETE", f"/sessions/{known[-1]['id']}", session=own)
    ask("DELETE", "/sessions", session=own)
    ask("GET", "/staff", role="admin")
    ask("PATCH", f"/staff/{number}", role="admin", body={"grants": [{"role": "receptionist"}]})
    ask("DELETE", "/session", session=own)
    ask("POST", f"/staff/{number}/password", role="admin")
    ask("POST", f"/staff/{number}/sign-out", role="admin")
    ask("POST", "/staff/sign-out", role="admin")
    sheet = base64.b64encode(b"username,role\nsri,clerk\n").decode()
    ask("POST", "/staff/import", role="admin", body={"content": sheet, "save": True})
    for kind in ("xlsx", "csv"):
        ask("GET", f"/staff/template.{kind}", role="admin")


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


def a_partner(checked: Checked) -> None:
    """A village office's program, from its first key to its last."""
    ask = checked.ask
    wish = {"code": "smart-kampung", "name": "Smart Kampung", "scopes": ["desk", "read"]}
    made = ask("POST", "/partners", role="admin", body=wish)
    one = f"/partners/{made['partner']['id']}"
    ask("GET", f"/made?site={MAIN}", token=made["token"])
    ask("POST", f"{one}/ping", role="admin", body={})
    Post(checked.api).go()
    gone = ask("GET", f"{one}/deliveries?state=given_up", role="admin")["deliveries"][0]
    ask("POST", f"{one}/deliveries/{gone['id']}/again", role="admin", body={})
    ask("POST", f"{one}/replay", role="admin", body={"since": gone["created_at"]})
    ask("POST", f"{one}/token", role="admin")
    ask("POST", f"{one}/hook-secret", role="admin")
    ask("PUT", one, role="admin", body={"name": "Smart Kampung", "scopes": [], "disabled": True})
    ask("GET", "/partners", role="admin")


def a_letter(checked: Checked) -> None:
    """A message that could not be sent, and a visitor who wishes to know what is kept."""
    ask = checked.ask
    leave_for_number(checked.api)
    fail(checked.api)
    (letter,) = ask("GET", f"/sites/{MAIN}/letters", role="admin")["letters"]
    ask("POST", f"/sites/{MAIN}/letters/{letter['id']}/again", role="admin", body={})
    for deed in ("export", "delete"):
        ask("POST", f"/sites/{MAIN}/contacts/{deed}", role="admin", body={"address": SITI})


def a_pairing(checked: Checked) -> None:
    """A new kiosk from its first question to its end."""
    ask, device = checked.ask, Device("kiosk")
    code = ask("POST", "/pairings", body=device.wish)["code"]
    ask("POST", "/pairings/poll", body={"key": device.key})
    ask("POST", "/admin/pairings/find", role="admin", body={"code": code})
    place = {"code": code, "role": "kiosk", "site": MAIN, "place": "K1"}
    made = ask("POST", "/admin/pairings/confirm", role="admin", body=place)
    ask("POST", "/pairings/poll", body={"key": device.key})
    ask("GET", "/admin/devices", role="admin")
    ask("GET", "/admin/satellites", role="admin")
    ask("GET", f"/sites/{MAIN}/stations", role="admin")
    for deed in ("identify", "reload", "revoke"):
        ask("POST", f"/admin/devices/{made['id']}/{deed}", role="admin")
    ask("POST", "/admin/pairings/forget", role="admin")


def a_display(checked: Checked) -> None:
    """What the office sets on a display."""
    ask = checked.ask
    ask("GET", f"/sites/{MAIN}/displays", role="admin")
    wish = {"layout": "agencies", "distance_m": 7.5, "screen_inches": 65, "theme": "dark"}
    ask("PATCH", f"/sites/{MAIN}/displays/TV1", role="admin", body=wish)


def a_voice(checked: Checked) -> None:
    """An office hears its voice and lends it a word."""
    ask, word = checked.ask, {"language": "id", "part": "name", "word": "loket", "said": "konter"}
    ask("PUT", "/voice/words", role="admin", body=word)
    ask("POST", "/voice/trial", role="admin", body={"language": "id", "counter": "Loket 1"})
    sound = base64.b64encode(tone()).decode()
    wish = {"language": "id", "phrase": "nol", "speaker": "Sri", "sound": sound}
    ask("PUT", "/voice/recordings", role="admin", body=wish)
    ask("PUT", "/voice/speaker", role="admin", body={"language": "id", "speaker": "Sri Wahyuni"})
    ask("GET", "/voice/recordings/id/nol", role="admin")
    ask("DELETE", "/voice/recordings/id/nol", role="admin")
    ask("GET", "/voice", role="admin")


def a_film(checked: Checked) -> None:
    """A film comes, plays and goes."""
    ask, here = checked.ask, f"/sites/{MAIN}"
    kind = {"Content-Type": f"multipart/form-data; boundary={MARK}"}
    film = ask("POST", f"{here}/media", role="admin", body=form(WEBM), headers=kind)["id"]
    version = ask("GET", f"{here}/playlist", role="admin")["version"]
    playing = {"version": version, "items": [{"media": film}]}
    version = ask("PUT", f"{here}/playlist", role="admin", body=playing)["version"]
    ask("GET", f"{here}/media", role="admin")
    ask("PUT", f"{here}/playlist", role="admin", body={"version": version, "items": []})
    ask("DELETE", f"{here}/media/{film}", role="admin")


def a_probe(checked: Checked) -> None:
    """What a printer can do, from the question to the answer."""
    ask, place = checked.ask, {"site": MAIN, "code": "P1"}
    number = ask("POST", f"/sites/{MAIN}/printers/P1/probe", role="admin", body={"slip": True})["id"]
    ask("POST", "/agent/lease", role="agent", body={"printers": [place]})
    ask("POST", "/agent/probe-taken", role="agent", body={"probe": number})
    ask("GET", f"/sites/{MAIN}/printers", role="admin")
    found = {
        "state": "ready",
        "name": "",
        "process_id": True,
        "fence": True,
        "clear_buffer": None,
        "width": 80,
        "profile_80": "epson-80",
        "profile_58": "epson-58",
    }
    said = {"probe": number, "end": "found", "findings": found, "slip": "PRINTED"}
    ask("POST", "/agent/probe-outcome", role="agent", body=said)
    ask("GET", f"/sites/{MAIN}/printers", role="admin")


def test_every_answer_of_a_day_is_as_described_and_no_route_is_left_out(api_on_each: Api) -> None:
    checked = Checked(api_on_each)
    a_beginning(checked)
    a_day(checked)
    upkeep(checked)

    assert described_routes(api_on_each) - checked.asked == set()


def test_a_new_ticket_tells_the_visitor_everything(api: Api) -> None:
    api.take()
    ticket = api.take("kk", priority="elderly", language="en").get_json()

    assert (ticket["number"], ticket["service"], ticket["agency"]) == ("A-002", "kk", "DUKCAPIL")
    assert (ticket["state"], ticket["priority"], ticket["language"]) == ("waiting", "elderly", "en")
    assert ticket["url"] == f"https://antrean.example.go.id/t/{ticket['token']}"
    assert ticket["print"] == {"state": "queued", "printer": "P1", "place": None}
    assert ticket["ahead"] == 0  # the head start of twenty minutes
    assert ticket["estimate"]["low"] < ticket["estimate"]["high"]


def test_a_kiosk_is_shown_only_what_it_offers(api: Api) -> None:
    def offered(code: str) -> list[str]:
        token = api.token("kiosk", code=code)
        agencies = api.ask("GET", f"/api/v1/sites/{MAIN}", token=token).get_json()["agencies"]
        return [service["code"] for agency in agencies for service in agency["services"]]

    assert offered("K1") == ["ktp", "kk", "paspor", "visa"]
    assert offered("K2") == ["ktp", "kk"]


def test_what_is_left_of_a_quota_is_public(api: Api) -> None:
    api.take("paspor")
    agencies = api.ask("GET", f"/api/v1/sites/{MAIN}").get_json()["agencies"]
    left = {service["code"]: service["quota_left"] for agency in agencies for service in agency["services"]}

    assert left == {"ktp": None, "kk": None, "paspor": 2, "visa": None}


def test_staff_never_see_the_secret_address_of_a_ticket(api: Api) -> None:
    token = api.take().get_json()["token"]
    api.take()
    api.clerk("1", "open")
    called = api.clerk("1", "call-next")
    counter = api.ask("GET", f"/api/v1/counters/1?site={MAIN}", role="counter")
    journal = api.ask("GET", f"/api/v1/journal?site={MAIN}", role="partner")
    board = api.ask("GET", f"/api/v1/sites/{MAIN}/board", role="display")

    for answer in (called, counter, journal, board):
        assert token not in answer.get_data(as_text=True)
    assert called.get_json()["ticket"]["token"] is called.get_json()["ticket"]["url"] is None


def test_a_hub_reads_facts_that_this_version_does_not_know(api: Api) -> None:
    api.database.write(MAIN, lambda tx: unknown_fact(tx, "ticket_beamed"))
    facts = api.ask("GET", f"/api/v1/journal?site={MAIN}", role="partner").get_json()["facts"]

    assert [fact["kind"] for fact in facts] == ["ticket_beamed"]


def test_the_journal_is_read_page_by_page(api: Api) -> None:
    for _ in range(5):
        api.take()
    kinds, cursor = [], 0
    while True:
        path = f"/api/v1/journal?site={MAIN}&after={cursor}&limit=2"
        page = api.ask("GET", path, role="partner").get_json()
        if not page["facts"]:
            break
        kinds += [fact["kind"] for fact in page["facts"]]
        cursor = page["cursor"]

    assert kinds == ["ticket_issued"] * 5

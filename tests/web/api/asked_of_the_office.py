"""What an office asks the API for: its mall, its people and its partners."""

import base64

from config.bootstrap import ROOT
from tests.factories import MAIN
from tests.web.api.checked import Checked
from tests.web.api.test_media import MARK, form
from tests.web.api.test_partner_hooks import Post


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
    ask("POST", "/staff/import", role="admin", body={"content": sheet, "save": True}, key="sri")
    for kind in ("xlsx", "csv"):
        ask("GET", f"/staff/template.{kind}", role="admin")


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

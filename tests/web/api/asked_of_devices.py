"""What devices and whoever looks after them ask the API for."""

import base64

from tests.displays.recording import tone
from tests.factories import MAIN
from tests.media.samples import WEBM
from tests.web.api.caller import Device
from tests.web.api.checked import Checked
from tests.web.api.test_media import MARK, form


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

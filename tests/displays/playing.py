"""The office of a running demonstration: it sends pictures and films, and says which display shows them."""

from typing import Any

from tests.displays.hall import SITE, Hall
from tests.web.api.test_media import MARK, form

KINDS = {"Content-Type": f"multipart/form-data; boundary={MARK}"}


class Office:
    """Answers are as the API gives them."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._key = hall.token("admin", site="")

    def send(self, content: bytes, name: str) -> dict[str, Any]:
        body = form(content, name=name)
        answer = self._hall.server.request(
            "POST", f"/api/v1/sites/{SITE}/media", token=self._key, body=body, headers=KINDS
        )
        assert answer.status in (200, 201), answer.body
        made: dict[str, Any] = answer.json
        return made

    def play(self, *items: dict[str, Any]) -> None:
        """The whole playlist, in place of what was there."""
        version = self._ask("GET", "playlist")["version"]
        self._ask("PUT", "playlist", {"version": version, "items": list(items)})

    def divide(self, display: str, layout: str) -> None:
        self._ask("PATCH", f"displays/{display}", {"layout": layout, "distance_m": 6, "screen_inches": 55})

    def media(self) -> list[dict[str, Any]]:
        media: list[dict[str, Any]] = self._ask("GET", "media")["media"]
        return media

    def _ask(self, method: str, what: str, body: Any = None) -> Any:
        path = f"/api/v1/sites/{SITE}/{what}"
        answer = self._hall.server.request(method, path, token=self._key, body=body)
        assert answer.status == 200, answer.body
        return answer.json

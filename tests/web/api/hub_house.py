"""A hub and its satellite, two servers of one mall: the hub keeps the main site, the satellite the branch."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from app.domain.mall import Mall, Rules
from app.puller import Puller
from app.store.database import Database
from app.web.messenger import MESSENGER
from config.satellites import Satellite, save_satellites
from config.settings import Settings
from tests.factories import BRANCH, MAIN, a_mall
from tests.journeys.lossy_line import LossyLine
from tests.web.api.caller import Api

PATIENCE = 60.0  # seconds: of a busy machine; a line that is cut refuses at once


def mall_of_two() -> Mall:
    return a_mall(rules=Rules(remote_tickets=True, bookings=True))


class House:
    """`line` carries what the hub asks; it can lose an answer, or be `cut`."""

    def __init__(self, here: Api, there: Api, line: LossyLine, satellite: Satellite) -> None:
        self.here = here
        self.there = there
        self.line = line
        self.satellite = satellite
        self._moment = 0.0
        self._puller = Puller(
            here.database,
            satellite,
            mall_now=lambda: here.mall,
            clock=lambda: here.now,
            random=here.server.context.random,
            moment=lambda: self._moment,
            patience=PATIENCE,
        )
        here.app.extensions[MESSENGER].patience = PATIENCE

    def pull(self) -> None:
        """As the hub's duty does, however long it rests after a failure."""
        self._moment += 60
        while self._puller.do_one():
            pass

    def cut(self) -> None:
        """From now on nobody answers."""
        self.line.__exit__(None, None, None)

    def take_there(self, service: str = "ktp") -> str:
        """A visitor of the branch; the number."""
        path = f"/api/v1/sites/{BRANCH}/tickets"
        token = self.there.token("kiosk", site=BRANCH)
        self._taken = getattr(self, "_taken", 0) + 1
        answer = self.there.ask("POST", path, token=token, body={"service": service}, key=f"k{self._taken}")
        return str(fine(answer).get_json()["number"])

    def clerk_there(self, deed: str) -> None:
        token = self.there.token("counter", site=BRANCH)
        path = f"/api/v1/counters/1/{deed}?site={BRANCH}"
        self._taken = getattr(self, "_taken", 0) + 1
        fine(self.there.ask("POST", path, token=token, body={}, key=f"d{self._taken}"))


def fine(answer: TestResponse) -> TestResponse:
    assert answer.status_code < 400, answer.get_data(as_text=True)
    return answer


@contextmanager
def a_house(folder: Path, here_url: str, there_url: str, **settings: object) -> Iterator[House]:
    """`settings` are those of both servers."""
    there = _server(folder / "there", there_url, sites=(BRANCH,), owns=BRANCH, **settings)
    web = make_server("127.0.0.1", 0, there.app, threaded=True)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    with LossyLine(web.server_port) as line:
        satellite = Satellite(BRANCH, line.url, there.token("hub"))
        save_satellites(Settings(data=folder / "here"), [satellite])
        here = _server(folder / "here", here_url, owns=MAIN, **settings)
        yield House(here, there, line, satellite)
    web.shutdown()
    web.server_close()
    for api in (here, there):
        api.database.close()


def _server(data: Path, url: str, *, owns: str, **settings: object) -> Api:
    data.mkdir(exist_ok=True)
    api = Api(Database(url, owns=lambda site: site in ("", owns)), data, **settings)
    api.mall = replace(mall_of_two())
    return api

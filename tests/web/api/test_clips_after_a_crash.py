"""A server that takes over from one that died makes the clips that displays were already told of."""

from pathlib import Path

from flask_socketio import SocketIOTestClient

from app.store.database import Database
from tests.web.api.caller import Api


def display(api: Api) -> SocketIOTestClient:
    return api.app.extensions["socketio"].test_client(
        api.app, namespace="/display", auth={"token": api.token("display")}
    )


def test_a_screen_still_gets_the_clips_of_a_call_that_is_over(sqlite_url: str, tmp_path: Path) -> None:
    died, heir = (Api(Database(sqlite_url), tmp_path / name) for name in ("died", "heir"))
    for api in (died, heir):
        api.server.context.voice.start()
    died.take()
    died.clerk("1", "open")
    died.clerk("1", "call-next")
    screen = display(died)
    board = next(each for each in screen.get_received("/display") if each["name"] == "snapshot")
    speech = board["args"][0]["board"]["calls"][0]["speech"]
    clips = [clip for each in speech for clip in each["clips"]]
    assert clips
    died.clerk("1", "finish")

    assert heir.ask("GET", clips[-1]).status_code == 404
    display(heir)
    assert [heir.ask("GET", clip).status_code for clip in clips] == [200] * len(clips)
    for api in (died, heir):
        api.server.context.voice.stop()
        api.database.close()

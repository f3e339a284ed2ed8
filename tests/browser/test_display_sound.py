"""The loudspeaker of a display in a real browser: its volume, its quiet hours, the one voice of a zone."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from config.bootstrap import ROOT
from tests.conftest import SEEN_MS
from tests.displays.hall import Hall
from tests.journeys.patience import until
from tests.services.databases import Databases
from tests.services.server import Server

pytestmark = pytest.mark.browser

# What was given to the loudspeaker, with the volume it had.
LISTEN = """
window.played = [];
const play = HTMLMediaElement.prototype.play;
HTMLMediaElement.prototype.play = function () {
  window.played.push([this.src.split('/').pop().split('?')[0], this.volume, this.defaultPlaybackRate]);
  return play.call(this);
};
"""
QUIET = '\n[[site.quiet]]\nfrom = "{}"\nto = "{}"\n'


def a_mall(folder: Path, quiet: tuple[str, str] | None) -> Path:
    """Banyuwangi with a softer TV1; TV4 of the entrance would speak for every floor, too."""
    shutil.copytree(ROOT / "config" / "malls" / "banyuwangi", folder)
    file = folder / "mall.toml"
    text = file.read_text("utf-8")
    text = text.replace('code = "TV1"\n', 'code = "TV1"\nvolume = 35\n', 1).replace(
        "speaker = false", "speaker = true"
    )
    head, mark, rest = text.partition("# --- The market of Rogojampi")
    file.write_text(head + (QUIET.format(*quiet) if quiet else "") + mark + rest, "utf-8")
    return folder


def served(databases: Databases, folder: Path, quiet: tuple[str, str] | None) -> Iterator[Hall]:
    options = ("--demo", "--no-agent")
    server = Server(data=folder, database=databases.fresh(folder), engine="eventlet", options=options)
    server.environment["ANTREAN_MALL"] = str(a_mall(folder / "mall", quiet))
    hall = Hall(server.start())
    hall.open_counter("1")
    yield hall
    server.kill()


@pytest.fixture
def loud(sqlite_databases: Databases, tmp_path: Path) -> Iterator[Hall]:
    yield from served(sqlite_databases, tmp_path, None)


@pytest.fixture
def silent(sqlite_databases: Databases, tmp_path: Path) -> Iterator[Hall]:
    yield from served(sqlite_databases, tmp_path, ("00:00", "24:00"))


def listening(browser: Browser, hall: Hall, code: str) -> Page:
    """A display that somebody has touched; the first clip is the silence by which a browser lets it speak."""
    page = browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
    page.set_default_timeout(SEEN_MS)
    page.add_init_script(LISTEN)
    with page.expect_websocket():  # until then no question of ours, which a browser takes for a touch
        page.goto(hall.screen(code))
    expect(page.locator("[data-part=zones]")).to_contain_text("Lantai")
    page.get_by_role("button", name="Sentuh layar").click()
    expect(page.get_by_role("button", name="Sentuh layar")).to_be_hidden()
    return page


def reported(hall: Hall, code: str) -> str | None:
    """How the office's list of devices says that the display sounds."""
    listed = hall.server.request("GET", "/api/v1/admin/devices", token=hall.token("admin", site="")).json
    (device,) = [each for each in listed["devices"] if each["code"] == code and each["site"] == "BWI"]
    return (device.get("screen") or {}).get("sound")


def test_a_display_speaks_at_its_volume_and_one_display_for_each_zone(browser: Browser, loud: Hall) -> None:
    near, entrance = listening(browser, loud, "TV1"), listening(browser, loud, "TV4")
    loud.call("1")
    near.wait_for_function("() => window.played.some(([name]) => name === 'chime.wav')")
    chime = near.evaluate("window.played.filter(([name]) => name === 'chime.wav')[0]")
    assert chime == ["chime.wav", pytest.approx(0.35), 1]
    expect(entrance.locator("[data-part=last].lit")).to_contain_text("Loket 1")
    assert {name for name, _, _ in entrance.evaluate("window.played")} == {"silence.wav"}
    for page in (near, entrance):
        page.context.close()


def test_the_volume_that_the_office_sets_is_heard_at_once(browser: Browser, loud: Hall) -> None:
    page = listening(browser, loud, "TV1")
    loud.set_display("TV1", volume=5)
    page.wait_for_function("() => window.played.length > 0")
    loud.call("1")
    page.wait_for_function("() => window.played.some(([name]) => name === 'chime.wav')")
    heard = page.evaluate("window.played.filter(([name]) => name === 'chime.wav')[0]")
    assert heard == ["chime.wav", pytest.approx(0.05), 1]
    page.context.close()


def test_in_quiet_hours_a_call_is_lit_and_nothing_is_heard(browser: Browser, silent: Hall) -> None:
    page = listening(browser, silent, "TV1")
    silent.call("1")
    expect(page.locator("[data-part=last].lit")).to_contain_text("Loket 1")
    assert {name for name, _, _ in page.evaluate("window.played")} == {"silence.wav"}
    until(lambda: reported(silent, "TV1") == "silent")  # on purpose, and not held back by the browser
    page.context.close()


# Brings more clips than are kept, one after the other; whether the first and the last can still be played.
KEEP_TOO_MANY = """async (count) => {
  const clips = Antrean.clips.start();
  const brought = [];
  for (let turn = 0; turn < count; turn += 1) {
    brought.push(await clips.bring(`/displays/voice/bell.wav?turn=${turn}`, 0));
  }
  const playable = (url) => new Promise((resolve) => {
    const audio = new Audio();
    audio.addEventListener('loadedmetadata', () => resolve(true));
    audio.addEventListener('error', () => resolve(false));
    audio.src = url;
  });
  return [await playable(brought[0]), await playable(brought[count - 1])];
}"""


@pytest.mark.parametrize(("brought", "is_first_kept"), [(120, True), (121, False)])
def test_the_browser_gives_up_the_memory_of_clips_that_are_not_kept(
    browser: Browser, loud: Hall, brought: int, is_first_kept: bool
) -> None:
    page = listening(browser, loud, "TV1")
    assert page.evaluate(KEEP_TOO_MANY, brought) == [is_first_kept, True]

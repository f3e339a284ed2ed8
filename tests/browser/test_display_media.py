"""Pictures and films in the hall, in a real browser: kept there, shown by the clock, quiet when it speaks."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.browser.accessibility import findings
from tests.browser.routes import intercept
from tests.conftest import SEEN_MS
from tests.displays.hall import Hall
from tests.displays.playing import Office
from tests.journeys.patience import until
from tests.media.samples import JPEG, PNG, WEBM, a_film
from tests.services.server import Server

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
KEPT = """
() => new Promise((resolve, reject) => {
  const request = indexedDB.open('antrean-media');
  request.onerror = () => reject(request.error);
  request.onsuccess = () => {
    const files = request.result.transaction('files').objectStore('files').getAll();
    files.onerror = () => reject(files.error);
    files.onsuccess = async () => {
      const hash = async ({ media, blob }) => {
        const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()));
        return [media, Array.from(sum, (byte) => byte.toString(16).padStart(2, '0')).join('')];
      };
      resolve(Object.fromEntries(await Promise.all(files.result.map(hash))));
    };
  };
})
"""
# How loud the film is, and what the loudspeaker says, in the order in which it happens.
LISTEN = """
window.heard = [];
const note = (what) => { if (window.heard[window.heard.length - 1] !== what) window.heard.push(what); };
const play = HTMLMediaElement.prototype.play;
HTMLMediaElement.prototype.play = function () {
  if (this instanceof HTMLAudioElement) {
    const clip = this.src.split('/').pop().split('?')[0];
    note('says ' + clip);
    if (clip !== 'chime.wav') this.playbackRate = 3; // of the words only their order matters
    this.addEventListener('ended', () => note('said'), { once: true });
  }
  return play.call(this);
};
setInterval(() => {
  const film = document.querySelector('.media video');
  if (film) note(film.muted ? 'muted' : 'film at ' + Math.round(film.volume * 100));
}, 10);
"""
GONE = """
Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('no', 'SecurityError'); } });
"""


@pytest.fixture(scope="module")
def hall(day: Server) -> Hall:
    hall = Hall(day)
    hall.open_counter("1")
    return hall


@pytest.fixture(scope="module")
def office(hall: Hall) -> Office:
    office = Office(hall)
    for display in ("TV1", "TV4"):
        office.divide(display, "media")
    return office


def fetched(page: Page) -> list[str]:
    """The addresses of pictures and films that the page asks its server for from now on."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if "/displays/media/" in request.url and not request.url.startswith("blob:"):
            asked.append(request.url)

    page.on("request", note)
    return asked


def picture(page: Page) -> Any:
    return page.locator(".media img")


def film(page: Page) -> Any:
    return page.locator(".media video")


def test_each_file_is_fetched_once_and_kept_byte_for_byte(
    hall: Hall, office: Office, open_page: OpenPage
) -> None:
    shown, moving = office.send(PNG, "Jam layanan.png"), office.send(WEBM, "Profil mal.webm")
    office.play({"media": shown["id"], "seconds": 1}, {"media": moving["id"]})
    screen = open_page("about:blank", width=1280, height=720)
    asked = fetched(screen)
    screen.goto(hall.screen("TV4"))
    for _ in range(2):
        expect(picture(screen)).to_have_attribute("alt", "Jam layanan.png")
        expect(film(screen)).to_have_attribute("aria-label", "Profil mal.webm")
    assert film(screen).evaluate("film => film.muted") is True
    assert sorted(asked) == sorted(hall.server.url + each["url"] for each in (shown, moving))
    assert screen.evaluate(KEPT) == {each["sha256"]: each["sha256"] for each in (shown, moving)}
    assert {sha256(PNG).hexdigest(), sha256(WEBM).hexdigest()} == {shown["sha256"], moving["sha256"]}
    assert findings(screen) == []
    screen.reload()
    expect(picture(screen)).to_be_visible()
    expect(film(screen)).to_be_visible()
    assert len(asked) == 2
    office.play({"media": shown["id"]})
    expect(picture(screen)).to_be_visible()
    screen.wait_for_function(f"async () => Object.keys(await ({KEPT})()).join() === '{shown['sha256']}'")


def test_it_goes_on_without_the_server_and_by_the_clock(
    hall: Hall, office: Office, open_page: OpenPage
) -> None:
    today = datetime.now(UTC).astimezone(ZoneInfo("Asia/Jakarta")).date()
    tomorrow = (today + timedelta(days=1)).isoformat()
    shown, moving = office.send(PNG, "Jam layanan.png"), office.send(WEBM, "Profil mal.webm")
    office.play(
        {"media": shown["id"], "to_day": today.isoformat()}, {"media": moving["id"], "from_day": tomorrow}
    )
    screen = open_page("about:blank")
    screen.clock.install()
    screen.goto(hall.screen("TV4"))
    expect(picture(screen)).to_be_visible()
    screen.wait_for_function(f"async () => Object.keys(await ({KEPT})()).length === 2")
    screen.context.set_offline(True)
    screen.clock.fast_forward("24:00:00")
    expect(film(screen)).to_be_visible()
    expect(picture(screen)).to_have_count(0)


def test_a_film_steps_back_while_the_voice_speaks(hall: Hall, office: Office, browser: Browser) -> None:
    moving = office.send(WEBM, "Profil mal.webm")
    office.play({"media": moving["id"], "sound": True})
    page = browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
    page.set_default_timeout(SEEN_MS)
    page.add_init_script(LISTEN)
    with page.expect_websocket():  # until then no question of ours, which a browser takes for a touch
        page.goto(hall.screen("TV1"))
    expect(film(page)).to_be_visible()
    page.get_by_role("button", name="Sentuh layar").click()
    page.wait_for_function("() => window.heard.includes('film at 100')")
    page.evaluate("() => { window.heard.length = 0; }")
    hall.call("1")
    page.wait_for_function("() => window.heard.includes('film at 15')")
    page.wait_for_function(
        "() => window.heard.slice(window.heard.indexOf('film at 15')).includes('film at 100')"
    )
    heard: list[str] = page.evaluate("window.heard")
    page.context.close()
    begin = heard.index("says chime.wav")
    rung = heard.index("said", begin)
    aside, first = heard.index("film at 15", begin), heard.index("said", rung + 1)
    assert begin < aside < first  # while the chime rings, or at the latest with the first sentence
    back = next(place for place in range(aside, len(heard)) if heard[place] == "film at 100")
    spoken = [what for what in heard[aside:back] if what.startswith("says")]
    assert len(spoken) > 1  # what was said between them is a whole call
    assert heard[heard.index(spoken[-1], aside) :].index("said") < back


def test_what_cannot_be_played_is_passed_over_and_told(
    hall: Hall, office: Office, open_page: OpenPage
) -> None:
    hollow, shown = office.send(a_film(), "rusak.mp4"), office.send(PNG, "Jam layanan.png")
    office.play({"media": hollow["id"]}, {"media": shown["id"], "seconds": 1})
    screen = open_page(hall.screen("TV4"))
    expect(picture(screen)).to_be_visible()
    until(lambda: next(each for each in office.media() if each["id"] == hollow["id"])["failed"])
    key = hall.token("admin", site="")
    page = open_page(f"{hall.server.url}/admin/media?site=BWI#token={key}")
    card = page.locator(".library-card", has=page.get_by_role("heading", name="rusak.mp4"))
    expect(card).to_contain_text("Layar pintu masuk tidak bisa memutarnya")


def test_a_television_whose_clock_is_put_right_passes_no_film_over(
    hall: Hall, office: Office, open_page: OpenPage
) -> None:
    moving = office.send(WEBM, "Profil mal.webm")
    office.play({"media": moving["id"]})
    screen = open_page("about:blank")
    screen.clock.install()
    screen.goto(hall.screen("TV4"))
    expect(film(screen)).to_be_visible()
    screen.evaluate("() => { document.querySelector('.media video').dataset.same = 'yes'; }")
    screen.clock.set_system_time(datetime.now(UTC) + timedelta(hours=1))
    screen.clock.run_for(3000)
    expect(film(screen)).to_have_attribute("data-same", "yes")
    (told,) = (each for each in office.media() if each["id"] == moving["id"])
    assert told["failed"] == []


def test_a_file_that_never_comes_whole_keeps_no_other_away(
    hall: Hall, office: Office, open_page: OpenPage
) -> None:
    torn, shown = office.send(JPEG, "Peta.jpeg"), office.send(PNG, "Jam layanan.png")
    office.play({"media": torn["id"], "seconds": 1}, {"media": shown["id"], "seconds": 1})
    screen = open_page("about:blank")
    screen.clock.install()
    intercept(
        screen, f"**{torn['url']}", lambda route: route.fulfill(body=JPEG[:-9], content_type="image/jpeg")
    )
    asked = fetched(screen)
    told = screen.expect_console_message
    with told(lambda line: "not the whole file" in line.text):
        screen.goto(hall.screen("TV4"))
    expect(picture(screen)).to_have_attribute("alt", "Jam layanan.png")
    for _ in range(2):
        with told(lambda line: "not the whole file" in line.text):
            screen.clock.fast_forward(31_000)
    expect(screen.locator(f".media img[src='{torn['url']}']")).to_be_visible()
    assert sum(url.endswith(shown["url"]) for url in asked) == 1


def test_a_download_on_which_nothing_comes_is_given_up_and_begun_again(
    hall: Hall, office: Office, open_page: OpenPage
) -> None:
    shown = office.send(PNG, "Jam layanan.png")
    office.play({"media": shown["id"]})
    screen = open_page("about:blank")
    screen.clock.install()
    intercept(screen, f"**{shown['url']}", lambda _: None, times=1)  # nobody ever answers the first
    with screen.expect_request(f"**{shown['url']}"):
        screen.goto(hall.screen("TV4"))
    with screen.expect_console_message(lambda line: "nothing came any more" in line.text):
        screen.clock.fast_forward(31_000)
    screen.clock.fast_forward(31_000)
    expect(picture(screen)).to_be_visible()
    assert screen.evaluate(KEPT) == {shown["sha256"]: shown["sha256"]}


def test_a_browser_that_keeps_nothing_shows_it_all_the_same(
    hall: Hall, office: Office, open_page: OpenPage
) -> None:
    shown = office.send(PNG, "Jam layanan.png")
    office.play({"media": shown["id"]})
    screen = open_page("about:blank")
    screen.add_init_script(GONE)
    screen.goto(hall.screen("TV4"))
    expect(picture(screen)).to_have_attribute("src", shown["url"])


def test_without_anything_to_show_the_box_says_whose_hall_it_is(
    hall: Hall, office: Office, open_page: OpenPage
) -> None:
    office.play()
    screen = open_page(hall.screen("TV4"))
    expect(screen.locator(".media-none")).to_have_text("Mal Pelayanan Publik Banyuwangi")
    office.divide("TV4", "calls")
    expect(screen.locator("[data-part=media]")).to_be_hidden()
    office.divide("TV4", "media")

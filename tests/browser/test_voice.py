"""An office hears its voice, teaches it words and records its own, with a microphone of beeps."""

import io
import os
import re
import wave
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from tests.browser.accessibility import findings
from tests.conftest import SEEN_MS
from tests.displays.hall import Hall
from tests.displays.recording import tone
from tests.services import chromium
from tests.services.server import Server

pytestmark = pytest.mark.browser

OpenVoice = Callable[..., Page]
# A microphone that beeps, lent without a question; and a name that is not this computer's, so that the
# browser takes the page for one from the network.
MICROPHONE = (
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--host-resolver-rules=MAP mall.test 127.0.0.1",
)


@pytest.fixture(scope="module")
def studio(browser: Browser) -> Iterator[Browser]:
    found = chromium.find_chromium()
    started = browser.browser_type.launch(
        executable_path=found.program,
        args=[*chromium.ARGUMENTS, *MICROPHONE],
        env={**os.environ, **found.environment},
    )
    yield started
    started.close()


@pytest.fixture
def voice(studio: Browser, day: Server) -> Iterator[OpenVoice]:
    """Opens the page with the administrator's key."""
    key, opened, troubles = Hall(day).token("admin", site=""), [], []

    def begin(*, host: str = "localhost", width: int = 1366, **profile: Any) -> Page:
        context = studio.new_context(
            viewport={"width": width, "height": 768}, locale="id-ID", permissions=["microphone"], **profile
        )
        context.set_default_timeout(SEEN_MS)
        opened.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.goto(f"http://{host}:{day.port}/admin/voice?site=BWI#token={key}")
        expect(page.locator("#phrases button").first).to_be_visible()
        return page

    yield begin
    for context in opened:
        context.close()
    assert troubles == []


def told(page: Page) -> Locator:
    return page.locator("#voice_sentence")


def played(page: Page) -> str:
    """Waits until the page's loudspeaker has begun; returns the address of the clip."""
    page.wait_for_function("() => document.querySelector('#voice-audio').currentTime > 0")
    return str(page.evaluate("document.querySelector('#voice-audio').currentSrc"))


@pytest.mark.parametrize(("width", "scheme"), [(1366, "light"), (320, "dark")])
def test_any_call_can_be_heard_before_it_happens(voice: OpenVoice, width: int, scheme: str) -> None:
    page = voice(width=width, color_scheme=scheme)
    page.get_by_label("Nomor", exact=True).fill("B-012")
    page.get_by_label("Loket", exact=True).select_option("Loket 3")
    listen = page.locator("#try-form").get_by_role("button", name="Dengarkan")
    listen.click()
    expect(told(page)).to_have_text("Nomor antrean, B, nol satu dua, silakan menuju, loket tiga")
    assert re.search(r"/displays/voice/[0-9a-f]{32}\.wav$", played(page))
    page.get_by_label("Cara membaca nomor").select_option("words")
    page.get_by_label("Kalimat").select_option("short_recall")
    page.get_by_label("Bahasa suara").select_option("en")
    listen.click()
    expect(told(page)).to_have_text("Calling again, B, twelve, counter three")
    expect(page.locator("#voice_speaks")).to_have_text("espeak-ng")
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_word_is_heard_before_it_is_saved_and_holds_with_the_next_call(voice: OpenVoice) -> None:
    page = voice()
    page.get_by_role("button", name="Ubah loket").first.click()
    expect(page.get_by_label("Diucapkan", exact=True)).to_be_focused()
    page.get_by_label("Diucapkan", exact=True).fill("meja layanan")
    form, listen = page.locator("#word-form"), page.locator("#try-form").get_by_role("button")
    form.get_by_role("button", name="Dengarkan").click()
    expect(told(page)).to_have_text("meja layanan")
    listen.click()
    expect(told(page)).to_have_text(re.compile("menuju, loket"))
    form.get_by_role("button", name="Simpan").click()
    expect(page.locator("#voice-said")).to_have_text("loket: tersimpan, berlaku pada panggilan berikutnya.")
    listen.click()
    expect(told(page)).to_have_text(re.compile("menuju, meja layanan"))
    page.reload()
    page.get_by_role("button", name="Kembalikan loket seperti semula").click()
    expect(page.get_by_role("button", name="Kembalikan loket seperti semula")).to_have_count(0)
    listen.click()
    expect(told(page)).to_have_text(re.compile("menuju, loket"))


def test_what_can_be_no_word_is_said_beside_the_field(voice: OpenVoice) -> None:
    page = voice()
    page.get_by_label("Jenis").select_option("sound")
    page.get_by_label("Kata", exact=True).fill("loket")
    page.get_by_label("Diucapkan", exact=True).fill("[[l'Oket")
    page.locator("#word-form").get_by_role("button", name="Simpan").click()
    expect(page.locator("#word-error")).to_contain_text("di antara [[ dan ]]")
    expect(page.get_by_label("Diucapkan", exact=True)).to_be_focused()


def a_file(content: bytes) -> FilePayload:
    return {"name": "kata.wav", "mimeType": "audio/wav", "buffer": content}


def pack_file(day: Server, phrase: str) -> Path:
    return Path(day.environment["ANTREAN_DATA"]) / "voice" / "id" / f"{phrase}.wav"


def test_a_word_is_recorded_judged_heard_kept_and_deleted(voice: OpenVoice, day: Server) -> None:
    page = voice()
    page.get_by_role("button", name="empat, belum direkam").click()
    page.get_by_role("button", name="Rekam", exact=True).click()
    page.get_by_role("button", name="Selesai").click(delay=1500)  # the microphone beeps once a second
    expect(page.locator("#desk-verdict")).to_contain_text("detik")
    page.locator(".voice-desk").get_by_role("button", name="Dengarkan").click()
    assert played(page).startswith("blob:")
    page.get_by_role("button", name="Simpan").last.click()
    expect(page.locator("#desk-error")).to_have_text("Isi nama pemilik suara.")
    page.get_by_label("Nama pemilik suara").fill("Sri Wahyuni")
    page.locator("#desk-save").click()
    expect(page.locator("#voice-said")).to_have_text("empat: rekaman tersimpan.")
    expect(page.locator("#desk-word")).to_have_text("lima")
    with wave.open(str(pack_file(day, "empat"))) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (22050, 1, 2)
        assert max(sound.readframes(sound.getnframes())[1::2]) > 0
    assert findings(page) == []
    page.reload()
    expect(page.get_by_label("Nama pemilik suara")).to_have_value("Sri Wahyuni")
    page.get_by_role("button", name="empat, sudah direkam").click()
    page.locator(".voice-desk").get_by_role("button", name="Dengarkan").click()
    assert played(page).startswith("blob:")
    page.get_by_role("button", name="Hapus rekaman").click()
    expect(page.locator("#voice-said")).to_have_text("empat: rekaman dihapus.")
    assert not pack_file(day, "empat").exists()


def test_files_make_a_voice_that_speaks_as_soon_as_its_sentence_is_complete(voice: OpenVoice) -> None:
    page = voice()
    page.get_by_label("Nama pemilik suara").fill("Bu Sri")
    listen = page.locator("#try-form").get_by_role("button")
    for word in ("nomor antrean", "silakan menuju", "A", "nol", "tujuh", "loket", "satu"):
        listen.click()
        expect(page.locator("#voice_speaks")).to_have_text("espeak-ng")
        page.get_by_role("button", name=f"{word}, belum direkam", exact=True).click()
        page.get_by_label("Atau pilih berkas suara").set_input_files(a_file(tone(0.5, level=0.3, rate=44100)))
        expect(page.locator("#desk-verdict")).to_have_text("Baik, 0,5 detik")
        page.locator("#desk-save").click()
        expect(page.locator("#voice-said")).to_contain_text("rekaman tersimpan")
        expect(page.locator(f"#phrase-{word.lower().replace(' ', '-')} .state.good")).to_be_visible()
    listen.click()
    expect(page.locator("#voice_speaks")).to_have_text("rekaman kantor")
    clip = page.request.get(played(page)).body()
    with wave.open(io.BytesIO(clip)) as spoken:
        assert spoken.getnframes() / spoken.getframerate() > 8 * 0.4


def test_a_page_from_the_network_has_no_microphone_and_takes_files(voice: OpenVoice) -> None:
    page = voice(host="mall.test")
    expect(page.get_by_text("hanya meminjamkan mikrofon kepada halaman https")).to_be_visible()
    expect(page.get_by_role("button", name="Rekam", exact=True)).to_be_disabled()
    files = page.get_by_label("Atau pilih berkas suara")
    files.set_input_files(a_file(b"no sound"))
    expect(page.locator("#desk-error")).to_contain_text("tidak dapat membaca berkas ini")
    files.set_input_files(a_file(tone(0.5, level=0.3)))
    expect(page.locator("#desk-verdict")).to_have_text("Baik, 0,5 detik")

"""The office sends pictures and films in a real browser and arranges the playlist; errors say what to do."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.accessibility import findings
from tests.displays.hall import Hall
from tests.media.samples import FOLDER
from tests.services.server import Server

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
FILM, PICTURE = "film.webm", "picture.jpeg"


@pytest.fixture(scope="module")
def hall(day: Server) -> Hall:
    return Hall(day)


@pytest.fixture
def office(hall: Hall, open_page: OpenPage) -> Callable[..., Page]:
    """Opens the page with the administrator's key, at a site that the test names."""

    def begin(site: str = "BWI", **profile: Any) -> Page:
        key = hall.token("admin", site="")
        page = open_page(f"{hall.server.url}/admin/media?site={site}#token={key}", **profile)
        expect(page.locator("#hall")).to_be_visible()
        return page

    return begin


def send(page: Page, *paths: Path) -> None:
    page.get_by_label("Pilih berkas").set_input_files(list(paths))
    page.get_by_role("button", name="Kirim", exact=True).click()


def listing(page: Page) -> list[str]:
    return page.locator(".entry-name").all_inner_texts()


def in_library(page: Page, name: str) -> Locator:
    return page.locator(".library-card", has=page.get_by_role("heading", name=name))


def test_files_are_sent_listed_arranged_and_kept(office: Callable[..., Page]) -> None:
    page = office()
    expect(page.locator("#library-none")).to_be_visible()
    send(page, FOLDER / FILM, FOLDER / PICTURE)
    expect(page.locator(".sending-text.good")).to_have_count(2)
    for name in (FILM, PICTURE):
        page.get_by_role("button", name=f"Masukkan ke daftar putar: {name}").click()
    expect(page.locator("#playlist-dirty")).to_have_text("Ada perubahan yang belum disimpan.")
    page.get_by_role("button", name=f"Naik: {PICTURE}").press("Enter")
    assert listing(page) == [PICTURE, FILM]
    expect(page.get_by_role("button", name=f"Turun: {PICTURE}")).to_be_focused()
    page.locator("#more-0 summary").press("Enter")
    page.get_by_label("Lama tampil (detik)").fill("25")
    page.locator("#to_day-0").fill("2020-01-01")
    expect(page.locator("#entry-0")).to_contain_text("Tidak tampil sekarang")
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator("#media-said")).to_have_text("Daftar putar tersimpan; layar sudah diberi tahu.")
    expect(page.get_by_role("button", name="Simpan")).to_be_focused()
    page.reload()
    expect(page.locator(".entry")).to_have_count(2)
    assert listing(page) == [PICTURE, FILM]
    expect(page.locator("#when-0")).to_have_text("Semua layar · sampai 1 Jan 2020")
    expect(in_library(page, FILM)).to_contain_text("Dipakai di daftar putar")


def test_nothing_of_a_film_is_fetched_before_it_is_seen(office: Callable[..., Page]) -> None:
    page = office()
    send(page, FOLDER / FILM)
    expect(page.locator(".sending-text.good")).to_have_count(1)
    page.set_viewport_size({"width": 1366, "height": 200})
    page.reload()
    film = in_library(page, FILM).locator("video")
    expect(film).to_have_attribute("preload", "none")
    film.scroll_into_view_if_needed()
    expect(film).to_have_attribute("preload", "metadata")
    expect(film).to_have_js_property("muted", True)


def test_what_makes_no_sense_is_said_and_not_saved(office: Callable[..., Page]) -> None:
    page = office("GTG")
    send(page, FOLDER / FILM)
    page.get_by_role("button", name=f"Masukkan ke daftar putar: {FILM}").click()
    page.locator("#more-0 summary").click()
    page.locator("#from_day-0").fill("2026-12-02")
    page.locator("#to_day-0").fill("2026-12-01")
    page.get_by_label("Semua layar").uncheck()
    alert = page.locator("#wrong-0")
    expect(alert).to_have_text("Tanggal akhir mendahului tanggal mulai. Pilih sedikitnya satu layar.")
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator("#media-said")).not_to_contain_text("tersimpan")
    page.get_by_role("button", name="Batalkan perubahan").click()
    expect(page.locator("#entries-none")).to_be_visible()


def test_a_file_that_is_no_picture_is_refused_beside_its_name(
    office: Callable[..., Page], tmp_path: Path
) -> None:
    (tmp_path / "logo.png").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    page = office()
    page.get_by_role("button", name="Kirim", exact=True).click()
    expect(page.locator("#file-error")).to_have_text("Pilih sedikitnya satu berkas dahulu.")
    send(page, tmp_path / "logo.png", FOLDER / "film.mp4", FOLDER / "film.mp4")
    rows = page.locator(".sending")
    expect(rows.nth(0)).to_contain_text("Berkas ini bukan gambar PNG")
    expect(rows.nth(1)).to_contain_text("Tersimpan.")
    expect(rows.nth(2)).to_contain_text("sudah ada sebagai film.mp4")
    page.get_by_role("button", name="Hapus: film.mp4").click()
    page.get_by_role("dialog").get_by_role("button", name="Hapus").click()
    expect(page.locator("#media-said")).to_have_text("film.mp4 dihapus.")
    expect(in_library(page, "film.mp4")).to_have_count(0)


def test_the_second_of_two_editors_is_told_and_loses_nothing_of_the_first(
    office: Callable[..., Page],
) -> None:
    first = office("RGJ")
    send(first, FOLDER / "picture.png")
    add = "Masukkan ke daftar putar: picture.png"
    expect(first.get_by_role("button", name=add)).to_be_visible()
    second = office("RGJ")
    for page in (first, second):
        page.get_by_role("button", name=add).click()
    second.get_by_role("button", name=add).click()
    first.get_by_role("button", name="Simpan").click()
    expect(first.locator("#media-said")).to_contain_text("tersimpan")
    second.get_by_role("button", name="Simpan").click()
    expect(second.locator("#playlist-error")).to_contain_text("Orang lain baru saja menyimpan")
    assert len(listing(second)) == 2
    second.get_by_role("button", name="Muat daftar terbaru").click()
    expect(second.locator(".entry")).to_have_count(1)
    expect(second.locator("#playlist-error")).to_be_empty()


@pytest.mark.parametrize(("width", "scheme"), [(1366, "light"), (320, "dark")])
def test_everybody_can_use_the_page(office: Callable[..., Page], width: int, scheme: str) -> None:
    page = office(width=width, color_scheme=scheme)
    send(page, FOLDER / FILM, FOLDER / "picture.webp")
    expect(page.locator(".sending-text.good, .sending-text.error")).to_have_count(2)
    page.get_by_role("button", name="Masukkan ke daftar putar: picture.webp").click()
    page.locator(".entry details").last.locator("summary").click()
    page.get_by_label("Semua layar").last.uncheck()
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Playlist")).to_be_visible()
    expect(page.locator("#playlist-dirty")).to_have_text("There are changes that are not saved.")

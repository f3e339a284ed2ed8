"""The office sets a display in a real browser, and the screen in the hall follows at once."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.accessibility import findings
from tests.displays.hall import Hall
from tests.services.server import Server

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
GRID = "Nomor terakhir dan jumlah yang menunggu"


@pytest.fixture(scope="module")
def hall(day: Server) -> Hall:
    hall = Hall(day)
    for counter in "123456":
        hall.open_counter(counter)
    return hall


@pytest.fixture
def settings(hall: Hall, open_page: OpenPage) -> Callable[..., Page]:
    """Opens the page with the administrator's key."""

    def begin(ask: str = "?site=BWI", **profile: Any) -> Page:
        key = hall.token("admin", site="")
        page = open_page(f"{hall.server.url}/admin/displays{ask}#token={key}", **profile)
        expect(page.locator("#hall")).to_be_visible()
        return page

    return begin


def card(page: Page, name: str) -> Locator:
    return page.get_by_role("form", name=name)


def choose(page: Page, name: str, layout: str) -> None:
    form = card(page, name)
    form.get_by_label("Tata letak").select_option(layout)
    form.get_by_role("button", name="Simpan").click()
    expect(page.locator("#display-said")).to_have_text(f"Perubahan {name} tersimpan.")
    expect(form.get_by_role("button", name="Simpan")).to_be_focused()


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1080, 1920)])
def test_a_layout_that_is_chosen_shows_at_once_and_after_a_reload(
    hall: Hall, settings: Callable[..., Page], open_page: OpenPage, width: int, height: int
) -> None:
    screen = open_page(hall.screen("TV1"), width=width, height=height, reduced_motion="reduce")
    expect(screen.get_by_text("Menunggu", exact=True)).to_be_visible()
    page = settings()
    choose(page, "Layar lantai 1", "agencies")
    expect(screen.get_by_role("heading", name=GRID)).to_be_visible()
    expect(screen.get_by_text("Menunggu", exact=True)).to_be_hidden()
    number = hall.call("2")
    lit = screen.locator(".desk.lit")
    expect(lit).to_contain_text("Loket 2")
    assert lit.locator(".number").inner_text().replace("\n", "") == number
    assert findings(screen) == []
    screen.reload()
    expect(screen.get_by_role("heading", name=GRID)).to_be_visible()
    choose(page, "Layar lantai 1", "calls")
    expect(screen.get_by_role("heading", name=GRID)).to_be_hidden()
    expect(screen.get_by_text("Menunggu", exact=True)).to_be_visible()


def test_in_a_rush_every_call_has_the_whole_hall(
    hall: Hall, settings: Callable[..., Page], open_page: OpenPage
) -> None:
    page = settings()  # of a display that is no loudspeaker: what a voice is saying stays lit
    choose(page, "Layar pintu masuk", "agencies")
    screen = open_page(hall.screen("TV4"), width=1920, height=1080)
    expect(screen.get_by_role("heading", name=GRID)).to_be_visible()
    numbers = hall.call_together("123456")
    expect(screen.locator("li.row.lit")).to_have_count(5)
    expect(screen.get_by_role("heading", name=GRID)).to_be_hidden()
    shown = screen.locator(".lit .number:visible").all_inner_texts()
    assert {text.replace("\n", "") for text in shown} == numbers
    expect(screen.get_by_role("heading", name=GRID)).to_be_visible()  # once their lights are out
    choose(page, "Layar pintu masuk", "calls")


def test_what_the_office_chose_goes_back_to_the_malls_data_at_a_press(settings: Callable[..., Page]) -> None:
    page = settings()
    form = card(page, "Layar lantai 3")
    back = form.get_by_role("button", name="Kembali ke data mal")
    expect(form).to_contain_text("Data mal: Panggilan, 6 m, 55 inci")
    expect(back).to_have_count(0)
    form.get_by_label("Volume suara").fill("12,5")
    expect(form.get_by_role("alert")).to_have_text("Isi volume antara 0 dan 100.")
    form.get_by_label("Volume suara").fill("40")
    form.get_by_label("Tetap menyala").check()
    form.get_by_role("button", name="Simpan").click()
    expect(page.locator("#display-said")).to_have_text("Perubahan Layar lantai 3 tersimpan.")
    expect(back).to_be_visible()
    assert findings(page) == []
    page.reload()
    expect(form.get_by_label("Volume suara")).to_have_value("40")
    expect(form.get_by_label("Tetap menyala")).to_be_checked()
    back.click()
    expect(form.get_by_label("Volume suara")).to_have_value("100")
    expect(form.get_by_label("Tetap menyala")).not_to_be_checked()
    expect(back).to_have_count(0)


@pytest.mark.parametrize(("width", "scheme"), [(1366, "light"), (320, "dark")])
def test_a_display_that_nobody_can_read_is_said_before_it_is_saved(
    settings: Callable[..., Page], width: int, scheme: str
) -> None:
    page = settings(width=width, color_scheme=scheme)
    form = card(page, "Layar lantai 2")
    expect(form).to_contain_text("5 baris panggilan")
    expect(form).to_contain_text("Terbaca")
    form.get_by_label("Jarak baca terjauh (m)").fill("14,5")
    expect(form.get_by_text("Terlalu kecil").first).to_be_visible()
    expect(form).to_contain_text("perlu 174 mm")
    assert findings(page) == []
    form.get_by_label("Jarak baca terjauh (m)").fill("jauh")
    expect(form.get_by_role("alert")).to_have_text("Isi jarak antara 1 dan 30 meter.")
    form.get_by_role("button", name="Simpan").click()
    expect(page.locator("#display-said")).to_be_empty()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.reload()
    expect(card(page, "Layar lantai 2").get_by_label("Jarak baca terjauh (m)")).to_have_value("6")


def test_every_choice_is_read_to_its_end(settings: Callable[..., Page]) -> None:
    page = settings()
    cut = page.locator(".display-fields select").evaluate_all(
        """(selects) => selects.filter((select) => {
          const free = select.cloneNode(true);
          Object.assign(free.style, { width: 'max-content', position: 'absolute' });
          select.parentNode.append(free);
          const wanted = free.offsetWidth;
          free.remove();
          return wanted > select.offsetWidth;
        }).map((select) => select.id)"""
    )
    assert cut == []


def test_colours_that_are_chosen_hold_where_the_address_names_none(
    hall: Hall, settings: Callable[..., Page], open_page: OpenPage
) -> None:
    screen, fixed = open_page(hall.screen("TV3")), open_page(hall.screen("TV3", ask="?theme=light"))
    form = card(settings(), "Layar lantai 3")
    form.get_by_label("Warna").select_option("dark")
    form.get_by_role("button", name="Simpan").click()
    expect(screen.locator("html")).to_have_attribute("data-theme", "dark")
    expect(fixed.locator("html")).to_have_attribute("data-theme", "light")

"""The page of the people who work here, in a real browser: add one, change what one may do, let one go."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from app.domain.staff import Grant, Permission, Role
from tests.browser.accessibility import findings
from tests.services.server import Server

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
PASSWORD = "kuda lumping menari"
SITE = "BWI"
LONG = "Siti Nurhaliza Rahmawati Kusumaningrum-Wijayakusuma"


@pytest.fixture(scope="module")
def names() -> Iterator[str]:
    return (f"ratna{number}" for number in count())


@pytest.fixture(scope="module")
def key(day: Server) -> str:
    return day.token("admin")


@pytest.fixture
def staff(day: Server, key: str, open_page: OpenPage) -> Callable[..., Page]:
    """Opens the page with the administrator's key."""

    def begin(**profile: Any) -> Page:
        page = open_page(f"{day.url}/admin/staff#token={key}", **profile)
        expect(page.locator("#hall")).to_be_visible()
        return page

    return begin


def grants_of(day: Server, key: str, username: str) -> list[dict[str, Any]]:
    people = day.request("GET", "/api/v1/staff", token=key).json["staff"]
    grants: list[dict[str, Any]] = next(each["grants"] for each in people if each["username"] == username)
    return grants


def edit(page: Page, name: str) -> Locator:
    page.get_by_role("button", name=f"Ubah {name}", exact=True).click()
    editor = page.get_by_role("dialog", name=f"Ubah {name}")
    expect(editor.get_by_label("Nama", exact=True)).to_be_focused()
    return editor


@pytest.mark.parametrize(("width", "scheme"), [(1366, "light"), (320, "dark")])
def test_an_administrator_adds_a_person_and_reads_the_password_once(
    staff: Callable[..., Page], names: Iterator[str], width: int, scheme: str
) -> None:
    name = next(names)
    page = staff(width=width, color_scheme=scheme)
    page.get_by_role("button", name="Tambah petugas").click()
    expect(page.get_by_label("Nama pengguna")).to_be_focused()
    assert findings(page) == []
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    expect(page.locator("#staff-said")).to_contain_text(f"Kata sandi sementara untuk {name}: ")
    expect(page.get_by_role("button", name="Tambah petugas")).to_be_focused()
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width

    page.get_by_role("button", name=f"Nonaktifkan {name}", exact=True).click()
    expect(page.get_by_role("button", name="Batal")).to_be_focused()
    assert findings(page) == []
    page.get_by_role("dialog").get_by_role("button", name="Nonaktifkan").click()
    expect(page.get_by_role("button", name=f"Aktifkan lagi {name}", exact=True)).to_be_visible()
    expect(page.locator("#staff-said")).to_have_text(f"Perubahan {name} tersimpan.")


@pytest.mark.parametrize(("width", "scheme"), [(1366, "light"), (683, "dark")])
def test_roles_are_given_limited_and_taken(
    day: Server, key: str, staff: Callable[..., Page], names: Iterator[str], width: int, scheme: str
) -> None:
    name = next(names)
    day.person(name, Grant(Role.CLERK, SITE), Grant(Role.RECEPTIONIST, SITE), password=PASSWORD)
    page = staff(width=width, color_scheme=scheme)
    editor = edit(page, name)
    expect(editor.get_by_text("Belum ada yang diubah.")).to_be_visible()
    clerk, receptionist = editor.locator(".grant").all()
    clerk.get_by_label("Instansi tertentu").check()
    editor.get_by_role("button", name="Simpan").click()
    expect(editor.get_by_role("alert")).to_have_text(
        "Peran 1: pilih sedikitnya satu instansi, atau semua instansi."
    )
    clerk.get_by_label("Samsat").check()
    clerk.get_by_text("Izin tambahan").click()
    expect(clerk.get_by_label("Memanggil dan melayani")).to_be_hidden()
    clerk.get_by_label("Memanggil nomor di luar giliran").check()
    receptionist.get_by_role("button", name="Hapus peran ini").click()
    editor.get_by_role("button", name="Tambah peran lain").click()
    editor.locator(".grant").nth(1).get_by_label("Peran", exact=True).select_option("supervisor")
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    clerk_here = "Petugas loket · MPP Banyuwangi"
    expect(editor.get_by_role("listitem")).to_have_text(
        [
            "Dicabut: Resepsionis · MPP Banyuwangi.",
            f"Menjadi: {clerk_here} · Samsat · Memanggil nomor di luar giliran. Sebelumnya: {clerk_here}.",
            "Diberikan: Pengawas · Semua lokasi.",
        ]
    )
    editor.get_by_role("button", name="Simpan").click()
    expect(page.locator("#staff-said")).to_have_text(f"Perubahan {name} tersimpan.")
    samsat = next(
        each["code"]
        for each in day.request("GET", f"/api/v1/sites/{SITE}").json["agencies"]
        if each["short_name"] == "Samsat"
    )
    assert grants_of(day, key, name) == [
        {"role": "clerk", "site": SITE, "agencies": [samsat], "also": [Permission.CALL_CHOSEN]},
        {"role": "supervisor", "site": None, "agencies": None, "also": []},
    ]


def test_a_change_made_elsewhere_meanwhile_is_not_overwritten(
    day: Server, key: str, staff: Callable[..., Page], names: Iterator[str]
) -> None:
    name = next(names)
    number = day.person(name, Grant(Role.CLERK, SITE), password=PASSWORD)
    page = staff()
    editor = edit(page, name)
    other = {"grants": [{"role": "supervisor", "site": SITE}]}
    assert day.request("PATCH", f"/api/v1/staff/{number}", token=key, body=other).status == 200
    editor.get_by_label("Peran", exact=True).select_option("administrator")
    editor.get_by_role("button", name="Simpan").click()
    expect(editor.get_by_role("alert")).to_contain_text("baru saja diubah orang lain")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name=f"Ubah {name}", exact=True)).to_be_focused()
    assert [each["role"] for each in grants_of(day, key, name)] == ["supervisor"]


def test_a_long_name_and_many_agencies_fit_in_both_languages(
    day: Server, key: str, staff: Callable[..., Page], names: Iterator[str]
) -> None:
    name = next(names)
    many = frozenset(each["code"] for each in day.request("GET", f"/api/v1/sites/{SITE}").json["agencies"])
    number = day.person(name, Grant(Role.CLERK, SITE, many), password=PASSWORD)
    assert day.request("PATCH", f"/api/v1/staff/{number}", token=key, body={"name": LONG}).status == 200
    page = staff()
    expect(page.get_by_text(f"Petugas loket · MPP Banyuwangi · {len(many)} instansi")).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_text(f"Clerk · MPP Banyuwangi · {len(many)} agencies")).to_be_visible()
    page.get_by_role("button", name=f"Edit {LONG}", exact=True).click()
    editor = page.get_by_role("dialog", name=f"Edit {LONG}")
    expect(editor.get_by_role("group", name="Role 1").get_by_label("Samsat")).to_be_checked()
    expect(editor.get_by_text("Nothing has been changed yet.")).to_be_visible()
    assert findings(page) == []


def test_a_page_without_anybody_says_what_to_do(demo: Server, open_page: OpenPage) -> None:
    page = open_page(f"{demo.url}/admin/staff#token={demo.token('admin')}")
    expect(page.get_by_text("Belum ada petugas. Tambahkan orang pertama di atas.")).to_be_visible()
    assert findings(page) == []

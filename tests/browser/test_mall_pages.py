"""The pages of the mall in a real browser: from a field to the revision, and all that may come between."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import findings
from tests.browser.routes import intercept
from tests.services.server import Server

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
Open = Callable[..., Page]
# Pages that are made of different parts; those of the other tables are drawn by the same.
PARTS = ("zone", "hours", "service", "service#A/A01", "counter#BWI/5", "break#0", "review", "revisions")


@pytest.fixture
def mall(day: Server, open_page: OpenPage) -> Open:
    """Opens a page of the mall with the administrator's key."""
    key = day.token("admin")

    def begin(place: str, **profile: Any) -> Page:
        page = open_page(f"{day.url}/admin#token={key}", **profile)
        expect(page.locator("#hall")).to_be_visible()
        go(page, place)
        return page

    return begin


def go(page: Page, place: str) -> None:
    page.goto(f"{page.evaluate('location.origin')}/admin/mall/{place}")
    expect(page.locator("#hall")).to_be_visible()


def save(page: Page, comment: str = "") -> int:
    """Looks at the draft and saves it; the new revision."""
    go(page, "review")
    expect(page.locator("#save")).to_be_enabled()
    page.locator("#comment").fill(comment)
    page.locator("#save").click()
    expect(page.locator("#review-said")).to_be_focused()
    return int("".join(filter(str.isdigit, page.locator("#review-said").inner_text().split(".")[0])))


def document(day: Server) -> dict[str, Any]:
    told = day.request("GET", "/api/v1/mall", token=day.token("admin")).json
    return dict(told["document"])


def counter(day: Server, code: str) -> dict[str, Any]:
    return next(each for each in document(day)["site"][0]["counter"] if each["code"] == code)


def change_as_another(day: Server, path: list[str], value: Any) -> None:
    key = day.token("admin")
    base = day.request("GET", "/api/v1/mall", token=key).json["revision"]
    wish = {"base": base, "changes": [{"path": path, "value": value}], "comment": "dari meja lain"}
    headers = {"Idempotency-Key": uuid4().hex}
    assert day.request("POST", "/api/v1/mall/changes", token=key, body=wish, headers=headers).status == 200


def test_a_name_is_changed_looked_at_and_saved(day: Server, mall: Open) -> None:
    page = mall("counter#BWI/5")
    page.get_by_label("Nama", exact=True).fill("Loket Lima")
    expect(page.locator("#draft-said")).to_contain_text("1 perubahan")
    page.reload()
    expect(page.get_by_label("Nama", exact=True)).to_have_value("Loket Lima")
    go(page, "review")
    expect(page.locator("#changes li")).to_have_count(1)
    assert findings(page) == []
    save(page, "nama baru")
    assert counter(day, "5")["name"] == "Loket Lima"
    go(page, "revisions")
    expect(page.locator("#revisions tr").first).to_contain_text("nama baru")


def test_undoing_changes_never_loses_the_keyboard(mall: Open) -> None:
    page = mall("counter#BWI/5")
    page.get_by_label("Nama", exact=True).fill("Loket di ujung")
    go(page, "rules")
    page.locator("#field-cutoff_minutes").fill("47")
    expect(page.locator("#draft-said")).to_contain_text("2 perubahan")
    go(page, "review")
    page.locator("#undo-1").press("Enter")
    expect(page.locator("#changes li")).to_have_count(1)
    expect(page.locator("#undo-0")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#review-title")).to_be_focused()


def test_archiving_and_discarding_never_lose_the_keyboard(mall: Open) -> None:
    page = mall("counter#BWI/5")
    page.locator("#entry-archive").press("Enter")
    expect(page.locator("#entry-bring_back")).to_be_focused()
    page.locator("#entry-undo").press("Enter")
    expect(page.locator("#entry-title")).to_be_focused()
    page.get_by_label("Nama", exact=True).fill("Loket di ujung")
    go(page, "review")
    page.locator("#discard").press("Enter")
    expect(page.locator("#asking-cancel")).to_be_focused()
    page.locator("#asking-confirm").press("Enter")
    expect(page.locator("#review-title")).to_be_focused()
    expect(page.locator("#review-none")).to_be_visible()


def test_a_draft_outlives_a_server_that_does_not_answer(day: Server, mall: Open) -> None:
    page = mall("counter#BWI/5")
    look_again = "document.dispatchEvent(new Event('visibilitychange'))"
    page.get_by_label("Nama", exact=True).fill("Loket Enam")
    expect(page.locator("#draft-said")).to_contain_text("1 perubahan")
    change_as_another(day, ["rules", "cutoff_minutes"], 31)
    intercept(page, "**/api/v1/mall/preview", lambda route: route.abort())
    page.evaluate(look_again)
    expect(page.locator("#hall.stale")).to_be_attached()
    page.unroute("**/api/v1/mall/preview")
    page.evaluate(look_again)
    expect(page.locator("#mall-notices")).to_contain_text("dari meja lain")
    expect(page.get_by_label("Nama", exact=True)).to_have_value("Loket Enam")


def test_what_is_set_back_is_not_left_to_save(mall: Open) -> None:
    page = mall("rules")
    field = page.locator("#field-cutoff_minutes")
    before = field.input_value()
    field.fill("45")
    expect(page.locator("#draft")).to_be_visible()
    field.fill(before)
    expect(page.locator("#draft")).to_be_hidden()
    assert page.evaluate("sessionStorage.getItem('antrean.mall.draft.')") is None


# Every control of a form is called something, and told about below; what says nothing is listed.
UNTOLD = """
() => [...document.querySelectorAll("#mall-place .mall-fields [data-key]")].filter((place) => {
  const control = place.matches("fieldset") ? place : place.querySelector("[aria-describedby]");
  const described = control.getAttribute("aria-describedby");
  const help = document.getElementById(described.split(" ")[0]);
  const error = document.getElementById(described.split(" ")[1]);
  const name = place.querySelector("legend, label");
  return !(help.textContent.trim() && error && name.textContent.trim());
}).map((place) => place.dataset.key)
"""


@pytest.mark.parametrize(
    ("width", "scheme", "language"), [(1366, "light", "Indonesia"), (320, "dark", "English")]
)
def test_every_page_can_be_used_by_everybody(mall: Open, width: int, scheme: str, language: str) -> None:
    page = mall("counter", width=width, color_scheme=scheme)
    page.get_by_role("button", name=language).click()
    page.locator("#up-2").click()  # so that there is something to save
    wrong: dict[str, list[str]] = {}
    for place in PARTS:
        go(page, place)
        if place == "service":
            page.locator("#look").fill("ktp-el")  # some of hundreds of equal rows say enough
        wide = page.evaluate("document.documentElement.scrollWidth")
        found = [*findings(page), *page.evaluate(UNTOLD), *([f"{wide} px wide"] if wide > width else [])]
        wrong |= {place: found} if found else {}
    assert wrong == {}


def test_two_people_who_change_the_same_choose_and_lose_nothing(day: Server, mall: Open) -> None:
    page = mall("counter#BWI/7")
    page.locator("#field-name").fill("Loket Tujuh")
    change_as_another(day, ["site", "BWI", "counter", "8", "name"], "Loket Delapan")
    go(page, "review")
    expect(page.locator("#mall-notices")).to_contain_text("dari meja lain")
    change_as_another(day, ["site", "BWI", "counter", "7", "name"], "Milik meja lain")
    page.locator("#save").click()
    expect(page.locator("#disputes legend")).to_have_count(1)
    assert findings(page) == []
    page.locator("#disputes button").click()
    expect(page.locator("#disputes-error")).not_to_be_empty()
    page.reload()
    page.get_by_label("Milik saya: Loket Tujuh").check()
    page.locator("#disputes button").click()
    page.locator("#save").click()
    expect(page.locator("#review-said")).to_be_focused()
    assert (counter(day, "7")["name"], counter(day, "8")["name"]) == ("Loket Tujuh", "Loket Delapan")


def test_a_counter_is_added_moved_and_archived(day: Server, mall: Open) -> None:
    page = mall("counter")
    page.locator("#add-code").fill("5")
    page.locator("#add").click()
    expect(page.locator("#add-error")).not_to_be_empty()
    page.locator("#add-code").fill("P-1")
    page.locator("#add-code").press("Enter")
    expect(page.locator("#entry-title")).to_be_focused()
    expect(page.locator("#entry-state .danger")).to_be_visible()
    wrong = page.locator("[data-key=services] .error")
    expect(wrong).not_to_be_empty()
    page.get_by_label("Dispendukcapil (A)", exact=True).first.check()
    expect(wrong).to_be_empty()
    page.locator("#entry-back").click()
    expect(page.locator("#entry-P-1")).to_be_focused()
    page.locator("#up-P-1").click()
    go(page, "counter#BWI/6")
    page.locator("#entry-archive").click()
    expect(page.locator("#entry-bring_back")).to_be_visible()
    save(page)
    codes = [each["code"] for each in document(day)["site"][0]["counter"]]
    assert codes.index("P-1") == len(codes) - 2
    assert counter(day, "6")["archived"] is True
    go(page, "counter")
    expect(page.locator("#entry-6")).to_have_count(0)
    page.locator("#show-archived").check()
    page.locator("#entry-6").click()
    page.locator("#entry-bring_back").click()
    save(page)
    assert "archived" not in counter(day, "6")


def service(day: Server, code: str) -> dict[str, Any]:
    found = [each for agency in document(day)["agency"] for each in agency["service"] if each["code"] == code]
    return dict(found[0])


def test_many_services_are_changed_with_the_keyboard_alone(day: Server, mall: Open) -> None:
    page = mall("service")
    expect(page.locator(".mall-sheet tbody tr")).to_have_count(370)
    page.locator("#look").fill("ktp-el")
    page.locator("#look-archived").focus()
    page.keyboard.press("Tab")  # choose all shown
    page.keyboard.press("Enter")
    chosen = page.locator(".mall-sheet tbody tr").count()
    expect(page.locator("#bulk-said")).to_have_text(f"{chosen} dipilih")
    page.locator("#bulk-value").focus()
    page.keyboard.type("21")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet-said")).to_have_text(f"{chosen} sel diisi.")
    page.locator("#bulk-apply").focus()
    page.keyboard.press("Tab")  # the sheet is one stop, and begins at the first code
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("17")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("5")
    page.keyboard.press("Tab")
    expect(page.locator("#draft-said")).to_contain_text(f"{chosen + 1} perubahan")
    assert findings(page) == []
    save(page)
    assert service(day, "A01")["minutes"] == 17
    assert (service(day, "A02")["minutes"], service(day, "A02")["quota"]) == (21, 5)


def test_cells_of_a_spreadsheet_are_pasted(day: Server, mall: Open) -> None:
    page = mall("service")
    cell = page.locator(".mall-sheet tbody tr").first.locator("td.mall-cell").nth(1)
    cell.click()
    page.keyboard.press("Escape")
    page.evaluate(
        """(text) => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true });
          document.activeElement.dispatchEvent(paste);
        }""",
        "31\t40\tya\n32\t\tentahlah\n",
    )
    expect(page.locator("#sheet-said")).to_contain_text("1 sel tidak dimengerti")
    save(page)
    assert (service(day, "A01")["minutes"], service(day, "A01")["quota"]) == (31, 40)
    assert service(day, "A02")["minutes"] == 32


def test_what_changed_is_compared_and_taken_back(day: Server, mall: Open) -> None:
    before = document(day)
    page = mall("holiday")
    page.locator("#add-code").fill("2026-11-30")
    page.locator("#add").click()
    page.locator("#field-name").fill("Hari Uji Coba")
    saved = save(page)
    go(page, "revisions")
    page.locator(f"#what-{saved}").click()
    expect(page.locator("#compared-title")).to_be_focused()
    expect(page.locator("#compared-list li")).to_have_count(1)
    page.locator(f"#restore-{saved - 1}").click()
    assert findings(page) == []
    page.locator("#asking-confirm").click()
    expect(page.locator("#revisions-said")).to_contain_text(str(saved + 1))
    assert document(day) == before


def look_at(page: Page, name: str, content: bytes, what: str) -> None:
    page.locator("#import-what").select_option(what)
    page.locator("#import-file").set_input_files({"name": name, "mimeType": "", "buffer": content})
    page.locator("#import-look").click()
    expect(page.locator("#import-told-title")).to_be_focused()


def test_a_file_is_looked_at_before_it_is_saved(day: Server, mall: Open) -> None:
    page = mall("revisions")
    look_at(page, "libur.csv", b"Tanggal,Nama\n2026-12-31,Cuti bersama\n2026-13-41,Salah\n", "holidays")
    expect(page.locator("#import-mistakes li")).to_contain_text("A3")
    expect(page.locator("#import-save")).to_be_hidden()
    assert findings(page) == []
    look_at(page, "libur.csv", b"Tanggal,Nama\n2026-12-31,Cuti bersama\n", "holidays")
    expect(page.locator("#import-changes li").first).to_contain_text("Cuti bersama")
    page.locator("#import-save").click()
    expect(page.locator("#revisions-said")).to_be_focused()
    assert "2026-12-31" in [each["date"] for each in document(day)["holiday"]]


def test_what_was_downloaded_says_what_is_there(mall: Open) -> None:
    page = mall("revisions")
    with page.expect_download() as coming:
        page.locator("#export").click()
    packed = coming.value.path().read_bytes()
    look_at(page, coming.value.suggested_filename, packed, "")
    expect(page.locator("#import-told-title")).to_have_text("Berkas ini sama dengan data sekarang.")

"""The page of backups in a real browser: one now, a drill, by the keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import findings
from tests.browser.conftest import OpenPage
from tests.services.server import Server

pytestmark = pytest.mark.browser


def open_backups(open_page: OpenPage, day: Server, **view: int) -> Page:
    token = next(each["token"] for each in day.links() if each["role"] == "admin")
    page = open_page(f"{day.url}/admin/backup#token={token}", **view)
    expect(page.locator("#hall")).to_be_visible()
    return page


def test_a_backup_is_made_and_tried_and_none_of_a_demonstration_is_carried_away(
    day: Server, open_page: OpenPage
) -> None:
    page = open_backups(open_page, day)
    page.locator("#back-up").focus()
    page.keyboard.press("Enter")
    row = page.locator("#backups tr").first
    expect(row).to_contain_text("Diminta seseorang")
    drill = row.get_by_role("button", name="Uji pemulihan")
    expect(drill).to_be_enabled()  # the backup is read once more before it counts
    drill.press("Enter")
    expect(row).to_contain_text("Dapat dipulihkan")
    row.get_by_role("button", name="Unduh").press("Enter")
    expect(page.locator("#said")).to_contain_text("Cadangan peragaan tidak dapat diambil")  # its key stays

    assert findings(page) == []


def test_it_is_read_on_a_phone_and_in_english(day: Server, open_page: OpenPage) -> None:
    page = open_backups(open_page, day, width=320, height=640)
    page.get_by_role("button", name="English").click()
    expect(page.locator("#back-up")).to_have_text("Back up now")

    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

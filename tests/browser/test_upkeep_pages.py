"""The pages of health and of the journal in a real browser: read on a phone, asked by the keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import findings
from tests.browser.clerk import Clerk
from tests.browser.conftest import OpenPage
from tests.services.server import Server

pytestmark = pytest.mark.browser


def open_admin(open_page: OpenPage, day: Server, path: str, **view: int) -> Page:
    token = next(each["token"] for each in day.links() if each["role"] == "admin")
    page = open_page(f"{day.url}/admin/{path}#token={token}", **view)
    expect(page.locator("#hall")).to_be_visible()
    return page


def test_the_page_of_health_says_what_the_doctor_says(day: Server, open_page: OpenPage) -> None:
    page = open_admin(open_page, day, "health", width=320, height=640)
    expect(page.locator("#findings")).to_contain_text("Ini peragaan")
    page.get_by_role("button", name="English").click()
    expect(page.locator("#findings")).to_contain_text("This is a demonstration")
    page.locator("#log-text").fill("no such word")
    page.locator("#log-text").press("Enter")
    expect(page.locator("#log-said")).to_have_text("No line matches.")
    said = day.command("doctor")

    assert said.returncode == 0, said.stdout
    assert "This is a demonstration" in said.stdout
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_journal_tells_who_called_a_number(day: Server, clerk: Clerk, open_page: OpenPage) -> None:
    number = clerk.visitor()["number"]
    clerk.press("call-next")
    page = open_admin(open_page, day, "journal")
    page.locator("#find-number").fill(number)
    page.locator("#find-number").press("Enter")
    expect(page.locator("#facts tr")).not_to_have_count(0)
    page.locator("#find-kind").select_option("ticket_called")
    page.locator("#find").press("Enter")

    expect(page.locator("#facts tr")).to_have_count(1)
    expect(page.locator("#facts tr")).to_contain_text(number)
    with page.expect_download() as saved:
        page.locator("#carry").press("Enter")
    text = saved.value.path().read_text("utf-8-sig")
    assert saved.value.suggested_filename.startswith("antrean-journal-")
    assert [number in line for line in text.splitlines()] == [False, True]
    assert findings(page) == []
    page.locator("[data-language=en]").press("Enter")
    expect(page.locator("#found-said")).to_have_text("Facts that match: 1.")
    expect(page.locator("#facts tr")).to_have_count(1)


def test_the_journal_is_read_on_a_phone(day: Server, open_page: OpenPage) -> None:
    page = open_admin(open_page, day, "journal", width=320, height=640)
    page.locator("#find-text").fill("tidak ada kata seperti ini")
    page.locator("#find-text").press("Enter")
    expect(page.locator("#found-said")).to_have_text("Tidak ada kejadian yang cocok pada hari itu.")
    page.locator("#nowhere").check()
    page.locator("#find-day").fill("")
    page.locator("#clear").click()

    expect(page.locator("#find-day")).not_to_have_value("")
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

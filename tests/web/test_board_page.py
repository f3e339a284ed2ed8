"""The public board as the server makes it: what works before any script."""

from tests.displays.hall import Hall
from tests.services.server import Server
from tests.web.test_visitor_pages import read


def test_the_board_of_a_site_on_a_phone_without_scripts(shared_demo: Server) -> None:
    empty = shared_demo.request("GET", "/bwi/board?lang=id")
    assert empty.status == 200
    assert "Belum ada panggilan hari ini." in empty.body.decode()

    hall = Hall(shared_demo)
    hall.open_counter("3")
    number = hall.call("3")
    hall.post_notice("Senam pagi.", "Morning <exercise>.")
    page = shared_demo.request("GET", "/BWI/board?lang=en").body.decode()
    assert f'<span class="number-figures">{number[-3:]}</span>' in page
    assert "Loket 3" in page
    assert "Morning &lt;exercise&gt;." in page

    other = shared_demo.request("GET", "/BWI/board?lang=en&agency=B").body.decode()
    assert "No calls yet today." in other
    assert shared_demo.request("GET", "/BWI/board?agency=NONE").body.decode().count('class="queue') > 30
    assert shared_demo.request("GET", "/nowhere/board").status == 404
    assert 'href="/BWI/board"' in shared_demo.request("GET", "/BWI").body.decode()


def test_a_camera_finds_the_board(shared_demo: Server) -> None:
    code = shared_demo.request("GET", "/bwi/board/qr.svg")
    assert code.headers["Content-Type"].startswith("image/svg+xml")
    assert read(code.body).endswith("/BWI/board")
    assert shared_demo.request("GET", "/nowhere/board/qr.svg").status == 404

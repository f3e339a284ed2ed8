"""The emulated printer does what a real one would, also where that is inconvenient."""

import io
import json
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Self

import pytest
import zxingcpp
from PIL import Image

from app.domain.printing import PrinterState
from printers.emulator.buffer import CAPACITY
from printers.emulator.device import Device, EmulatedPrinter
from printers.emulator.mechanism import AT_ONCE, Pace
from printers.emulator.roll import png
from printers.emulator.serve import devices, serve
from printers.emulator.web import Page
from printers.profiles import PROFILES
from printers.status import ASK, CLEAR_BUFFER
from tests.printers.pieces import a_device, a_slip, printed


class Plug:
    """A bare socket to an emulated printer."""

    def __init__(self, device: Device) -> None:
        self._socket = socket.create_connection(("127.0.0.1", device.port), 2)
        self._socket.settimeout(2)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def send(self, data: bytes) -> None:
        self._socket.sendall(data)

    def hear(self, count: int) -> bytes:
        heard = b""
        while len(heard) < count:
            data = self._socket.recv(count - len(heard))
            if not data:
                break
            heard += data
        return heard

    def hears_nothing(self, seconds: float = 0.2) -> bool:
        self._socket.settimeout(seconds)
        try:
            return not self._socket.recv(1)
        except TimeoutError:
            return True
        finally:
            self._socket.settimeout(2)


@pytest.mark.parametrize(
    ("fault", "answers"),
    [("", "12121212"), ("cover", "1a161212"), ("offline", "1a121212"), ("cutter", "1a521a12")],
)
def test_status_is_answered_in_the_printers_own_bytes(fault: str, answers: str) -> None:
    with a_device() as device, Plug(device) as plug:
        if fault:
            device.set_fault(fault, on=True)
        plug.send(ASK)
        assert plug.hear(4).hex() == answers


@pytest.mark.parametrize(("left_mm", "answers"), [(0, "1a32127e"), (1_000, "1212121e")])
def test_paper_sensors_are_answered_too(left_mm: float, answers: str) -> None:
    with a_device() as device, Plug(device) as plug:
        device.load_paper(left_mm)
        plug.send(ASK)
        assert plug.hear(4).hex() == answers


def test_a_process_id_is_answered_after_the_paper_and_not_before() -> None:
    with a_device() as device, Plug(device) as plug:
        device.set_fault("cover", on=True)
        plug.send(b"A-007\n\x1dVB\x00\x1d(H\x06\x0000wxyz")
        assert plug.hears_nothing()
        device.set_fault("cover", on=False)
        assert plug.hear(7) == b"\x37\x22wxyz\x00"
        assert device.mechanism.slips[0].text.strip() == "A-007"


@pytest.mark.parametrize("letters", [b"wx\x00\x00", b"wxy\x7f", b"\x1fxyz"])
def test_a_process_id_of_other_letters_is_not_answered(letters: bytes) -> None:
    """Epson: 32 to 126 each."""
    with a_device() as device, Plug(device) as plug:
        plug.send(b"\x1d(H\x06\x0000" + letters + b"\x1dr\x01")
        assert plug.hear(1) == b"\x00"


def test_a_clone_knows_the_fence_and_no_process_id() -> None:
    with a_device("clone-80") as device, Plug(device) as plug:
        plug.send(b"x\n\x1d(H\x06\x0000wxyz\x1dr\x01")
        assert plug.hear(1) == b"\x00"
        assert plug.hears_nothing()


def test_automatic_status_tells_of_an_opened_cover() -> None:
    with a_device() as device, Plug(device) as plug:
        plug.send(b"\x1da\xff")
        assert plug.hear(4) == b"\x10\x00\x00\x00"
        device.set_fault("cover", on=True)
        assert plug.hear(4) == b"\x38\x00\x00\x00"


def test_a_full_buffer_stops_the_answers_until_paper_moves_again() -> None:
    with a_device() as device, Plug(device) as plug:
        device.set_fault("cover", on=True)
        plug.send(b"x" * (CAPACITY + 600))
        plug.send(ASK)
        assert plug.hears_nothing()
        assert len(device.buffer) == CAPACITY
        device.set_fault("cover", on=False)
        assert plug.hear(4).hex() == "12121212"


def test_a_cleared_buffer_prints_nothing_late() -> None:
    with a_device() as device, Plug(device) as plug:
        device.set_fault("cover", on=True)
        plug.send(b"A-007\nA-008\n\x1dVB\x00")
        plug.send(CLEAR_BUFFER)
        assert plug.hear(3) == b"\x37\x25\x00"
        device.set_fault("cover", on=False)
        plug.send(b"A-009\n\x1dVB\x00")
        assert device.mechanism.wait_for_slips(1, timeout=60)
        assert "A-008" not in device.mechanism.slips[0].text


def test_a_torn_status_question_is_still_understood() -> None:
    with a_device() as device, Plug(device) as plug:
        for byte in ASK:
            plug.send(bytes([byte]))
            time.sleep(0.002)  # so that each byte travels alone
        assert plug.hear(4).hex() == "12121212"
        assert len(device.buffer) == 0


def test_what_arrived_before_the_line_broke_is_still_printed() -> None:
    with a_device() as device:
        with Plug(device) as plug:
            device.drop_after(10)
            plug.send(b"A-007\n\x1dVB\x00 and what never arrives")
        assert device.mechanism.wait_for_slips(1, timeout=60)
        assert device.mechanism.slips[0].text.strip() == "A-007"


def test_printing_takes_the_time_that_paper_takes() -> None:
    with a_device(pace=Pace(mm_per_second=300.0, cut_seconds=0.05)) as device:
        begun = time.monotonic()
        printed(device)
        assert time.monotonic() - begun > device.mechanism.slips[0].mm / 300.0


def test_paper_is_used_up_by_what_is_printed() -> None:
    with a_device() as device:
        before = device.mechanism.paper_mm
        printed(device)
        assert before - device.mechanism.paper_mm == pytest.approx(device.mechanism.slips[0].mm, abs=1)


@pytest.mark.parametrize(("profile", "width_mm"), [("epson-80", 80), ("epson-58", 58)])
def test_a_ticket_is_short_and_as_wide_as_its_paper(profile: str, width_mm: int) -> None:
    with a_device(profile) as device:
        printed(device)
        (slip,) = device.mechanism.slips
        assert device.mechanism.paper_dots == width_mm * 8
    assert slip.mm < 125


@pytest.mark.parametrize("profile", PROFILES)
def test_the_code_on_the_picture_opens_the_tickets_page(profile: str) -> None:
    with a_device(profile) as device:
        printed(device)
        assert device.mechanism.wait_for_slips(1, timeout=60)
        (slip,) = device.mechanism.slips
        picture = Image.open(io.BytesIO(png(slip.pieces, paper_dots=device.mechanism.paper_dots)))
    (code,) = zxingcpp.read_barcodes(picture.convert("L"))
    assert code.text == a_slip().url


def test_the_mark_of_a_reprint_stands_in_white_on_black() -> None:
    def ink(mark: str) -> int:
        with a_device() as device:
            printed(device, a_slip(attempt_mark=mark, url=""))
            (slip,) = device.mechanism.slips
        return sum(piece.histogram()[0] for piece in slip.pieces)

    assert ink("CETAK ULANG 2") - ink("") > 9_000


# The page.


@pytest.fixture(scope="module")
def page() -> Iterator[str]:
    bench = [
        EmulatedPrinter("P1", "utama", "127.0.0.1", 0, "epson-80", AT_ONCE),
        EmulatedPrinter("P2", "utama", "127.0.0.1", 0, "epson-58", AT_ONCE),
    ]
    with devices(bench) as running, Page(running, host="127.0.0.1", port=0) as served:
        printed(running["utama-P1"])
        yield f"http://127.0.0.1:{served.port}"


def fetched(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=60) as answer:
        return bytes(answer.read())


def do(page: str, printer: str, deed: str, *, on: bool = True, kind: str = "application/json") -> int:
    body = json.dumps({"deed": deed, "on": on}).encode()
    request = urllib.request.Request(f"{page}/printers/{printer}/deeds", body, {"Content-Type": kind})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code


def state_of(page: str, name: str) -> str:
    printers = json.loads(fetched(f"{page}/printers.json"))["printers"]
    return next(str(printer["state"]) for printer in printers if printer["name"] == name)


def test_the_page_shows_what_came_out(page: str) -> None:
    (slip,) = json.loads(fetched(f"{page}/printers/utama-P1/slips.json"))["slips"]

    assert "A-007" in slip["text"]
    assert fetched(f"{page}/printers/utama-P1/slips/1.txt").decode() == slip["text"]
    assert fetched(f"{page}/printers/utama-P1/slips/1.png").startswith(b"\x89PNG")


def test_faults_are_made_and_mended_from_the_page(page: str) -> None:
    assert do(page, "utama-P2", "cover") == 204
    assert state_of(page, "utama-P2") == PrinterState.COVER_OPEN
    assert do(page, "utama-P2", "cover", on=False) == 204
    assert do(page, "utama-P2", "paper_out") == 204
    assert state_of(page, "utama-P2") == PrinterState.PAPER_OUT
    assert do(page, "utama-P2", "refill") == 204
    assert state_of(page, "utama-P2") == PrinterState.READY


def test_slow_parts_and_a_broken_line_are_made_from_the_page(page: str) -> None:
    for deed in ("slow_link", "slow_head"):
        assert do(page, "utama-P2", deed) == 204
        assert do(page, "utama-P2", deed, on=False) == 204
    assert do(page, "utama-P2", "break_line") == 204
    assert state_of(page, "utama-P2") == PrinterState.READY


def test_a_form_of_another_site_cannot_make_faults(page: str) -> None:
    assert do(page, "utama-P2", "cover", kind="application/x-www-form-urlencoded") == 415
    assert state_of(page, "utama-P2") == PrinterState.READY


def test_unknown_printers_deeds_and_files_are_refused(page: str) -> None:
    assert do(page, "utama-P9", "cover") == 404
    assert do(page, "utama-P2", "explode") == 404
    for path in ("static/..%2Fweb.py", "static/web.py", "printers/utama-P1/slips/9.png", "words/fr.json"):
        with pytest.raises(urllib.error.HTTPError) as refusal:
            fetched(f"{page}/{path}")
        refusal.value.close()
        assert refusal.value.code == 404


def test_the_page_has_a_strict_policy_and_words_in_both_languages(page: str) -> None:
    with urllib.request.urlopen(page, timeout=60) as answer:
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        document = answer.read().decode()
    assert "style=" not in document
    keys = [set(json.loads(fetched(f"{page}/words/{language}.json"))) for language in ("id", "en")]
    assert keys[0] == keys[1]
    assert {f"state_{state}" for state in PrinterState} <= keys[0]


def test_a_whole_bench_starts_and_stops_on_request() -> None:
    stop, ready = threading.Event(), threading.Event()
    bench = [EmulatedPrinter("P1", "utama", "127.0.0.1", 0, "epson-80")]
    thread = threading.Thread(
        target=serve,
        args=(bench,),
        kwargs={"web_host": "127.0.0.1", "web_port": 0, "stop": stop, "ready": ready},
    )
    thread.start()
    assert ready.wait(60)
    stop.set()
    thread.join(60)
    assert not thread.is_alive()

"""A slip becomes bytes that print well and can do no harm."""

import io
import os
import re
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.domain.slip import Slip
from config.bootstrap import ROOT
from printers.emulator.roll import Slip as Paper
from printers.emulator.roll import png
from printers.profiles import PROFILES, Profile
from printers.ticket import CUT, MAX_JOB_BYTES, balanced, number_size, paragraph, plain, qr_code, render
from tests.printers.goldens import FOLDER, TICKETS, written
from tests.printers.pieces import a_device, a_slip, opener

OUR_COMMANDS = re.compile(
    rb"\x1b@|\x1d![\x00-\x77]|\x1db[\x00\x01]|\x1bE[\x00\x01]|\x1ba\x01|\x1dB[\x00\x01]|\x1dVB\x00"
    rb"|\x1dP\x00\xcb|\x1b3\x1b|\x1bJ[\x0c\x14]|\x1d\(L\x06\x000E[ -~]{2}\x01\x01"
    rb"|\x1d\(k\x04\x001A2\x00|\x1d\(k\x03\x001[CE].|\x1d\(k[\x04-\xff]\x001P0|\x1d\(k\x03\x001Q0"
)
TEXTS = [field.name for field in fields(Slip) if field.name != "extra"]
slips = st.builds(
    Slip,
    **{name: st.text(max_size=300) for name in TEXTS},
    extra=st.lists(st.text(max_size=80), max_size=12).map(tuple),
)
profiles = st.sampled_from(list(PROFILES.values()))


def on_paper(slip: Slip, profile: str, *, logo: str = "") -> tuple[Paper, bytes]:
    """What comes out of an emulated printer, and its picture as PNG."""
    with a_device(profile) as device:
        line = opener(device)(2)
        line.send(render(slip, device.profile, logo=logo), timeout=2)
        assert device.mechanism.wait_for_slips(1, timeout=60)
        line.close()
        (paper,) = device.mechanism.slips
        return paper, png(paper.pieces, paper_dots=device.mechanism.paper_dots)


@pytest.mark.parametrize("name", TICKETS)
def test_the_bytes_of_a_ticket_are_those_that_were_agreed(name: str) -> None:
    assert written(name) == (FOLDER / f"{name}.txt").read_text(encoding="ascii")


@given(slip=slips, profile=profiles)
@settings(max_examples=60, deadline=None)
def test_no_text_of_a_slip_smuggles_a_command_into_the_job(slip: Slip, profile: Profile) -> None:
    text = OUR_COMMANDS.sub(b"", render(slip, profile))

    assert not [byte for byte in text if byte != 0x0A and not 0x20 <= byte <= 0x7E]


@given(slip=slips, profile=profiles)
@settings(max_examples=60, deadline=None)
def test_every_job_fits_the_buffer_of_a_network_printer(slip: Slip, profile: Profile) -> None:
    assert len(render(slip, profile)) < MAX_JOB_BYTES


def test_the_largest_slip_fits_too() -> None:
    long = "kata " * 200
    slip = a_slip(**dict.fromkeys(TEXTS, long) | {"url": "H" * 213, "extra": (long,) * 40})

    assert len(render(slip, PROFILES["epson-80"])) < MAX_JOB_BYTES


def test_a_cut_hidden_in_a_name_prints_as_letters() -> None:
    job = render(a_slip(service="KTP\x1dVA\x00\x10\x04\x01 baru"), PROFILES["epson-80"])

    assert job.count(b"\x1dV") == 1
    assert job.endswith(CUT)
    assert b"KTP VA baru" in job


@pytest.mark.parametrize(
    ("number", "code", "size"),
    [
        ("A-007", "epson-80", 8),
        ("A-007", "epson-58", 6),
        ("SKCK-1234", "epson-58", 3),
        ("A" * 60, "epson-58", 1),
    ],
)
def test_a_number_is_as_large_as_one_line_allows(number: str, code: str, size: int) -> None:
    assert number_size(number, PROFILES[code]) == size


def test_a_number_stands_whole_on_its_line() -> None:
    assert b"A-007\n" in render(a_slip(), PROFILES["epson-58"])


def test_only_a_reprint_is_marked() -> None:
    first = render(a_slip(), PROFILES["epson-80"])
    again = render(a_slip(attempt_mark="CETAK ULANG 1"), PROFILES["epson-80"])

    assert b"CETAK ULANG" not in first
    assert b"\x1dB\x01 CETAK ULANG 1 \n" in again


def test_long_names_break_between_words_into_even_lines() -> None:
    name = "Pencatatan pengangkatan, pengakuan, dan pengesahan anak"

    assert balanced(name, 48, 6) == ["Pencatatan pengangkatan,", "pengakuan, dan pengesahan anak"]


def test_two_languages_share_a_line_or_have_one_each() -> None:
    both = "Waiting area: Lantai 1 / Ruang tunggu: Lantai 1"

    assert paragraph(both, 48, 6) == [both]
    assert paragraph(both, 32, 6) == ["Waiting area: Lantai 1", "Ruang tunggu: Lantai 1"]
    assert paragraph(both, 20, 3) == ["Waiting area:", "Lantai 1", "Ruang tunggu:"]


def test_typographic_signs_become_their_plain_cousins() -> None:
    assert plain("“Café” – 5′\u00a0menit…\u200b") == '"Cafe" - 5? menit...'


def test_a_qr_code_costs_a_few_bytes_and_says_its_address() -> None:
    address = "HTTPS://ANTREAN.EXAMPLE.GO.ID/T/X"

    assert qr_code(address).count(address.encode()) == 1
    assert len(qr_code(address)) == len(address) + 41


def test_an_address_too_long_for_the_paper_is_left_out_with_its_sentence() -> None:
    job = render(a_slip(url="H" * 300), PROFILES["epson-58"])

    assert b"\x1d(k" not in job
    assert b"pindai" not in job


def test_a_printer_that_draws_no_codes_prints_the_address() -> None:
    plain_printer = replace(PROFILES["clone-80"], native_qr=False)

    assert b"HTTPS://ANTREAN.EXAMPLE.GO.ID/T/" in render(a_slip(), plain_printer)


@pytest.mark.parametrize("name", TICKETS)
def test_the_paper_says_every_word_of_the_slip_and_its_code_can_be_read(name: str) -> None:
    slip, profile = TICKETS[name]
    paper, picture = on_paper(slip, profile)
    said = " ".join(paper.text.split())

    assert [code.text for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))] == [slip.url]
    for word in (slip.mall.upper(), *(getattr(slip, name) for name in TEXTS if name not in ("mall", "url"))):
        for half in word.split(" / "):
            assert half in said


@pytest.mark.parametrize("profile", ["epson-80", "epson-58", "clone-80", "clone-58-mute"])
def test_an_ordinary_ticket_takes_about_95_mm(profile: str) -> None:
    paper, _ = on_paper(a_slip(), profile)

    assert 90 <= paper.mm <= 96


numbers = st.one_of(
    st.builds("{}-{:03}".format, st.sampled_from(["A", "W", "PS", "DK1"]), st.integers(1, 9999)),
    st.builds("{}-{:03}".format, st.text("ABCDEFGH12345", min_size=1, max_size=8), st.integers(1, 99999)),
)


@given(number=numbers, profile=profiles)
@settings(deadline=None)
def test_no_number_is_wider_than_the_paper(number: str, profile: Profile) -> None:
    size = number_size(number, profile)

    assert len(number) * 12 * size <= profile.dots
    assert number.encode() + b"\n" in render(a_slip(number=number), profile)


@pytest.mark.parametrize("number", ["A-001", "W-9999", "PS-999", "PS-9999", "ABCDEFGH-99999"])
@pytest.mark.parametrize("profile", ["epson-80", "epson-58"])
def test_a_number_comes_out_on_one_line(number: str, profile: str) -> None:
    paper, _ = on_paper(a_slip(number=number), profile)

    assert number in [line.strip() for line in paper.text.splitlines()]


def test_a_stored_picture_stands_on_top_and_nothing_depends_on_it() -> None:
    with_logo, _ = on_paper(a_slip(), "epson-80", logo="A1")
    without, _ = on_paper(a_slip(), "epson-80")

    assert with_logo.text.startswith("[LOGO A1]\n")
    assert with_logo.text.partition("\n")[2] == without.text


@pytest.mark.parametrize("logo", ["", "A", "A12", "\x1d!", "\u00c9A"])
def test_a_name_that_no_stored_picture_can_have_is_left_out(logo: str) -> None:
    assert render(a_slip(), PROFILES["epson-80"], logo=logo) == render(a_slip(), PROFILES["epson-80"])


def test_loading_the_encoder_leaves_nothing_behind(tmp_path: Path) -> None:
    for name in ("", str(tmp_path / "cache")):
        (tmp_path / "cache").mkdir(exist_ok=True)
        (tmp_path / "scratch").mkdir(exist_ok=True)
        told = {"ESCPOS_CAPABILITIES_PICKLE_DIR": name} if name else {}
        command = [sys.executable, "-c", "from printers.ticket import encoder; encoder()"]
        subprocess.run(
            command, check=True, env={**os.environ, **told, "TMPDIR": str(tmp_path / "scratch")}, cwd=ROOT
        )
        assert list((tmp_path / "scratch").iterdir()) == []


def test_only_the_agent_loads_the_encoder() -> None:
    code = "import sys, app.cli, printers.agent; sys.exit('escpos' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0

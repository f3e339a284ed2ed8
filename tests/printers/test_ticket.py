"""A slip becomes bytes that print well and can do no harm."""

import re
from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.slip import Slip
from printers.profiles import PROFILES, Profile
from printers.ticket import CUT, MAX_JOB_BYTES, balanced, number_size, plain, qr_code, render
from tests.printers.goldens import FOLDER, TICKETS, written
from tests.printers.pieces import a_slip

OUR_COMMANDS = re.compile(
    rb"\x1b@|\x1d![\x00-\x77]|\x1db[\x00\x01]|\x1bE[\x00\x01]|\x1ba\x01|\x1dB[\x00\x01]|\x1dVB\x00"
    rb"|\x1d\(k\x04\x001A2\x00|\x1d\(k\x03\x001[CE].|\x1d\(k[\x04-\xff]\x001P0|\x1d\(k\x03\x001Q0"
)
TEXTS = [field.name for field in fields(Slip) if field.name != "extra"]
slips = st.builds(
    Slip,
    **{name: st.text(max_size=300) for name in TEXTS},
    extra=st.lists(st.text(max_size=80), max_size=12).map(tuple),
)
profiles = st.sampled_from(list(PROFILES.values()))


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

"""A printer that others wrote prints the same words as ours, and its codes can be read."""

import importlib
import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.domain.slip import Slip
from printers.emulator.buffer import Buffer
from printers.emulator.commands import Commands
from printers.emulator.mechanism import AT_ONCE, Mechanism
from printers.emulator.roll import png
from printers.profiles import PROFILES
from printers.ticket import encoder, render
from tests.printers.goldens import TICKETS
from tests.printers.pieces import a_slip
from tests.services.emupos import print_bytes
from tests.services.zbar import read_codes

CODE = re.compile(r"^\[(?:qr|QR) (.*)\]$")
words = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x24F), max_size=60)


def lines(text: str) -> list[str]:
    """What the paper says, line by line, without the spaces that centre it; a code as its address alone."""
    return [CODE.sub(r"\1", line.strip()) for line in text.splitlines() if line.strip()]


def printed_here(slip: Slip, profile: str) -> tuple[list[str], Image.Image]:
    """The lines and the picture of the slip that our own printer cuts."""
    buffer = Buffer()
    mechanism = Mechanism(PROFILES[profile], buffer, pace=AT_ONCE)
    commands = Commands(
        buffer, mechanism, PROFILES[profile], answer=lambda _: None, watch_status=lambda _: None
    )
    buffer.put(render(slip, PROFILES[profile]))
    while len(buffer):
        commands.do_one()
    (paper,) = mechanism.slips
    return lines(paper.text), Image.open(io.BytesIO(png(paper.pieces, paper_dots=mechanism.paper_dots)))


def printed_elsewhere(slip: Slip, profile: str) -> tuple[list[str], Image.Image]:
    """The same of the other printer."""
    (receipt,) = print_bytes(render(slip, PROFILES[profile]), paper_dots=PROFILES[profile].dots)
    return lines(receipt.text), Image.open(io.BytesIO(receipt.png))


@pytest.mark.parametrize("name", TICKETS)
def test_two_printers_print_the_same_lines(name: str) -> None:
    assert printed_elsewhere(*TICKETS[name])[0] == printed_here(*TICKETS[name])[0]


@given(service=words, bring=words, mark=st.sampled_from(["", "CETAK ULANG 1"]))
@settings(max_examples=25, deadline=None)
@pytest.mark.parametrize("profile", ["epson-80", "epson-58"])
def test_they_agree_on_whatever_is_typed(profile: str, service: str, bring: str, mark: str) -> None:
    slip = a_slip(service=service, bring=bring, attempt_mark=mark)

    assert printed_elsewhere(slip, profile)[0] == printed_here(slip, profile)[0]


def test_zbar_reads_the_codes_of_both() -> None:
    pictures = [
        print_one(*ticket)[1]
        for ticket in TICKETS.values()
        for print_one in (printed_here, printed_elsewhere)
    ]

    assert read_codes(pictures) == [[slip.url] for slip, _ in TICKETS.values() for _ in range(2)]


def code_pages() -> set[str]:
    """The code pages of all printers that python-escpos knows, as far as Python knows them too."""
    encoder()
    known = importlib.import_module("escpos.capabilities").CAPABILITIES
    named = {name for printer in known["profiles"].values() for name in printer["codePages"].values()}
    pages = (known["encodings"].get(name, {}).get("python_encode") for name in named)
    return {page for page in pages if page}


@pytest.mark.parametrize("name", TICKETS)
def test_the_letters_of_a_ticket_are_the_same_in_every_code_page(name: str) -> None:
    letters = bytes(byte for byte in render(TICKETS[name][0], PROFILES["epson-80"]) if 0x20 <= byte <= 0x7E)

    assert "cp437" in code_pages()
    assert {letters.decode(page) for page in code_pages()} == {letters.decode("ascii")}

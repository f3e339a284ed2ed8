"""The mall's logo on paper: as large as the ticket leaves room for, and never in the way of its words."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from printers.emulator.paper import drawn
from printers.picture import LARGEST_SIDE, MOST_ROWS, Picture, read_picture
from printers.profiles import PROFILES
from printers.ticket import MAX_JOB_BYTES, ROOMY_JOB_BYTES, render
from tests.printers.pieces import a_slip

RASTER = b"\x1d\x76\x30\x00"


def png(width: int, height: int, *, mode: str = "RGBA") -> bytes:
    """A green disk on nothing."""
    image = Image.new(mode, (width, height), "white" if mode == "L" else (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((0, 0, width - 1, height - 1), fill="black" if mode == "L" else "green")
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def size(command: bytes) -> tuple[int, int]:
    """Dots across, in whole bytes, and rows of a raster image."""
    assert command.startswith(RASTER)
    return 8 * int.from_bytes(command[4:6], "little"), int.from_bytes(command[6:8], "little")


@pytest.mark.parametrize("profile", ["epson-80", "epson-58", "clone-80", "clone-58-mute"])
def test_the_logo_stands_on_the_paper_above_the_same_words(profile: str) -> None:
    can = PROFILES[profile]
    bare = drawn(render(a_slip(), can), can)
    job = render(a_slip(), can, picture=Picture.read(png(400, 300)))
    paper = drawn(job, can)
    assert paper.text == bare.text
    assert 10 < paper.mm - bare.mm < 25
    assert len(job) < ROOMY_JOB_BYTES
    with Image.open(io.BytesIO(paper.picture)) as image:
        top = image.convert("L").crop((0, 96, image.width, 96 + 100))
        assert top.getextrema() == (0, 255)


@settings(max_examples=25, deadline=None)
@given(width=st.integers(4, 900), height=st.integers(4, 900), room=st.integers(0, 4000))
def test_a_picture_is_as_large_as_fits_and_no_larger(width: int, height: int, room: int) -> None:
    command = Picture.read(png(width, height)).raster(widest=288, room=room)
    assert len(command) <= room
    if command:
        dots, rows = size(command)
        assert len(command) == 8 + dots // 8 * rows
        assert (dots <= 288, rows <= MOST_ROWS) == (True, True)


def test_words_without_end_leave_no_room_and_the_ticket_is_whole() -> None:
    slip = a_slip(**dict.fromkeys(("agency", "service", "ahead", "place", "bring", "footer"), "kata " * 200))
    can = PROFILES["epson-80"]
    full = a_slip(extra=("kata " * 200,) * 40, **{name: getattr(slip, name) for name in ("bring", "footer")})
    for each in (slip, full):
        job = render(each, can, picture=Picture.read(png(2000, 2000)))
        assert len(job) < MAX_JOB_BYTES
        assert job.endswith(render(each, can)[-200:])


def test_a_printer_with_a_picture_of_its_own_prints_that_one() -> None:
    job = render(a_slip(), PROFILES["epson-80"], logo="LG", picture=Picture.read(png(200, 200)))
    assert job == render(a_slip(), PROFILES["epson-80"], logo="LG")


def test_edges_of_nothing_are_cut_away() -> None:
    image = Image.new("RGBA", (600, 600), (0, 0, 0, 0))
    ImageDraw.Draw(image).rectangle((250, 270, 349, 319), fill="black")
    file = io.BytesIO()
    image.save(file, "PNG")
    assert Picture.read(file.getvalue()).image.size == (100, 50)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg/>",
        png(40, 40)[:60],
        png(LARGEST_SIDE + 1, 8, mode="L"),
    ],
    ids=["nothing", "drawing", "torn", "huge"],
)
def test_what_is_no_small_picture_is_left_out(content: bytes) -> None:
    with pytest.raises(ValueError, match="picture"):
        Picture.read(content)
    assert read_picture(content) is None


def test_a_white_picture_prints_nothing() -> None:
    file = io.BytesIO()
    Image.new("L", (50, 50), "white").save(file, "PNG")
    assert read_picture(file.getvalue()) is None


def test_a_job_without_a_cut_is_no_paper() -> None:
    with pytest.raises(ValueError, match="cuts no paper"):
        drawn(b"words\n", PROFILES["epson-80"])

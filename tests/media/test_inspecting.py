"""What a file is stands in its bytes: each kind is known; what is torn or something else is refused."""

import io
from pathlib import Path

import pytest

from app.domain.media import Found, MediaBroken, MediaCodec, MediaPixels, MediaType, MediaUnknown
from app.media.inspecting import inspect
from config.bootstrap import ROOT
from tests.media.samples import ALL, GIF, JPEG, MP4, PNG, WEBM, WEBP, a_film, box


def look(content: bytes) -> Found:
    return inspect(io.BytesIO(content))


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp", "webm", "mp4"])
def test_what_a_browser_made_is_known_by_its_bytes(kind: str) -> None:
    found = look(ALL[kind])
    assert (found.type, found.width, found.height) == (kind, 160, 90)


def test_a_film_says_how_long_it_is() -> None:
    assert look(WEBM).seconds == pytest.approx(2, abs=0.3)
    assert look(MP4).seconds == pytest.approx(1.2, abs=0.3)
    assert look(a_film()) == Found(MediaType.MP4, 1920, 1080, 90.5)
    assert look(a_film(wide=True)).seconds == 90.5
    assert look(a_film(length=0)).seconds is None


def test_a_moving_picture_has_its_size() -> None:
    assert look(GIF) == Found(MediaType.GIF, 2, 3)


@pytest.mark.parametrize(
    "picture", sorted((ROOT / "docs" / "pictures").glob("*.png")), ids=lambda path: path.name
)
def test_pictures_of_the_real_screens_are_known(picture: Path) -> None:
    with picture.open("rb") as file:
        assert inspect(file).type is MediaType.PNG


@pytest.mark.parametrize("kind", sorted(ALL))
def test_a_file_that_ends_too_early_is_refused(kind: str) -> None:
    whole = ALL[kind]
    for kept in range(16, len(whole) - 1, max(1, len(whole) // 97)):
        if kind == "webm" and kept > 400:
            continue  # a recording has no length: nobody can tell where its pictures should end
        if kind == "mp4" and kept in whole_boxes(whole):
            continue
        with pytest.raises((MediaBroken, MediaUnknown)):
            look(whole[:kept])


def whole_boxes(film: bytes) -> set[int]:
    """Where a box of the outermost row ends: a film in pieces may end there."""
    places, place = set(), 0
    while place < len(film):
        place += int.from_bytes(film[place : place + 4], "big")
        places.add(place)
    return places


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x89PNG",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><script>alert(1)</script>",
        b"PK\3\4" + bytes(60),
        b"%PDF-1.7\n" + bytes(60),
        b"GIF89a<script>alert(1)</script>",
        b"RIFF\x24\0\0\0WAVEfmt " + bytes(40),
        b"BM" + bytes(60),
        box(b"ftyp", b"heic\0\0\0\0mif1heic") + box(b"meta", bytes(40)),
        b"\x1a\x45\xdf\xa3\x8b\x42\x82\x88matroska" + bytes(40),
    ],
    ids=["empty", "short", "svg", "html", "zip", "pdf", "gif-html", "wav", "bmp", "heic", "mkv"],
)
def test_what_is_something_else_is_refused(content: bytes) -> None:
    with pytest.raises((MediaUnknown, MediaBroken)):
        look(content)


@pytest.mark.parametrize("codec", [b"hvc1", b"hev1", b"mp4v", b"ap4h"])
def test_a_film_that_televisions_cannot_unpack_is_refused(codec: bytes) -> None:
    with pytest.raises(MediaCodec):
        look(a_film(codec))


def test_a_picture_without_pixels_or_with_too_many_is_refused() -> None:
    with pytest.raises(MediaPixels):
        look(PNG[:16] + (8193).to_bytes(4, "big") + PNG[20:])
    with pytest.raises(MediaBroken):
        look(PNG[:16] + bytes(4) + PNG[20:])


def test_what_stands_behind_a_photograph_is_no_trouble() -> None:
    """Telephones keep a short film there."""
    assert look(JPEG + MP4).type is MediaType.JPEG


@pytest.mark.parametrize("kind", sorted(ALL))
def test_damaged_bytes_never_do_worse_than_a_refusal(kind: str) -> None:
    whole = ALL[kind]
    for place in range(min(len(whole), 600)):
        for value in (0x00, 0xFF, whole[place] ^ 0x40):
            try:
                look(whole[:place] + bytes([value]) + whole[place + 1 :])
            except (MediaBroken, MediaUnknown, MediaCodec, MediaPixels):
                continue


def test_webp_without_loss_or_with_more_than_a_picture_is_known() -> None:
    def riff(name: bytes, content: bytes) -> bytes:
        chunk = name + len(content).to_bytes(4, "little") + content
        return b"RIFF" + (4 + len(chunk)).to_bytes(4, "little") + b"WEBP" + chunk

    bits = (640 - 1) | (480 - 1) << 14
    lossless = riff(b"VP8L", b"\x2f" + bits.to_bytes(4, "little") + bytes(8))
    extended = riff(b"VP8X", bytes(4) + (639).to_bytes(3, "little") + (479).to_bytes(3, "little"))
    assert look(lossless) == look(extended) == Found(MediaType.WEBP, 640, 480)
    assert look(WEBP).type is MediaType.WEBP

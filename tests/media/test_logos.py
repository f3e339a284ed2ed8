"""Logos: what only draws is taken, whatever could run, fetch or grow is not."""

import struct
import zlib

import pytest

from app.domain.mall_refusals import WrongLogo
from app.media.logos import LARGEST_LOGO, PNG, SVG, logo_type
from config.bootstrap import ROOT


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


ROWS = zlib.compress((b"\0" + b"\x0b\x5d\x4f" * 2) * 2)


def a_png(width: int = 2, height: int = 2, rows: bytes = ROWS, more: bytes = b"") -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    begun = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + more
    return begun + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def svg(inside: str, head: str = "") -> bytes:
    return f'{head}<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="urn:x">{inside}</svg>'.encode()


PICTURELESS = a_png()[:33] + chunk(b"IEND", b"")


def test_a_png_and_the_logo_of_banyuwangi_are_logos() -> None:
    assert logo_type(a_png()) == PNG
    assert logo_type((ROOT / "config" / "malls" / "banyuwangi" / "logo.svg").read_bytes()) == SVG
    drawing = '<style>.a{fill:url(#g)}</style><use href="#a"/><path id="a" d="M0 0h1" fill="url(#g)"/>'
    assert logo_type(svg(drawing)) == SVG


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        b"hello",
        a_png()[:-6],
        a_png()[:-1] + b"x",
        a_png(5000, 2),
        a_png() + b"\0" * LARGEST_LOGO,
        svg("<script>alert(1)</script>"),
        svg('<rect onload="alert(1)"/>'),
        svg('<image href="https://example.org/a.png"/>'),
        svg('<use href="https://example.org/a.svg#x"/>'),
        svg('<use xlink:href="data:x" xmlns:xlink="http://www.w3.org/1999/xlink"/>'),
        svg("<foreignObject/>"),
        svg('<rect fill="url(https://example.org/a)"/>'),
        svg("<style>@import 'a.css'</style>"),
        svg("<style>a{background:u\\72l(https://example.org)}</style>"),
        svg('<a href="javascript:alert(1)"/>'),
        svg('<set attributeName="href" to="x"/>'),
        svg("<g>&a;</g>", '<!DOCTYPE svg [<!ENTITY a "b">]>'),
        svg("", '<?xml-stylesheet href="a.css"?>'),
        svg('<h:iframe xmlns:h="http://www.w3.org/1999/xhtml" srcdoc="x"/>'),
        svg('<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>'),
        svg("<style>rect{background:image-set('https://example.org' 1x)}</style>"),
        svg('<g xml:base="https://example.org"/>'),
        svg("<g>"),
        b"<svg/>",  # no browser draws it as a picture
        a_png().replace(b"IDAT", b"IDAX"),
        PICTURELESS,
        a_png(rows=b"no picture at all"),
        a_png(rows=ROWS[:-6]),
        a_png(rows=zlib.compress(b"\7" + bytes(13))),  # no such way of telling a row
        a_png(more=chunk(b"zTXt", b"bomb\0\0" + zlib.compress(bytes(80_000_000)))),
        b"<html/>",
    ],
)
def test_what_could_do_more_than_be_seen_is_no_logo(content: bytes) -> None:
    with pytest.raises(WrongLogo):
        logo_type(content)

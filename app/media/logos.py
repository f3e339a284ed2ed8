"""The logo of a mall: a small PNG or SVG that can do nothing but be looked at.

What PNG is stands in the W3C's PNG specification: its chunks are counted and summed here, its picture is
unfolded by Pillow. An SVG is read as XML, and holds no script, no way to other files, and nothing that tells
the reader of XML to fetch or to repeat.
"""

import re
import struct
import zlib
from io import BytesIO
from xml.etree import ElementTree

from PIL import Image

from app.domain.mall_refusals import WrongLogo

LARGEST_LOGO = 512 * 1024  # bytes
MOST_PIXELS = 4096  # of a side; unfolded that is 64 MB
PNG, SVG = "image/png", "image/svg+xml"
PNG_MARK = b"\x89PNG\r\n\x1a\n"
ENDINGS = {PNG: "png", SVG: "svg"}
MOST_PARTS = 20_000  # of a drawing
# What draws; scripts, foreign pages, pictures and animations that could change an address are not among them.
DRAWING = frozenset({
    "svg", "g", "defs", "title", "desc", "metadata", "style", "symbol", "use", "path", "rect", "circle",
    "ellipse", "line", "polyline", "polygon", "text", "tspan", "textPath", "linearGradient",
    "radialGradient", "stop", "clipPath", "mask", "pattern", "marker", "switch", "view", "filter",
    "feGaussianBlur", "feOffset", "feBlend", "feColorMatrix", "feComposite", "feFlood", "feMerge",
    "feMergeNode", "feMorphology", "feDropShadow", "feComponentTransfer", "feFuncA", "feFuncR", "feFuncG",
    "feFuncB",
})  # fmt: skip
_SVG = "{http://www.w3.org/2000/svg}"
# Their parts would be a page inside the drawing, with forms and scripts; others are an editor's notes.
_PAGES = ("http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML")
_ELSEWHERE = re.compile(
    r"url\(\s*['\"]?\s*(?!['\"]?\s*#)|@import|\b(?:image-set|image|src)\(|expression\s*\(|javascript:|\\",
    re.I,
)


def logo_type(content: bytes) -> str:
    """Its media type, by what it holds; raises WrongLogo. Takes up to half a second for the largest."""
    if not content or len(content) > LARGEST_LOGO:
        raise WrongLogo
    if content.startswith(PNG_MARK):
        _check_chunks(content)
        _check_picture(content)
        return PNG
    _check_svg(content)
    return SVG


def _check_chunks(content: bytes) -> None:
    """Every chunk is there, whole, to the last one, and the picture has a size that may be unfolded."""
    place = len(PNG_MARK)
    first, drawn = True, False
    while place + 12 <= len(content):
        length, name = struct.unpack_from(">I4s", content, place)
        end = place + 12 + length
        if end > len(content):
            raise WrongLogo
        (sum_,) = struct.unpack_from(">I", content, end - 4)
        if zlib.crc32(content[place + 4 : end - 4]) != sum_ or (first and name != b"IHDR"):
            raise WrongLogo
        if first:
            width, height = struct.unpack_from(">II", content, place + 8)
            if not (0 < width <= MOST_PIXELS and 0 < height <= MOST_PIXELS):
                raise WrongLogo
        if name == b"IEND" and drawn:
            return
        first, drawn, place = False, drawn or name == b"IDAT", end
    raise WrongLogo


def _check_picture(content: bytes) -> None:
    """What stands in the chunks is a picture, to its last row: printers and screens would choke on less."""
    try:
        with Image.open(BytesIO(content), formats=["PNG"]) as opened:
            opened.load()
    except (OSError, SyntaxError, ValueError, zlib.error, Image.DecompressionBombError):
        raise WrongLogo from None


def _check_svg(content: bytes) -> None:
    if re.search(rb"<!(DOCTYPE|ENTITY)|<\?xml-stylesheet", content, re.I) or b"\x00" in content:
        raise WrongLogo
    try:
        root = ElementTree.fromstring(content)  # noqa: S314 - without a DOCTYPE there are no entities
    except (ElementTree.ParseError, ValueError, LookupError):
        raise WrongLogo from None
    parts = list(root.iter())
    if root.tag != f"{_SVG}svg" or len(parts) > MOST_PARTS or not all(map(_is_harmless, parts)):
        raise WrongLogo


def _is_harmless(part: ElementTree.Element) -> bool:
    space, _, name = part.tag.rpartition("}")
    if space.lstrip("{") in _PAGES or (space in ("", _SVG[:-1]) and name not in DRAWING):
        return False
    if name == "style" and _ELSEWHERE.search("".join(part.itertext())):
        return False
    return all(_is_quiet(key.rpartition("}")[2].lower(), value) for key, value in part.attrib.items())


def _is_quiet(key: str, value: str) -> bool:
    """An attribute that does nothing by itself and leads nowhere outside the drawing."""
    if key.startswith("on") or key == "base":
        return False
    if key in ("href", "src"):
        return value.strip().startswith("#")
    return not _ELSEWHERE.search(value)

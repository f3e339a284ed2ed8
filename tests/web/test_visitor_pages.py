"""The pages of visitors as the server makes them: what works before any script."""

import re
from xml.etree import ElementTree

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from tests.browser.clerk import SITE, Clerk, clerks
from tests.services.server import Server

DOT = 8  # pixels


@pytest.fixture
def clerk(demo: Server) -> Clerk:
    return clerks(demo)[0]


def test_the_pages_of_visitors(clerk: Clerk) -> None:
    ticket = clerk.visitor(language="en")
    server, address = clerk.server, f"/t/{ticket['token']}"
    page = server.request("GET", address)
    assert page.status == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert "You are next. Please be ready." in page.body.decode()
    assert server.request("GET", address.lower()).status == 200
    assert server.request("GET", address.upper()).status == 200
    assert server.request("GET", "/t/NOSUCHTICKET").status == 404
    assert server.request("POST", "/t/NOSUCHTICKET/cancel").status == 404

    site = server.request("GET", f"/{SITE.lower()}?lang=en")
    assert site.status == 200
    assert len(site.body) < 40_000
    assert server.request("GET", "/nowhere").status == 404
    assert server.request("GET", "/healthz").status == 200

    code = server.request("GET", f"{address}/qr.svg")
    assert code.headers["Content-Type"].startswith("image/svg+xml")
    assert read(code.body).endswith(f"/T/{ticket['token']}")


def read(svg: bytes) -> str:
    """What a phone's camera reads from the picture: a white ground, and a path of strokes, drawn as dots."""
    root = ElementTree.fromstring(svg)  # noqa: S314
    ground, lines = (element.attrib for element in root.iter() if element.tag.endswith("path"))
    assert ground["fill"] == "#fff"  # also on a dark page
    strokes = lines["d"]
    side = int(root.attrib["width"])
    picture = Image.new("L", (side * DOT, side * DOT), 255)
    draw = ImageDraw.Draw(picture)
    x = y = 0.0
    for command, first, second in re.findall(r"([Mmh])(-?[\d.]+)(?:[ ,]?(-?[\d.]+))?", strokes):
        if command == "h":
            draw.rectangle(
                (x * DOT, (y - 0.5) * DOT, (x + float(first)) * DOT - 1, (y + 0.5) * DOT - 1), fill=0
            )
            x += float(first)
        elif command == "M":
            x, y = float(first), float(second)
        else:
            x, y = x + float(first), y + float(second)
    found = zxingcpp.read_barcodes(picture)
    return found[0].text if found else ""

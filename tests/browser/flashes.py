"""How often the places of a screen flash: pictures of it in, flashes a second out (WCAG 2.3.1).

A flash is a pair of opposing changes of relative luminance of a tenth or more, the darker side below 0.8.
"""

import base64
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from PIL import Image
from playwright.sync_api import Page

GRID = (64, 36)  # places of a screen that are looked at
CHANGE = 0.1
DARK = 0.8
MOST = 3  # flashes in any second

Frame = tuple[float, list[float]]  # seconds, the luminance of each place


@contextmanager
def filmed(page: Page) -> Iterator[list[Frame]]:
    """Every picture the browser paints until the block ends, in the list that it gives."""
    told: list[tuple[float, str]] = []
    frames: list[Frame] = []
    camera = page.context.new_cdp_session(page)

    def take(message: Any) -> None:
        told.append((message["metadata"]["timestamp"], message["data"]))
        camera.send("Page.screencastFrameAck", {"sessionId": message["sessionId"]})

    camera.on("Page.screencastFrame", take)
    camera.send("Page.startScreencast", {"format": "png", "maxWidth": 320, "maxHeight": 180})
    yield frames
    camera.send("Page.stopScreencast")
    camera.detach()
    frames.extend((at, _luminance(base64.b64decode(picture))) for at, picture in sorted(told))


def restless(frames: Sequence[Frame]) -> float:
    """The share of the screen that flashes more often than three times in some second."""
    places = GRID[0] * GRID[1]
    series = ([(at, seen[place]) for at, seen in frames] for place in range(places))
    return sum(worst(one) > MOST for one in series) / places


def worst(series: Sequence[tuple[float, float]]) -> int:
    """The most flashes that one place has within a second."""
    changes = list(_changes(series))
    return max((sum(at <= other < at + 1 for other in changes) // 2 for at in changes), default=0)


def _changes(series: Sequence[tuple[float, float]]) -> Iterator[float]:
    """When the luminance turned by a tenth, up after down and down after up."""
    low = high = series[0][1]
    rising: bool | None = None
    for at, seen in series[1:]:
        low, high = min(low, seen), max(high, seen)
        if rising is not False and high - seen >= CHANGE and seen < DARK:
            yield at
            rising, low = False, seen
        elif rising is not True and seen - low >= CHANGE and low < DARK:
            yield at
            rising, high = True, seen


def _luminance(picture: bytes) -> list[float]:
    with Image.open(io.BytesIO(picture)) as full:
        bands = full.convert("RGB").resize(GRID, Image.Resampling.BOX).split()
    red, green, blue = (band.tobytes() for band in bands)
    return [
        0.2126 * LINEAR[r] + 0.7152 * LINEAR[g] + 0.0722 * LINEAR[b]
        for r, g, b in zip(red, green, blue, strict=True)
    ]


def _linear(value: int) -> float:
    share = value / 255
    return share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4


LINEAR = tuple(_linear(value) for value in range(256))

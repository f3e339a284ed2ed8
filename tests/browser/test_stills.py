"""Every layout of the lobby display on a full hall looks as last agreed, and nothing is in the way."""

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from config.bootstrap import VENV
from tests.browser.accessibility import findings
from tests.browser.collisions import LOOK
from tests.browser.likeness import compared, small
from tests.browser.stills import FOLDER, MOST_BYTES, Still, a_studio, stills
from tests.services import chromium

pytestmark = pytest.mark.browser

Seen = dict[Still, tuple[bytes, list[str]]]

RENEW = "if this is how it should look: `python3 run.py pictures displays`, look at them, commit them"


@pytest.fixture(scope="module")
def seen(browser: Browser) -> Seen:
    """Each picture with what covers what and what keeps people out, taken once for the tests of this file."""
    taken = {}
    with a_studio(browser) as studio:
        for still in stills():
            page = studio.show(still)
            picture = page.screenshot()
            # The rules of axe are the same at every size; its answer takes as long as the picture.
            barriers = findings(page) if still.width == 1920 else []
            taken[still] = (picture, page.evaluate(LOOK) + barriers)
            studio.leave(still)
    return taken


def test_the_displays_look_as_they_were_last_agreed(seen: Seen, tmp_path: Path) -> None:
    if VENV not in chromium.find_chromium().program.parents:
        pytest.skip("the pictures are those of the locked Chromium")
    told = []
    for still, (picture, _) in seen.items():
        if not still.file.is_file():
            told.append(f"{still.name}: there is no picture of it yet")
            continue
        with Image.open(still.file) as kept:
            likeness = compared(kept, small(picture))
        if not likeness.is_same:
            shown = tmp_path / still.file.name
            likeness.picture.save(shown)
            told.append(f"{still.name}: {likeness.share:.2%} of it differ; before, now and where: {shown}")
    assert not told, "\n".join([*told, RENEW])


def test_nothing_covers_or_cuts_anything_and_nobody_is_kept_out(seen: Seen) -> None:
    assert {still.name: found for still, (_, found) in seen.items() if found} == {}


def test_the_kept_pictures_are_those_that_are_taken_and_small() -> None:
    kept = {path.name: path.stat().st_size for path in FOLDER.glob("*.png")}
    assert set(kept) == {still.file.name for still in stills()}
    assert sum(kept.values()) <= MOST_BYTES
